"""What a topic's step shows in the outline, derived from the topic: title, competencies, words and minutes."""

from __future__ import annotations

from course.models import Competency
from lessons.models import ScenarioVersion, Topic
from lessons.reading_time import Estimate, estimate, parse_range


def live_scenarios(topic: Topic) -> list[ScenarioVersion]:
    """The live versions of the topic's scenarios, in order."""
    scenarios = topic.scenarios.filter(retired=False, live__isnull=False).select_related("live")
    return [scenario.live for scenario in scenarios if scenario.live]


def estimate_topic(topic: Topic) -> Estimate:
    """How long a live topic takes: its words, its own activity and its scenarios. ValueError if it is not live."""
    if topic.live is None:
        raise ValueError("a topic without a live version takes no time")
    activities = [(version.minutes_low, version.minutes_high) for version in live_scenarios(topic)]
    if topic.live.activity:
        activities.append(parse_range(topic.live.activity))
    speed = topic.step.lesson.course.words_per_minute
    return estimate(topic.live.words, words_per_minute=speed, activities=activities)


def refresh_step(topic: Topic) -> list[str]:
    """Derive the step from the live topic and save what differs. Call it whenever a topic or a scenario goes live.

    Returns the names of what changed. A topic that was never live changes nothing.
    """
    if topic.live is None:
        return []
    step, time = topic.step, estimate_topic(topic)
    fields = {
        "title": topic.live.title,
        "size": time.words,
        "minutes_low": time.low,
        "minutes_high": time.high,
    }
    changed = [name for name, value in fields.items() if getattr(step, name) != value]
    if changed:
        for name in changed:
            setattr(step, name, fields[name])
        step.save(update_fields=changed)
    wanted = set(Competency.objects.filter(code__in=topic.live.competencies))
    if wanted != set(step.competencies.all()):
        step.competencies.set(wanted)
        changed.append("competencies")
    return changed
