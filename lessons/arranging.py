"""Topics and scenarios for those who arrange a course: what each holds, what it covers, what keeps it from opening."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from course.arranging.bodies import Body, Part, draft_words
from course.arranging.coverage import Column
from course.arranging.moves import CannotMove
from course.arranging.readiness import Finding, look, stop
from course.models import Course, Person, Step
from course.models.outline import State
from course.record import audit
from course.step_links import step_links
from lessons.materials.gather import stale_resources, stale_rules, unfilled_blocks
from lessons.models import Scenario, Topic, TopicVersion

STEP_LINK = re.compile(r"\]\(\s*step:([a-z0-9-]+)")


def bodies(course: Course) -> dict[int, Body]:
    """Every topic's body by its step. Two statements."""
    scenarios: dict[int, list[Scenario]] = {}
    for scenario in _scenarios(course).filter(retired=False).select_related("live", "draft"):
        scenarios.setdefault(scenario.topic_id, []).append(scenario)
    topics = Topic.objects.filter(step__lesson__course=course).select_related("step", "live")
    topics = topics.only("step", "step__size", "live__checks", "draft")
    return {topic.step_id: _body(topic, scenarios.get(topic.pk, [])) for topic in topics}


def _body(topic: Topic, scenarios: list[Scenario]) -> Body:
    live = topic.live_id is not None
    shown = sum(scenario.live_id is not None for scenario in scenarios)
    return Body(
        link=reverse("admin:lessons_topic_change", args=[topic.pk]),
        state=draft_words(live=live, draft=topic.draft_id is not None),
        holds=Counter(
            {
                "words": topic.step.size if live else 0,
                "scenarios": shown,
                "self-checks": len(topic.live.checks) if topic.live else 0,
            }
        ),
        parts=[_part(scenario) for scenario in scenarios],
    )


def _part(scenario: Scenario) -> Part:
    return Part(
        pk=scenario.pk,
        title=str(scenario),
        link=reverse("admin:lessons_scenario_change", args=[scenario.pk]),
        state=draft_words(live=scenario.live_id is not None, draft=scenario.draft_id is not None),
        move=reverse("admin:lessons_scenario_move", args=[scenario.pk]),
    )


@transaction.atomic
def move_scenario(scenario: Scenario, *, by: int, actor: Person, at: datetime) -> str:
    """Move a scenario ``by`` places within its topic. Returns where it stands now, in words. Raises CannotMove."""
    Topic.objects.select_for_update().get(pk=scenario.topic_id)
    line = list(
        Scenario.objects.filter(topic=scenario.topic_id, retired=False).select_related("live", "draft")
    )
    index = next((i for i, each in enumerate(line) if each.pk == scenario.pk), None)
    if index is None or not 0 <= index + by < len(line):
        raise CannotMove(_("There is no place to move it to."))
    line[index], line[index + by] = line[index + by], line[index]
    for place, each in enumerate(line, start=1):
        each.position = place
    Scenario.objects.bulk_update(line, ["position"])
    audit.record("moved", scenario, actor=actor, at=at, after=index + by + 1)
    said = {"title": scenario, "place": index + by + 1, "of": len(line)}
    return _("“%(title)s” is scenario %(place)d of %(of)d now.") % said


def counts(course: Course) -> list[Column]:
    """Live topics by the competencies that they name, and the scenarios in them. Two statements."""
    topics = Topic.objects.filter(
        step__in=Step.objects.live().filter(lesson__course=course), live__isnull=False
    )
    scenarios = _scenarios(course).filter(topic__in=topics, live__isnull=False, retired=False)
    return [
        _column(_("Topics"), topics, "step__competencies", "admin:lessons_topic_changelist"),
        _column(_("Scenarios"), scenarios, "topic__step__competencies", "admin:lessons_scenario_changelist"),
    ]


def _column(title: str, rows: QuerySet[Any], path: str, page: str) -> Column:
    """How many rows there are for each competency at ``path``, and the list of them in the admin."""
    found = rows.order_by().values_list(path).annotate(count=Count("pk"))
    numbers = {competency: count for competency, count in found if competency is not None}
    address = f"{reverse(page)}?is=live&{path}__id__exact="
    return Column(title, numbers, {competency: f"{address}{competency}" for competency in numbers})


def check_topics(course: Course) -> Iterator[Finding]:
    """What waits to be published, and what learners would stumble over. Three statements."""
    topics = Topic.objects.filter(step__lesson__course=course).select_related("step", "live", "draft")
    known = step_links(course)
    for topic in topics.defer("live__html", "draft__html", "draft__source"):
        link = reverse("admin:lessons_topic_change", args=[topic.pk])
        title = topic.step.title
        if topic.live is None:
            yield look(_("The topic “%s” is not published yet.") % title, link)
        elif topic.step.state == State.LIVE:
            yield from _check_live(topic.live, title, known, link)
            if topic.draft_id:
                yield look(_("A draft of the topic “%s” waits.") % title, link)
    for scenario in (
        _scenarios(course).filter(retired=False, draft__isnull=False).select_related("live", "draft")
    ):
        link = reverse("admin:lessons_scenario_change", args=[scenario.pk])
        yield look(_("A draft of the scenario “%s” waits.") % scenario, link)


def check_materials(course: Course) -> Iterator[Finding]:
    """What is to be filled in for the program's state, and what was last checked a year ago. Three statements."""
    today = timezone.localdate()
    for block in unfilled_blocks(course):
        query = f"?block={block.pk}"
        words = _("Nobody has filled in “%s” for the program's state.") % block.title
        yield look(words, reverse("admin:lessons_localrule_add") + query)
    for rule in stale_rules(course, today=today).select_related("block"):
        words = _("“%s” was last checked more than a year ago.") % rule.block.title
        yield look(words, reverse("admin:lessons_localrule_change", args=[rule.pk]))
    for place in stale_resources(course, today=today):
        words = _("“%s” was last checked more than a year ago.") % place.name
        yield look(words, reverse("admin:lessons_resource_change", args=[place.pk]))


def _check_live(live: TopicVersion, title: str, known: Collection[str], link: str) -> Iterator[Finding]:
    if not live.words:
        yield stop(_("The topic “%s” has no words.") % title, link)
    if not live.competencies:
        yield look(_("The topic “%s” names no competency.") % title, link)
    for slug in sorted(set(STEP_LINK.findall(live.source)) - set(known)):
        said = {"title": title, "slug": slug}
        yield look(_("The topic “%(title)s” links to “%(slug)s”, which learners do not see.") % said, link)


def _scenarios(course: Course) -> QuerySet[Scenario]:
    return Scenario.objects.filter(topic__step__lesson__course=course)
