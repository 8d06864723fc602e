"""What a course's topics publish, for the content version on a statement of completion."""

from __future__ import annotations

from django.db.models import Prefetch

from course.models import Step
from lessons.models import Scenario, Topic


def digests(course: int) -> dict[str, str]:
    """By the address of each live topic: the digests of its live version and of its live scenarios'. Two statements."""
    scenarios = Scenario.objects.filter(retired=False, live__isnull=False).select_related("live")
    topics = Topic.objects.filter(
        step__in=Step.objects.live(), step__lesson__course=course, live__isnull=False
    )
    shown = topics.select_related("live", "step__lesson").prefetch_related(Prefetch("scenarios", scenarios))
    return {
        f"{topic.step.lesson.slug}/{topic.step.slug}": " ".join(
            each.live.digest for each in (topic, *topic.scenarios.all()) if each.live
        )
        for topic in shown
    }
