"""The files beside the staff's tables hold what the page shows, to those who see the page."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from course.learners import accommodations
from course.models import AuditEvent, Cohort, Enrollment, Person
from tests.conftest import NOW
from tests.course.export.reading import content, fetch_csv, fetch_xlsx, sheets
from tests.quizzes.make_attempts import exam_of, learner, opened, submitted, table
from tests.quizzes.test_review_budget import BUDGET, grow, statements

ASKED: list[dict[str, str]] = [
    {},
    {"sort": "-score"},
    {"state": "submitted"},
    {"name": "e"},
    {"state": "critical"},
]


@pytest.fixture
def group(spring: Cohort) -> None:
    exam = exam_of(spring)
    submitted(learner(spring, "Cora Diaz"), exam, score="11.25", critical_missed=1, minutes=31)
    submitted(learner(spring, "Dee Whitehorse"), exam, score="16.5", minutes=125)
    opened(learner(spring, "Eli Santos"), exam)
    learner(spring, "Fay Underwood")


@pytest.mark.parametrize("asked", ASKED)
def test_the_workbook_of_the_review_holds_the_figures_of_the_screen(
    as_sam: Client, group: None, asked: dict[str, str]
) -> None:
    shown, filed = table(as_sam, **asked), fetch_xlsx(as_sam, "/review/attempts.xlsx", **asked)
    assert [row["Learner"] for row in shown] == [f"{row['Learner']} {row['Email']}" for row in filed]
    for on_screen, row in zip(shown, filed, strict=True):
        assert on_screen["State"] == row["State"]
        if row["Score"] is None:
            assert on_screen["Score"] == "–none yet"
        else:
            assert on_screen["Score"] == f"{row['Score']} of {row['Possible']} {row['Percent']} %"
            at = row["Submitted (America/New_York)"]
            assert (
                on_screen["Submitted"] == f"{at:%b} {at.day}, {at.year} {at.hour % 12 or 12}:{at:%M} {at:%p}"
            )


@pytest.mark.parametrize("asked", ASKED)
def test_both_files_of_the_review_hold_the_same(as_sam: Client, group: None, asked: dict[str, str]) -> None:
    lines = fetch_csv(as_sam, "/review/attempts.csv", **asked)
    rows = fetch_xlsx(as_sam, "/review/attempts.xlsx", **asked)
    assert [[_as_csv(value) for value in row.values()] for row in rows] == [
        [cell[:19] if "T" in cell and cell[:4].isdecimal() else cell for cell in line.values()]
        for line in lines
    ]


def _as_csv(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else str(value)


def test_scores_are_numbers_in_the_workbook(as_sam: Client, group: None) -> None:
    (cora,) = fetch_xlsx(as_sam, "/review/attempts.xlsx", name="cora")
    assert (cora["Score"], cora["Possible"], cora["Percent"], cora["Time taken (minutes)"]) == (
        11.25,
        20,
        56,
        31,
    )
    assert Decimal(str(cora["Score"])) == Decimal("11.25")


def test_the_workbook_says_which_filter_it_was_made_with(
    as_sam: Client, sam: Person, spring: Cohort, group: None
) -> None:
    response = as_sam.get("/review/attempts.xlsx", {"cohort": str(spring.pk), "state": "submitted"})
    about = sheets(content(response))["About"]
    assert ["Cohort", "Spring"] in about
    assert ["State", "Submitted"] in about
    assert ["Rows", "2"] in about
    assert ["Made by", str(sam)] in about
    assert "-cohort-spring-state-submitted.xlsx" in response["Content-Disposition"]


def test_a_bad_filter_gives_reasons_and_no_file(as_sam: Client, as_tess: Client, fall: Cohort) -> None:
    for client, address in (
        (as_sam, "/review/attempts.xlsx"),
        (as_sam, "/learners.csv"),
        (as_tess, "/learners.xlsx"),
    ):
        response = client.get(address, {"cohort": "9999"})
        assert response.status_code == 400
        assert "not one of your cohorts" in response.content.decode()
    assert as_sam.get("/learners.csv", {"cohort": fall.pk}).status_code == 400


def test_the_list_of_learners_comes_with_what_is_granted(as_sam: Client, sam: Person, group: None) -> None:
    cora = Person.objects.get(name="Cora Diaz")
    accommodations.grant(cora, by=sam, at=NOW, **_grant(extra_minutes=10))
    for rows in (fetch_csv(as_sam, "/learners.csv"), fetch_xlsx(as_sam, "/learners.xlsx")):
        assert [row["Learner"] for row in rows] == [
            "Cora Diaz",
            "Dee Whitehorse",
            "Eli Santos",
            "Fay Underwood",
        ]
        assert rows[0]["Granted for exams"] == "10 more minutes"
        assert not rows[1]["Granted for exams"]
        assert "private" not in str(rows)
    assert [row["Learner"] for row in fetch_csv(as_sam, "/learners.csv", name="dee")] == ["Dee Whitehorse"]


def _grant(**more: Any) -> dict[str, Any]:
    nothing = {"time_factor": Decimal(1), "extra_minutes": 0, "untimed": False, "extra_attempts": 0}
    return {**nothing, "extra_days": 0, "may_pause": False, "reason": "private", **more}


def test_a_cohorts_learners_come_with_their_steps(
    as_sam: Client, spring: Cohort, ada: Person, ben: Person
) -> None:
    Enrollment.objects.filter(person=ada).update(state=Enrollment.State.WITHDRAWN)
    (row,) = fetch_xlsx(as_sam, reverse("cohort_xlsx", args=[spring.pk]))
    assert row == {
        "Learner": "Ada Lindgren",
        "Email": "ada@example.org",
        "State": "Withdrawn",
        "Steps done": 0,
        "Steps": 3,
        "Joined (America/New_York)": datetime(2026, 11, 2, 10, 0),
    }
    response = as_sam.get(reverse("cohort_csv", args=[spring.pk]))
    assert "-cohort-spring.csv" in response["Content-Disposition"]


def test_another_supervisor_gets_other_learners(
    as_sam: Client, as_rita: Client, ada: Person, ben: Person
) -> None:
    for address in ("/learners.csv", "/review/attempts.csv"):
        assert {row["Learner"] for row in fetch_csv(as_sam, address)} == {"Ada Lindgren"}
        assert {row["Learner"] for row in fetch_csv(as_rita, address)} == {"Ben Okafor"}


def test_every_file_with_people_in_it_is_noted_in_the_record(
    as_sam: Client, spring: Cohort, ada: Person
) -> None:
    for address in ("/review/attempts.xlsx", "/learners.csv", reverse("cohort_xlsx", args=[spring.pk])):
        as_sam.get(address)
    noted = (
        AuditEvent.objects.filter(verb__startswith="exported").order_by("pk").values_list("verb", flat=True)
    )
    assert list(noted) == ["exported-scores", "exported-learners", "exported-learners"]


def test_the_pages_offer_both_files_with_their_filter(as_sam: Client, spring: Cohort, ada: Person) -> None:
    page = as_sam.get("/learners/", {"name": "ada", "page": "1"}).content.decode()
    assert 'href="/learners.csv?name=ada"' in page
    assert 'href="/learners.xlsx?name=ada"' in page
    assert "learners.csv" not in as_sam.get("/learners/", {"name": "zzz"}).content.decode()
    assert (
        f'href="/cohorts/{spring.pk}/learners.xlsx"' in as_sam.get(f"/cohorts/{spring.pk}/").content.decode()
    )


def test_the_dictionary_names_every_column_of_every_file(
    as_sam: Client, as_alma: Client, spring: Cohort
) -> None:
    page = as_sam.get("/exports/dictionary/").content.decode()
    entries = fetch_csv(as_sam, "/exports/dictionary.csv")
    assert [each["Meaning"] for each in fetch_xlsx(as_sam, "/exports/dictionary.xlsx")] == [
        each["Meaning"] for each in entries
    ]
    for address in ("/review/attempts.csv", "/learners.csv", reverse("cohort_csv", args=[spring.pk])):
        response = as_alma.get(address)
        heads = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()[0]  # type: ignore[attr-defined]
        table = response["Content-Disposition"].split('"')[1].split("-20")[0]
        named = [entry["Column"] for entry in entries if entry["Table"] == table]
        assert [head.split(" (")[0] for head in heads.split(",")] == named
        assert all(f' scope="row">{name}' in page for name in named)
    assert all(entry["Meaning"] and entry["Name in JSON"] for entry in entries)


@pytest.mark.parametrize("address", ["/review/attempts.xlsx", "/learners.csv", "/learners.xlsx", "cohort"])
def test_a_file_costs_the_same_with_5_and_with_50_rows(as_sam: Client, spring: Cohort, address: str) -> None:
    asked = reverse("cohort_xlsx", args=[spring.pk]) if address == "cohort" else address
    grow(spring, 5)
    few = statements(lambda: content(as_sam.get(asked)))
    grow(spring, 50)
    assert statements(lambda: content(as_sam.get(asked))) == few <= BUDGET
