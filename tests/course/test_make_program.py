"""``make_program``: people who are all made up, and rows that nobody can tell from what the verbs leave."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from course.mailing import digests
from course.models import (
    ActiveTime,
    Assignment,
    AuditEvent,
    Cohort,
    Completion,
    Course,
    Enrollment,
    Lesson,
    Person,
    Withdrawal,
)
from course.program_maker import people
from course.program_maker.making import CannotMake, make
from course.program_maker.sizes import SIZES, Size
from quizzes import attempts, blueprint
from quizzes.attempts import begin
from quizzes.models import Answer, Attempt, AttemptItem, Exam, Mark
from tests.conftest import NOW
from tests.make import add_exam, add_question

pytestmark = pytest.mark.django_db

FEW = Size(cohorts=3, learners=48)


@pytest.fixture
def crossed(course: Course) -> Course:
    """The small course with an exam of two forms before and after, and a check that shows each answer at once."""
    lesson, pre = Lesson.objects.get(course=course), Exam.objects.get()
    about = pre.blueprint.get().about
    for number in range(4):
        add_question(course, about, f"more-{number}")
    pre.forms_of = pre
    pre.save()
    blueprint.store_forms(pre, ["q-0"])
    post, check = (add_exam(lesson, about, position, 4, slug=f"exam-{position}") for position in (10, 11))
    post.purpose, post.forms_of = Exam.Purpose.POST, pre
    post.rules = {**post.rules, "time_limit_minutes": 6, "attempts": 2, "wait_hours": 24, "pass_percent": 75}
    post.step.requires = pre.step
    post.step.save()
    check.purpose = Exam.Purpose.CHECK
    check.rules = {**check.rules, "attempts": 20, "feedback": ["keys"], "feedback_when": "each"}
    for exam in (post, check):
        exam.save()
    return course


def run(*arguments: str) -> str:
    said = StringIO()
    call_command("make_program", *arguments, stdout=said)
    return said.getvalue()


def differences() -> list[str]:
    return [line for _, found in attempts.differences(Attempt.objects.all()) for line in found]


def test_the_shipped_course_gets_60_learners_whose_scores_are_what_their_history_says() -> None:
    said = run()
    assert "60 made-up learners take “Peer Specialist Training”." in said
    assert people.made().filter(enrollments__isnull=False).count() == SIZES["small"].learners
    assert Attempt.objects.filter(state="submitted").count() > 100
    assert Attempt.objects.filter(state="open").exists()
    checked = StringIO()
    call_command("check_scores", stdout=checked)
    assert checked.getvalue().endswith(" submitted attempts checked, 0 differ.\n")


def test_scores_are_what_their_history_says_with_forms_time_limits_and_answers_shown_at_once(
    crossed: Course,
) -> None:
    make(crossed, FEW, seed=1, at=NOW)
    assert Attempt.objects.filter(ended_by="time").exists()
    assert Attempt.objects.filter(exam__purpose="check").exists()
    assert differences() == []


def test_an_attempt_asks_what_the_verb_would_have_asked_with_its_seed(crossed: Course) -> None:
    make(crossed, FEW, seed=1, at=NOW)
    frozen = ("slot", "version_id", "competency_id", "kind", "critical", "taught_before", "points")
    for exam in Exam.objects.select_related("step__lesson"):
        made = Attempt.objects.filter(exam=exam).select_related("enrollment")[0]
        rows = blueprint.rows_of(exam)
        asked = begin.ask(exam, exam.terms, rows, made.form, made.seed)
        where = (made.enrollment, exam, made.number, made.form, made.seed, rows, asked)
        attempt, items = begin.frozen(*where, deadline=made.deadline, at=made.started_at)
        wanted = [tuple(getattr(item, name) for name in (*frozen, "option_order")) for item in items]
        assert list(made.items.values_list(*frozen, "option_order")) == wanted
        assert (made.rules, made.possible, made.sections) == (
            attempt.rules,
            attempt.possible,
            attempt.sections,
        )


def test_each_cohort_is_balanced_between_the_forms_and_everybody_sits_the_other_one_after(
    crossed: Course,
) -> None:
    make(crossed, FEW, seed=1, at=NOW)
    first = {
        attempt.enrollment_id: attempt for attempt in Attempt.objects.filter(exam__purpose="pre", number=1)
    }
    for cohort in Cohort.objects.all():
        sat = Attempt.objects.filter(exam__purpose="pre", enrollment__cohort=cohort).values_list("form")
        times = Counter(sat)
        assert abs(times[("A",)] - times[("B",)]) <= 2
    after = Attempt.objects.filter(exam__purpose="post", number=1)
    assert after.count() > 10
    assert all({first[each.enrollment_id].form, each.form} == {"A", "B"} for each in after)


def test_nobody_begins_a_step_before_what_it_requires_is_done(crossed: Course) -> None:
    make(crossed, FEW, seed=1, at=NOW)
    done = dict(Completion.objects.filter(step__slug="start").values_list("enrollment", "at"))
    assert len(done) < FEW.learners
    for attempt in Attempt.objects.filter(exam__purpose="post"):
        assert done[attempt.enrollment_id] < attempt.started_at


def test_a_further_attempt_keeps_to_the_rules_of_the_exam(crossed: Course) -> None:
    make(crossed, FEW, seed=1, at=NOW)
    again = Attempt.objects.filter(exam__purpose="post").order_by("enrollment", "number")
    numbers = Counter(again.values_list("enrollment", flat=True))
    assert max(numbers.values()) == 2
    for second in again.filter(number=2):
        before = again.get(enrollment=second.enrollment_id, number=1)
        assert before.passed is False
        assert before.submitted_at is not None
        assert second.started_at >= before.submitted_at + timedelta(hours=24)


def test_answers_shown_at_once_stand(crossed: Course) -> None:
    make(crossed, FEW, seed=1, at=NOW)
    answered = AttemptItem.objects.filter(attempt__exam__purpose="check", answers__isnull=False)
    assert answered.exists()
    assert not answered.filter(settled_at=None).exists()


def test_nothing_happens_after_the_day_and_the_newest_answer_is_the_one_that_is_marked(
    crossed: Course,
) -> None:
    make(crossed, FEW, seed=1, at=NOW)
    for rows, name in ((Answer, "at"), (Attempt, "started_at"), (Attempt, "submitted_at"), (Mark, "at")):
        assert not rows.objects.filter(**{f"{name}__gt": NOW}).exists()
    assert not Completion.objects.filter(at__gt=NOW).exists()
    assert not Mark.objects.filter(item__attempt__state="open").exists()
    changed = Answer.objects.filter(revision=2, item__attempt__state="submitted")
    assert changed.exists()
    assert all(answer.item.marks.get().answer_id == answer.pk for answer in changed)


def test_some_never_begin_some_withdraw_and_some_turned_measuring_off(crossed: Course) -> None:
    make(crossed, Size(cohorts=2, learners=100), seed=1, at=NOW)
    everybody = Enrollment.objects.count()
    assert Enrollment.objects.filter(completions=None, attempts=None).exists()
    withdrawn = Enrollment.objects.filter(state="withdrawn").count()
    assert 0 < withdrawn == Withdrawal.objects.count() < everybody / 4
    measured = ActiveTime.objects.values("enrollment").distinct().count()
    assert 0 < measured < Completion.objects.values("enrollment").distinct().count()
    verbs = Counter(AuditEvent.objects.values_list("verb", flat=True))
    assert (verbs["joined"], verbs["withdrawn"]) == (everybody, withdrawn)


def test_a_supervisor_has_four_cohorts_and_two_of_the_staff_have_the_course(crossed: Course) -> None:
    make(crossed, Size(cohorts=5, learners=5), seed=1, at=NOW)
    held = Counter(Assignment.objects.values_list("person__email", "role"))
    assert held == {
        ("lead.1@made-up.invalid", "supervisor"): 1,
        ("trainer.1@made-up.invalid", "trainer"): 1,
        ("supervisor-01.1@made-up.invalid", "supervisor"): 4,
        ("supervisor-02.1@made-up.invalid", "supervisor"): 1,
    }
    assert Assignment.objects.filter(course=crossed).count() == 2


def test_nobody_can_sign_in_no_mail_is_written_and_no_code_opens_a_cohort(crossed: Course) -> None:
    make(crossed, Size(cohorts=1, learners=4), seed=1, at=NOW)
    assert not any(person.has_usable_password() for person in people.made())
    assert digests.queue_all(at=NOW) == (0, 0)
    assert not Cohort.objects.filter(is_open=True).exists()


def told() -> list[Any]:
    """All that two runs must have in common: people, times, answers, results."""
    return [
        list(Person.objects.order_by("email").values_list("email", "name", "time_zone", "date_joined")),
        list(Enrollment.objects.order_by("person__email").values_list("state", "joined_at")),
        list(Completion.objects.order_by("enrollment", "step").values_list("version", "at")),
        list(ActiveTime.objects.order_by("enrollment", "step").values_list("seconds")),
        list(Attempt.objects.order_by("pk").values_list("seed", "form", "score", "submitted_at")),
        list(Answer.objects.order_by("pk").values_list("save_id", "response_code", "at")),
    ]


def made_and_undone(course: Course, **arguments: Any) -> list[Any]:
    """What a run makes, in a database that forgets it again."""
    with transaction.atomic():
        make(course, Size(cohorts=2, learners=16), **arguments)
        found = told()
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        # PostgreSQL counts on where it was: a cohort's number decides who sits which form.
        for sql in connection.ops.sequence_reset_sql(no_style(), [Cohort]):
            cursor.execute(sql)
    return found


def test_the_same_seed_and_day_make_the_same_program(crossed: Course, now: datetime) -> None:
    Cohort.objects.create(program=crossed.program, course=crossed, name="A first one")
    first = made_and_undone(crossed, seed=7, at=now)
    assert made_and_undone(crossed, seed=7, at=now) == first
    other = made_and_undone(crossed, seed=8, at=now)
    assert all(mine != theirs for mine, theirs in zip(first, other, strict=True))


def test_it_refuses_where_there_are_other_people(ada: Person, crossed: Course) -> None:
    with pytest.raises(CommandError, match=r"people here who are not made up \(1\)"):
        run()
    assert not people.made().exists()


def rows_of_others() -> list[Any]:
    others = Person.objects.exclude(pk__in=people.made()).order_by("pk")
    mine = {"enrollment__person__in": others}
    return [
        list(others.values()),
        list(Enrollment.objects.filter(person__in=others).order_by("pk").values()),
        list(Attempt.objects.filter(**mine).order_by("pk").values()),
        list(Answer.objects.filter(item__attempt__enrollment__person__in=others).order_by("pk").values()),
        list(AuditEvent.objects.filter(about__in=others).order_by("pk").values()),
        list(Cohort.objects.filter(enrollments__person__in=others).order_by("pk").distinct().values()),
    ]


def test_beside_people_who_are_here_it_leaves_their_rows_alone(
    enrollment: Enrollment, crossed: Course
) -> None:
    exam = Exam.objects.get(purpose="pre")
    attempt = attempts.start(enrollment, exam, at=NOW, seed=7)
    attempts.submit(attempt, at=NOW)
    before = rows_of_others()
    run("--into-existing", "--until", "2026-10-31")
    assert people.made().count() == SIZES["small"].learners + 3
    assert rows_of_others() == before


def test_a_seed_is_used_once_and_programs_of_two_seeds_stand_side_by_side(crossed: Course) -> None:
    few = Size(cohorts=1, learners=2)
    make(crossed, few, seed=1, at=NOW)
    with pytest.raises(CannotMake, match="seed 1 is here already"):
        make(crossed, few, seed=1, at=NOW)
    make(crossed, few, seed=2, at=NOW)
    assert Enrollment.objects.count() == 4


def test_a_course_that_is_not_there_is_told_with_those_that_are(crossed: Course) -> None:
    with pytest.raises(CommandError, match="Name one with --course: peer"):
        run("--course", "pear")
    assert not people.made().exists()


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--until", "yesterday", "write a date as"),
        ("--until", "2999-01-01", "a day that is over"),
        ("--until", "0001-01-01", "not before 2000"),
        ("--seed", "-1", "at most nine digits"),
        ("--seed", "1" * 5000, "at most nine digits"),
        ("--size", "huge", "small"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_reason(option: str, value: str, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run(f"{option}={value}")
    assert not Course.objects.exists()


def test_a_course_without_live_steps_makes_nobody(crossed: Course) -> None:
    Lesson.objects.update(state="retired")
    with pytest.raises(CommandError, match="no live steps"):
        run()
    assert not Person.objects.exists()


def test_how_far_it_has_come_is_told_for_each_learner(crossed: Course) -> None:
    ticks: list[str] = []

    def progress(does: str, total: int) -> Any:
        ticks.append(f"{does} {total}")
        return lambda: ticks.append("tick")

    make(crossed, Size(cohorts=2, learners=6), seed=1, at=NOW, progress=progress)
    assert ticks == ["Making learners 6", *["tick"] * 6]


def test_learners_cost_few_statements_each(crossed: Course) -> None:
    with CaptureQueriesContext(connection) as few:
        make(crossed, Size(cohorts=1, learners=10), seed=1, at=NOW)
    with CaptureQueriesContext(connection) as many:
        make(crossed, Size(cohorts=1, learners=40), seed=2, at=NOW)
    # Large inserts come in several statements.
    assert len(many) - len(few) < 30


def test_what_waits_for_a_later_attempt_is_begun_after_it(crossed: Course) -> None:
    """The exam before must be passed, and may be tried again: who passes late comes to what waits for it later."""
    pre = Exam.objects.get(purpose="pre")
    pre.rules = {**pre.rules, "attempts": 3, "wait_hours": 72, "pass_percent": 90}
    pre.save()
    make(crossed, FEW, seed=1, at=NOW)
    assert Attempt.objects.filter(exam=pre, passed=False).exists()
    done = dict(Completion.objects.filter(step=pre.step_id).values_list("enrollment", "at"))
    for attempt in Attempt.objects.filter(exam__purpose="post"):
        assert done[attempt.enrollment_id] < attempt.started_at
    assert differences() == []
