"""Rows of what is read and reflected on."""

from lessons.models.reflections import Feedback, Reflection, ReflectionVersion, SharedReflection
from lessons.models.topics import Reading, Scenario, ScenarioVersion, Topic, TopicVersion

__all__ = [
    "Feedback",
    "Reading",
    "Reflection",
    "ReflectionVersion",
    "Scenario",
    "ScenarioVersion",
    "SharedReflection",
    "Topic",
    "TopicVersion",
]
