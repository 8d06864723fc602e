"""What attackers try against any web application, tried here."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from course.models import Assignment, Enrollment, Person, Session
from quizzes import attempts
from quizzes.models import Attempt, AttemptItem, Exam
from tests.conftest import NOW
from tests.security.conftest import PASSWORD, is_in

EVIL = "https://evil.example"


# --- Mass assignment: a form takes its own fields and nothing else ---------------------------------------------------


def test_a_profile_gives_nobody_rights(as_ada: Client, ada: Person) -> None:
    more = {"is_superuser": "on", "is_active": "", "email": "new@example.org", "id": "1", "password": "x"}
    as_ada.post("/profile/", {"name": "Ada L", "time_zone": "UTC", **more})
    after = Person.objects.get(pk=ada.pk)
    assert (after.name, after.email, after.is_superuser, after.is_active) == ("Ada L", ada.email, False, True)
    assert after.check_password(PASSWORD)


def test_signing_up_gives_nobody_rights(client: Client, spring: Any) -> None:
    fields = {
        "code": spring.join_code,
        "name": "Nia",
        "email": "nia@example.org",
        "password1": "a-long-walk-home",
    }
    client.post(
        reverse("account_signup"),
        {**fields, "is_superuser": "on", "role": "trainer", "course": spring.course_id},
    )
    assert not Person.objects.get(email="nia@example.org").is_superuser
    assert not Assignment.objects.exists()


def test_an_answer_takes_no_points_with_it(as_ada: Client, enrollment: Enrollment) -> None:
    attempt = attempts.start(enrollment, Exam.objects.get(), at=NOW)
    sent = {"choice": "no", "revision": 0, "save_id": "8c1c9d64-1b1e-4d5a-9d1f-000000000001", "go": "next"}
    as_ada.post(
        reverse("item", args=[attempt.pk, 1]),
        {**sent, "points": "1", "score": "4", "state": "submitted", "deadline": ""},
    )
    after = Attempt.objects.get(pk=attempt.pk)
    assert (after.state, after.score, after.deadline) == (attempt.state, attempt.score, attempt.deadline)
    assert AttemptItem.objects.get(attempt=attempt, slot=1).marks.count() == 0


def test_a_person_made_in_the_admin_gets_no_password_from_the_form(as_alma: Client) -> None:
    fields = {
        "name": "Nia",
        "email": "nia@example.org",
        "time_zone": "UTC",
        "is_active": "on",
        "password": "chosen",
    }
    as_alma.post(reverse("admin:course_person_add"), fields)
    assert not is_password_usable(Person.objects.get(email="nia@example.org").password)


# --- Open redirects --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        EVIL,
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "\thttps://evil.example",
        "javascript:alert(1)",
    ],
)
def test_signing_in_and_out_leads_only_to_our_own_pages(client: Client, ada: Person, target: str) -> None:
    entered = client.post(
        reverse("account_login"), {"login": ada.email, "password": PASSWORD, "next": target}
    )
    assert entered.headers["Location"] == "/"
    left = client.post(reverse("account_logout"), {"next": target})
    assert "evil" not in left.headers["Location"]
    assert left.headers["Location"].startswith("/")


# --- Host header and header injection --------------------------------------------------------------------------------


def test_a_foreign_host_is_refused_and_enters_no_mail(
    client: Client, ada: Person, mailoutbox: list[Any]
) -> None:
    client.raise_request_exception = False
    answer = client.post(
        reverse("account_reset_password"), {"email": ada.email}, headers={"Host": "evil.example"}
    )
    assert answer.status_code == 400
    assert mailoutbox == []
    client.post(
        reverse("account_reset_password"), {"email": ada.email}, headers={"X-Forwarded-Host": "evil.example"}
    )
    assert "evil.example" not in mailoutbox[0].body


def test_an_address_with_a_line_end_gets_no_mail(client: Client, ada: Person, mailoutbox: list[Any]) -> None:
    client.post(reverse("account_reset_password"), {"email": f"{ada.email}\r\nBcc: evil@example.org"})
    assert mailoutbox == []


@pytest.mark.parametrize(
    "path", ["/join/%0d%0aSet-Cookie:%20x=y/", "/profile/%0d%0aX: y", "/?next=%0d%0aX:%20y"]
)
def test_a_line_end_in_an_address_starts_no_header(client: Client, db: None, path: str) -> None:
    client.raise_request_exception = False
    answer = client.get(path)
    assert answer.status_code < 500
    assert "X" not in answer.headers
    assert "x" not in answer.cookies


# --- CSRF ------------------------------------------------------------------------------------------------------------

WRITES = [
    ("/profile/", {"name": "Changed", "time_zone": "UTC"}),
    ("/profile/devices/end-others/", {}),
    ("/account/logout/", {}),
    ("/account/password/change/", {"oldpassword": PASSWORD, "password1": "x" * 20, "password2": "x" * 20}),
    ("/account/email/", {"email": "evil@example.org", "action_add": ""}),
    ("/account/second-step/recovery-codes/generate/", {}),
]


@pytest.mark.parametrize(("path", "fields"), WRITES, ids=[path for path, _ in WRITES])
@pytest.mark.parametrize("origin", [EVIL, None])
def test_no_other_site_can_send_our_forms(
    ada: Person, path: str, fields: dict[str, str], origin: str | None
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    before = Session.objects.count()
    answer = client.post(path, fields, headers={"Origin": origin} if origin else {})
    assert answer.status_code == 403
    assert Person.objects.get(pk=ada.pk).name == ada.name
    assert Session.objects.count() == before
    assert is_in(client)


def test_signing_in_needs_our_own_form_too(ada: Person) -> None:
    """Else somebody could sign a learner in as themselves, and read what the learner writes."""
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert not is_in(client)


def test_looking_changes_nothing(as_ada: Client) -> None:
    assert as_ada.get(reverse("end_other_devices")).status_code == 405


# --- Others' things: the access table holds every address; here, numbers inside a form -------------------------------


def test_nobody_answers_in_somebody_elses_attempt_by_its_number(
    as_ben: Client, enrollment: Enrollment
) -> None:
    attempt = attempts.start(enrollment, Exam.objects.get(), at=NOW)
    for action in ("", "check/", "submit/", "result/"):
        path = f"/attempts/{attempt.pk}/{action}"
        assert {as_ben.get(path).status_code, as_ben.post(path).status_code} <= {404, 405}
    assert Attempt.objects.get(pk=attempt.pk).state == attempt.state


def test_a_supervisor_filters_only_for_their_own_cohorts(as_sam: Client, ada: Person, ben: Person) -> None:
    cohort = ben.enrollments.get().cohort_id
    page = as_sam.get("/review/", {"cohort": cohort}).content.decode()
    assert "This is not one of your cohorts." in page
    assert "Ben Okafor" not in page
    assert as_sam.get(reverse("review_csv"), {"cohort": cohort}).status_code == 400


# --- Script, markup and templates that come as text ------------------------------------------------------------------

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "{{ 7|add:7 }}{% debug %}",
    "</title><svg onload=alert(1)>",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_name_is_text_on_every_page_that_shows_it(
    as_ada: Client, as_sam: Client, as_alma: Client, payload: str
) -> None:
    as_ada.post("/profile/", {"name": payload, "time_zone": "UTC"})
    assert Person.objects.get(email="ada@example.org").name == payload
    for client, path in (
        (as_ada, "/profile/"),
        (as_sam, "/learners/"),
        (as_sam, "/review/"),
        (as_alma, "/record/"),
    ):
        page = client.get(path).content.decode()
        assert payload not in page.replace("{{ 7|add:7 }}{% debug %}", "") or payload.startswith("{{")
        assert not re.search(r"<script>alert|<img src=x|<svg onload", page)
        assert ">14" not in page


def test_a_device_that_calls_itself_markup_is_shown_as_a_browser(ada: Person) -> None:
    client = Client(headers={"User-Agent": "<script>alert(1)</script>" * 50})
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    page = client.get(reverse("devices")).content.decode()
    assert "A browser" in page
    assert "alert(1)" not in page


# --- Parsers ---------------------------------------------------------------------------------------------------------


DANGEROUS = re.compile(
    r"^\s*(?:from|import) (?:lxml|pickle|marshal|shelve|xml\.sax|xml\.dom)\b"
    r"|yaml\.(?:unsafe_)?load\((?!.*SafeLoader)|\b(?:eval|exec)\("
    r"|(?:etree|ElementTree|ET)\.(?:parse|fromstring|XML|iterparse)\("
    r"|\.extractall\(|unpack_archive\(",
    re.MULTILINE,
)


def test_nothing_of_ours_reads_xml_unpacks_archives_or_runs_text(settings: Settings) -> None:
    """Who adds such a reader adds its attacks here: entities, bombs, paths that climb out."""
    found = [
        str(path.relative_to(settings.BASE_DIR))
        for app in ("course", "lessons", "quizzes")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if DANGEROUS.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "tree = ElementTree.parse(file)",
        "import pickle",
        "yaml.load(text)",
        "archive.extractall(path)",
        "eval(x)",
    ],
)
def test_the_search_above_would_find_it(line: str) -> None:
    assert DANGEROUS.search(line)
