"""Whatever stands in a topic, a scenario, a question, an option, a feedback, a title or a name: no script runs.

Each document is written into all of them by the verbs that the admin uses, unchecked, and the pages are shown to a real
Chromium. ``make fuzz`` tries 10,000 documents and whatever lists ``ALONGSIDE_VECTORS`` names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from course.inline_markdown import to_html
from course.models import Cohort, Competency, Course, Enrollment, Lesson, Person, Program
from lessons import authoring, reflections
from lessons.materials import anew
from lessons.models import CoursePage, GlossaryTerm, LocalBlock, LocalRule, Resource, Scenario, Topic
from lessons.pages.rendering import render_pages
from quizzes import attempts
from quizzes import authoring as questions
from quizzes.models import BlueprintRow, Exam, Question
from quizzes.rules import Layout, Rules, Shows
from tests.fuzz.hostile import LONG
from tests.fuzz.trap import Trap
from tests.fuzz.vectors import documents
from tests.make import BRANCHES

pytestmark = [pytest.mark.fuzz, pytest.mark.browser]

TOPIC = "/courses/peer/foundations/roles/"
SHARES = 50 if LONG else 2
IN_A_SHARE = 200 if LONG else 70
PLAIN = "Walk beside."
AT_ONCE = 20
"""So many questions stand on one page of an exam."""
SOURCE = {"key": "a", "title": "T", "publisher": "P", "year": 2020, "url": ""}


@pytest.fixture
def trap(browser: Browser) -> Iterator[Trap]:
    context = browser.new_context()
    yield Trap(context)
    context.close()


@pytest.fixture
def stage(course: Course, enrollment: Enrollment, now: datetime) -> None:
    """A reflection is written, so that what it weighs is shown; an exam shows all its questions and all feedback."""
    reflections.save(enrollment, Scenario.objects.get(), text="I would stay.", revision=0, at=now)
    rules = Rules(layout=Layout.ALL, attempts=20, feedback=list(Shows))
    Exam.objects.update(rules=rules.stored(), purpose=Exam.Purpose.CHECK)
    BlueprintRow.objects.update(count=AT_ONCE)


@pytest.mark.parametrize("share", range(SHARES))
def test_no_script_runs(
    stage: None, as_ada: Client, ada: Person, tess: Person, now: datetime, trap: Trap, share: int
) -> None:
    written = documents(share, SHARES, count=IN_A_SHARE)
    wrong = []
    turn = 0
    while batch := list(islice(written, AT_ONCE)):
        for document, answer in zip(batch, cycle(["", "?check=c&choice=no"]), strict=False):
            write_topic(document, tess, now)
            wrong += look(trap, as_ada, TOPIC + answer, [document])
        turn += 1
        begin = now + timedelta(hours=turn)
        write_questions(batch, tess, begin)
        attempt = attempts.start(Enrollment.objects.get(person=ada), Exam.objects.get(), at=begin)
        wrong += look(trap, as_ada, reverse("sheet", args=[attempt.pk]), batch)
        attempts.submit(attempt, at=begin)
        wrong += look(trap, as_ada, reverse("result", args=[attempt.pk]), batch)
        write_materials(batch)
        for name in ("glossary", "resources"):
            wrong += look(trap, as_ada, reverse(name, args=["peer"]), batch)
        wrong += look(trap, as_ada, reverse("about", args=["peer"]), batch)
        wrong += look(trap, as_ada, reverse("about_page", args=["peer", "p-0"]), batch)
        walk = reverse("walk", args=[attempt.enrollment_id, write_story(batch, tess, begin).pk])
        as_ada.post(walk, {"do": "again"})
        for choice in ("", "ask-why", "explain"):
            if choice:
                as_ada.post(walk, {"do": "choose", **where(as_ada, walk), "choice": choice})
            wrong += look(trap, as_ada, walk, batch)
    assert wrong == []


def line_of(document: str) -> str:
    return document.replace("\n", " ").replace("\x00", "")[:200]


def write_topic(document: str, author: Person, at: datetime) -> None:
    line = line_of(document)
    topic, scenario = Topic.objects.get(step__slug="roles"), Scenario.objects.get(key="pills")
    payload = {
        "title": line,
        "objectives": [line],
        "competencies": [],
        "activity": "",
        "references": [{**SOURCE, "title": line, "publisher": line}],
        "source": document + "\n\n[^a]\n\n[local: rule]\n\n[resources: crisis]",
        "checks": [check_of(document, line)] if document != PLAIN else [],
    }
    authoring.draft_topic(topic, payload, author=author, at=at)
    authoring.publish_topic(topic, author=author, at=at)
    told = {
        "title": line,
        "content_note": line,
        "situation": document,
        "questions": [line],
        "weigh": document,
    }
    authoring.draft_scenario(scenario, {**authoring.EMPTY_SCENARIO, **told}, author=author, at=at)
    authoring.publish_scenario(scenario, author=author, at=at)
    Person.objects.filter(email__startswith="ada").update(name=f"Ada {line}"[:100])
    Cohort.objects.update(name=line[:100])
    Course.objects.update(title=line)
    Lesson.objects.update(title=line)


def check_of(document: str, line: str) -> dict[str, Any]:
    said = {"stem": document, "choices": choices_of(document), "explanation": line}
    return {"key": "c", "kind": "single", **said}


def choices_of(text: str) -> list[dict[str, Any]]:
    return [
        {"key": "yes", "text": text, "right": True, "why": text},
        {"key": "no", "text": "No. " + text, "right": False, "why": text},
    ]


def write_materials(batch: list[str]) -> None:
    """A term, a place to turn to and a rule of the state for each document, as the admin would have saved them."""
    course = Course.objects.get()
    CoursePage.objects.all().delete()
    GlossaryTerm.objects.all().delete()
    Resource.objects.all().delete()
    for number, document in enumerate(batch):
        line = line_of(document)
        told = {
            "term": f"{line[:90]} {number}",
            "variants": [line[:90]],
            "definition": document,
            "source": line,
        }
        GlossaryTerm.objects.create(
            course=course, key=f"t-{number}", definition_html=to_html(document), **told
        )
        page = {"key": f"p-{number}", "title": line, "source": document + "\n\n[resources: crisis]"}
        CoursePage.objects.create(course=course, audience="learners", **page)
        said = {
            "name": line,
            "purpose": line,
            "phone": line[:60] or "1",
            "text": line[:60],
            "hours": line[:100],
        }
        Resource.objects.create(
            course=course,
            key=f"r-{number}",
            group="crisis",
            languages=line,
            checked_on=date(2026, 11, 1),
            **said,
        )
    block, _made = LocalBlock.objects.get_or_create(course=course, key="rule")
    LocalBlock.objects.update(title=line_of(batch[0]))
    LocalRule.objects.update_or_create(
        block=block,
        state="WA",
        defaults={
            "text": batch[0],
            "source_title": line_of(batch[-1]),
            "source_publisher": line_of(batch[0]),
            "checked_on": date(2026, 11, 1),
        },
    )
    Program.objects.update(state="WA")
    render_pages(Course.objects.get())


def write_story(batch: list[str], author: Person, at: datetime) -> Scenario:
    """A scenario that branches, each of its texts the next document."""
    texts = cycle(batch)
    branches = [
        {
            **point,
            **{name: next(texts) for name in ("text", "teaches") if name in point},
            **({"choices": [{**each, "text": line_of(next(texts)) or "Go on.", "consequence": next(texts)}
                            for each in point["choices"]]} if "choices" in point else {}),
        }
        for point in BRANCHES
    ]  # fmt: skip
    topic = Topic.objects.get(step__slug="duties")
    story = topic.scenarios.first() or Scenario.objects.create(topic=topic, key="story")
    payload = {**authoring.EMPTY_SCENARIO, "title": "Story", "branches": branches}
    authoring.draft_scenario(story, payload, author=author, at=at)
    authoring.publish_scenario(story, author=author, at=at)
    return story


def write_questions(batch: list[str], author: Person, at: datetime) -> None:
    """One question for each document, and as many as an exam asks."""
    competency = Competency.objects.get()
    Question.objects.update(retired=True)
    for document in [*batch, *["Why?"] * (AT_ONCE - len(batch))]:
        text = document.replace("\x00", "")
        payload = {"stem": text, "body": {"choices": choices_of(text)}, "explanation": text, "points": 1,
                   "reference": {"title": text[:200], "publisher": text[:200], "year": 2020}}  # fmt: skip
        question = questions.add_question(
            Course.objects.get(), kind="single", competency=competency, payload=payload, author=author, at=at
        )
        questions.publish_question(question, author=author, at=at)


def where(client: Client, walk: str) -> dict[str, str]:
    """What the page of a story says of the place that it shows."""
    page = client.get(walk).content.decode()
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("version", "point")}


def look(trap: Trap, client: Client, address: str, written: list[str]) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, (address, written)
    noticed = trap.show(answer.content.decode(), answer["Content-Security-Policy"])
    return [f"{address}: {each}: {written!r}" for each in noticed]


SEEN = {
    "a script": ("<script>alert(1)</script>", "called alert"),
    "a handler": ("<img src=/static/x onerror=alert(1)>", "called alert"),
    "a handler that waits": ("<b onclick=alert(1)>x</b>", "B has onclick"),
    "a link": ("<a href=' java\tscript:alert(1)'>x</a>", "A href="),
    "a style": ("<p style='position:fixed'>x</p>", "P has style"),
    "a frame": ("<iframe></iframe>", "IFRAME in the page"),
    "a call": ("<img src=https://evil.example/x.png>", "asked for https://evil.example/x.png"),
}


@pytest.mark.parametrize("what", SEEN)
def test_a_script_that_ran_would_be_noticed(
    stage: None,
    as_ada: Client,
    tess: Person,
    now: datetime,
    trap: Trap,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
) -> None:
    """With the wall down: the renderer hands on what was written."""
    html, noticed = SEEN[what]
    for module in (authoring, anew):
        monkeypatch.setattr(
            module, "rendered_topic", lambda *_a, **_k: {"html": html, "words": 1, "checks_html": {}}
        )
    write_topic(PLAIN, tess, now)
    wrong = look(trap, as_ada, TOPIC, [html])
    assert [each for each in wrong if noticed in each]
