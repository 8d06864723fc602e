"""Takes the learners of a made-up program through its topics: they read, and some write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from course.models import Course
from course.protocols import Took, Visit
from lessons.branching.walk import Path, replay
from lessons.demo import WRITTEN
from lessons.models import Reading, Reflection, Scenario, ScenarioVersion, SharedReflection, Topic

WRITES, SHARES = 0.12, 0.3
"""The share of learners who write on a scenario that they need not write on, and of those who then share it."""


class TopicMaker:
    """See ``course.protocols.ProgramMaker``."""

    def __init__(self, course: Course, *, until: datetime) -> None:
        self.until = until
        topics = Topic.objects.filter(step__lesson__course=course, live__isnull=False).select_related("live")
        self.topics = {topic.step_id: topic for topic in topics}
        self.scenarios: dict[int, list[Scenario]] = {}
        rows = Scenario.objects.filter(topic__in=topics, retired=False, live__isnull=False)
        for scenario in rows.select_related("live"):
            self.scenarios.setdefault(scenario.topic_id, []).append(scenario)

    def take(self, visits: Sequence[Visit]) -> list[Took]:
        """Whoever does not leave half way reads to the end, if that is not after now."""
        took, readings, written, shared = [], list[Reading](), list[Reflection](), list[SharedReflection]()
        for visit in visits:
            topic = self.topics.get(visit.step.pk)
            if topic is None:
                continue
            seconds = self._seconds(visit)
            at = visit.at + timedelta(seconds=seconds)
            if visit.leaves or at > self.until:
                took.append(Took(visit, seconds // 2))
                continue
            for scenario in self.scenarios.get(topic.pk, ()):
                self._write(visit, scenario, at, written, shared)
            assert topic.live is not None
            readings.append(
                Reading(enrollment_id=visit.enrollment.pk, topic_id=topic.pk, version_id=topic.live.pk, at=at)
            )
            took.append(Took(visit, seconds, version=topic.live.number, at=at))
        Reading.objects.bulk_create(readings)
        Reflection.objects.bulk_create(written)
        SharedReflection.objects.bulk_create(shared)
        return took

    def _seconds(self, visit: Visit) -> int:
        """Spread around the estimate: by how fast this person reads, and by the day."""
        estimate = 30 * (visit.step.minutes_low + visit.step.minutes_high)
        return max(20, int(estimate * visit.pace * visit.rng.lognormvariate(0, 0.25)))

    def _write(
        self,
        visit: Visit,
        scenario: Scenario,
        at: datetime,
        written: list[Reflection],
        shared: list[SharedReflection],
    ) -> None:
        version: ScenarioVersion = scenario.live  # type: ignore[assignment]  # read where it is not null
        if visit.rng.random() > WRITES and not version.required:
            return
        row = Reflection(
            enrollment=visit.enrollment, scenario=scenario, scenario_version=version, saved_at=at, revision=0
        )
        written.append(row)
        if version.branches:
            row.path = _walk(visit, version).stored()
            return
        row.text, row.revision = visit.rng.choice(WRITTEN), 1
        if visit.rng.random() < SHARES:
            shared.append(
                SharedReflection(reflection=row, scenario_version=version, text=row.text, shared_at=at)
            )


def _walk(visit: Visit, version: ScenarioVersion) -> Path:
    """To an ending."""
    chosen: tuple[str, ...] = ()
    while not (way := replay(version.branches, chosen)).ended:
        chosen = (*chosen, visit.rng.choice(way.here["choices"])["key"])
    return Path(version.number, chosen, reached=True)
