"""What a learner writes is seen by its writer alone: not by staff, not in the database, logs or error reports."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from course.joining.people import assign, join
from course.models import Assignment, Cohort, Course, Enrollment, Person
from lessons import cards, feedback, reflections, sealed
from lessons.models import Feedback, Reflection, ReflectionVersion, Scenario, SharedReflection
from tests.conftest import NOW, signed_in
from tests.lessons.conftest import Write, spoil

MARKER = "zebrafinch"
CANNOT_OPEN = "This text cannot be opened with the keys of this server. Ask your administrator."
TAILS = ("", "history/", "share/", "withdraw/")
POSTED = ("", "share/", "withdraw/")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def everything(
    enrollment: Enrollment, scenario: Scenario, write: Write, tess: Person
) -> tuple[Reflection, ReflectionVersion, SharedReflection, Feedback]:
    """A reflection with an earlier version, a shared copy and an answer, the marker in each."""
    write(f"{MARKER} early")
    reflection = write(f"{MARKER} later", at=NOW + timedelta(minutes=2))
    shared = reflections.share(enrollment, scenario, revision=2, at=NOW)
    answer = feedback.answer(shared, author=tess, text=f"{MARKER} answered", at=NOW)
    return reflection, ReflectionVersion.objects.get(), shared, answer


# --- Other people ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "tail"), [*(("get", tail) for tail in TAILS), *(("post", tail) for tail in POSTED)]
)
@pytest.mark.parametrize("who", ["ben", "tess", "sam", "rita", "alma", "sven"])
def test_nobody_but_the_writer_finds_a_reflection(
    request: pytest.FixtureRequest, url: str, everything: Any, who: str, method: str, tail: str
) -> None:
    client = signed_in(request.getfixturevalue(who))
    response = getattr(client, method)(url + tail, {"text": "Mine now.", "revision": "2"})
    assert response.status_code == 404
    assert MARKER not in response.content.decode()
    assert Reflection.objects.get().text == f"{MARKER} later"
    assert SharedReflection.objects.get().withdrawn_at is None


@pytest.mark.parametrize("who", ["ada", "ben", "sam", "rita", "alma", "sven"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_but_the_trainer_finds_a_shared_copy(
    request: pytest.FixtureRequest, everything: Any, who: str, method: str
) -> None:
    client = signed_in(request.getfixturevalue(who))
    address = reverse("shared_reflection", args=[everything[2].pk])
    response = getattr(client, method)(address, {"text": "Well done."})
    assert response.status_code == 404
    assert MARKER not in response.content.decode()
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize("who", ["ben", "tess", "sam", "alma", "sven"])
def test_my_reflections_hold_nobody_elses(request: pytest.FixtureRequest, everything: Any, who: str) -> None:
    page = signed_in(request.getfixturevalue(who)).get("/reflections/").content.decode()
    assert "The pills" not in page


def test_a_trainer_never_sees_what_was_not_shared(as_tess: Client, everything: Any, write: Write) -> None:
    write("kestrel, written after sharing")
    page = as_tess.get(reverse("shared_reflection", args=[everything[2].pk])).content.decode()
    assert f"{MARKER} later" in page
    assert f"{MARKER} early" not in page
    assert "kestrel" not in page


def test_an_administrator_who_is_made_a_trainer_reads_only_what_is_shared(
    alma: Person, course: Course, url: str, everything: Any
) -> None:
    assign(alma, Assignment.Role.TRAINER, course=course)
    client = signed_in(alma)
    assert client.get(reverse("shared_reflection", args=[everything[2].pk])).status_code == 200
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("numbers", [(0, 0), (1, 10**30), (10**30, 1), (10**30, 10**30)])
def test_numbers_that_name_nothing_are_not_found(
    as_ada: Client, enrollment: Enrollment, numbers: tuple[int, int]
) -> None:
    for tail in TAILS:
        assert as_ada.get("/reflections/{}/{}/".format(*numbers) + tail).status_code == 404


# --- A scenario that is not, or not yet, the learner's --------------------------------------------------------------


def test_a_scenario_of_another_enrollment_is_not_found(
    as_ben: Client, ben: Person, url: str, fall: Cohort
) -> None:
    assert as_ben.get(url).status_code == 404
    own = reverse("reflection", args=[ben.enrollments.get().pk, Scenario.objects.get().pk])
    assert as_ben.get(own).status_code == 200


@pytest.mark.parametrize("reason", ["retired", "locked", "step retired", "left"])
def test_a_closed_scenario_without_a_reflection_is_not_found(
    as_ada: Client, url: str, scenario: Scenario, enrollment: Enrollment, reason: str
) -> None:
    close(reason, scenario, enrollment)
    assert as_ada.get(url).status_code == 404


@pytest.mark.parametrize("reason", ["retired", "locked", "step retired", "left"])
def test_what_was_written_stays_open_to_its_writer_when_the_scenario_closes(
    as_ada: Client, url: str, scenario: Scenario, enrollment: Enrollment, write: Write, reason: str
) -> None:
    write("Mine.")
    close(reason, scenario, enrollment)
    assert "Mine." in as_ada.get(url).content.decode()


def test_an_enrollment_that_was_left_opens_nothing_new_beside_the_one_that_followed(
    as_ada: Client, ada: Person, url: str, scenario: Scenario, enrollment: Enrollment, fall: Cohort
) -> None:
    close("left", scenario, enrollment)
    following = join(ada, fall, at=NOW)
    assert as_ada.get(url).status_code == 404
    assert as_ada.get(reverse("reflection", args=[following.pk, scenario.pk])).status_code == 200


def test_a_scenario_opens_once_what_it_waits_for_is_done(
    as_ada: Client, url: str, scenario: Scenario, enrollment: Enrollment
) -> None:
    close("locked", scenario, enrollment)
    step = scenario.topic.step.requires
    assert step is not None
    enrollment.completions.create(step=step, version=1, at=NOW)
    assert as_ada.get(url).status_code == 200


def close(reason: str, scenario: Scenario, enrollment: Enrollment) -> None:
    step = scenario.topic.step
    if reason == "retired":
        Scenario.objects.update(retired=True)
    elif reason == "locked":
        step.requires = step.lesson.steps.get(slug="start")
        step.save()
    elif reason == "step retired":
        step.state = "retired"
        step.save()
    else:
        Enrollment.objects.filter(pk=enrollment.pk).update(state="withdrawn")


# --- The database, the admin, logs and reports ----------------------------------------------------------------------


def test_no_table_holds_the_words(as_ada: Client, url: str, everything: Any) -> None:
    as_ada.post(url, {"text": f"{MARKER} by page", "revision": "2"})
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert MARKER not in str(cursor.fetchall()), table
    assert Reflection.objects.get().text == f"{MARKER} by page"


def test_rows_never_print_the_words(
    everything: Any, ada: Person, enrollment: Enrollment, scenario: Scenario
) -> None:
    card = cards.find(ada, enrollment.pk, scenario.pk)[1]
    shown = [*everything, card, card.reflection, reflections.Stale(everything[0])]
    assert card.saved_text == f"{MARKER} later"
    for thing in shown:
        assert MARKER not in f"{thing!s} {thing!r}"


def test_the_admin_does_not_know_reflections_and_no_history_table_copies_them() -> None:
    for model in (Reflection, ReflectionVersion, SharedReflection, Feedback):
        assert not admin.site.is_registered(model)
        assert not hasattr(model, "history")


def test_no_log_and_no_statement_holds_the_words(
    as_ada: Client, as_tess: Client, url: str, everything: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with CaptureQueriesContext(connection) as captured:
        as_ada.post(url, {"text": f"{MARKER} more", "revision": "2"})
        as_ada.post(url, {"text": f"{MARKER} stale", "revision": "1"})
        as_ada.post(url, {"text": f"{MARKER} \u202e", "revision": "3"})
        as_ada.post(f"{url}share/", {"revision": "3"})
        as_ada.get(url)
        copy = SharedReflection.objects.get(withdrawn_at__isnull=True)
        as_tess.post(reverse("shared_reflection", args=[copy.pk]), {"text": f"{MARKER} so"})
    assert len(captured) > 20
    assert Feedback.objects.count() == 2
    assert MARKER not in str(captured.captured_queries)
    assert MARKER not in caplog.text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_an_error_report_hides_what_was_typed_and_what_is_stored(
    ada: Person,
    url: str,
    everything: Any,
    reports: list[str],
    monkeypatch: pytest.MonkeyPatch,
    headers: dict[str, str],
) -> None:
    def broken(*args: Any, **_: Any) -> str:
        words = f"{args} {MARKER}"
        raise RuntimeError(len(words))

    client = Client(raise_request_exception=False)
    client.force_login(ada)
    monkeypatch.setattr("course.fields.encrypt", broken)
    assert client.post(url, {"text": f"{MARKER} typed", "revision": "2"}, headers=headers).status_code == 500
    monkeypatch.setattr("lessons.views.reflections.feedback.mark_seen", broken)
    assert client.get(url).status_code == 500
    assert len(reports) == 2
    assert all("RuntimeError" in report for report in reports)
    assert MARKER not in "".join(reports)


def test_an_error_report_hides_a_trainers_answer(
    tess: Person, everything: Any, reports: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str) -> str:
        raise RuntimeError

    client = Client(raise_request_exception=False)
    client.force_login(tess)
    monkeypatch.setattr("course.fields.encrypt", broken)
    address = reverse("shared_reflection", args=[everything[2].pk])
    assert client.post(address, {"text": f"{MARKER} well done"}).status_code == 500
    assert "RuntimeError" in reports[0]
    assert MARKER not in reports[0]


def test_an_error_while_keeping_a_form_across_sign_in_hides_it_too(
    url: str, reports: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str) -> str:
        raise RuntimeError

    monkeypatch.setattr("course.sign_in.kept.encrypt", broken)
    client = Client(raise_request_exception=False)
    assert client.post(url, {"text": f"{MARKER} typed", "revision": "0"}).status_code == 500
    assert "RuntimeError" in reports[0]
    assert MARKER not in reports[0]


@pytest.mark.parametrize("tail", TAILS)
def test_no_page_with_words_stays_in_a_browsers_cache(
    as_ada: Client, url: str, everything: Any, tail: str
) -> None:
    assert "no-store" in as_ada.get(url + tail)["Cache-Control"]


def test_no_page_of_a_trainer_stays_in_a_browsers_cache(as_tess: Client, everything: Any) -> None:
    for address in ("/shared/", reverse("shared_reflection", args=[everything[2].pk])):
        assert "no-store" in as_tess.get(address)["Cache-Control"]


# --- A lost key -----------------------------------------------------------------------------------------------------


def test_without_the_key_every_page_says_so_and_none_breaks(
    as_ada: Client, as_tess: Client, url: str, everything: Any
) -> None:
    spoil(Reflection, ReflectionVersion, SharedReflection, Feedback)
    pages = [as_ada.get(url), as_ada.get(f"{url}history/"), as_ada.get(f"{url}share/", follow=True)]
    pages.append(as_tess.get(reverse("shared_reflection", args=[everything[2].pk])))
    for response in pages:
        assert response.status_code == 200
        assert CANNOT_OPEN in response.content.decode()
    for client, address in ((as_ada, "/reflections/"), (as_tess, "/shared/")):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_without_the_key_nothing_is_overwritten_and_what_was_typed_stays(
    as_ada: Client, url: str, write: Write, settings: Settings, headers: dict[str, str]
) -> None:
    write("Under the old key.")
    old = settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    response = as_ada.post(url, {"text": "Typed now.", "revision": "1"}, headers=headers)
    assert response.status_code == 422
    assert CANNOT_OPEN in response.content.decode()
    assert headers or "Typed now.</textarea>" in response.content.decode()
    assert as_ada.post(f"{url}share/", {"revision": "1"}).status_code == 302
    settings.FIELD_ENCRYPTION_KEYS = old
    assert Reflection.objects.get().text == "Under the old key."


def test_a_rotated_key_opens_old_texts_and_seals_new_ones(write: Write, settings: Settings) -> None:
    write("Under the old key.")
    new = Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = [new, *settings.FIELD_ENCRYPTION_KEYS]
    assert Reflection.objects.get().text == "Under the old key."
    write("Under the new key.")
    settings.FIELD_ENCRYPTION_KEYS = [new]
    assert Reflection.objects.get().text == "Under the new key."


def test_the_sentence_for_a_lost_key_is_the_same_everywhere(as_ada: Client, url: str, write: Write) -> None:
    write("x")
    spoil(Reflection)
    assert sealed.message() == CANNOT_OPEN
    assert CANNOT_OPEN in as_ada.get(url).content.decode()
