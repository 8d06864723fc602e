"""Who somebody is here who signed in elsewhere: by what they proved, and by what the operator lets count."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from pytest_django.fixtures import Settings

from course.joining import invitations
from course.models import Enrollment, Invitation, Person
from course.oidc import left_over
from course.oidc.arrivals import NotAdmitted, admit
from tests.conftest import NOW

NEW = "nia@example.org"


@pytest.fixture
def known_ada(ada: Person) -> Person:
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    return ada


@pytest.fixture
def invitation(ada: Person, alma: Person) -> Invitation:
    return invitations.invite(ada.enrollments.get().cohort, email=NEW, name="Nia Hale", by=alma, at=NOW)


def arrive(email: str = NEW, *, verified: bool = True, by: Invitation | None = None) -> Person:
    return admit(email=email, is_verified=verified, name="From Elsewhere", invitation=by, at=NOW)


def refused(email: str = NEW, *, verified: bool = True, by: Invitation | None = None) -> str:
    with pytest.raises(NotAdmitted) as stopped:
        arrive(email, verified=verified, by=by)
    return stopped.value.reason


@pytest.mark.parametrize("admits", ["known", "all"])
def test_a_verified_address_is_its_owner(settings: Settings, known_ada: Person, admits: str) -> None:
    settings.OIDC_ADMITS = admits
    assert arrive(known_ada.email) == known_ada
    assert refused(known_ada.email, verified=False) == "unverified"


def test_an_address_counts_for_nothing_unless_the_operator_says_so(
    settings: Settings, known_ada: Person, invitation: Invitation
) -> None:
    settings.OIDC_ADMITS = "connected"
    assert refused(known_ada.email) == refused(NEW) == refused(verified=False) == "unknown"
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize("admits", ["known", "all"])
def test_an_address_that_was_never_proven_here_opens_nothing(
    settings: Settings, ada: Person, admits: str
) -> None:
    settings.OIDC_ADMITS = admits
    EmailAddress.objects.create(user=ada, email=ada.email, verified=False, primary=True)
    assert refused(ada.email) == "unknown"


def test_new_people_come_only_where_the_operator_says_so(settings: Settings, ada: Person) -> None:
    settings.OIDC_ADMITS = "known"
    assert refused() == "unknown"
    settings.OIDC_ADMITS = "all"
    assert refused(verified=False) == "unverified"
    person = arrive()
    assert (person.email, person.name, person.has_usable_password()) == (NEW, "From Elsewhere", False)
    assert EmailAddress.objects.get(user=person).verified
    assert not Enrollment.objects.filter(person=person).exists()
    assert arrive() == person


@pytest.mark.parametrize("admits", ["connected", "known", "all"])
def test_an_opened_invitation_is_enough_and_is_used_up(
    settings: Settings, invitation: Invitation, admits: str
) -> None:
    settings.OIDC_ADMITS = admits
    person = arrive("nia@elsewhere.example", verified=False, by=invitation)
    assert (person.email, person.name) == (NEW, "Nia Hale")
    assert person.enrollments.get().cohort == invitation.cohort
    invitation.refresh_from_db()
    assert invitation.accepted_by == person


def test_an_invitation_is_found_by_a_verified_address_alone(
    settings: Settings, invitation: Invitation
) -> None:
    settings.OIDC_ADMITS = "known"
    assert refused(verified=False) == "unverified"
    assert arrive().enrollments.exists()


def test_an_invitation_to_somebodys_address_is_no_way_into_their_account(
    settings: Settings, ada: Person, alma: Person
) -> None:
    settings.OIDC_ADMITS = "all"
    mine = invitations.invite(ada.enrollments.get().cohort, email=ada.email, by=alma, at=NOW)
    assert refused("eve@example.org", verified=False, by=mine) == "unverified"


def test_an_invitation_that_was_taken_back_meanwhile_leaves_nobody_behind(
    settings: Settings, invitation: Invitation, alma: Person
) -> None:
    settings.OIDC_ADMITS = "connected"
    invitations.cancel(invitation.pk, by=alma, at=NOW)
    assert refused(by=invitation) == "unknown"
    assert not Person.objects.filter(email=NEW).exists()


def test_a_person_is_deleted_also_where_the_tables_of_a_turned_off_sign_in_are_left(ben: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {left_over.TABLE}"
            " (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES course_person(id), uid varchar(191))"
        )
        cursor.execute(f"INSERT INTO {left_over.TABLE} VALUES (1, %s, 'b-1')", [ben.pk])
        lone = Person.objects.create_user("lone@example.org")
        cursor.execute(f"INSERT INTO {left_over.TABLE} VALUES (2, %s, 'l-1')", [lone.pk])
    lone.delete()
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {left_over.TABLE}")
        assert cursor.fetchall() == [(1,)]


def test_what_a_provider_knows_somebody_by_is_told_to_them_and_erased(ben: Person, ada: Person) -> None:
    assert left_over.own_data(ben, at=NOW) == {"accounts_elsewhere": []}
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {left_over.TABLE} (id bigint PRIMARY KEY, user_id bigint, uid varchar(191))"
        )
        cursor.execute(
            f"INSERT INTO {left_over.TABLE} VALUES (1, %s, 'b-1'), (2, %s, 'a-1')", [ben.pk, ada.pk]
        )
    assert left_over.own_data(ben, at=NOW) == {"accounts_elsewhere": ["b-1"]}
    assert left_over.Erasing.goes(ben)
    left_over.Erasing.erase(ben, at=NOW)
    assert not left_over.Erasing.goes(ben)
    assert left_over.own_data(ada, at=NOW) == {"accounts_elsewhere": ["a-1"]}
