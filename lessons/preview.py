"""The learner's page of a topic as trainers look at it: with any version, stored or not, and nobody's progress."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from course import registry
from course.admin.as_cohort import seen_in
from course.admin.looks import Look
from course.admin.scope import person_of
from course.models import Person, Step
from course.places import Place
from lessons.cards import ScenarioCard, cards_for
from lessons.checks.pages import reading
from lessons.estimate_words import in_words
from lessons.models import Scenario, ScenarioVersion, Topic, TopicVersion
from lessons.readability import grade
from lessons.reading_time import Estimate, estimate, parse_range
from lessons.step_time import live_scenarios
from lessons.steps import estimate_of
from lessons.visible_text import visible_text

NOBODY = 0
"""No enrollment has this key: the page is that of a learner who has just begun."""


def show(
    request: HttpRequest,
    topic: Topic,
    version: TopicVersion,
    look: Look,
    *,
    scenario: Scenario | None = None,
    scenario_version: ScenarioVersion | None = None,
) -> HttpResponse:
    """Render the learner's template. With ``scenario`` that scenario stands on the page as ``scenario_version``."""
    place = place_of(person_of(request), topic, version)
    cohort, look = seen_in(request, place, look)
    cards = cards_for(place, topic)
    if scenario is not None and scenario_version is not None:
        cards = _with(cards, scenario, scenario_version, place)
    if cohort is not None:
        cards = [replace(card, contacts=_lines(cohort.program.crisis_contacts)) for card in cards]
    time = estimate_of(version, cards, place.course.words_per_minute)
    place.step.minutes_low, place.step.minutes_high = time.low, time.high
    context = {
        "place": place,
        "topic": topic,
        "version": version,
        "reading": reading(version, reveal=True),
        "cards": cards,
        "panels": registry.step_panels(place),
        "estimate": time,
        "estimate_words": in_words(time),
        "grade": None if scenario else max(0.0, grade_of(version.html)),
        "look": look,
    }
    return render(request, "admin/lessons/preview.html", context)


def place_of(person: Person, topic: Topic, version: TopicVersion) -> Place:
    """Where the topic stands in its course, or would stand if it were published."""
    steps = Step.objects.live().filter(lesson__course=topic.step.lesson.course_id)
    shown = (steps | Step.objects.filter(pk=topic.step_id)).select_related("lesson__course").in_order()
    listed = list(shown)
    for each in listed:
        each.enrollment_id, each.done_at = NOBODY, None
    step = next(each for each in listed if each.pk == topic.step_id)
    step.title = version.title
    return Place(person, listed, step)


def _with(
    cards: list[ScenarioCard], scenario: Scenario, version: ScenarioVersion, place: Place
) -> list[ScenarioCard]:
    if any(card.scenario.pk == scenario.pk for card in cards):
        return [replace(card, version=version) if card.scenario.pk == scenario.pk else card for card in cards]
    new = ScenarioCard(
        scenario=scenario,
        version=version,
        enrollment_id=NOBODY,
        reflection=None,
        shared_at=None,
        unseen=0,
        contacts=_lines(place.course.program.crisis_contacts),
    )
    return [*cards, new]


def _lines(contacts: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in contacts.splitlines() if line.strip())


def estimate_for(topic: Topic, version: TopicVersion) -> Estimate:
    """How long this version takes, with the scenarios that are live now."""
    activities = [(each.minutes_low, each.minutes_high) for each in live_scenarios(topic)]
    if version.activity:
        activities.append(parse_range(version.activity))
    speed = topic.step.lesson.course.words_per_minute
    return estimate(version.words, words_per_minute=speed, activities=activities)


def grade_of(html: str) -> float:
    """The school grade of what a reader sees."""
    return grade(visible_text(html))
