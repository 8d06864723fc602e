"""Make an installation ready, and put people where every page has something on it. Runs inside the installation.

Everything is done by the verbs that the pages use. The ``Morning cohort`` (code ``MRNG-2345``) holds the people added
here, and learners who have done nothing yet: ``walker-1``, ``walker-2``, …
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import timezone
from django.views import defaults

from course import working_copies
from course.checking import keeps
from course.joining import due, people
from course.learners import accommodations
from course.models import (
    Cohort,
    Competency,
    Course,
    Enrollment,
    Lesson,
    Notice,
    Person,
    Program,
    Step,
)
from course.privacy import notices
from course.views import too_many
from deploy.serve import collect_static
from lessons import authoring, completion, feedback, reflections
from lessons.admin_forms import TopicForm
from lessons.branching import paths
from lessons.images import verbs
from lessons.images.pictures import prepare
from lessons.materials.anew import render_program
from lessons.models import CoursePage, GlossaryTerm, Image, LocalBlock, LocalRule, Resource, Scenario, Topic
from lessons.pages.rendering import render_pages
from quizzes import attempts, marking
from quizzes import authoring as bank_authoring
from quizzes.kinds import KINDS
from quizzes.models import Exam, Mark, Question
from quizzes.rules import Rules
from tests.browser import cast
from tests.browser.analysis_stage import analysis
from tests.browser.authoring_stage import begun
from tests.browser.door_stage import coming_and_going
from tests.browser.hours_stage import hours
from tests.browser.publishing_stage import publishing
from tests.browser.signoff_stage import sign_offs
from tests.browser.snapshot_stage import snapshots
from tests.lessons.drawing import drawn
from tests.make import add_exam, add_question, add_topic
from tests.quizzes.marking_room import ask_long, draft, long_of, sit

CODE = "MRNG-2345"
# A draw in which each kind of question comes up among the last; found by trying.
SEED = 7
BEGINNING = "I would sit down next to him first and say nothing about the pills."
TEXT = (
    f"{BEGINNING} She asked me to check, and I would tell him so, because he would find out anyway.\n\n"
    "Then I would tell Dana that I can walk over with him if he wants to talk to her."
)
ANSWER = "You told him the truth before anything else. What made that feel possible?"

Ids = cast.Ids


def set_up(*, learners: int) -> str:
    """What a ``World`` holds, as JSON."""
    collect_static()
    call_command("prepare")
    cohort = _morning_cohort()
    walkers = [_join(f"Walker-{number} Doe", cohort) for number in range(1, learners + 1)]
    _join("Lou Ferris", cohort)
    cast.person("Sven Holm")
    for name in cast.UNDECIDED:
        cast.person(name)
    begun()
    notices.draft(text=notices.SHIPPED.read_text(), changes="", author=cast.tess(), at=_ago(hours=1))
    ids = (
        _learning(cohort)
        | coming_and_going(cohort)
        | _locked()
        | _marking()
        | _watched()
        | _shapes()
        | _drafted()
        | _looked_up()
        | _checked()
        | cast.accounts()
        | hours()
        | sign_offs()
        | _rows()
        | publishing()
        | analysis()
        | snapshots()
    )
    ids["admin_notice_published"] = {"object_id": Notice.objects.get(in_force=True).pk}
    ids["admin_course_carry"] = {"pk": Course.objects.get(slug="peer-specialist").pk}
    ids["admin_person_erase"] = {"pk": Person.objects.get(name="Sven Holm").pk}
    ids |= {"join_link": {"code": CODE}, "error_404": {"pk": 0}}
    told = {
        "sessions": dict(cast.sessions()),
        "ids": ids,
        "documents": _documents(),
        "learners": [cast.first(enrollment.person) for enrollment in walkers],
    }
    return json.dumps(told)


def _morning_cohort() -> Cohort:
    course = Course.objects.get()
    return Cohort.objects.create(program=course.program, course=course, name="Morning cohort", join_code=CODE)


def _join(name: str, cohort: Cohort) -> Enrollment:
    return people.join(cast.person(name), cohort, at=_ago(days=2))


def _ago(**time: int) -> datetime:
    return timezone.now() - timedelta(**time)


def _looked_up() -> Ids:
    """The program is in Washington; one of its numbers was not checked for long."""
    course = Course.objects.select_related("program").get(slug="peer-specialist")
    course.program.state = "WA"
    course.program.save()
    Resource.objects.filter(key="samhsa-helpline").update(checked_on=_ago(days=800).date())
    render_program(course.program, at=timezone.now())
    step = Step.objects.select_related("lesson__course").get(slug="what-peer-specialists-do")
    found = {
        "glossaryterm": GlossaryTerm.objects.get(key="stigma"),
        "localblock": LocalBlock.objects.get(key="duty-to-warn"),
        "localrule": LocalRule.objects.get(state="WA"),
        "resource": Resource.objects.get(key="lifeline-988"),
        "coursepage": CoursePage.objects.get(key="help-right-now"),
    }
    return {
        "glossary": {"course": course.slug},
        "resources": {"course": course.slug},
        "about": {"course": course.slug},
        "about_page": {"course": course.slug, "key": "help-right-now"},
        "about_page_table": {"course": course.slug, "key": "your-answers-and-scores"},
        "guides": {"course": course.slug},
        **_guides(course),
        "lesson_constructs": _place(step),
        **{f"admin_{name}": {"object_id": row.pk} for name, row in found.items()},
    }


GUIDE = """## Before the day

Ask learners to read [the first topic](step:the-role-of-a-peer-specialist). You need chairs that move.

Table: A plan for an hour

| Minutes | What you do |
| --- | --- |
| 20 | **Listening.** Pairs, three minutes each. |
| 40 | Two role plays, with a watcher in each. |

!!! takeaways "Keep in mind"
    - Nobody has to tell a hard part of their story.
"""


def _guides(course: Course) -> Ids:
    """A guide to the first lesson, whatever the course brings."""
    first = course.lessons.earliest("position")
    said = {"title": f"Running “{first.title}”", "source": GUIDE}
    CoursePage.objects.update_or_create(course=course, audience="trainers", key=first.slug, defaults=said)
    render_pages(course)
    return {"guide": {"course": course.slug, "lesson": first.slug}}


# --- Learners: Mia is in the middle of it; Noah has finished, and has shared nothing ---------------------------------


def _learning(cohort: Cohort) -> Ids:
    mia, noah = _join("Mia Torres", cohort), _join("Noah Berg", cohort)
    steps = list(Step.objects.live().filter(lesson__course=cohort.course).in_order())
    exam, last_exam = (step for step in steps if step.kind == "exam")
    mine, shared = _reflect(mia, steps[0]), _share(mia, steps[0])
    _read(mia, steps[0])
    for step in steps:
        if step.kind == "topic":
            _read(noah, step)
    return {
        "outline": {"course": cohort.course.slug},
        "step": _place(steps[0]),
        "exam": _place(exam),
        "reflection": mine,
        "reflection_history": mine,
        "shared_reflection": shared,
        "share_reflection": _reflect(noah, steps[0]),
        **_walks(mia, noah, _join("Wade Ono", cohort)),
        **_sit_all(noah, last_exam),
        **_sit_all(noah, exam),
        **_sit_some(mia, exam),
        **_looked_after(_join("Zoe Lang", cohort), exam),
    }


def _place(step: Step) -> dict[str, Any]:
    return {"course": step.lesson.course.slug, "lesson": step.lesson.slug, "step": step.slug}


def _read(enrollment: Enrollment, step: Step) -> None:
    topic = Topic.objects.select_related("live", "step").get(step=step)
    completion.mark_read(enrollment, topic, at=_ago(days=1))


def _reflect(enrollment: Enrollment, step: Step) -> dict[str, Any]:
    """Write twice, in different minutes."""
    scenario = Scenario.objects.get(topic__step=step)
    reflections.save(enrollment, scenario, text=BEGINNING, revision=0, at=_ago(hours=30))
    reflections.save(enrollment, scenario, text=TEXT, revision=1, at=_ago(hours=29))
    return {"enrollment": enrollment.pk, "scenario": scenario.pk}


def _walks(mia: Enrollment, noah: Enrollment, wade: Enrollment) -> Ids:
    """Mia is on her way through the story; Noah has reached an ending; Wade stands at its start."""
    story = Scenario.objects.select_related("live", "topic__step").get(key="a-seat-at-the-table")
    way = (("the-first-question", "answer-her"), ("the-list", "hand-it-back"), ("the-goal", "ask-him-how"))
    for enrollment, steps in ((mia, way[:1]), (noah, way)):
        for point, choice in steps:
            paths.choose(enrollment, story, version=1, point=point, choice=choice, at=_ago(hours=5))
    return {
        "walk": {"enrollment": wade.pk, "scenario": story.pk},
        "walk_on_the_way": {"enrollment": mia.pk, "scenario": story.pk},
        "walk_ended": {"enrollment": noah.pk, "scenario": story.pk},
        "admin_scenario_branches": {"pk": story.pk},
        "admin_scenario_walk": {"pk": story.pk, "number": 1},
        "admin_scenario_story": {"pk": story.pk},
    }


def _share(enrollment: Enrollment, step: Step) -> dict[str, Any]:
    """Share what was written; Tess answers."""
    scenario = Scenario.objects.get(topic__step=step)
    shared = reflections.share(enrollment, scenario, revision=2, at=_ago(hours=28))
    feedback.answer(shared, author=cast.tess(), text=ANSWER, at=_ago(hours=4))
    return {"pk": shared.pk}


def _start(enrollment: Enrollment, step: Step) -> list[Any]:
    attempt = attempts.start(enrollment, Exam.objects.get(step=step), at=_ago(hours=20), seed=SEED)
    return list(attempt.items.select_related("version", "attempt"))


def _answer(item: Any) -> None:
    key = KINDS[item.kind].key_of(item.version.body)
    at = item.attempt.started_at + timedelta(minutes=item.slot)
    attempts.save_answer(item, response=key, save_id=uuid4(), seen_revision=0, at=at)


def _sit_all(enrollment: Enrollment, step: Step) -> Ids:
    items = _start(enrollment, step)
    for item in items:
        _answer(item)
    attempt = items[0].attempt
    attempts.submit(attempt, at=attempt.started_at + timedelta(minutes=24))
    told = {"pk": attempt.pk}
    return {"result": told, "review_attempt": told, "change_points": {**told, "slot": 1}}


def _sit_some(enrollment: Enrollment, step: Step) -> Ids:
    items = _start(enrollment, step)
    single, multiple = ([item for item in items if item.kind == kind] for kind in ("single", "multiple"))
    for item in single[:5]:
        _answer(item)
    attempts.flag(single[3], flagged=True)
    attempt = {"pk": items[0].attempt_id}
    return {
        "check": attempt,
        "review_open": attempt,
        "item": {**attempt, "slot": single[5].slot},
        "item_multiple": {**attempt, "slot": multiple[0].slot},
        "item_answered": {**attempt, "slot": single[3].slot},
        "item_stale": {**attempt, "slot": single[4].slot},
        # A browser that is closed comes online first, and saves: these two are not the untouched question.
        "item_offline": {**attempt, "slot": single[1].slot},
        "item_signed_out": {**attempt, "slot": single[2].slot},
    }


def _looked_after(zoe: Enrollment, step: Step) -> Ids:
    """Somebody who was granted something twice, and whose clock stands still."""
    exam, by = Exam.objects.get(step=step), cast.tess()
    accommodations.grant(
        zoe.person, by=by, at=_ago(hours=40), reason="Reads slowly.", time_factor=Decimal("1.5")
    )
    more: dict[str, Any] = {"time_factor": Decimal(2), "may_pause": True}
    accommodations.grant(
        zoe.person, by=by, at=_ago(hours=30), reason="Reads slowly, and needs breaks.", **more
    )
    attempt = attempts.start(zoe, exam, at=_ago(hours=20), seed=SEED)
    attempts.pause(attempt, at=attempt.started_at + timedelta(minutes=2))
    learner = {"pk": zoe.pk}
    return {
        "paused": {"pk": attempt.pk},
        "learner": learner,
        "end_accommodation": learner,
        "exam_learners": {"pk": exam.pk},
        "learner_exam": {**learner, "exam": exam.pk},
    }


def _locked() -> Ids:
    """A second course, in which one step waits for another."""
    program = Program.objects.get()
    course = Course.objects.create(program=program, slug="in-a-crisis", title="Helping in a Crisis")
    lesson = Lesson.objects.create(course=course, slug="first-steps", title="First Steps", position=1)
    first = add_topic(lesson, "know-the-signs", "Know the Signs", 1)
    second = add_topic(lesson, "stay-safe-together", "Stay Safe Together", 2)
    second.step.requires = first.step
    second.step.save()
    cohort = Cohort.objects.create(program=program, course=course, name="Crisis course")
    _join("Pat Lowell", cohort)
    return {"locked": _place(second.step)}


def _marking() -> Ids:
    """A course of its own with long answers: three that wait, one with a draft, and Wynn's, marked and then changed."""
    program, at = Program.objects.get(), _ago(hours=5)
    course = Course.objects.create(program=program, slug="in-your-own-words", title="In Your Own Words")
    lesson = Lesson.objects.create(course=course, slug="writing", title="Writing", position=1)
    exam = add_exam(lesson, Competency.objects.earliest("pk"), 1, 1, slug="say-it")
    exam.blueprint.all().delete()
    exam.purpose = Exam.Purpose.CHECK
    exam.save()
    exam.step.title = "Say It in Your Own Words"
    exam.step.save()
    ask_long(exam)
    cohort = Cohort.objects.create(program=program, course=course, name="Writers")
    wim = sit(_join("Wynn Ode", cohort), exam, at=at)
    draft(long_of(wim), cast.tess(), comment="You asked before you helped.")
    alma = Person.objects.get(is_superuser=True)
    marking.release(exam, person=alma, at=_ago(hours=4))
    marking.override(long_of(wim), points=Decimal(3), reason="Read again.", marker=alma, at=_ago(hours=3))
    uma, vic, _yan = (sit(_join(name, cohort), exam, at=at) for name in ("Ursa Reed", "Vito Moss", "Yara Fu"))
    draft(long_of(uma), cast.tess(), comment="You asked before you helped.")
    return {
        "marking_exam": {"pk": exam.pk},
        "release_marks": {"pk": exam.pk},
        "mark": {"pk": long_of(vic).pk},
        "mark_stale": {"pk": long_of(uma).pk},
        "review_marked": {"pk": wim.pk},
    }


def _watched() -> Ids:
    """Sam's cohort has its exams due: one before today, one in three days; and one learner is looked at."""
    spring = Cohort.objects.select_related("course").get(name="Spring cohort")
    exams = Step.objects.live().filter(lesson__course=spring.course, kind="exam").in_order()
    days = (timezone.localdate() + timedelta(days=n) for n in (-2, 3))
    due.set_dates(spring, dict(zip(exams, days, strict=True)), by=cast.tess(), at=_ago(days=4))
    learner = spring.enrollments.get(person__name="Chiara Ruiz")
    return {"progress": {"pk": spring.pk}, "learner_path": {"pk": learner.pk}}


def _shapes() -> Ids:
    """A course with exams of other shapes: all questions on one page, timed; and one that tells after each question."""
    program = Program.objects.get()
    course = Course.objects.create(program=program, slug="practice", title="Practice")
    lesson = Lesson.objects.create(course=course, slug="try-it-out", title="Try It Out", position=1)
    competency = Competency.objects.all()[0]
    for number in range(3):
        add_question(course, competency, f"practice-{number}", critical=not number)
    kim = _join("Kim Osei", Cohort.objects.create(program=program, course=course, name="Practice group"))
    sheet = _exam_of(lesson, competency, 1, layout="all", time_limit_minutes=90)
    each = _exam_of(lesson, competency, 2, feedback_when="each", feedback=["correctness", "keys"])
    keys = _exam_of(lesson, competency, 3, feedback=["score", "competencies", "correctness", "keys"])
    one, *_rest = attempts.start(kim, each, at=timezone.now()).items.select_related("version", "attempt")
    _answer(one)
    attempts.settle(one, at=timezone.now())
    first, *_others = attempts.start(kim, sheet, at=timezone.now()).items.select_related("version", "attempt")
    _answer(first)
    return {
        "sheet": {"pk": first.attempt_id},
        "item_settled": {"pk": one.attempt_id, "slot": 1},
        "result_keys": {
            "pk": attempts.submit(attempts.start(kim, keys, at=_ago(hours=1)), at=_ago(minutes=5)).pk
        },
    }


def _exam_of(lesson: Lesson, competency: Competency, position: int, **rules: Any) -> Exam:
    exam = add_exam(lesson, competency, position, 3, slug=f"practice-{position}")
    exam.purpose, exam.rules = Exam.Purpose.CHECK, Rules(**rules).stored()
    exam.save()
    return exam


# --- Staff -----------------------------------------------------------------------------------------------------------


def _drafted() -> Ids:
    """A topic with a draft that may not be published as it is, and a cohort that nobody has joined."""
    topic = Topic.objects.get(step__slug="characteristics-and-qualifications")
    assert topic.live is not None
    payload = authoring.payload_of(topic.live)
    payload["source"] += (
        "\n\n#### One level too deep\n\nAn addict came in. A client, too. See [here](https://www.samhsa.gov).\n"
    )
    authoring.draft_topic(topic, payload, author=cast.tess(), at=_ago(hours=3))
    working_copies.keep(topic, _unsaved(topic), author=cast.tess(), at=_ago(minutes=20))
    course = topic.step.lesson.course
    kept = {"rule": "client", "words": "client", "because": "It is the word of the form that they fill in."}
    keeps.keep(
        topic,
        course=course.pk,
        kind="topic",
        address=topic.step.slug,
        by=cast.tess(),
        at=_ago(hours=2),
        **kept,
    )
    nobody = Cohort.objects.create(program=course.program, course=course, name="Winter cohort", is_open=False)
    return {
        "admin_topic_draft": {"object_id": topic.pk},
        "admin_topic_unsaved": {"pk": topic.pk},
        "admin_cohort_empty": {"object_id": nobody.pk},
    }


def _unsaved(topic: Topic) -> dict[str, list[str]]:
    """What a trainer has typed of a topic and not saved."""
    text = topic.newest.source.replace("#### One level too deep", "### In your own words")
    form = TopicForm(instance=topic)
    return {
        **form.as_typed(),
        "title": ["What it takes"],
        "source": [f"{text}\nNobody is asked to be perfect.\n"],
    }


def _checked() -> Ids:
    """A copy of a question with something to say about it, and an exam that is only begun."""
    question, tess = Question.objects.get(key="half-a-pill"), cast.tess()
    copy = bank_authoring.copy_question(question, author=tess, at=_ago(hours=2))
    payload = bank_authoring.payload_of(copy.newest)
    payload["stem"] += " Which of these does NOT fit?"
    bank_authoring.draft_question(copy, payload, author=tess, at=_ago(hours=2))
    lesson = question.course.lessons.get()
    exam = bank_authoring.add_exam(
        lesson, title="Check on privacy", purpose="check", author=tess, at=_ago(hours=1)
    )
    return {
        "admin_question_copy": {"object_id": copy.pk},
        "admin_question_keep": {"pk": copy.pk, "rule": "look-alike", "what": str(question.pk)},
        "admin_exam_new": {"object_id": exam.pk},
    }


def _image(course: Course) -> Image:
    raw = drawn(1200, 700)
    said = {"alt": "Two people on a park bench, turned toward each other", "credit": "Photo: Tess Moran"}
    return verbs.add_image(
        course, raw, prepare(raw), name="bench", author=cast.tess(), at=_ago(days=1), **said
    )


def _rows() -> Ids:
    """A full row for each list of the admin, by the name of its model."""
    course = Course.objects.get(slug="peer-specialist")
    topic = Topic.objects.get(step__slug="the-role-of-a-peer-specialist")
    found: dict[str, Any] = {
        "cohort": Cohort.objects.get(name="Spring cohort"),
        "competency": Competency.objects.first(),
        "course": course,
        "exam": Exam.objects.get(purpose=Exam.Purpose.PRE),
        "image": _image(course),
        "lesson": course.lessons.get(),
        "notice": Notice.objects.get(published_at=None),
        "person": cast.tess(),
        "program": Program.objects.get(),
        "question": Question.objects.get(key="half-a-pill"),
        "scenario": topic.scenarios.get(),
        "topic": topic,
    }
    ids = {f"admin_{name}": {"object_id": row.pk} for name, row in found.items()}
    ids["admin_topic_checks"] = {"pk": topic.pk}
    for name in ("topic", "scenario", "question"):
        ids[f"admin_{name}_preview"] = {"pk": found[name].pk}
    new = Course.objects.create(program=course.program, slug="family-peers", title="Family Peer Support")
    for page, shown in (
        ("outline", course),
        ("coverage", course),
        ("readiness", course),
        ("times", course),
        ("unready", new),
    ):
        ids[f"admin_course_{page}"] = {"pk": shown.pk}
    ids |= {"admin_guide": {"slug": "first-topic"}, "admin_guide_constructs": {"slug": "what-you-can-write"}}
    ids["admin_course_step"] = {"pk": course.pk, "step": topic.step_id}
    missed = Mark.objects.filter(points=0, answer__isnull=False, item__version__question__course=course)
    ids["admin_question_regrade"] = {"pk": missed.earliest("pk").item.version.question_id}
    return {
        **ids,
        "admin_topic_table": {"pk": topic.pk},
        "admin_topic_version": {"pk": topic.pk, "number": 1},
    }


# --- What no address shows -------------------------------------------------------------------


def _documents() -> dict[str, str]:
    request = RequestFactory().get("/")
    anonymous = RequestFactory().get("/")
    anonymous.user = AnonymousUser()
    made = {
        "400": defaults.bad_request(request, SuspiciousOperation()),
        "403": defaults.permission_denied(request, PermissionDenied()),
        "429": too_many(anonymous),
        "500": defaults.server_error(request),
    }
    return {name: response.content.decode() for name, response in made.items()}
