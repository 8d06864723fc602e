"""Small content for tests, made of the product's own rows and verbs."""

from datetime import UTC, datetime
from typing import Any

from course import versions
from course.models import Competency, Course, Lesson, Program, Step
from lessons.models import Scenario, Topic
from lessons.rendering import rendered_scenario
from quizzes.models import BlueprintRow, Exam, Question

MADE_AT = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)


def make_course(
    program: Program, *, topics: int = 2, questions: int = 4, spare: int = 2, slug: str = "peer"
) -> Course:
    """A live course: lesson ``foundations`` with topic ``roles`` (scenario ``pills``), exam ``start``, and more topics.

    The bank holds ``questions + spare`` single-choice questions of one competency; the right choice is always ``yes``.
    """
    course = Course.objects.create(
        program=program, slug=slug, title="Peer specialist course", summary="A course."
    )
    lesson = Lesson.objects.create(course=course, slug="foundations", title="Foundations", position=1)
    competency, _ = Competency.objects.get_or_create(
        framework="samhsa", code="samhsa-3", title="Shares experience"
    )
    add_topic(lesson, "roles", "The Role of a Peer Specialist", 1)
    add_scenario(lesson, "roles", "pills")
    add_exam(lesson, competency, 2, questions)
    for index in range(1, topics):
        slug, title = (
            ("duties", "What Peer Specialists Do") if index == 1 else (f"topic-{index}", f"Topic {index}")
        )
        add_topic(lesson, slug, title, 2 + index)
    for index in range(questions + spare):
        add_question(course, competency, f"q-{index}", critical=index == 0)
    return course


def add_topic(
    lesson: Lesson, slug: str, title: str, position: int, *, html: str = "<p>Walk beside.</p>"
) -> Topic:
    step = Step.objects.create(
        lesson=lesson,
        kind="topic",
        slug=slug,
        title=title,
        position=position,
        size=350,
        minutes_low=2,
        minutes_high=2,
    )
    topic = Topic.objects.create(step=step)
    payload = {"title": title, "objectives": ["say what a peer does"], "source": "Walk beside."}
    versions.take_from_file(topic, payload=payload, rendered={"html": html, "words": 350}, at=MADE_AT)
    return topic


def add_scenario(lesson: Lesson, slug: str, key: str, *, required: bool = False) -> Scenario:
    scenario = Scenario.objects.create(topic=Topic.objects.get(step__lesson=lesson, step__slug=slug), key=key)
    payload: dict[str, Any] = {
        "title": "The pills",
        "situation": "A nurse asks you to make sure he takes his pills.",
        "questions": ["What do you say to her?"],
        "weigh": "Whose job is this first?",
        "required": required,
        "minutes_low": 5,
        "minutes_high": 7,
    }
    rendered = {
        "situation_html": f"<p>{payload['situation']}</p>",
        "weigh_html": f"<p>{payload['weigh']}</p>",
    }
    versions.take_from_file(scenario, payload=payload, rendered=rendered, at=MADE_AT)
    return scenario


def add_exam(
    lesson: Lesson, competency: Competency, position: int, count: int, *, slug: str = "start"
) -> Exam:
    step = Step.objects.create(
        lesson=lesson,
        kind="exam",
        slug=slug,
        title="Pre-Course Knowledge Exam",
        position=position,
        size=count,
        minutes_low=5,
        minutes_high=8,
    )
    exam = Exam.objects.create(
        step=step, purpose=Exam.Purpose.PRE, instructions_html="<p>A starting point.</p>"
    )
    BlueprintRow.objects.create(exam=exam, competency=competency, count=count)
    return exam


def add_question(course: Course, competency: Competency, key: str, *, critical: bool = False) -> Question:
    question = Question.objects.create(
        course=course, key=key, kind="single", competency=competency, critical=critical
    )
    choices = [
        {"key": "yes", "text": f"Right {key}", "right": True, "why": f"KEY-WHY-{key}"},
        {"key": "no", "text": f"Wrong {key}", "right": False, "why": f"KEY-WHY-NOT-{key}"},
        {"key": "maybe", "text": f"Other {key}", "right": False, "why": f"KEY-WHY-NOT-{key}"},
    ]
    payload = {"stem": f"Stem of {key}?", "body": {"choices": choices}, "explanation": f"KEY-EXPLAIN-{key}"}
    rendered = {"stem_html": f"<p>Stem of {key}?</p>", "explanation_html": f"<p>KEY-EXPLAIN-{key}</p>"}
    versions.take_from_file(question, payload=payload, rendered=rendered, at=MADE_AT)
    return question


BRANCHES: list[dict[str, Any]] = [
    {
        "key": "coffee",
        "text": "She asks you at the coffee pot.",
        "choices": [
            {"key": "say-yes", "text": "Say yes.", "consequence": "She is glad.", "to": "lunch"},
            {
                "key": "ask-why",
                "text": "Ask what worries her.",
                "consequence": "She tells you.",
                "to": "office",
            },
        ],
    },
    {
        "key": "lunch",
        "text": "He looks at the cup.",
        "choices": [
            {"key": "watch", "text": "Watch him.", "consequence": "He puts it down.", "to": "checked"},
            {"key": "tell", "text": "Tell him she asked.", "consequence": "He laughs.", "to": "office"},
        ],
    },
    {
        "key": "office",
        "text": "The three of you sit down.",
        "choices": [
            {"key": "listen", "text": "Listen.", "consequence": "He speaks.", "to": "heard"},
            {"key": "explain", "text": "Explain for him.", "consequence": "He looks away.", "to": "checked"},
        ],
    },
    {"key": "heard", "text": "He was **heard**.", "teaches": "The person speaks first."},
    {"key": "checked", "text": "He felt checked on.", "teaches": "Whose job is this first?"},
]
"""Three points: ``coffee`` → ``lunch`` or ``office``, and two endings."""


def add_branching(lesson: Lesson, slug: str, key: str, *, required: bool = False, **more: Any) -> Scenario:
    """A scenario that branches. ``more`` takes the place of parts of its payload."""
    scenario = Scenario.objects.create(topic=Topic.objects.get(step__lesson=lesson, step__slug=slug), key=key)
    payload: dict[str, Any] = {
        "title": "At the coffee pot",
        "content_note": "",
        "situation": "It is your second week.",
        "questions": ["What would you do next time?"],
        "weigh": "",
        "required": required,
        "minutes_low": 4,
        "minutes_high": 6,
        "branches": BRANCHES,
        **more,
    }
    versions.take_from_file(scenario, payload=payload, rendered=rendered_scenario(payload), at=MADE_AT)
    return scenario
