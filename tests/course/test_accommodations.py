"""Staff grant what a learner needs for exams. Why is read by those who may grant, and by nobody else anywhere."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from course.joining import people
from course.learners import accommodations
from course.learners.accommodation_words import in_words
from course.models import Accommodation, Assignment, AuditEvent, Cohort, Enrollment, Person, Session
from quizzes import attempts
from quizzes.models import Exam
from tests.conftest import NOW, signed_in

MARKER = "zebrafinch"
NOTHING = {"time_factor": "1", "extra_minutes": "0", "extra_attempts": "0", "extra_days": "0", "reason": ""}
Grant = Callable[..., Accommodation]


@pytest.fixture
def grant(ada: Person, tess: Person) -> Grant:
    def grant(**grants: Any) -> Accommodation:
        return accommodations.grant(ada, **{"by": tess, "at": NOW, "reason": MARKER, **grants})

    return grant


@pytest.fixture
def url(enrollment: Enrollment) -> str:
    return f"/learners/{enrollment.pk}/"


def text_of(response: Any) -> str:
    return str(response.content.decode())


# --- The list --------------------------------------------------------------------------------------------------------
def test_the_list_says_in_words_what_is_granted_and_never_why(as_sam: Client, grant: Grant) -> None:
    grant(time_factor="1.50", may_pause=True)

    page = text_of(as_sam.get("/learners/"))

    assert "Ada Lindgren" in page
    assert "time × 1.5, may pause the clock" in page
    assert MARKER not in page


def test_what_has_ended_is_not_in_the_list(as_sam: Client, grant: Grant, tess: Person) -> None:
    accommodations.end(grant(untimed=True), by=tess, at=NOW)

    page = text_of(as_sam.get("/learners/"))

    assert "no time limit" not in page
    assert ">none<" in page


@pytest.mark.parametrize(
    ("grants", "words"),
    [
        ({"time_factor": "2.00"}, "time × 2"),
        ({"time_factor": "1.25", "extra_minutes": 1}, "time × 1.25, 1 more minute"),
        ({"untimed": True, "extra_attempts": 2}, "no time limit, 2 more attempts"),
        ({"extra_days": 1, "may_pause": True}, "closes 1 day later, may pause the clock"),
    ],
)
def test_words_of_a_grant(grant: Grant, grants: dict[str, Any], words: str) -> None:
    granted = grant(**grants)
    granted.refresh_from_db()
    assert in_words(granted) == words


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("tess", ["Ada Lindgren", "Ben Okafor"]),
        ("sam", ["Ada Lindgren"]),
        ("rita", ["Ben Okafor"]),
        ("alma", []),
    ],
)
def test_everybody_finds_the_learners_whom_they_are_assigned_to(
    request: pytest.FixtureRequest, ada: Person, ben: Person, who: str, names: list[str]
) -> None:
    page = text_of(signed_in(request.getfixturevalue(who)).get("/learners/"))

    assert [name for name in ("Ada Lindgren", "Ben Okafor") if name in page] == names
    assert ("No learners yet." in page) == (not names)


def test_an_administrator_who_is_assigned_finds_the_learners_of_that_cohort(
    as_alma: Client, alma: Person, ada: Person, ben: Person, spring: Cohort
) -> None:
    people.assign(alma, Assignment.Role.TRAINER, cohort=spring)

    page = text_of(as_alma.get("/learners/"))

    assert "Ada Lindgren" in page
    assert "Ben Okafor" not in page


@pytest.mark.parametrize("text", ["lindg", "ADA@EXAMPLE"])
def test_a_part_of_the_name_or_email_finds_somebody(
    as_tess: Client, ada: Person, ben: Person, text: str
) -> None:
    page = text_of(as_tess.get("/learners/", {"name": text}))

    assert "Ada Lindgren" in page
    assert "Ben Okafor" not in page


def test_the_cohort_filters(as_tess: Client, ada: Person, ben: Person, fall: Cohort) -> None:
    page = text_of(as_tess.get("/learners/", {"cohort": fall.pk}))

    assert "Ben Okafor" in page
    assert "Ada Lindgren" not in page


@pytest.mark.parametrize("query", [{"cohort": "999"}, {"cohort": "x"}, {"name": "\0"}, {"name": "a" * 101}])
def test_a_bad_address_is_named_and_shows_nobody(as_tess: Client, ada: Person, query: dict[str, str]) -> None:
    page = text_of(as_tess.get("/learners/", query))

    assert "invalid-feedback" in page
    assert "Ada Lindgren" not in page


def test_another_cohort_is_not_in_the_filter(as_sam: Client, ada: Person, ben: Person, fall: Cohort) -> None:
    assert "Fall" not in text_of(as_sam.get("/learners/"))
    assert "invalid-feedback" in text_of(as_sam.get("/learners/", {"cohort": fall.pk}))


def test_who_has_left_is_not_listed_and_has_no_page(as_sam: Client, url: str) -> None:
    Enrollment.objects.update(state="withdrawn")

    assert "Ada Lindgren" not in text_of(as_sam.get("/learners/"))
    assert as_sam.get(url).status_code == 404


def test_fifty_stand_on_a_page(as_tess: Client, spring: Cohort) -> None:
    for number in range(51):
        person = Person.objects.create(email=f"l{number}@example.org", name=f"Learner {number:02}")
        people.join(person, spring, at=NOW)

    first, second = (text_of(as_tess.get("/learners/", {"page": page})) for page in (1, 2))

    assert "Learner 49" in first
    assert "Showing 1–50 of 51" in first
    assert "Learner 50" not in first
    assert "Learner 50" in second


@pytest.mark.parametrize(("who", "sees"), [("tess", True), ("sam", True), ("alma", False), ("ada", False)])
def test_the_navigation_leads_there_for_trainers_and_supervisors(
    request: pytest.FixtureRequest, who: str, sees: bool
) -> None:
    page = text_of(signed_in(request.getfixturevalue(who)).get("/"))
    assert ('<a href="/learners/"' in page) == sees


# --- One learner -----------------------------------------------------------------------------------------------------
def test_the_page_tells_what_is_granted_with_reason_by_whom_and_when(
    as_sam: Client, url: str, grant: Grant
) -> None:
    grant(time_factor="1.5")

    page = text_of(as_sam.get(url))

    for words in ("time × 1.5", MARKER, "Tess Moreau", "Nov. 2, 2026, 10 a.m."):
        assert words in page


def test_the_history_keeps_what_was_granted_earlier(as_sam: Client, url: str, grant: Grant) -> None:
    grant(time_factor="1.5", reason="At first.")
    grant(untimed=True, reason="Later on.", at=NOW + timedelta(days=1))

    page = text_of(as_sam.get(url))

    now, _, earlier = page.partition("Granted earlier")
    assert "Later on." in now
    assert "At first." not in now
    assert "At first." in earlier


def test_a_post_grants(as_sam: Client, url: str, ada: Person, sam: Person) -> None:
    form = {
        **NOTHING,
        "time_factor": "1.5",
        "extra_attempts": "1",
        "may_pause": "on",
        "reason": "Reads slowly.",
    }

    page = as_sam.post(url, form, follow=True)

    granted = Accommodation.objects.get()
    assert (granted.person, granted.granted_by, granted.reason) == (ada, sam, "Reads slowly.")
    assert (str(granted.time_factor), granted.extra_attempts, granted.may_pause) == ("1.50", 1, True)
    assert "Granted. It holds from now on" in text_of(page)


def test_a_new_grant_ends_the_one_before(as_sam: Client, url: str, grant: Grant, sam: Person) -> None:
    before = grant(time_factor="1.5")

    as_sam.post(url, {**NOTHING, "untimed": "on", "reason": "More."})

    before.refresh_from_db()
    assert before.ended_by == sam
    assert Accommodation.objects.active().get().untimed


def test_the_form_starts_from_what_is_granted_but_asks_why_anew(
    as_sam: Client, url: str, grant: Grant
) -> None:
    grant(time_factor="1.50", extra_days=3, may_pause=True)

    form = as_sam.get(url).context["form"]

    assert str(form["time_factor"].value()) == "1.5"
    assert form["extra_days"].value() == 3
    assert form["may_pause"].value() is True
    assert form["reason"].value() is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({}, "Nothing is granted yet. Change at least one of these."),
        ({"time_factor": "2", "reason": ""}, "Say why, so that colleagues understand it later."),
        ({"time_factor": "2", "reason": " \n "}, "Say why, so that colleagues understand it later."),
        ({"time_factor": "0.5"}, "greater than or equal to 1"),
        ({"time_factor": "5.5"}, "less than or equal to 5"),
        ({"time_factor": "1.555"}, "no more than 2 decimal places"),
        ({"time_factor": "NaN"}, "Enter a number."),
        ({"extra_minutes": "-1"}, "greater than or equal to 0"),
        ({"extra_minutes": "601"}, "less than or equal to 600"),
        ({"extra_attempts": "21"}, "less than or equal to 20"),
        ({"extra_days": "366"}, "less than or equal to 365"),
        ({"extra_days": ""}, "This field is required."),
        ({"untimed": "on", "time_factor": "2"}, "Without a time limit there is no more time to give."),
        ({"time_factor": "2", "reason": "a\u202eb"}, "changes its reading direction"),
        ({"time_factor": "2", "reason": "a\0b"}, "Null characters are not allowed."),
        ({"time_factor": "2", "reason": "a" * 2001}, "at most 2000 characters"),
    ],
)
def test_a_form_that_makes_no_sense_is_refused_in_words_and_kept(
    as_sam: Client, url: str, wrong: dict[str, str], words: str
) -> None:
    response = as_sam.post(url, {**NOTHING, "reason": "Because I say so.", **wrong})

    assert response.status_code == 422
    assert words in text_of(response)
    if "reason" not in wrong:
        assert "Because I say so." in text_of(response)
    assert not Accommodation.objects.exists()


def test_a_session_that_expired_keeps_the_form(url: str, sam: Person) -> None:
    client = Client()
    client.post(url, {**NOTHING, "time_factor": "2", "reason": f"{MARKER}, of course."})
    client.force_login(sam)

    page = text_of(client.get(url))

    assert f"{MARKER}, of course." in page
    assert "Not saved yet." in page
    assert not Accommodation.objects.exists()


def test_nobody_grants_to_themselves(as_sam: Client, sam: Person, spring: Cohort) -> None:
    own = people.join(sam, spring, at=NOW)

    assert as_sam.get(f"/learners/{own.pk}/").status_code == 404
    assert "No learners yet." in text_of(as_sam.get("/learners/"))


def test_a_reason_that_no_key_opens_leaves_the_page_and_the_exam_standing(
    as_sam: Client, as_ada: Client, url: str, grant: Grant
) -> None:
    grant(time_factor="2")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE course_accommodation SET reason = %s", ["gAAAAABother"])

    assert "This text cannot be opened with the keys of this server." in text_of(as_sam.get(url))
    assert as_ada.get("/courses/peer/foundations/start/").status_code == 200
    assert as_ada.post(f"/exams/{Exam.objects.get().pk}/start/", follow=True).status_code == 200


@pytest.mark.parametrize("grants", [None, {"time_factor": "1.50", "may_pause": True, "extra_days": 2}])
def test_what_is_read_with_an_enrollment_is_what_is_granted(
    grant: Grant, ada: Person, tess: Person, grants: dict[str, Any] | None
) -> None:
    accommodations.end(grant(untimed=True), by=tess, at=NOW)
    if grants:
        grant(**grants)

    read = accommodations.with_accommodation(Enrollment.objects.all()).get()

    told = [accommodations.of(read), accommodations.of(ada.enrollments.get())]
    assert told[0] == told[1]
    assert (told[0] is None) == (grants is None)
    for name in accommodations.GRANTS:
        assert getattr(told[0], name, None) == getattr(told[1], name, None)


# --- Ending ----------------------------------------------------------------------------------------------------------
def test_ending_asks_once_more_first(as_sam: Client, url: str, grant: Grant) -> None:
    granted = grant(time_factor="1.5")

    page = text_of(as_sam.get(f"{url}end/"))

    assert "Ada Lindgren has now: time × 1.5." in page
    assert f'name="granted" value="{granted.pk}"' in page
    assert MARKER not in page
    assert Accommodation.objects.active().exists()


def test_ending_keeps_the_story(as_sam: Client, url: str, grant: Grant, sam: Person) -> None:
    granted = grant(time_factor="1.5")

    page = as_sam.post(f"{url}end/", {"granted": granted.pk}, follow=True)

    granted.refresh_from_db()
    assert granted.ended_by == sam
    assert not Accommodation.objects.active().exists()
    assert "Nothing beyond the rules of each exam." in text_of(page)
    assert MARKER in text_of(page).partition("Granted earlier")[2]


def test_what_a_colleague_granted_meanwhile_is_not_ended(as_sam: Client, url: str, grant: Grant) -> None:
    before = grant(time_factor="1.5")
    grant(untimed=True)

    page = as_sam.post(f"{url}end/", {"granted": before.pk}, follow=True)

    assert Accommodation.objects.active().get().untimed
    assert "A colleague changed this meanwhile." in text_of(page)


def test_ending_twice_is_the_same_as_once(as_sam: Client, url: str, grant: Grant, tess: Person) -> None:
    granted = grant(time_factor="1.5")
    assert accommodations.end(granted, by=tess, at=NOW)
    assert not accommodations.end(granted, by=tess, at=NOW)

    assert "Nothing is granted any more." in text_of(as_sam.post(f"{url}end/", {"granted": 1}, follow=True))
    assert AuditEvent.objects.filter(verb="accommodation-ended").count() == 1


# --- The reason ------------------------------------------------------------------------------------------------------
def test_no_table_log_statement_or_audit_holds_the_reason(
    as_sam: Client, url: str, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    attempts.start(ada.enrollments.get(), Exam.objects.get(), at=NOW)
    caplog.set_level("DEBUG")
    with CaptureQueriesContext(connection) as captured:
        as_sam.post(url, {**NOTHING, "time_factor": "2", "reason": MARKER})
        as_sam.post(url, {**NOTHING, "reason": MARKER})
        granted = Accommodation.objects.get()
        assert granted.reason == MARKER
        assert MARKER not in f"{granted} {granted!r}"
        as_sam.post(f"{url}end/", {"granted": granted.pk})
    assert MARKER not in caplog.text
    assert MARKER not in str(captured.captured_queries)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert MARKER not in str(cursor.fetchall()), table


def test_what_is_kept_across_a_sign_in_is_encrypted(url: str) -> None:
    Client().post(url, {**NOTHING, "reason": MARKER})

    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM course_session")
        found = str(cursor.fetchall())
    assert found != "[]"
    assert MARKER not in str(Session.objects.get().get_decoded())


LEARNER_PAGES = (
    *("/", "/profile/", "/reflections/", "/courses/peer/", "/courses/peer/foundations/start/"),
    *("/courses/peer/foundations/roles/", "/attempts/{}/", "/attempts/{}/1/", "/attempts/{}/check/"),
    *("/attempts/{}/pause/", "/attempts/{}/result/"),
)


@pytest.mark.parametrize("path", LEARNER_PAGES)
@pytest.mark.parametrize("handed_in", [False, True])
def test_no_page_of_the_learner_holds_the_reason_or_reads_it(
    as_ada: Client, enrollment: Enrollment, grant: Grant, path: str, handed_in: bool
) -> None:
    attempt = attempts.start(enrollment, Exam.objects.get(), at=NOW)
    grant(time_factor="2", may_pause=True, extra_attempts=1)
    if handed_in:
        attempts.submit(attempt, at=NOW)

    with CaptureQueriesContext(connection) as captured:
        page = as_ada.get(path.format(attempt.pk), follow=True)

    assert page.status_code == 200
    assert MARKER not in text_of(page)
    assert '"reason"' not in "".join(q["sql"] for q in captured if "course_accommodation" in q["sql"])


def test_the_learner_reads_what_holds(as_ada: Client, grant: Grant) -> None:
    exam = Exam.objects.get()
    exam.rules = {"time_limit_minutes": 60}
    exam.save()
    grant(time_factor="1.5", may_pause=True)

    page = text_of(as_ada.get("/courses/peer/foundations/start/"))

    assert "at most 90 minutes from when you start" in page
    assert "you may stop the clock" in page
    assert "accommodation" not in page


@pytest.mark.parametrize(
    "path", ["", "course/person/{}/change/", "course/person/{}/delete/", "course/person/"]
)
def test_the_admin_holds_no_reason(as_alma: Client, ada: Person, grant: Grant, path: str) -> None:
    grant(time_factor="2")

    page = as_alma.get(f"/admin/{path.format(ada.pk)}")

    assert MARKER not in text_of(page)
    assert not admin.site.is_registered(Accommodation)
    assert not hasattr(Accommodation, "history")


@pytest.mark.parametrize("who", ["ada", "ben", "rita", "alma", "sven"])
@pytest.mark.parametrize("tail", ["", "end/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_finds_the_learners_page(
    request: pytest.FixtureRequest, url: str, grant: Grant, who: str, tail: str, method: str
) -> None:
    granted = grant(time_factor="2")
    form = {**NOTHING, "untimed": "on", "reason": "Mine.", "granted": granted.pk}

    response = getattr(signed_in(request.getfixturevalue(who)), method)(url + tail, form)

    assert response.status_code == 404
    assert MARKER not in text_of(response)
    assert Accommodation.objects.active().get() == granted


def test_the_review_and_its_file_hold_no_reason(as_sam: Client, enrollment: Enrollment, grant: Grant) -> None:
    attempt = attempts.submit(attempts.start(enrollment, Exam.objects.get(), at=NOW), at=NOW)
    grant(time_factor="2")

    file: Any = as_sam.get("/review/attempts.csv")
    pages = text_of(as_sam.get("/review/")) + text_of(as_sam.get(f"/review/{attempt.pk}/"))

    assert MARKER not in pages + b"".join(file.streaming_content).decode()


def test_an_error_report_hides_the_reason(
    url: str, sam: Person, grant: Grant, reports: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **_: Any) -> str:
        words = f"{args} {MARKER}"
        raise RuntimeError(len(words))

    grant(time_factor="2")
    client = Client(raise_request_exception=False)
    client.force_login(sam)
    monkeypatch.setattr("course.fields.encrypt", broken)
    assert client.post(url, {**NOTHING, "untimed": "on", "reason": MARKER}).status_code == 500
    monkeypatch.setattr("course.registry.learner_panels", broken)
    assert client.get(url).status_code == 500

    assert len(reports) == 2
    assert MARKER not in "".join(reports)
