"""Random courses as rows, of everything that the admin can hold: texts with all that YAML and Markdown trip over."""

from __future__ import annotations

import itertools
from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from course.checking.findings import one_line
from course.content.characters import FORBIDDEN
from course.inline_markdown import to_html
from course.models import Competency, Course, KeptFinding, Lesson, Program, Step
from course.versions import take_from_file, write_draft
from lessons.images.pictures import prepare
from lessons.images.verbs import add_image
from lessons.models import CoursePage, GlossaryTerm, LocalBlock, LocalRule, Resource, Scenario, Topic
from lessons.pages.rendering import render_pages
from lessons.rendering import rendered_scenario, rendered_topic
from lessons.step_time import refresh_step
from quizzes import step_time
from quizzes.models import BlueprintRow, Exam, Question, Section
from quizzes.rendering import rendered_question
from quizzes.rules import Rules
from tests.lessons.drawing import drawn
from tests.make import BRANCHES

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PIECES = (
    *(
        "yes",
        "1.0",
        "5-7",
        "2015-01-01",
        "null",
        "~",
        "a: b",
        "a #b",
        "- a",
        "'",
        '"',
        "“x”",
        "é",
        "🌊",
        "%",
        "@",
    ),
    *("{x}", "a [b] c", "word", "it's", "a\\b", "  ", "|", "> ", "!", "&a", "=", "100 %", "…", "\u00a0", ","),
    "and so the talk went on for a good while before any of them said what it was about",
)


def _sound(text: str) -> bool:
    return bool(text.strip()) and not FORBIDDEN.search(text)


LINE = (
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5)
    .map(" ".join)
    .map(str.strip)
    .filter(lambda text: _sound(text) and len(text) <= 190)
)
# Markdown that no check objects to, in which line ends and leading spaces mean something.
PLAIN = st.sampled_from(
    ["Some words.", "It's *so*.", "- one\n- two", "no", "5-7", "“Wait,” he said.  \nHe left.", "Fine…"]
)
TEXT = st.lists(PLAIN, min_size=1, max_size=3).map("\n\n".join)
SOURCE = st.lists(
    st.sampled_from(
        [
            "## Part",
            "Words: many.",
            "- a\n- b",
            "---",
            "# no: yes".replace("# ", ""),
            "> Said.",
            "    code\n\n    more",
        ]
    ),
    min_size=1,
    max_size=4,
).map(lambda parts: "\n\n".join(["Words.", *parts]))
NOTES = st.one_of(st.none(), LINE)


@st.composite
def courses(draw: st.DrawFn) -> dict[str, Any]:
    """A course as data: lessons of steps, a bank, exams; whatever may be left out is, now and then."""
    number = itertools.count(1)
    codes = [f"c-{index}" for index in range(draw(st.integers(1, 3)))]
    topics = st.fixed_dictionaries(
        {
            "title": LINE,
            "objectives": st.lists(LINE, min_size=1, max_size=2),
            "competencies": st.lists(st.sampled_from(codes), unique=True, max_size=2),
            "activity": st.sampled_from(["", "5", "2-3"]),
            "source": SOURCE,
            "checks": st.one_of(
                st.just([]), st.tuples(LINE, st.booleans()).map(lambda said: [_check(*said)])
            ),
        }
    )
    scenarios = st.fixed_dictionaries(
        {
            "title": LINE,
            "content_note": st.one_of(st.just(""), LINE),
            "situation": TEXT,
            "questions": st.lists(LINE, min_size=1, max_size=2),
            "weigh": TEXT,
            "required": st.booleans(),
            "minutes_low": st.integers(1, 5),
            "minutes_high": st.integers(5, 9),
            "branches": st.one_of(st.just([]), LINE.map(_branches)),
        }
    ).map(lambda said: said | {"questions": [], "weigh": ""} if said["branches"] else said)
    lessons = draw(
        st.lists(
            st.tuples(
                LINE,
                st.one_of(st.just(""), TEXT),
                st.lists(st.tuples(topics, st.lists(scenarios, max_size=2)), max_size=2),
            ),
            min_size=1,
            max_size=2,
        )
    )
    questions = draw(st.lists(_questions(codes), min_size=1, max_size=4))
    return {
        "title": draw(LINE),
        "summary": draw(st.one_of(st.just(""), TEXT)),
        "codes": codes,
        "lessons": [
            (title, summary, [(f"topic-{next(number)}", *topic) for topic in steps])
            for title, summary, steps in lessons
        ],
        "questions": questions,
        "sections": draw(st.booleans()),
        "exam_rules": draw(
            st.sampled_from(
                [{}, {"attempts": 2, "feedback": []}, {"opens": "2027-01-31 17:00:00Z", "pass_percent": 70}]
            )
        ),
        "instructions": draw(TEXT),
        "draft": draw(st.booleans()),
        "terms": draw(st.lists(st.tuples(LINE, TEXT, st.booleans()), max_size=3)),
        "rules": draw(st.lists(st.tuples(st.sampled_from(["WA", "DE"]), TEXT, st.booleans()), max_size=2)),
        "resources": draw(st.lists(st.tuples(st.integers(0, 3), LINE, st.booleans()), max_size=4)),
        "pages": draw(st.lists(st.tuples(LINE, SOURCE, st.integers(0, 2), st.booleans()), max_size=2)),
        "guide": draw(st.one_of(st.none(), st.tuples(LINE, SOURCE))),
        "images": draw(st.lists(st.one_of(st.just(""), LINE), max_size=2)),
        "keeps": draw(st.lists(st.tuples(LINE, LINE), max_size=3)),
    }


def _check(words: str, answer: bool) -> dict[str, Any]:
    said = {"key": "check", "kind": "true_false", "stem": "Is it *so*?", "answer": answer}
    return {**said, "why_true": words, "why_false": f"{words}.", "explanation": "It is."}


def _branches(words: str) -> list[dict[str, Any]]:
    branches = deepcopy(BRANCHES)
    branches[0]["choices"][0]["text"] = words
    return branches


def _questions(codes: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    def choice(key: str, right: bool) -> st.SearchStrategy[dict[str, Any]]:
        words = st.sampled_from([key, f"{key}: yes", f" {key} ", f"“{key}” #1"])
        return st.fixed_dictionaries(
            {"key": st.just(key), "text": words, "right": st.just(right), "why": LINE}
        )

    single = st.tuples(choice("one", True), choice("two", False), choice("three", False)).map(
        lambda three: ("single", {"choices": list(three)})
    )
    truth = st.fixed_dictionaries({"answer": st.booleans(), "why_true": LINE, "why_false": LINE}).map(
        lambda body: ("true_false", body)
    )
    number = st.sampled_from(["12", "0.5", "-3"]).map(
        lambda answer: ("number", {"answer": answer, "tolerance": "0", "unit": ""})
    )
    return st.fixed_dictionaries(
        {
            "kind_and_body": st.one_of(single, truth, number),
            "competency": st.sampled_from(codes),
            "domain": st.one_of(st.none(), st.sampled_from(codes)),
            "critical": st.booleans(),
            "points": st.sampled_from(["1.00", "2.00", "0.50"]),
            "stem": TEXT,
            "explanation": TEXT,
            "reference": st.one_of(
                st.just({}), st.fixed_dictionaries({"title": LINE, "publisher": LINE, "year": st.just(2019)})
            ),
            "retired": st.booleans(),
            "expected": st.sampled_from(["easy", "medium", "hard"]),
        }
    )


def make(said: dict[str, Any], program: Program) -> Course:
    """The rows of it, made as trainers make them: nothing was ever loaded from a file."""
    course = Course.objects.create(
        program=program, slug="random", title=said["title"], summary=said["summary"]
    )
    codes = {
        code: Competency.objects.create(framework="f", code=code, title=f"Does {code}", position=index)
        for index, code in enumerate(said["codes"])
    }
    for place, (title, summary, steps) in enumerate(said["lessons"], 1):
        lesson = Lesson.objects.create(
            course=course, slug=f"lesson-{place}", title=title, summary=summary, position=place
        )
        for index, (slug, payload, scenarios) in enumerate(steps, 1):
            _topic(lesson, slug, index, payload, scenarios, draft=said["draft"])
    for index, question in enumerate(said["questions"]):
        _question(course, f"q-{index}", codes, question)
    _exam(course, said, codes)
    _materials(course, said)
    _pages(course, said["pages"], said["guide"])
    _images(course, said["images"])
    _keeps(course, said["keeps"])
    return course


def _materials(course: Course, said: dict[str, Any]) -> None:
    for number, (term, definition, retired) in enumerate(said["terms"]):
        words = {
            "term": f"T{number} {term}"[:100].strip(),
            "variants": [f"t{number}s"],
            "definition": definition,
        }
        GlossaryTerm.objects.create(
            course=course, key=f"t-{number}", definition_html=to_html(definition), retired=retired, **words
        )
    for number, (state, text, retired) in enumerate(said["rules"]):
        block = LocalBlock.objects.create(course=course, key=f"b-{number}", title=f"Block {9 - number}")
        source = {"source_title": "A law", "source_publisher": "A state", "checked_on": date(2026, 11, 1)}
        LocalRule.objects.create(block=block, state=state, text=text, **source)
        LocalBlock.objects.filter(pk=block.pk).update(retired=retired)
    for number, (position, purpose, retired) in enumerate(said["resources"]):
        Resource.objects.create(
            course=course,
            key=f"r-{number}",
            group="crisis",
            position=position,
            name=f"Line {number}",
            purpose=purpose,
            phone="988",
            checked_on=date(2026, 11, 1),
            retired=retired,
        )


def _pages(course: Course, pages: list[tuple[str, str, int, bool]], guide: tuple[str, str] | None) -> None:
    for number, (title, source, position, retired) in enumerate(pages):
        said = {"key": f"p-{number}", "title": title, "source": source, "position": position}
        CoursePage.objects.create(course=course, audience="learners", retired=retired, **said)
    if guide is not None:
        title, source = guide
        lesson = Lesson.objects.filter(course=course).latest("position")
        CoursePage.objects.create(
            course=course, audience="trainers", key=lesson.slug, title=title, source=source
        )
    render_pages(course)


def _images(course: Course, alts: list[str]) -> None:
    for number, alt in enumerate(alts):
        raw = drawn(40 + number, 30, kind="PNG")
        add_image(course, raw, prepare(raw), name="image", author=None, at=AT, alt=alt, decorative=not alt)


def _keeps(course: Course, keeps: list[tuple[str, str]]) -> None:
    """Of whatever there is, findings or not: a keep may be idle."""
    scenarios = Scenario.objects.select_related("topic__step").order_by("pk")
    things = [("topic", topic.step.slug) for topic in Topic.objects.select_related("step").order_by("pk")]
    things += [("scenario", f"{each.topic.step.slug}/{each.key}") for each in scenarios]
    things += [
        ("question", key) for key in Question.objects.filter(retired=False).values_list("key", flat=True)
    ]
    things += [("glossaryterm", term.key) for term in GlossaryTerm.objects.filter(retired=False)]
    things += [("coursepage", page.address) for page in CoursePage.objects.filter(retired=False)]
    for place, (words, because) in zip(things[::2], keeps, strict=False):
        kind, address = place
        KeptFinding.objects.create(
            course=course,
            kind=kind,
            address=address,
            rule="addict",
            words=one_line(words),
            because=because,
            at=AT,
        )


def _topic(
    lesson: Lesson, slug: str, position: int, payload: dict[str, Any], scenarios: list[Any], *, draft: bool
) -> None:
    step = Step.objects.create(lesson=lesson, kind="topic", slug=slug, title=slug, position=position)
    topic = Topic.objects.create(step=step)
    whole = {**payload, "references": []}
    _publish(topic, whole, rendered_topic(whole, lesson.course))
    for index, scenario in enumerate(scenarios):
        made = Scenario.objects.create(topic=topic, key=f"s-{index}", position=2 * index)
        _publish(made, scenario, rendered_scenario(scenario))
    if draft:
        later = {**whole, "title": "A draft"}
        write_draft(topic, payload=later, rendered=rendered_topic(later, lesson.course), author=None, at=AT)
    refresh_step(topic)


def _question(course: Course, key: str, codes: dict[str, Competency], said: dict[str, Any]) -> None:

    kind, body = said["kind_and_body"]
    question = Question.objects.create(
        course=course,
        key=key,
        kind=kind,
        competency=codes[said["competency"]],
        domain=codes[said["domain"]] if said["domain"] else None,
        critical=said["critical"],
        basis="source" if said["reference"] else "practice",
        expected=said["expected"],
        retired=said["retired"],
    )
    payload = {name: said[name] for name in ("stem", "explanation", "reference")}
    payload |= {"body": body, "points": Decimal(said["points"])}
    _publish(question, payload, rendered_question(payload))


def _exam(course: Course, said: dict[str, Any], codes: dict[str, Competency]) -> None:
    """An exam that asks for one question of each competency that has some."""
    asked = dict.fromkeys(each["competency"] for each in said["questions"] if not each["retired"])
    if not asked:
        return
    lesson = Lesson.objects.filter(course=course).latest("position")
    step = Step.objects.create(lesson=lesson, kind="exam", slug="exam", title="An exam", position=90)

    rules = Rules.model_validate(said["exam_rules"]).stored()
    exam = Exam.objects.create(step=step, purpose="check", instructions=said["instructions"], rules=rules)
    exam.instructions_html = to_html(exam.instructions)
    exam.save()
    for index, code in enumerate(asked):
        section = (
            Section.objects.create(exam=exam, position=index, title=f"Part {code}")
            if said["sections"]
            else None
        )
        BlueprintRow.objects.create(exam=exam, section=section, competency=codes[code])
    step_time.refresh_step(exam)


def _publish(thing: Any, payload: dict[str, Any], rendered: dict[str, Any]) -> None:
    """Live, and not from a file. As in the admin, a part that is empty is not said."""
    payload = {name: value for name, value in payload.items() if value or name not in {"checks", "branches"}}
    take_from_file(thing, payload=payload, rendered=rendered, at=AT)
    type(thing).objects.filter(pk=thing.pk).update(loaded=None)
    thing.loaded = None
