"""Rows of what is read and reflected on."""

from lessons.models.images import Image
from lessons.models.materials import GlossaryTerm, LocalBlock, LocalRule, Resource
from lessons.models.pages import CoursePage
from lessons.models.reflections import Feedback, Reflection, ReflectionVersion, SharedReflection
from lessons.models.topics import Reading, Scenario, ScenarioVersion, Topic, TopicVersion

__all__ = [
    "CoursePage",
    "Feedback",
    "GlossaryTerm",
    "Image",
    "LocalBlock",
    "LocalRule",
    "Reading",
    "Reflection",
    "ReflectionVersion",
    "Resource",
    "Scenario",
    "ScenarioVersion",
    "SharedReflection",
    "Topic",
    "TopicVersion",
]
