"""What a course covers, and what keeps it from opening, on two pages for its trainers."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from course.arranging.coverage import coverage
from course.arranging.readiness import readiness
from course.joining import people
from course.models import Assignment, Cohort, Competency, Course, Lesson, Person, Step
from lessons.models import Topic, TopicVersion
from quizzes.models import BlueprintRow, Exam, Question
from tests.conftest import signed_in
from tests.make import add_topic, make_course


@pytest.fixture
def named(course: Course) -> Course:
    """The small course, its topics naming the one competency that there is."""
    for step in Step.objects.filter(kind="topic"):
        step.competencies.add(Competency.objects.get())
    return course


def text_of(client: Client, page: str, course: Course) -> str:
    content = client.get(reverse(f"admin:course_course_{page}", args=[course.pk])).content.decode()
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content)))


def test_coverage_counts_what_learners_meet(named: Course) -> None:
    Competency.objects.create(framework="icrc", code="icrc-ethics", title="Ethical Responsibility")
    found = coverage(named)
    assert found.columns == ["Topics", "Scenarios", "Questions", "Asked in exams"]
    icrc, samhsa = found.frameworks
    assert [cell.count for cell in samhsa.rows[0].cells] == [2, 1, 6, 4]
    assert [cell.count for cell in icrc.rows[0].cells] == [0, 0, 0, 0]
    assert icrc.rows[0].missing == ["Topics", "Scenarios", "Questions"]


def test_what_is_not_shown_to_learners_covers_nothing(named: Course) -> None:
    Step.objects.filter(slug="roles").update(state="retired")
    Question.objects.filter(key__in=["q-0", "q-1"]).update(retired=True)
    [samhsa] = coverage(named).frameworks
    assert [cell.count for cell in samhsa.rows[0].cells] == [1, 0, 4, 4]


def test_each_figure_leads_to_just_as_many_rows(as_tess: Client, named: Course) -> None:
    [samhsa] = coverage(named).frameworks
    for cell in samhsa.rows[0].cells[:3]:
        assert len(as_tess.get(cell.link).context["cl"].queryset) == cell.count


def test_a_question_counts_for_its_competency_and_for_its_domain(named: Course) -> None:
    domain = Competency.objects.create(framework="icrc", code="icrc-ethics", title="Ethical Responsibility")
    Question.objects.filter(key="q-0").update(domain=domain)
    icrc, samhsa = coverage(named).frameworks
    assert (icrc.rows[0].cells[2].count, samhsa.rows[0].cells[2].count) == (1, 6)
    assert icrc.rows[0].cells[2].link.endswith(f"domain__id__exact={domain.pk}")


def test_holes_are_told_in_words(as_tess: Client, course: Course) -> None:
    assert "missing: Topics, Scenarios" in text_of(as_tess, "coverage", course)


def empty(course: Course) -> None:
    Step.objects.update(state="retired")


def without_cohort(course: Course) -> None:
    Cohort.objects.all().delete()


def without_blueprint(course: Course) -> None:
    BlueprintRow.objects.all().delete()


def too_few(course: Course) -> None:
    Question.objects.exclude(key__in=["q-0", "q-1"]).update(retired=True)


def without_forms(course: Course) -> None:
    exam = Exam.objects.get()
    Exam.objects.update(forms_of=exam)


def retired(course: Course) -> None:
    Course.objects.update(state="retired")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (empty, "There is no step that learners can open."),
        (retired, "The course is retired: nobody meets it."),
        (without_cohort, "There is no cohort: nobody can join."),
        (without_blueprint, "asks nothing yet."),
        (too_few, "asks 4 on “Shares experience”; the bank has 2."),
        (without_forms, "has no stored forms yet."),
    ],
)
def test_what_stops_a_course_is_said_and_leads_to_where_it_is_mended(
    as_alma: Client, alma: Person, course: Course, spring: Cohort, spoil: Callable[[Course], None], words: str
) -> None:
    assert not readiness(course, alma).stops
    assert "Ready to open." in text_of(as_alma, "readiness", course)
    spoil(course)
    course.refresh_from_db()
    [finding] = [each for each in readiness(course, alma).stops if words in each.words]
    assert as_alma.get(finding.link).status_code == 200
    assert words in text_of(as_alma, "readiness", course)
    assert "Ready to open." not in text_of(as_alma, "readiness", course)


def looks(course: Course, alma: Person) -> list[str]:
    course.refresh_from_db()
    return [finding.words for finding in readiness(course, alma).looks]


def test_what_is_worth_a_look(as_alma: Client, alma: Person, course: Course, spring: Cohort) -> None:
    lesson = Lesson.objects.create(course=course, slug="later", title="Later", position=9)
    topic = Topic.objects.get(step__slug="duties")
    TopicVersion.objects.bulk_create(
        [
            TopicVersion(
                topic=topic,
                number=9,
                digest="x",
                origin="admin",
                created_at="2026-11-01T00:00Z",
                title="x",
                source="See [that](step:nowhere).",
                html="",
                words=3,
            )
        ]
    )
    Topic.objects.filter(pk=topic.pk).update(live=TopicVersion.objects.get(number=9))
    start, roles = Step.objects.get(slug="start"), Step.objects.get(slug="roles")
    Step.objects.filter(pk=start.pk).update(requires=roles)
    Step.objects.filter(pk=roles.pk).update(state="retired")
    Question.objects.filter(key="q-0").update(basis="practice")
    assert set(looks(course, alma)) >= {
        f"The lesson “{lesson}” holds nothing that learners see.",
        f"“{start.title}” opens after “{roles.title}”, which learners do not see: so it opens at once.",
        "The topic “What Peer Specialists Do” links to “nowhere”, which learners do not see.",
        "The topic “What Peer Specialists Do” names no competency.",
        "1 question rests on practice judgment. An expert has to look at it.",
        "The program has no US state. Rules of the state cannot be shown.",
        "The cohort “Spring” has no trainer.",
    }
    for finding in readiness(course, alma).looks:
        assert as_alma.get(finding.link).status_code == 200


def test_who_trains_one_cohort_reads_of_no_other(
    course: Course, spring: Cohort, fall: Cohort, sven: Person, alma: Person
) -> None:
    people.assign(sven, Assignment.Role.TRAINER, cohort=spring)
    page = text_of(signed_in(sven), "readiness", course)
    assert "has no trainer" not in page
    assert "The cohort “Fall” has no trainer." in looks(course, alma)


def test_a_trainer_is_told_whom_to_ask_for_what_an_administrator_mends(
    as_tess: Client, course: Course, spring: Cohort
) -> None:
    page = as_tess.get(reverse("admin:course_course_readiness", args=[course.pk])).content.decode()
    assert "Ask an administrator." in page
    assert f'href="{reverse("admin:course_program_change", args=[course.program_id])}"' not in page


@pytest.mark.parametrize("page", ["outline", "coverage", "readiness"])
def test_the_pages_about_a_course_take_no_more_statements_when_it_grows(
    as_tess: Client, course: Course, page: str
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as spent:
            assert as_tess.get(reverse(f"admin:course_course_{page}", args=[course.pk])).status_code == 200
        return len(spent)

    few = statements()
    for number in range(2, 12):
        lesson = Lesson.objects.create(
            course=course, slug=f"l-{number}", title=f"L {number}", position=number
        )
        for place in range(1, 6):
            add_topic(lesson, f"t-{number}-{place}", f"T {number}.{place}", place)
    assert statements() == few


def test_another_program_s_course_is_not_counted(named: Course) -> None:
    before = coverage(named)
    other = make_course(named.program, slug="other")
    for step in Step.objects.filter(lesson__course=other, kind="topic"):
        step.competencies.add(Competency.objects.get())
    assert coverage(named) == before
