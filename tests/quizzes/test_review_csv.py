"""The CSV of the review: what the filter shows, all of it, harmless to a spreadsheet."""

import csv
import io
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from course.csv_file import harmless
from course.fields import zone
from course.models import Cohort, Enrollment, Person
from quizzes.models import Exam
from quizzes.review.export import COLUMNS
from tests.quizzes.make_attempts import (
    download,
    exam_of,
    learner,
    names,
    opened,
    second_exam,
    submitted,
    table,
)


@pytest.fixture
def exam(spring: Cohort) -> Exam:
    return exam_of(spring)


@pytest.fixture
def group(spring: Cohort, exam: Exam) -> None:
    submitted(learner(spring, "Cora Diaz"), exam, score=11, critical_missed=1, minutes=31)
    submitted(learner(spring, "Dee Whitehorse"), exam, score="16.5", minutes=125)
    opened(learner(spring, "Eli Santos"), exam)
    learner(spring, "Fay Underwood")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"sort": "learner"},
        {"sort": "-score"},
        {"state": "submitted"},
        {"name": "e"},
        {"state": "critical"},
    ],
)
def test_the_file_holds_the_figures_of_the_screen_in_the_same_order(
    as_sam: Client, group: None, asked: dict[str, str]
) -> None:
    shown, filed = table(as_sam, **asked), download(as_sam, **asked)
    assert [row["Learner"] for row in shown] == [f"{row['Learner']} {row['Email']}" for row in filed]
    for on_screen, in_file in zip(shown, filed, strict=True):
        for name in ("Cohort", "Exam", "State"):
            assert on_screen[name] == in_file[name]
        assert on_screen["Score"] == _score_words(in_file)
        assert on_screen["Critical items missed"] == _critical_words(in_file)
        assert on_screen["Submitted"] == _moment_words(in_file["Submitted (America/New_York)"])
        assert on_screen["Time taken"] == _time_words(in_file["Time taken (minutes)"])


def _score_words(row: dict[str, str]) -> str:
    return f"{row['Score']} of {row['Possible']} {row['Percent']} %" if row["Score"] else "–none yet"


def _critical_words(row: dict[str, str]) -> str:
    missed = row["Critical items missed"]
    return {"": "–none yet", "0": "None"}.get(missed, f"{missed} missed")


def _moment_words(iso: str) -> str:
    if not iso:
        return "–none yet"
    at = datetime.fromisoformat(iso)
    return f"{at:%b} {at.day}, {at.year} {at.hour % 12 or 12}:{at:%M} {'AM' if at.hour < 12 else 'PM'}"


def _time_words(minutes: str) -> str:
    if not minutes:
        return "–none yet"
    hours, rest = divmod(int(minutes), 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def test_the_figures_are_those_that_were_stored(as_sam: Client, group: None) -> None:
    cora = download(as_sam, name="cora")[0]
    assert cora == {
        "Learner": "Cora Diaz",
        "Email": "cora.diaz@example.org",
        "Cohort": "Spring",
        "Exam": "Pre-Course Knowledge Exam",
        "Score": "11",
        "Possible": "20",
        "Percent": "55",
        "Critical items missed": "1",
        "Started (America/New_York)": "2026-11-02T10:00:00-05:00",
        "Submitted (America/New_York)": "2026-11-02T10:31:00-05:00",
        "Time taken (minutes)": "31",
        "State": "Submitted",
        "Attempt": "1",
    }


def test_times_are_in_the_zone_of_the_supervisor_while_the_file_streams(
    as_sam: Client, sam: Person, group: None
) -> None:
    sam.time_zone = "America/Phoenix"
    sam.save()
    assert download(as_sam, name="cora")[0]["Submitted (America/Phoenix)"] == "2026-11-02T08:31:00-07:00"


def test_all_pages_are_in_the_file(as_sam: Client, spring: Cohort, exam: Exam) -> None:
    second_exam(spring)
    for index in range(40):
        submitted(learner(spring, f"Learner {index:02}"), exam)
    filed = download(as_sam, sort="learner", page=2)
    assert len(filed) == 80
    shown = [name for page in (1, 2) for name in names(as_sam, sort="learner", page=page)]
    assert [row["Learner"] for row in filed] == shown


def test_another_supervisor_gets_another_file(as_rita: Client, group: None, ben: Person) -> None:
    assert [row["Learner"] for row in download(as_rita)] == ["Ben Okafor"]


def test_an_empty_filter_result_is_a_file_with_its_head(as_sam: Client, spring: Cohort) -> None:
    response = as_sam.get("/review/attempts.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert text.count("\r\n") == 1
    assert text.startswith("Learner,Email,Cohort,Exam,Score")


def test_it_is_a_named_file_in_utf_8_that_spreadsheets_recognize(as_sam: Client, group: None) -> None:
    response = as_sam.get("/review/attempts.csv")
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    today = timezone.now().astimezone(zone("America/New_York")).date()
    assert response["Content-Disposition"] == f'attachment; filename="exam-attempts-{today}.csv"'
    assert b"".join(response.streaming_content).startswith(b"\xef\xbb\xbf")  # type: ignore[attr-defined]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_that_starts_like_a_formula_is_defused(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize(
    "cell", ["Ada", "O'Neil", "a=b", "2026-11-02T10:00:00-05:00", "", "14", "x@example.org"]
)
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_no_name_address_cohort_or_exam_reaches_a_spreadsheet_as_a_formula(
    as_sam: Client, spring: Cohort, exam: Exam
) -> None:
    Cohort.objects.filter(pk=spring.pk).update(name='@SUM(A1:A9)"')
    exam.step.title = "-2+3"
    exam.step.save()
    learner(spring, '=HYPERLINK("http://x.example","Click")', "+1@example.org")
    (row,) = download(as_sam)
    assert row["Learner"] == '\'=HYPERLINK("http://x.example","Click")'
    assert row["Email"] == "'+1@example.org"
    assert row["Cohort"] == "'@SUM(A1:A9)\""
    assert row["Exam"] == "'-2+3"


@pytest.mark.parametrize(
    "name", ['Quote " in it', "Comma, in it", "New\nline", "Émile Ødegaard 李", "semi;colon"]
)
def test_a_name_reads_back_exactly(as_sam: Client, spring: Cohort, name: str) -> None:
    learner(spring, name, "p@example.org")
    assert [row["Learner"] for row in download(as_sam)] == [name]


def test_every_line_has_as_many_cells_as_the_head(as_sam: Client, group: None) -> None:
    response = as_sam.get("/review/attempts.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert {len(line) for line in csv.reader(io.StringIO(text, newline=""))} == {13} == {len(COLUMNS)}


def test_a_withdrawn_learner_stays_in_the_file_as_on_the_screen(as_sam: Client, group: None) -> None:
    Enrollment.objects.update(state=Enrollment.State.WITHDRAWN)
    assert len(download(as_sam)) == len(table(as_sam)) == 3
