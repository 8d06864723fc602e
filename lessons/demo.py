"""Plays a demo learner through a topic: reading it, writing a reflection, sharing some, and a trainer who answers."""

from datetime import datetime, timedelta
from random import Random

from course.models import Assignment, Enrollment, Person, Step
from lessons import completion, feedback, reflections
from lessons.branching import paths
from lessons.branching.walk import replay
from lessons.models import Scenario, SharedReflection, Topic

WRITTEN = (
    "I would tell him the truth first: she asked me to check on him, and that is not my job. Then I would just eat "
    "lunch with him. The hard part for me is wanting her to like me.",
    "My first thought was to fix it. I think I would ask one question and then wait. Waiting is what I am worst at.",
    "I know this feeling from my own second year. I would say a little of that, not all of it, and ask what today is "
    "like. I would talk to my supervisor before the end of the shift.",
    "I am not sure. I would say that I do not know yet, and that I will find out who does. I want to practice saying "
    "that without feeling small.",
)
ANSWERS = (
    "Thank you for trusting me with this. You named the pull to please people, and that takes courage. What could you "
    "say to Dana in one sentence?",
    "“Waiting is what I am worst at” stayed with me. Me too, for a long time. Try counting three breaths before "
    "you speak, and tell me how it goes.",
)


def take_topic(enrollment: Enrollment, step: Step, *, at: datetime, rng: Random) -> None:
    """Read the topic at ``at``; most learners write a reflection, some share it, and some get an answer a day later."""
    topic = Topic.objects.select_related("live", "step").get(step=step)
    for scenario in topic.scenarios.filter(retired=False).select_related("live"):
        if scenario.live and scenario.live.branches:
            _walk(enrollment, scenario, at=at)
        elif rng.random() < 0.8:
            _reflect(enrollment, scenario, at=at, rng=rng)
    completion.mark_read(enrollment, topic, at=at + timedelta(minutes=rng.randint(8, 15)))


def _walk(enrollment: Enrollment, scenario: Scenario, *, at: datetime) -> None:
    """To an ending, by a choice that differs from learner to learner. It leaves the dice to what was there before."""
    assert scenario.live is not None
    taken = Random(f"{enrollment.pk} {scenario.key}")
    way = replay(scenario.live.branches, ())
    while not way.ended:
        point, choice = way.here["key"], taken.choice(way.here["choices"])["key"]
        path = paths.choose(
            enrollment, scenario, version=scenario.live.number, point=point, choice=choice, at=at
        )
        way = replay(scenario.live.branches, path.chosen)


def _reflect(enrollment: Enrollment, scenario: Scenario, *, at: datetime, rng: Random) -> None:
    text = rng.choice(WRITTEN)
    half = text[: text.index(".") + 1]
    reflections.save(enrollment, scenario, text=half, revision=0, at=at + timedelta(minutes=3))
    kept = reflections.save(enrollment, scenario, text=text, revision=1, at=at + timedelta(minutes=6))
    if kept is not None and rng.random() < 0.35:
        shared = reflections.share(enrollment, scenario, revision=kept.revision, at=at + timedelta(minutes=7))
        _answer(shared, enrollment, at=at + timedelta(hours=rng.randint(4, 30)), rng=rng)


def _answer(shared: SharedReflection, enrollment: Enrollment, *, at: datetime, rng: Random) -> None:
    role = Assignment.Role.TRAINER
    trainer = Person.objects.filter(assignments__role=role, assignments__course=enrollment.course_id).first()
    if trainer is not None and rng.random() < 0.5:
        feedback.answer(shared, author=trainer, text=rng.choice(ANSWERS), at=at)
