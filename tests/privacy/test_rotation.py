"""Keys are changed by one command, while people write: nothing is lost, nothing overwritten, and the old key can go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from course import doctor
from course.fields import EncryptedTextField, decrypt
from course.learners import accommodations
from course.mailing import mail
from course.models import Accommodation, Enrollment, MailKind, Person, QueuedMail, Session
from course.privacy import rotation, sealed_places
from lessons import feedback, reflections
from lessons.branching.walk import Path
from lessons.models import Feedback, Reflection, ReflectionVersion, Scenario, SharedReflection
from tests.conftest import NOW
from tests.lessons.conftest import spoil

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
EVERY = {
    "course.Accommodation.reason",
    "course.QueuedMail.body",
    "course.Session.session_data",
    "lessons.Feedback.text",
    "lessons.Reflection.path",
    "lessons.Reflection.text",
    "lessons.ReflectionVersion.text",
    "lessons.SharedReflection.text",
    "mfa.Authenticator.data",
}


@pytest.fixture
def sealed(enrollment: Enrollment, scenario: Scenario, tess: Person, client: Client) -> Person:
    """Something in every place that is encrypted."""
    ada = enrollment.person
    reflections.save(enrollment, scenario, text="early", revision=0, at=NOW)
    reflections.save(enrollment, scenario, text="later", revision=1, at=NOW + timedelta(minutes=2))
    Reflection.objects.update(path=Path(1, ("a-way",)).stored())
    shared = reflections.share(enrollment, scenario, revision=2, at=NOW)
    feedback.answer(shared, author=tess, text="heard", at=NOW)
    accommodations.grant(ada, by=tess, at=NOW, reason="Reads slowly.", extra_minutes=10)
    told: Any = {"subject": "x", "template": "answer", "context": {"link": "https://x"}, "key": "x"}
    mail.enqueue(MailKind.MOVED, to=ada, at=NOW, **told)
    TOTP.activate(ada, SECRET)
    RecoveryCodes.activate(ada)
    # A form that was sent without a session is kept in a new one.
    address = reverse("reflection", args=[enrollment.pk, scenario.pk])
    client.post(address, {"text": "typed", "revision": "2"})
    return ada


@pytest.fixture
def keys(settings: Settings) -> Iterator[list[str]]:
    """A new key before the one under which everything was written."""
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_ENCRYPTION_KEYS]
    return settings.FIELD_ENCRYPTION_KEYS


def run() -> tuple[str, int]:
    said, code = StringIO(), 0
    try:
        call_command("rotate_keys", stdout=said)
    except SystemExit as end:
        code = int(str(end.code))
    return said.getvalue(), code


def test_every_encrypted_field_has_its_place() -> None:
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField)
    }
    assert {place.about for place in sealed_places.places()} == EVERY
    assert fields <= EVERY


def test_everything_is_readable_with_the_new_key_alone(
    sealed: Person, client: Client, keys: list[str], settings: Settings
) -> None:
    assert {tally.about for tally in rotation.look() if tally.old} == EVERY
    said, code = run()
    assert code == 0
    assert "The other 1 can go" in said
    settings.FIELD_ENCRYPTION_KEYS = keys[:1]
    assert Reflection.objects.get().text == "later"
    assert "a-way" in (Reflection.objects.get().path or "")
    assert ReflectionVersion.objects.get().text == "early"
    assert SharedReflection.objects.get().text == "later"
    assert Feedback.objects.get().text == "heard"
    assert Accommodation.objects.get().reason == "Reads slowly."
    assert all("https://x" in each.body or "/" in each.body for each in QueuedMail.objects.all())
    assert decrypt(Authenticator.objects.get(type="totp").data["secret"]) == SECRET
    assert len(RecoveryCodes.activate(sealed).get_unused_codes()) == 10
    client.force_login(sealed)
    address = reverse("reflection", args=[sealed.enrollments.get().pk, Scenario.objects.get().pk])
    assert "typed" in client.get(address).content.decode()


def test_a_second_run_finds_nothing_to_do(sealed: Person, keys: list[str]) -> None:
    run()
    stored = [list(place) for place in sealed_places.places()]
    assert all(not tally.rotated for tally in rotation.rotate())
    assert [list(place) for place in sealed_places.places()] == stored


def test_a_run_that_was_stopped_goes_on_where_it_was(
    sealed: Person, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    swaps, swap = 0, sealed_places.Column.swap

    def stopped(*args: Any) -> bool:
        nonlocal swaps
        swaps += 1
        if swaps == 3:
            raise KeyboardInterrupt
        return swap(*args)

    monkeypatch.setattr(sealed_places.Column, "swap", stopped)
    with pytest.raises(KeyboardInterrupt):
        list(rotation.rotate())
    monkeypatch.undo()
    assert run()[1] == 0
    assert not any(tally.old or tally.closed for tally in rotation.look())


@pytest.mark.parametrize("times", [1, 3])
def test_what_is_saved_between_reading_and_writing_is_never_overwritten(
    sealed: Person, keys: list[str], settings: Settings, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    enrollment, scenario, swap = sealed.enrollments.get(), Scenario.objects.get(), sealed_places.Column.swap
    written = 2

    def saved_meanwhile(place: Any, *args: Any) -> bool:
        nonlocal written
        if place.about == "lessons.Reflection.text" and written < 2 + times:
            # A process that was not restarted yet still writes with the old key.
            with_both, settings.FIELD_ENCRYPTION_KEYS = keys, keys[::-1]
            reflections.save(enrollment, scenario, text=f"Typed {written}.", revision=written, at=NOW)
            settings.FIELD_ENCRYPTION_KEYS, written = with_both, written + 1
        return swap(place, *args)

    monkeypatch.setattr(sealed_places.Column, "swap", saved_meanwhile)
    assert run()[1] == 0
    settings.FIELD_ENCRYPTION_KEYS = keys[:1]
    stored = Reflection.objects.get()
    assert (stored.text, stored.revision) == (f"Typed {1 + times}.", 2 + times)


def test_a_row_that_is_deleted_meanwhile_is_no_trouble(
    sealed: Person, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    swap = sealed_places.Column.swap

    def deleted_meanwhile(place: Any, *args: Any) -> bool:
        Accommodation.objects.all().delete()
        return swap(place, *args)

    monkeypatch.setattr(sealed_places.Column, "swap", deleted_meanwhile)
    assert run()[1] == 0


def test_what_no_key_opens_is_told_by_its_row_and_left_as_it_is(sealed: Person, keys: list[str]) -> None:
    spoil(Feedback)
    before = list(sealed_places.Column(Feedback, "text"))
    said, code = run()
    assert code == 1
    assert f"No key opens 1: {Feedback.objects.defer('text').get().pk}\n" in said
    assert "Keep every key" in said
    assert list(sealed_places.Column(Feedback, "text")) == before
    assert "later" not in said


def test_the_doctor_says_what_still_needs_an_old_key(
    sealed: Person, keys: list[str], settings: Settings
) -> None:
    settings.DOCTOR_CHECKS = ["course.doctor.sealed.check_keys"]
    needed = [each for each in doctor.examine(at=NOW) if each.level is doctor.Level.NOTICE]
    assert {each.about for each in needed} == {f"keys: {about}" for about in EVERY}
    assert all("rotate_keys" in each.do for each in needed)
    run()
    assert {each.level for each in doctor.examine(at=NOW)} == {doctor.Level.WELL}
    # A key that is taken out too early, or lost, second steps included.
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    assert {each.level for each in doctor.examine(at=NOW)} == {doctor.Level.WRONG}


def test_many_rows_are_read_in_parts(
    enrollment: Enrollment, scenario: Scenario, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_places, "AT_ONCE", 3)
    for minute in range(9):
        at = NOW + timedelta(minutes=minute)
        reflections.save(enrollment, scenario, text=f"Text {minute}", revision=minute, at=at)
    run()
    assert not Session.objects.exists()
    assert {tally.about: tally.fine for tally in rotation.look() if tally.fine} == {
        "lessons.Reflection.text": 1,
        "lessons.ReflectionVersion.text": 8,
    }
