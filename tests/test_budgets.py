"""The product's budgets of SQL statements, page by page: held, and spent alike with 5 rows and with 50.

Each request comes from a signed-in session, whose own statements are counted; BEGIN, COMMIT and SAVEPOINT are not.
``make bench`` prints what this file measures, on both databases.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from course import progress
from course.joining import invitations, join_requests, people
from course.learners import accommodations
from course.models import (
    ActiveTime,
    Assignment,
    Cohort,
    Competency,
    Completion,
    Course,
    Enrollment,
    Lesson,
    Person,
    Program,
    Step,
    StepDue,
)
from lessons import feedback, reflections
from lessons.models import CoursePage, GlossaryTerm, Resource, Scenario
from quizzes import attempts, blueprint
from quizzes.models import Attempt, AttemptItem, Exam
from quizzes.signoff import opening, verbs
from tests.conftest import NOW, signed_in
from tests.make import add_question, add_scenario, add_topic, make_course
from tests.quizzes import signoff_room
from tests.quizzes.gain.room import group
from tests.quizzes.make_attempts import exam_of, learner, opened, second_exam, submitted

FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
HTMX = {"HX-Request": "true"}
LESSON = "/courses/peer/foundations/roles/"
Ask = Callable[[], Any]


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever is done to the database inside is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def statements(build: Callable[[int], Ask], rows: int) -> int:
    """What the request that ``build`` makes ready costs where there are ``rows`` of everything that it may show."""
    with rolled_back():
        ask = build(rows)
        with CaptureQueriesContext(connection) as captured:
            response = ask()
    assert response.status_code in (200, 204, 302), response.content
    return sum(not query["sql"].startswith(FRAME) for query in captured.captured_queries)


def spring(rows: int) -> Cohort:
    """A cohort whose course has ``rows`` topics, the first with as many scenarios, and an exam of as many questions."""
    program = Program.objects.create(name="Harbor", slug="harbor")
    course = make_course(program, topics=rows, questions=rows, spare=rows)
    for number in range(rows - 1):
        add_scenario(Lesson.objects.get(), "roles", f"scenario-{number}")
    return Cohort.objects.create(program=program, course=course, name="Spring")


def ada(cohort: Cohort) -> Enrollment:
    return learner(cohort, "Ada Lindgren")


def written(enrollment: Enrollment) -> Scenario:
    """She has written on every scenario, and done every topic but the first. Returns the first scenario."""
    for scenario in Scenario.objects.select_related("live", "topic__step"):
        reflections.save(enrollment, scenario, text="Sit down with him.", revision=0, at=NOW)
    for step in Step.objects.filter(kind="topic").exclude(slug="roles"):
        progress.complete(enrollment, step, version=1, at=NOW)
    return Scenario.objects.select_related("live", "topic__step").earliest("pk")


def begun(enrollment: Enrollment, rows: int) -> Attempt:
    """Her attempt, every question answered, the first one ``rows`` times."""
    attempt = attempts.start(enrollment, exam_of(enrollment.cohort), at=NOW)
    for item in attempt.items.all():
        save(item, "no", 0)
    for number in range(1, rows):
        save(attempt.items.get(slot=1), ("no", "yes")[number % 2], number)
    return attempt


def save(item: AttemptItem, key: str, seen: int) -> None:
    attempts.save_answer(item, response={"choice": key}, save_id=uuid4(), seen_revision=seen, at=NOW)


def staff(cohort: Cohort, role: Assignment.Role) -> Client:
    person = Person.objects.create(email="staff@example.org", name="Tess Moreau")
    people.assign(person, role, cohort=cohort)
    return signed_in(person)


def page(address: str, prepare: Callable[[Enrollment], object] = written) -> Callable[[int], Ask]:
    def build(rows: int) -> Ask:
        enrollment = ada(spring(rows))
        prepare(enrollment)
        client = signed_in(enrollment.person)
        return lambda: client.get(address)

    return build


def of_attempt(address: str, *, submit: bool = False) -> Callable[[int], Ask]:
    def build(rows: int) -> Ask:
        enrollment = ada(spring(rows))
        attempt = begun(enrollment, rows)
        if submit:
            attempts.submit(attempt, at=NOW)
        client = signed_in(enrollment.person)
        return lambda: client.get(f"/attempts/{attempt.pk}/{address}")

    return build


def saving_an_answer(**headers: Any) -> Callable[[int], Ask]:
    """A change of mind, the costliest save."""

    def build(rows: int) -> Ask:
        enrollment = ada(spring(rows))
        attempt = begun(enrollment, rows)
        client = signed_in(enrollment.person)
        new = {"choice": "maybe", "save_id": uuid4(), "revision": rows, "go": "save"}
        return lambda: client.post(f"/attempts/{attempt.pk}/1/", new, **headers)

    return build


def saving_a_reflection(**headers: Any) -> Callable[[int], Ask]:
    """A new text, on one that is old enough to go to the history."""

    def build(rows: int) -> Ask:
        enrollment = ada(spring(rows))
        scenario = written(enrollment)
        for number in range(1, rows):
            at = NOW - timedelta(days=1, minutes=number)
            reflections.save(enrollment, scenario, text=f"Text {number}", revision=number, at=at)
        client = signed_in(enrollment.person)
        new = {"text": "Ask him what he wants.", "revision": rows}
        address = reverse("reflection", args=[enrollment.pk, scenario.pk])
        return lambda: client.post(address, new, **headers)

    return build


def home_of_many_courses(rows: int) -> Ask:
    enrollment = ada(spring(5))
    program = Program.objects.get()
    for number in range(1, rows):
        course = Course.objects.create(program=program, slug=f"course-{number}", title="Another")
        lesson = Lesson.objects.create(course=course, slug="first", title="First", position=1)
        add_topic(lesson, "topic", "Topic", 1)
        cohort = Cohort.objects.create(program=program, course=course, name="Spring")
        people.join(enrollment.person, cohort, at=NOW)
    client = signed_in(enrollment.person)
    return lambda: client.get("/")


def looking_up(address: str) -> Callable[[int], Ask]:
    """A glossary of ``rows`` terms, and as many places to turn to."""

    def build(rows: int) -> Ask:
        enrollment = ada(spring(5))
        for number in range(rows):
            shared = {"course": enrollment.course, "key": f"k-{number}"}
            GlossaryTerm.objects.create(term=f"Term {number}", definition_html="<p>So.</p>", **shared)
            Resource.objects.create(name="A line", group=f"g-{number}", phone="988", checked_on=NOW, **shared)
        client = signed_in(enrollment.person)
        return lambda: client.get(address)

    return build


def reading_pages(address: str, *, staffed: bool = False) -> Callable[[int], Ask]:
    """``rows`` pages, and as many lessons with a guide to each."""

    def build(rows: int) -> Ask:
        enrollment = ada(spring(rows))
        for number in range(rows):
            page = {"course": enrollment.course, "title": "A page", "source": "So.", "html": "<p>So.</p>"}
            lesson = {"slug": f"k-{number}", "title": "Another", "position": 100 + number}
            Lesson.objects.create(course=enrollment.course, **lesson)
            CoursePage.objects.create(audience="learners", key=f"k-{number}", **page)
            CoursePage.objects.create(audience="trainers", key=f"k-{number}", **page)
        trainer = staff(enrollment.cohort, Assignment.Role.TRAINER) if staffed else None
        client = trainer or signed_in(enrollment.person)
        return lambda: client.get(address)

    return build


def starting(rows: int) -> Ask:
    enrollment = ada(spring(rows))
    client = signed_in(enrollment.person)
    exam = exam_of(enrollment.cohort)
    return lambda: client.post(f"/exams/{exam.pk}/start/")


def submitting(rows: int) -> Ask:
    enrollment = ada(spring(rows))
    attempt = begun(enrollment, rows)
    client = signed_in(enrollment.person)
    return lambda: client.post(f"/attempts/{attempt.pk}/submit/")


def reviewing(rows: int) -> Ask:
    cohort = spring(5)
    for number in range(rows):
        submitted(learner(cohort, f"Learner {number}"), exam_of(cohort))
        opened(learner(cohort, f"Sitting {number}"), exam_of(cohort))
        learner(cohort, f"Waiting {number}")
    client = staff(cohort, Assignment.Role.SUPERVISOR)
    return lambda: client.get("/review/")


def comparing(rows: int) -> Ask:
    cohort = spring(5)
    group(cohort, rows)
    client = staff(cohort, Assignment.Role.SUPERVISOR)
    return lambda: client.get("/review/gain/")


def reviewing_one(rows: int) -> Ask:
    enrollment = ada(spring(rows))
    attempt = attempts.submit(begun(enrollment, rows), at=NOW)
    client = staff(enrollment.cohort, Assignment.Role.SUPERVISOR)
    return lambda: client.get(f"/review/{attempt.pk}/")


def reading_what_is_shared(rows: int) -> Ask:
    cohort = spring(5)
    client = staff(cohort, Assignment.Role.TRAINER)
    author = Person.objects.get(email="staff@example.org")
    for number in range(rows):
        enrollment = learner(cohort, f"Learner {number}")
        scenario = written(enrollment)
        shared = reflections.share(enrollment, scenario, revision=1, at=NOW)
        if number % 2:
            feedback.answer(shared, author=author, text="Well seen.", at=NOW)
    return lambda: client.get("/shared/")


def looking_after_learners(rows: int) -> Ask:
    cohort = spring(5)
    client = staff(cohort, Assignment.Role.SUPERVISOR)
    author = Person.objects.get(email="staff@example.org")
    for number in range(rows):
        enrollment = learner(cohort, f"Learner {number}")
        if number % 2:
            accommodations.grant(enrollment.person, reason="Slow.", by=author, at=NOW, time_factor=2)
    return lambda: client.get("/learners/")


def running_a_cohort(page: str) -> Callable[[int], Ask]:
    """``rows`` learners, requests to join, invitations and assignments; the page's cohort is the only one."""

    def build(rows: int) -> Ask:
        cohort = spring(5)
        cohort.needs_approval = True
        client = staff(cohort, Assignment.Role.SUPERVISOR)
        author = Person.objects.get(email="staff@example.org")
        Person.objects.filter(pk=author.pk).update(is_superuser=True)
        for number in range(rows):
            learner(cohort, f"Learner {number}")
            other = Person.objects.create(email=f"other-{number}@example.org", name=f"Other {number}")
            join_requests.join_or_ask(other, cohort, at=NOW)
            invitations.invite(cohort, email=f"new-{number}@example.org", by=author, at=NOW)
            more = Cohort.objects.create(program=cohort.program, course=cohort.course, name=f"More {number}")
            people.assign(author, Assignment.Role.TRAINER, cohort=more)
        return lambda: client.get(page.format(cohort=cohort.pk))

    return build


def looking_after_one(address: str, role: Assignment.Role = Assignment.Role.TRAINER) -> Callable[[int], Ask]:
    """Who was granted something ``rows`` times, and has sat an exam of two forms as often."""

    def build(rows: int) -> Ask:
        cohort = spring(8)
        exam = exam_of(cohort)
        exam.forms_of, exam.rules = exam, {"attempts": 20}
        exam.save()
        blueprint.store_forms(exam, [])
        client, enrollment = staff(cohort, role), ada(cohort)
        author = Person.objects.get(email="staff@example.org")
        for number in range(1, rows + 1):
            accommodations.grant(enrollment.person, reason="Slow.", by=author, at=NOW, extra_attempts=15)
            submitted(enrollment, exam, number=number, form="AB"[number % 2])
        page = address.format(learner=enrollment.pk, exam=exam.pk)
        if role == Assignment.Role.SUPERVISOR:
            client.get(page)  # The first look in an hour is noted in the record.
        return lambda: client.get(page)

    return build


def watching_over(address: str) -> Callable[[int], Ask]:
    """``rows`` steps, and as many learners who did half, sat the exam, and have it due; and cohorts of others."""

    def build(rows: int) -> Ask:
        cohort = spring(rows)
        client = staff(cohort, Assignment.Role.SUPERVISOR)
        exam, steps = exam_of(cohort), list(Step.objects.all())
        StepDue.objects.create(cohort=cohort, step=exam.step, due_on=NOW.date())
        for number in range(rows):
            enrollment = learner(cohort, f"Learner {number}")
            done = [Completion(enrollment=enrollment, step=step, version=1, at=NOW) for step in steps[::2]]
            Completion.objects.bulk_create(done)
            if number % 2:
                submitted(enrollment, exam, critical_missed=1, awaiting=1)
            other = Cohort.objects.create(
                program=cohort.program, course=cohort.course, name=f"Other {number}"
            )
            learner(other, f"Stranger {number}")
        return lambda: client.get(address.format(cohort=cohort.pk))

    return build


def watching_over_while_learning(rows: int) -> Ask:
    """Who supervises one cohort and learns in a course of their own."""
    watching_over("/")(rows)
    person = Person.objects.get(email="staff@example.org")
    course = Course.objects.create(program=Program.objects.get(), slug="own", title="Own")
    add_topic(Lesson.objects.create(course=course, slug="first", title="First", position=1), "t", "T", 1)
    people.join(person, Cohort.objects.create(program=course.program, course=course, name="Own"), at=NOW)
    client = signed_in(person)
    return lambda: client.get("/")


def telling_of_time(rows: int) -> Ask:
    enrollment = ada(spring(rows))
    written(enrollment)
    step = Step.objects.get(slug="roles").pk
    client = signed_in(enrollment.person)
    return lambda: client.post(f"/hours/beat/{step}/", {"seconds": 60})


def hours_of_many_steps(page: str) -> Callable[[int], Ask]:
    def build(rows: int) -> Ask:
        enrollment = ada(spring(rows))
        written(enrollment)
        competency = Competency.objects.get()
        for step in Step.objects.all():
            step.competencies.add(competency)
            ActiveTime.objects.create(enrollment=enrollment, step=step, seconds=100)
        supervisor = staff(enrollment.cohort, Assignment.Role.SUPERVISOR)
        client = supervisor if "learners" in page else signed_in(enrollment.person)
        return lambda: client.get(page.format(enrollment.pk))

    return build


def signing_off(page: str) -> Callable[[int], Ask]:
    """``rows`` learners with a sign-off, competencies, steps that teach each, and earlier rounds of Ada's."""

    def build(rows: int) -> Ask:
        cohort = spring(rows)
        client, enrollment = staff(cohort, Assignment.Role.SUPERVISOR), ada(cohort)
        by = Person.objects.get(email="staff@example.org")
        for number in range(rows):
            more = Competency.objects.create(
                framework="samhsa", code=f"more-{number}", title=f"More {number}"
            )
            for step in Step.objects.all()[:3]:
                step.competencies.add(more)
            submitted(enrollment, second_exam(cohort, f"Exam {number}"))
            called_off = opening.open_round(enrollment, framework="samhsa", by=by, at=NOW)
            verbs.call_off(called_off, seen_revision=1, by=by, at=NOW)
            learner(cohort, f"Learner {number}")
        record = signoff_room.signed(enrollment, by)
        if "records" not in page:
            record = signoff_room.handed_over(enrollment, by)
        opening.open_for_cohort(cohort, framework="samhsa", by=by, at=NOW)
        for number in range(rows):
            learner(cohort, f"Without {number}")
        if page.startswith("/sign-off/{learner}"):
            client = signed_in(enrollment.person)
        return lambda: client.get(page.format(learner=enrollment.pk, record=record.pk))

    return build


BUDGETS: dict[str, tuple[int, Callable[[int], Ask]]] = {
    "lesson page": (6, page(LESSON)),
    "outline": (6, page("/courses/peer/")),
    "glossary": (6, looking_up("/courses/peer/glossary/")),
    "places to turn to": (6, looking_up("/courses/peer/resources/")),
    "pages about the course": (6, reading_pages("/courses/peer/about/")),
    "a page about the course": (6, reading_pages("/courses/peer/about/k-0/")),
    "trainer's guides": (6, reading_pages("/courses/peer/guides/", staffed=True)),
    "a trainer's guide": (6, reading_pages("/courses/peer/guides/foundations/", staffed=True)),
    "save an answer": (6, saving_an_answer()),
    "save an answer, htmx": (6, saving_an_answer(headers=HTMX)),
    "save a reflection": (6, saving_a_reflection()),
    "save a reflection, htmx": (6, saving_a_reflection(headers=HTMX)),
    "tell of time in use": (4, telling_of_time),
    "my hours": (12, hours_of_many_steps("/hours/{}/")),
    "a learner's hours": (12, hours_of_many_steps("/learners/{}/hours/")),
    "my statement": (12, hours_of_many_steps("/hours/{}/statement/")),
    "start an exam": (12, starting),
    "question": (12, of_attempt("1/")),
    "last look": (12, of_attempt("check/")),
    "result": (12, of_attempt("result/", submit=True)),
    "home": (12, page("/")),
    "home, many courses": (12, home_of_many_courses),
    "home of staff": (12, watching_over("/")),
    "home of staff who learn": (12, watching_over_while_learning),
    "a cohort's progress": (12, watching_over("/cohorts/{cohort}/progress/")),
    "exams due": (12, watching_over("/exams/due/")),
    "my reflections": (12, page("/reflections/")),
    "shared with me": (12, reading_what_is_shared),
    "review": (12, reviewing),
    "gain": (12, comparing),
    "learners": (12, looking_after_learners),
    "cohorts": (12, running_a_cohort("/cohorts/")),
    "a cohort": (12, running_a_cohort("/cohorts/{cohort}/")),
    "invitations": (12, running_a_cohort("/cohorts/{cohort}/invitations/")),
    "assignments": (12, running_a_cohort("/assignments/")),
    "learners of an exam": (12, looking_after_one("/exams/{exam}/learners/")),
    "a learner": (12, looking_after_one("/learners/{learner}/")),
    "a learner, to a supervisor": (12, looking_after_one("/learners/{learner}/", Assignment.Role.SUPERVISOR)),
    "what a learner would get": (12, looking_after_one("/learners/{learner}/exams/{exam}/")),
    "review of one attempt": (12, reviewing_one),
    "sign-offs": (12, signing_off("/sign-offs/")),
    "a sign-off": (12, signing_off("/sign-offs/{record}/")),
    "a learner's sign-offs": (12, signing_off("/learners/{learner}/sign-offs/")),
    "my sign-off": (12, signing_off("/sign-off/{learner}/")),
    "the record of a sign-off": (12, signing_off("/sign-off/records/{record}/")),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BUDGETS)
def test_a_page_keeps_its_budget_and_spends_as_much_on_50_rows_as_on_5(
    name: str, record_property: Callable[[str, object], None]
) -> None:
    budget, build = BUDGETS[name]
    few, many = statements(build, 5), statements(build, 50)
    record_property(name, f"{many} {budget}")
    assert few == many <= budget


@pytest.mark.django_db
def test_submitting_50_questions_costs_what_20_cost_and_keeps_its_budget(
    record_property: Callable[[str, object], None],
) -> None:
    twenty, fifty = statements(submitting, 20), statements(submitting, 50)
    record_property("submit 20 questions", f"{twenty} 15")
    record_property("submit 50 questions", f"{fifty} 15")
    assert twenty == fifty <= 15


@pytest.mark.django_db
def test_a_whole_exam_of_20_questions_with_two_forms_stays_within_130(
    record_property: Callable[[str, object], None],
) -> None:
    """Start, 20 saves, the last look, hand in, result; the learner is the second of a cohort that crosses two forms."""
    cohort = spring(20)
    exam = exam_of(cohort)
    add_more(exam.step.lesson.course, 4)
    exam.forms_of = exam
    exam.save()
    blueprint.store_forms(exam, ["q-0"])
    attempts.start(learner(cohort, "Bo"), exam, at=NOW)
    client = signed_in(learner(cohort, "Ada").person)
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        sit_the_exam(client, exam)
    spent = sum(not query["sql"].startswith(FRAME) for query in captured.captured_queries) - OUR_OWN
    record_property("whole exam of 20 questions", f"{spent} 130")
    assert spent <= 130


OUR_OWN = 2
"""What the test itself asks: the attempt and its slots."""


def add_more(course: Course, count: int) -> None:
    for number in range(count):
        add_question(course, Competency.objects.get(), f"more-{number}")


def sit_the_exam(client: Client, exam: Exam) -> None:
    client.post(f"/exams/{exam.pk}/start/")
    attempt = Attempt.objects.get(enrollment__person__name="Ada")
    for slot in list(attempt.items.values_list("slot", flat=True)):
        form = {"save_id": str(uuid4()), "revision": "0", "choice": "yes"}
        assert client.post(f"/attempts/{attempt.pk}/{slot}/", form, headers=HTMX).status_code == 200
    assert client.get(f"/attempts/{attempt.pk}/check/").status_code == 200
    assert client.post(f"/attempts/{attempt.pk}/submit/", follow=True).status_code == 200
