"""Invitations by mail: the link, who may use it, and what it says when it cannot be used."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as outbox
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course.joining import invitations, people
from course.models import Cohort, Invitation, Person, QueuedMail
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

NEWCOMER = {"name": "Nia Stone", "password1": "a-long-walk-home"}


def ask(cohort: Cohort, by: Person, email: str = "nia@example.org") -> str:
    """Invite, send the mail, and return the path of its link."""
    invitations.invite(cohort, email=email, name="Nia Stone", by=by, at=timezone.now())
    return newest_link()


def newest_link() -> str:
    call_command("send_mail_queue", verbosity=0)
    found = re.search(r"https://learn\.example\.org(/invited/\S+)", str(outbox.outbox[-1].body))
    assert found
    return found[1]


def test_a_newcomer_follows_the_link_signs_up_and_is_in(client: Client, spring: Cohort, sam: Person) -> None:
    link = ask(spring, sam)
    assert b"You are invited" in client.get(link).content
    form = client.get(reverse("account_signup"))
    assert b"nia@example.org" in form.content
    client.post(reverse("account_signup"), NEWCOMER)
    nia = Person.objects.get(email="nia@example.org")
    assert nia.enrollments.get().cohort == spring
    assert Invitation.objects.get().accepted_by == nia


def test_an_address_that_opened_its_link_is_proved_and_gets_no_second_mail(
    client: Client, spring: Cohort, sam: Person
) -> None:
    client.get(ask(spring, sam))
    client.post(reverse("account_signup"), NEWCOMER)
    assert EmailAddress.objects.get(user__email="nia@example.org").verified
    assert len(outbox.outbox) == 1


def test_the_invited_address_cannot_be_changed_while_signing_up(
    client: Client, spring: Cohort, sam: Person
) -> None:
    client.get(ask(spring, sam))
    client.post(reverse("account_signup"), {**NEWCOMER, "email": "eve@example.org"})
    assert not Person.objects.filter(email="eve@example.org").exists()
    assert Person.objects.filter(email="nia@example.org").exists()


def test_opening_a_link_uses_nothing_up(client: Client, spring: Cohort, sam: Person) -> None:
    link = ask(spring, sam)
    for _ in range(3):
        assert Client().get(link).status_code == 200
    assert Invitation.objects.get().accepted_at is None


def test_who_has_an_account_signs_in_and_joins_with_one_press(
    client: Client, spring: Cohort, sam: Person, sven: Person
) -> None:
    link = ask(spring, sam, "sven@example.org")
    assert reverse("account_login").encode() in client.get(link).content
    client.force_login(sven)
    assert b"Join" in client.get(link).content
    assert client.post(link)["Location"] == spring.course.get_absolute_url()
    assert sven.enrollments.get().cohort == spring
    assert EmailAddress.objects.get(user=sven).verified


def test_somebody_else_who_is_signed_in_is_told_and_not_let_in(
    as_ben: Client, ben: Person, spring: Cohort, sam: Person
) -> None:
    link = ask(spring, sam)
    assert b"You are signed in as <strong>ben@example.org</strong>" in as_ben.get(link).content
    as_ben.post(link)
    assert not ben.enrollments.filter(cohort=spring).exists()
    assert Invitation.objects.get().accepted_at is None


def test_used_expired_canceled_and_unknown_links_say_so(client: Client, spring: Cohort, sam: Person) -> None:
    link = ask(spring, sam)
    row = Invitation.objects.get()
    for changed, words in (
        ({"expires_at": timezone.now() - timedelta(days=1)}, b"has expired"),
        ({"cancelled_at": NOW}, b"was taken back"),
        ({"cancelled_at": None, "accepted_at": NOW}, b"was used"),
    ):
        Invitation.objects.filter(pk=row.pk).update(**changed)
        answer = client.get(link)
        assert (answer.status_code, words in answer.content) == (410, True)
    unknown = client.get(reverse("invited", args=["x" * 43]))
    assert (unknown.status_code, b"We do not know this link" in unknown.content) == (404, True)


def test_sending_again_makes_a_new_link_and_ends_the_old_one(
    client: Client, as_sam: Client, spring: Cohort, sam: Person
) -> None:
    old = ask(spring, sam)
    as_sam.post(reverse("change_invitation", args=[Invitation.objects.get().pk]), {"do": "resend"})
    new = newest_link()
    assert new != old
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_an_invitation_taken_back_before_its_mail_left_is_not_sent(
    as_sam: Client, spring: Cohort, sam: Person
) -> None:
    invitations.invite(spring, email="nia@example.org", by=sam, at=NOW)
    as_sam.post(reverse("change_invitation", args=[Invitation.objects.get().pk]), {"do": "cancel"})
    call_command("send_mail_queue")
    assert outbox.outbox == []


def test_the_database_knows_no_link(spring: Cohort, sam: Person) -> None:
    token = ask(spring, sam).split("/")[2]
    row = Invitation.objects.get()
    assert token not in str(vars(row))
    assert token not in QueuedMail.objects.get().body


def test_who_is_in_another_cohort_is_told_and_the_invitation_stays(
    as_ben: Client, spring: Cohort, sam: Person, ben: Person
) -> None:
    link = ask(spring, sam, "ben@example.org")
    answer = as_ben.post(link)
    assert answer.status_code == 409
    assert b"already take this course with another group" in answer.content
    assert Invitation.objects.get().accepted_at is None


def test_a_used_invitation_lets_nobody_else_in(
    spring: Cohort, sam: Person, sven: Person, ben: Person
) -> None:
    row = invitations.invite(spring, email="sven@example.org", by=sam, at=NOW)
    invitations.accept(row, sven, at=NOW)
    with pytest.raises(people.CannotJoin):
        invitations.accept(row, ben, at=NOW)


def test_the_list_of_invitations_tells_their_state(as_sam: Client, spring: Cohort, sam: Person) -> None:
    invitations.invite(spring, email="nia@example.org", by=sam, at=timezone.now())
    invitations.invite(spring, email="old@example.org", by=sam, at=timezone.now() - timedelta(days=15))
    page = as_sam.get(reverse("invitations", args=[spring.pk]), {"state": "expired"}).content.decode()
    assert "old@example.org" in page
    assert "nia@example.org" not in page
