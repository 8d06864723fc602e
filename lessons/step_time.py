"""What a topic's step shows in the outline, derived from the topic: title, competencies, words and minutes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from course.models import Competency, Step
from lessons.models import Scenario, ScenarioVersion, Topic
from lessons.reading_time import Estimate, estimate, parse_range


def live_scenarios(topic: Topic) -> list[ScenarioVersion]:
    """The live versions of the topic's scenarios, in order."""
    return _scenarios_of([topic]).get(topic.pk, [])


def estimate_topic(topic: Topic, scenarios: Sequence[ScenarioVersion] | None = None) -> Estimate:
    """How long a live topic takes: its words, its own activity and its scenarios. ValueError if it is not live.

    ``scenarios`` are its live ones, where they are at hand.
    """
    if topic.live is None:
        raise ValueError("a topic without a live version takes no time")
    scenarios = live_scenarios(topic) if scenarios is None else scenarios
    activities = [(version.minutes_low, version.minutes_high) for version in scenarios]
    if topic.live.activity:
        activities.append(parse_range(topic.live.activity))
    speed = topic.step.lesson.course.words_per_minute
    return estimate(topic.live.words, words_per_minute=speed, activities=activities)


def refresh_step(topic: Topic) -> list[str]:
    """``refresh_steps`` of one topic. Returns the names of what changed."""
    return refresh_steps([topic]).get(topic.pk, [])


def refresh_steps(topics: Iterable[Topic]) -> dict[int, list[str]]:
    """Derive each step from its live topic and save what differs. Call it whenever a topic or a scenario goes live.

    Returns the names of what changed, by topic. One that was never live changes nothing. Three statements for all, and
    those that save.
    """
    live = [topic for topic in topics if topic.live is not None]
    if not live:
        return {}
    scenarios, named = _scenarios_of(live), _competencies_of(live)
    competencies = Competency.objects.in_bulk(field_name="code")
    changed = {}
    for topic in live:
        assert topic.live is not None
        wanted = {competencies[code] for code in topic.live.competencies if code in competencies}
        changed[topic.pk] = _save(topic, estimate_topic(topic, scenarios.get(topic.pk, ())))
        if {each.pk for each in wanted} != named.get(topic.step_id, set()):
            topic.step.competencies.set(wanted)
            changed[topic.pk].append("competencies")
    return changed


def _save(topic: Topic, time: Estimate) -> list[str]:
    assert topic.live is not None
    fields = {
        "title": topic.live.title,
        "size": time.words,
        "minutes_low": time.low,
        "minutes_high": time.high,
    }
    changed = [name for name, value in fields.items() if getattr(topic.step, name) != value]
    if changed:
        for name in changed:
            setattr(topic.step, name, fields[name])
        topic.step.save(update_fields=changed)
    return changed


def _scenarios_of(topics: Collection[Topic]) -> dict[int, list[ScenarioVersion]]:
    """The live versions of each topic's scenarios, in order. One statement."""
    rows = Scenario.objects.filter(topic__in=topics, retired=False, live__isnull=False)
    found: dict[int, list[ScenarioVersion]] = {}
    for scenario in rows.select_related("live").order_by("topic", "position", "pk"):
        if scenario.live:
            found.setdefault(scenario.topic_id, []).append(scenario.live)
    return found


def _competencies_of(topics: Collection[Topic]) -> dict[int, set[int]]:
    """The keys of the competencies that each topic's step has now, by step. One statement."""
    pairs = Step.competencies.through.objects.filter(step__in=[topic.step_id for topic in topics])
    found: dict[int, set[int]] = {}
    for step, competency in pairs.values_list("step", "competency"):
        found.setdefault(step, set()).add(competency)
    return found
