"""``python -m tests.faults.acts``: another process of the installation, which does and tells what a test asks for.

It reads one request a line, ``{"act": name, ...}`` in JSON, and answers each with a line: ``{"said": …}``, or
``{"raised": the name of the exception}``. ``tests.faults.clerk`` is its other end. It knows the database and what
it is told, and nothing of the server that the tests kill.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from course import backup, versions  # noqa: E402
from course.joining import people  # noqa: E402
from course.models import Assignment, Competency, Course, Enrollment, Lesson, Person, Session  # noqa: E402
from quizzes import attempts, marking, regrading  # noqa: E402
from quizzes.models import Answer, Attempt, AttemptItem, Exam, Mark, MarkDraft, Question  # noqa: E402
from quizzes.rules import Rules  # noqa: E402
from tests import make  # noqa: E402
from tests.faults.judge import Save, judge  # noqa: E402

ACTS: dict[str, Callable[..., Any]] = {}


def act(function: Callable[..., Any]) -> Callable[..., Any]:
    ACTS[function.__name__] = function
    return function


# --- What is there ---------------------------------------------------------------------------------------------------


@act
def differences(claims: Any) -> list[str]:
    """What is wrong in the database, by what one learner was told."""
    claims["saves"] = [Save(*save) for save in claims["saves"]]
    return list(judge(claims))


@act
def see(attempt: int) -> dict[str, Any]:
    """The stored facts of one attempt; times in ISO 8601, UTC."""
    found = Attempt.objects.get(pk=attempt)
    moments = ("started_at", "deadline", "submitted_at", "changed_at")
    plain = ("state", "ended_by", "seconds_taken", "number")
    marks = Mark.objects.filter(item__attempt=found).order_by("pk")
    return {
        **{name: getattr(found, name) for name in plain},
        **{name: _iso(getattr(found, name)) for name in moments},
        "score": None if found.score is None else str(found.score.normalize()),
        "marks": [[mark.item.slot, str(mark.points.normalize()), mark.by_hand] for mark in marks],
        "events": list(found.events.values_list("verb", flat=True)),
        "answered_at": [_iso(item) for item in found.items.values_list("answers__at", flat=True) if item],
        "attempts": Attempt.objects.filter(enrollment=found.enrollment_id, exam=found.exam_id).count(),
        "drafts": MarkDraft.objects.filter(item__attempt=found).count(),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


@act
def wrong_scores(exam: int) -> list[list[str]]:
    """Submitted attempts of the exam whose stored score is not what answers and marks say."""
    return [found for _, found in attempts.differences(Attempt.objects.filter(exam=exam)) if found]


@act
def stored() -> dict[str, Any]:
    """Every save and every attempt that was handed in, and how many rows point to nothing or say what is not so."""
    saves = Answer.objects.values_list("save_id", flat=True)
    done = Attempt.objects.filter(state=Attempt.State.SUBMITTED)
    connection.check_constraints()
    return {
        "saves": sorted(map(str, saves)),
        "begun": list(Attempt.objects.values_list("pk", flat=True)),
        "submitted": list(done.values_list("pk", flat=True)),
        "unsound": [found for _, found in attempts.differences(Attempt.objects.all()) if found],
    }


@act
def back_up(directory: str) -> str:
    """Make a backup below ``directory`` now; its folder."""
    return str(backup.make(Path(directory), passphrase=None, at=timezone.now()).folder)


@act
def tally(exam: int) -> dict[str, int]:
    """How many attempts, submitted ones, marks and completions the exam has."""
    found = Exam.objects.get(pk=exam)
    sat = Attempt.objects.filter(exam=found)
    return {
        "attempts": sat.count(),
        "submitted": sat.filter(state=Attempt.State.SUBMITTED).count(),
        "marks": Mark.objects.filter(item__attempt__exam=found).count(),
        "completions": found.step.completions.count(),
        "learners": sat.values("enrollment").distinct().count(),
    }


# --- Exams and their learners ----------------------------------------------------------------------------------------


@act
@transaction.atomic
def new_exam(rules: dict[str, Any], questions: int, long: bool = False) -> dict[str, Any]:
    """An exam with questions of its own, and with one long answer more if asked; where its page is."""
    lesson = Lesson.objects.select_related("course").get()
    number = next(each for each in count(1) if not Competency.objects.filter(code=f"own-{each}").exists())
    competency = Competency.objects.create(framework="own", code=f"own-{number}", title=f"Own {number}")
    for each in range(1, questions + 1):
        make.add_question(lesson.course, competency, f"own-{number}-{each}")
    if long:
        from tests.quizzes import kind_bodies

        question = kind_bodies.add_item(lesson.course, competency, "long")
        Question.objects.filter(pk=question.pk).update(key=f"own-{number}-long")
    place = lesson.steps.count() + 1
    exam = make.add_exam(lesson, competency, place, questions + long, slug=f"exam-{number}")
    exam.rules = Rules(**{"attempts": 1, **rules}).stored()
    exam.save(update_fields=["rules"])
    return {"exam": exam.pk, "address": f"/courses/{lesson.course.slug}/{lesson.slug}/{exam.step.slug}/"}


@act
@transaction.atomic
def seat(learners: list[str], exam: int) -> dict[str, int]:
    """Let each of them begin and answer every question, ``yes`` and ``no`` by turns; their attempts by learner."""
    at, found = timezone.now() - timedelta(minutes=5), Exam.objects.get(pk=exam)
    begun = {}
    for learner in learners:
        enrollment = Enrollment.objects.get(person__email=learner)
        attempt = attempts.start(enrollment, found, at=at)
        for item in attempt.items.all():
            response = {"choice": "yes" if item.slot % 2 else "no"}
            attempts.save_answer(item, response=response, save_id=uuid4(), seen_revision=0, at=at)
        begun[learner] = attempt.pk
    return begun


@act
def change_person(learner: str, **fields: Any) -> None:
    Person.objects.filter(email=learner).update(**fields)


@act
def lengthen_session(key: str) -> None:
    """A session that no pretended time ends."""
    Session.objects.filter(session_key=key).update(expire_date=datetime(2100, 1, 1, tzinfo=UTC))


@act
def end_session(key: str) -> None:
    """As when its two weeks are over."""
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(seconds=1))


@act
def close_overdue(at: str) -> int:
    """Close what is over at this time."""
    return attempts.close_all_overdue(at=datetime.fromisoformat(at))


@act
def let_time_run_out(attempt: int) -> None:
    """The attempt's time was over a minute ago; then the command that a timer would run."""
    found = Attempt.objects.get(pk=attempt)
    Attempt.objects.filter(pk=attempt).update(
        started_at=found.started_at - timedelta(hours=1), deadline=timezone.now() - timedelta(minutes=1)
    )
    call_command("close_overdue_attempts", verbosity=0)


# --- What trainers do meanwhile --------------------------------------------------------------------------------------


@act
def rewrite(attempt: int, right: str) -> None:
    """Publish new versions of the attempt's questions: other words, and ``right`` is the right choice now."""
    for question in _questions(attempt):
        assert question.live is not None
        payload: dict[str, Any] = {
            "stem": "Other words?",
            "body": {
                "choices": [
                    {**each, "text": f"New {each['key']}", "right": each["key"] == right}
                    for each in question.live.body["choices"]
                ]
            },
        }
        rendered = {"stem_html": "<p>Other words?</p>", "explanation_html": ""}
        versions.take_from_file(question, payload=payload, rendered=rendered, at=timezone.now())


@act
def retire(attempt: int) -> None:
    Question.objects.filter(pk__in=[each.pk for each in _questions(attempt)]).update(retired=True)


@act
def delete_by_rows(attempt: int) -> None:
    """Delete a version that is asked past Django, as somebody with a database shell would; the database decides."""
    version = AttemptItem.objects.filter(attempt=attempt).values_list("version", flat=True)[0]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE quizzes_question SET live_id = NULL, loaded_id = NULL WHERE live_id = %s", [version]
        )
        cursor.execute("DELETE FROM quizzes_questionversion WHERE id = %s", [version])


@act
def delete_by_name(attempt: int) -> None:
    _questions(attempt)[0].delete()


def _questions(attempt: int) -> list[Question]:
    return list(
        Question.objects.filter(versions__in=AttemptItem.objects.filter(attempt=attempt).values("version"))
    )


@act
def staff(name: str) -> None:
    """A trainer of the course with this name."""
    person, _ = Person.objects.get_or_create(email=f"{name}@example.org", defaults={"name": name})
    people.assign(person, Assignment.Role.TRAINER, course=Course.objects.get())


def _trainer(name: str) -> Person:
    return Person.objects.get(email=f"{name}@example.org")


@act
def regrade(attempt: int, slot: int, by: str) -> int:
    """Full points for everyone who answered the question in this slot; how many results changed."""
    question = AttemptItem.objects.get(attempt=attempt, slot=slot).version.question
    assert question.live is not None
    said: dict[str, Any] = {"version": question.live, "policy": "full", "reason": "The question was unclear."}
    return regrading.apply(question, actor=_trainer(by), at=timezone.now(), **said).changed


@act
def override(attempt: int, slot: int, points: str, by: str) -> None:
    item = AttemptItem.objects.select_related("attempt").get(attempt=attempt, slot=slot)
    said: dict[str, Any] = {"points": Decimal(points), "reason": "Said so in person."}
    marking.override(item, marker=_trainer(by), at=timezone.now(), **said)


@act
def draft(attempt: int, slot: int, points: str, by: str, seen: int) -> int:
    """Keep a draft of a mark; the revision that it has now."""
    item = AttemptItem.objects.select_related("attempt").get(attempt=attempt, slot=slot)
    said: dict[str, Any] = {"points": Decimal(points), "rubric": {}, "comment": by, "seen_revision": seen}
    return marking.draft(item, marker=_trainer(by), at=timezone.now(), **said).revision


@act
def release(exam: int, by: str) -> int:
    return marking.release(Exam.objects.get(pk=exam), person=_trainer(by), at=timezone.now())


def main() -> None:
    # What a command prints is no answer.
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"said": ACTS[asked.pop("act")](**asked)}
        except Exception as problem:
            answer = {"raised": type(problem).__name__, "words": str(problem)[:500]}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
