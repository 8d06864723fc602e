"""Large scopes are shown as of a count: with the figures of a live page, and only to those who see the same cohorts."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course.doctor.figures import check_figures
from course.export import tokens
from course.joining import people
from course.models import Assignment, AuditEvent, Cohort, Person, Snapshot
from course.snapshots import taking
from course.snapshots.counting import name_of
from course.snapshots.due import due
from quizzes.analysis.counting import ExamsCount
from quizzes.models import Exam, Question
from tests.conftest import NOW
from tests.quizzes.analysis_room import OTHER, RIGHT, WRONG, answered, ladder
from tests.quizzes.gain.room import group, last_exam
from tests.quizzes.make_attempts import exam_of
from tests.quizzes.snapshots.room import GAIN, item, items, large


def addresses(cohort: Cohort) -> list[str]:
    """Every page that can show a snapshot, with and without a filter."""
    return [
        GAIN,
        f"{GAIN}?cohort={cohort.pk}",
        reverse("analysis"),
        items(cohort),
        f"{items(cohort)}?attempts=all&form=A",
        f"{items(cohort)}?cohort={cohort.pk}",
        item(cohort),
    ]


def main_part(page: str) -> str:
    """Without what tells of the snapshot itself."""
    page = page[page.index("<main") : page.index("</main")]
    return re.sub(r'<div class="as-of">.*?</div>', "", page, flags=re.S)


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.fixture
def full(spring: Cohort) -> Cohort:
    """Learners before and after the course, and some with answers."""
    group(spring, 7)
    answered(spring, ladder(6), form="A")
    answered(spring, [[RIGHT, OTHER, WRONG, RIGHT]] * 3, form="B")
    return spring


# --- The same figures ------------------------------------------------------------------------------------------------


def test_a_page_as_of_a_count_says_what_a_live_page_says(as_sam: Client, full: Cohort) -> None:
    for address in addresses(full):
        live = main_part(shown(as_sam, address))
        with large():
            assert "Counted." in as_sam.post(address, follow=True).content.decode()
            page = shown(as_sam, address)
        assert "As of" in page
        assert live.split() == main_part(page).split()


def test_files_have_the_figures_of_the_page_and_say_as_of_when(as_sam: Client, full: Cohort) -> None:
    exam = exam_of(full).pk
    for page, file in ((GAIN, f"{GAIN}gains.csv"), (items(full), f"/review/exams/{exam}/questions.csv")):
        live = rows(as_sam, file)
        assert {row.pop("As of (America/New_York)") for row in live} == {""}
        with large():
            as_sam.post(page)
            kept = rows(as_sam, file)
            book = openpyxl.load_workbook(io.BytesIO(as_sam.get(file.replace("csv", "xlsx")).content))
        (told,) = {row.pop("As of (America/New_York)") for row in kept}
        counted = Snapshot.objects.latest("pk").counted_at.replace(microsecond=0)
        assert timezone.datetime.fromisoformat(told) == counted  # type: ignore[attr-defined]
        assert kept == live != []
        (column,) = [cells for cells in book.worksheets[0].columns if str(cells[0].value).startswith("As of")]
        assert str(column[1].value) in told.replace("T", " ")


def rows(client: Client, address: str) -> list[dict[str, str]]:
    text = b"".join(client.get(address).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_what_nobody_has_counted_is_no_empty_file(as_sam: Client, sam: Person, full: Cohort) -> None:
    with large():
        for file in ("/review/gain/gains.csv", f"/review/exams/{exam_of(full).pk}/questions.xlsx"):
            refused = as_sam.get(file)
            assert refused.status_code == 400
            assert "have not been counted yet" in refused.content.decode()
        secret = tokens.make(sam, name="Report", days=30, at=timezone.now())
        bearer = {"Authorization": f"Bearer {secret}"}
        assert Client().get("/api/v1/gains", headers=bearer).status_code == 400
        as_sam.post(GAIN)
        answer = Client().get("/api/v1/gains", headers=bearer).json()
    assert answer["rows"][0]["as_of"] is not None


def test_what_came_after_a_count_is_in_the_next_one(as_sam: Client, full: Cohort) -> None:
    with large():
        as_sam.post(items(full), follow=True)
        before = shown(as_sam, items(full))
        answered(full, ladder(2))
        assert "9 first attempts" in words(before)
        assert main_part(shown(as_sam, items(full))) == main_part(before)
        as_sam.post(items(full))
        assert "11 first attempts" in words(shown(as_sam, items(full)))
    assert Snapshot.objects.count() == 1


def test_notes_on_questions_are_those_of_now(as_tess: Client, spring: Cohort) -> None:
    answered(spring, [[RIGHT, *row] for row in ladder(10, 3)])
    question = Question.objects.get(key="q-0")
    with large():
        as_tess.post(items(spring))
        assert "Everybody earned all points" in shown(as_tess, items(spring))
        keep = reverse("analysis_keep", args=[exam_of(spring).pk, question.pk, question.live_id])
        as_tess.post(keep, {"reason": "Everybody should know this."})
        page = shown(as_tess, items(spring))
    assert "Everybody earned all points" not in page
    assert "Looked at, kept" in page


# --- Before the first count ------------------------------------------------------------------------------------------


def test_before_the_first_count_a_page_offers_one_and_shows_no_figure(as_sam: Client, full: Cohort) -> None:
    with large():
        for address in addresses(full):
            page = words(shown(as_sam, address))
            assert "Not counted yet" in page
            assert "Count now" in page
            assert re.search(r"There are \d+ attempts to count", page)
            assert "<table" not in shown(as_sam, address)


def test_few_attempts_are_live_and_nothing_is_kept_of_them(as_sam: Client, full: Cohort) -> None:
    for address in addresses(full):
        assert as_sam.post(address).status_code == 302
        page = shown(as_sam, address)
        assert "Count again" not in page
        assert "Count now" not in page
    assert not Snapshot.objects.exists()


def test_a_filter_that_leaves_few_is_live_at_once(
    as_alma: Client, full: Cohort, fall: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(fall, [[WRONG] * 4] * 5, exam=exam_of(full))
    monkeypatch.setattr("quizzes.analysis.counting.ITEMS_LIVE_MOST", 16)
    assert "Not counted yet" in shown(as_alma, items(full))
    for cohort, number in ((full, 9), (fall, 5)):
        page = words(shown(as_alma, f"{items(full)}?cohort={cohort.pk}"))
        assert f"{number} first attempts" in page
        assert "As of" not in page


def test_a_scope_without_attempts_is_never_a_large_one(as_sam: Client, spring: Cohort) -> None:
    with large():
        last_exam(spring)
        assert "Nobody has begun yet" in shown(as_sam, GAIN)
        assert "Nothing to count yet" in shown(as_sam, items(spring))


@pytest.mark.parametrize("query", ["?cohort=0", "?cohort=x%00", "?form=Z", "?attempts=some", "?course=9999"])
def test_a_bad_filter_counts_nothing(as_sam: Client, full: Cohort, query: str) -> None:
    with large():
        for address in (GAIN, items(full)):
            if "course" in query and address != GAIN:
                continue
            if ("form" in query or "attempts" in query) and address == GAIN:
                continue
            assert as_sam.post(address + query).status_code == 302
            assert "from the list" in shown(as_sam, address + query)
    assert not Snapshot.objects.exists()


def test_a_snapshot_that_cannot_be_read_is_counted_anew(as_sam: Client, full: Cohort) -> None:
    with large():
        as_sam.post(GAIN)
        Snapshot.objects.update(figures='{"learners": 7}')
        assert "Not counted yet" in shown(as_sam, GAIN)
        as_sam.post(GAIN)
        assert "As of" in shown(as_sam, GAIN)


# --- Scope -----------------------------------------------------------------------------------------------------------


def test_nobody_sees_a_count_of_other_cohorts_than_their_own(
    as_sam: Client, as_rita: Client, as_alma: Client, full: Cohort, fall: Cohort
) -> None:
    answered(fall, [[WRONG] * 4] * 5, exam=exam_of(full))
    with large():
        for address in (items(full), GAIN):
            as_sam.post(address)
            assert "As of" in shown(as_sam, address)
            assert "As of" not in shown(as_rita, address)
            assert "As of" not in shown(as_alma, address)
        as_alma.post(items(full))
        assert "14 first attempts" in words(shown(as_alma, items(full)))
        assert "9 first attempts" in words(shown(as_sam, items(full)))


def test_a_scope_that_changed_shows_nothing_of_the_old_one(
    as_sam: Client, sam: Person, full: Cohort, fall: Cohort
) -> None:
    answered(fall, [[WRONG] * 4] * 5, exam=exam_of(full))
    with large():
        as_sam.post(items(full))
        people.assign(sam, Assignment.Role.SUPERVISOR, cohort=fall)
        assert "Not counted yet" in shown(as_sam, items(full))
        as_sam.post(items(full))
        assert "14 first attempts" in words(shown(as_sam, items(full)))
        Assignment.objects.filter(person=sam, cohort=fall).delete()
        assert "9 first attempts" in words(shown(as_sam, items(full)))


def test_two_people_with_one_scope_share_a_count(
    as_sam: Client, as_tess: Client, full: Cohort, sam: Person
) -> None:
    with large():
        as_sam.post(items(full))
        assert "As of" in shown(as_tess, items(full))


# --- Counting --------------------------------------------------------------------------------------------------------


def test_who_asked_for_a_count_is_recorded(as_sam: Client, sam: Person, full: Cohort) -> None:
    with large():
        as_sam.post(GAIN)
    event = AuditEvent.objects.get(verb="figures-counted")
    assert (event.actor, event.detail) == (sam, {"what": "gain", "size": 14 + 9})


def test_two_who_press_at_once_count_once(as_sam: Client, sam: Person, full: Cohort) -> None:
    what = ExamsCount((full.pk,))
    with large():
        cache.add("counting:" + "/".join(name_of(what)), "now", timeout=60)
        answer = as_sam.post(reverse("analysis"), follow=True)
        assert "Somebody is counting these figures right now" in answer.content.decode()
        assert not Snapshot.objects.exists()
        cache.clear()
        assert "Counted." in as_sam.post(reverse("analysis"), follow=True).content.decode()
        # Its turn is over: the next may count.
        taking.take_for(sam, what, at=timezone.now())
    assert Snapshot.objects.count() == 1


def test_a_count_that_fails_gives_its_turn_back(sam: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    what = ExamsCount((1,))
    monkeypatch.setattr(ExamsCount, "count", lambda self: 1 / 0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            taking.take_for(sam, what, at=NOW)


def test_an_older_count_that_ends_later_replaces_nothing(full: Cohort) -> None:
    what = ExamsCount((full.pk,))
    taking.take(what, at=NOW)
    answered(full, ladder(2))
    taking.take(what, at=NOW - timedelta(seconds=5))
    assert Snapshot.objects.get().size == 23
    taking.take(what, at=NOW + timedelta(seconds=5))
    assert Snapshot.objects.get().size == 25


def test_the_database_keeps_one_of_each(full: Cohort) -> None:
    taking.take(ExamsCount((full.pk,)), at=NOW)
    row: dict[str, Any] = {**Snapshot.objects.values().get()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.create(**{**row, "id": None})
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.create(**{**row, "id": None, "kind": ""})


# --- Every night -----------------------------------------------------------------------------------------------------


def counted() -> str:
    out = io.StringIO()
    call_command("count_figures", stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_night_counts_every_page_of_every_scope_once(
    as_sam: Client, as_tess: Client, as_alma: Client, full: Cohort
) -> None:
    with large():
        # Sam, Tess and Alma see one cohort; only two of them see gains. Two exams, the list, the gain.
        assert counted() == "4 sets of figures counted, 0 older ones deleted.\n"
        for address in (GAIN, reverse("analysis"), items(full)):
            assert "As of" in shown(as_sam, address)
            assert "As of" in shown(as_alma, address)
        assert "As of" in shown(as_tess, items(full))


def test_the_night_forgets_what_it_does_not_count(as_sam: Client, sam: Person, full: Cohort) -> None:
    with large():
        as_sam.post(f"{items(full)}?form=A")
        sam.assignments.all().delete()
        assert counted() == "0 sets of figures counted, 1 older one deleted.\n"
    assert not Snapshot.objects.exists()


def test_who_may_not_sign_in_is_counted_for_no_more(sam: Person, full: Cohort) -> None:
    with large():
        assert len(due()) == 4
        sam.is_active = False
        sam.save()
        assert due() == []


def test_without_large_scopes_there_is_nothing_to_count(sam: Person, full: Cohort) -> None:
    assert counted() == "0 sets of figures counted, 0 older ones deleted.\n"


def test_the_doctor_misses_a_count(sam: Person, full: Cohort) -> None:
    with large():
        (found,) = check_figures(at=timezone.now())
        assert (found.level, found.message[:6]) == ("notice", "4 of 4")
        assert "count_figures" in found.do
        counted()
        (found,) = check_figures(at=timezone.now())
        assert found.level == "well"
        (found,) = check_figures(at=timezone.now() + timedelta(hours=27))
        assert found.level == "notice"


def test_an_exam_that_is_gone_takes_no_page_with_it(as_sam: Client, full: Cohort) -> None:
    with large():
        counted()
        Exam.objects.filter(purpose="post").update(purpose="check")
        assert "Nothing to compare in this course" in shown(as_sam, GAIN)
