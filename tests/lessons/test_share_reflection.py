"""Sharing hands over a frozen copy after saying who reads it, and can be taken back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from course.joining import people
from course.models import Assignment, Cohort, Course, Enrollment, Person
from lessons import feedback, reflections
from lessons.models import Feedback, Scenario, SharedReflection
from lessons.reflections import CannotShare, Stale, readers_of
from tests.conftest import NOW
from tests.lessons.conftest import Write, spoil

WORDS = "I would ask him first."


@pytest.fixture
def shared(enrollment: Enrollment, scenario: Scenario, write: Write, tess: Person) -> SharedReflection:
    write(WORDS)
    return reflections.share(enrollment, scenario, revision=1, at=NOW)


def open_copies() -> list[str]:
    return [copy.text for copy in SharedReflection.objects.filter(withdrawn_at__isnull=True)]


def test_the_copy_is_frozen_whatever_is_written_later(shared: SharedReflection, write: Write) -> None:
    write("I would ask her first.")
    assert open_copies() == [WORDS]


def test_sharing_the_same_text_again_changes_nothing(
    shared: SharedReflection, enrollment: Enrollment, scenario: Scenario, now: datetime
) -> None:
    again = reflections.share(enrollment, scenario, revision=1, at=now + timedelta(hours=1))
    assert again.pk == shared.pk
    assert SharedReflection.objects.get().shared_at == now


def test_sharing_a_new_text_takes_the_old_copy_back_and_empties_it(
    shared: SharedReflection, enrollment: Enrollment, scenario: Scenario, write: Write, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    write("I would ask her first.", at=later)
    reflections.share(enrollment, scenario, revision=2, at=later)
    assert open_copies() == ["I would ask her first."]
    shared.refresh_from_db()
    assert (shared.text, shared.withdrawn_at) == ("", later)


def test_a_copy_that_no_key_opens_is_replaced_by_sharing_again(
    shared: SharedReflection, enrollment: Enrollment, scenario: Scenario
) -> None:
    spoil(SharedReflection)
    reflections.share(enrollment, scenario, revision=1, at=NOW)
    assert open_copies() == [WORDS]


def test_withdrawing_removes_the_text_for_good_and_keeps_the_answers(
    shared: SharedReflection, enrollment: Enrollment, scenario: Scenario, tess: Person, now: datetime
) -> None:
    feedback.answer(shared, author=tess, text="Thank you.", at=now)
    assert reflections.withdraw(enrollment, scenario, at=now)
    shared.refresh_from_db()
    assert (shared.text, shared.withdrawn_at) == ("", now)
    assert Feedback.objects.get().text == "Thank you."
    assert not reflections.withdraw(enrollment, scenario, at=now + timedelta(days=1))
    shared.refresh_from_db()
    assert shared.withdrawn_at == now


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_text_cannot_be_shared(
    enrollment: Enrollment, scenario: Scenario, tess: Person, write: Write, text: str
) -> None:
    write("x")
    write(text)
    with pytest.raises(CannotShare):
        reflections.share(enrollment, scenario, revision=2, at=NOW)


def test_what_was_never_written_cannot_be_shared(
    enrollment: Enrollment, scenario: Scenario, tess: Person
) -> None:
    with pytest.raises(CannotShare):
        reflections.share(enrollment, scenario, revision=0, at=NOW)


def test_nothing_is_shared_where_nobody_would_read_it(
    enrollment: Enrollment, scenario: Scenario, write: Write
) -> None:
    write(WORDS)
    with pytest.raises(CannotShare):
        reflections.share(enrollment, scenario, revision=1, at=NOW)
    assert open_copies() == []


def test_a_text_that_the_learner_did_not_see_is_not_shared(
    enrollment: Enrollment, scenario: Scenario, tess: Person, write: Write
) -> None:
    write(WORDS)
    write("And something very private.")
    with pytest.raises(Stale):
        reflections.share(enrollment, scenario, revision=1, at=NOW)
    assert open_copies() == []


def test_those_named_as_readers_are_those_who_can_read(
    shared: SharedReflection, enrollment: Enrollment, course: Course, spring: Cohort, fall: Cohort
) -> None:
    roles: list[tuple[str, str | None, dict[str, Any]]] = [
        ("Uma Cohort", Assignment.Role.TRAINER, {"cohort": spring}),
        ("Vera Other", Assignment.Role.TRAINER, {"cohort": fall}),
        ("Wim Supervisor", Assignment.Role.SUPERVISOR, {"course": course}),
        ("Xia Admin", None, {}),
    ]
    for name, role, scope in roles:
        person = Person.objects.create_user(f"{name[0]}@example.org", name=name, is_superuser=role is None)
        if role:
            people.assign(person, role, **scope)
    named = {str(person) for person in readers_of(enrollment)}
    can_read = {
        str(person) for person in Person.objects.all() if SharedReflection.objects.visible_to(person).exists()
    }
    assert named == can_read == {"Tess Moreau", "Uma Cohort"}


def test_a_trainer_who_may_no_longer_sign_in_is_not_named(enrollment: Enrollment, tess: Person) -> None:
    Person.objects.filter(pk=tess.pk).update(is_active=False)
    assert not readers_of(enrollment).exists()


# --- The pages ------------------------------------------------------------------------------------------------------


def test_the_page_says_who_will_read_what_and_shows_the_copy(
    as_ada: Client, url: str, write: Write, tess: Person
) -> None:
    write(WORDS)
    page = as_ada.get(f"{url}share/").content.decode()
    assert "<strong>Tess Moreau</strong>" in page
    assert WORDS in page
    assert "Take it back at any time. Withdrawing removes the text" in page
    assert open_copies() == []


def test_sharing_from_the_page_hands_over_what_it_showed(
    as_ada: Client, url: str, write: Write, tess: Person
) -> None:
    write(WORDS)
    response = as_ada.post(f"{url}share/", {"revision": "1"}, follow=True)
    assert "Shared with your trainer." in response.content.decode()
    assert "you shared a copy" in response.content.decode()
    assert open_copies() == [WORDS]


@pytest.mark.parametrize("revision", ["1", "", "x", "9" * 40])
def test_a_text_changed_meanwhile_is_shown_again_and_not_shared(
    as_ada: Client, url: str, write: Write, tess: Person, revision: str
) -> None:
    write(WORDS)
    write("Changed on the phone.")
    response = as_ada.post(f"{url}share/", {"revision": revision}, follow=True)
    page = response.content.decode()
    assert "Not shared: the text has changed" in page
    assert "Changed on the phone." in page
    assert open_copies() == []


def test_without_a_trainer_the_page_says_so_and_offers_nothing(
    as_ada: Client, url: str, write: Write
) -> None:
    write(WORDS)
    page = as_ada.get(f"{url}share/").content.decode()
    assert "Your group has no trainer yet" in page
    assert "Share this copy" not in page
    assert (
        "Your group has no trainer yet"
        in as_ada.post(f"{url}share/", {"revision": "1"}, follow=True).content.decode()
    )


def test_before_anything_is_written_sharing_leads_back(as_ada: Client, url: str, tess: Person) -> None:
    response = as_ada.get(f"{url}share/", follow=True)
    assert response.redirect_chain == [(url, 302)]
    assert "Write something first" in response.content.decode()


def test_sharing_again_says_that_the_old_copy_is_taken_back(
    as_ada: Client, url: str, shared: SharedReflection, write: Write
) -> None:
    assert "you shared exactly this text" in as_ada.get(f"{url}share/").content.decode()
    write("I would ask her first.")
    assert "takes that copy back and hands over this one" in as_ada.get(f"{url}share/").content.decode()


def test_the_copy_can_be_taken_back_from_the_page(as_ada: Client, url: str, shared: SharedReflection) -> None:
    response = as_ada.post(f"{url}withdraw/", follow=True)
    assert "You took it back." in response.content.decode()
    assert "Share with my trainer" in response.content.decode()
    assert open_copies() == []


def test_opening_the_address_of_taking_back_changes_nothing(
    as_ada: Client, url: str, shared: SharedReflection
) -> None:
    assert as_ada.get(f"{url}withdraw/")["Location"] == url
    assert open_copies() == [WORDS]


def test_my_reflections_say_what_is_shared(as_ada: Client, shared: SharedReflection) -> None:
    page = as_ada.get("/reflections/").content.decode()
    assert "Shared Nov. 2" in page
    assert '">Only you<' not in page
