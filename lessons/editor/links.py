"""What a topic's editor leads to: what its text can show or link to, and its other pages."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby

from django.db.models import Value
from django.urls import reverse

from course.models import Course, Step
from lessons.editor.widgets import Groups, Manuscript
from lessons.images.verbs import line_of
from lessons.models import Image, LocalBlock, Resource, Topic


def steps_of(topic: Topic) -> Groups:
    """The course's live steps but this one, by lesson; one statement."""
    steps = Step.objects.live().filter(lesson__course=topic.step.lesson.course_id).exclude(pk=topic.step_id)
    rows = steps.in_order().values_list("lesson__title", "slug", "title")
    return [(lesson, [row[1:] for row in run]) for lesson, run in groupby(rows, key=lambda row: row[0])]


class Offers:
    """What the course has that a text can show, read when it is first asked for. One statement for all of it."""

    def __init__(self, course: Course) -> None:
        self.course = course

    @cached_property
    def _rows(self) -> list[tuple[str, str, str, bool]]:
        """What it is, its name, its words, and whether it only decorates; images the newest first."""
        images = Image.objects.filter(course=self.course).order_by()
        mine = {"course": self.course, "retired": False}
        blocks, resources = LocalBlock.objects.filter(**mine), Resource.objects.filter(**mine)
        no = Value(False)
        rows = images.values_list(Value("image"), "name", "alt", "decorative", "pk").union(
            blocks.order_by().values_list(Value("local"), "key", "title", no, "pk"),
            resources.order_by().values_list(Value("resources"), "group", "name", no, "position"),
            all=True,
        )
        newest = sorted(rows, key=lambda row: -row[-1] if row[0] == "image" else row[-1])
        return [row[:4] for row in newest]

    def _of(self, kind: str) -> list[tuple[str, str, bool]]:
        return [row[1:] for row in self._rows if row[0] == kind]

    def images(self) -> Groups:
        """The lines that show the course's images, newest first."""
        found = self._of("image")
        return [
            (
                "",
                [
                    (line_of(name, alt, decorative), f"{alt or '–'} ({name})")
                    for name, alt, decorative in found
                ],
            )
        ]

    def blocks(self) -> Groups:
        """The course's local blocks by title."""
        return [("", sorted(((key, title) for key, title, _no in self._of("local")), key=lambda row: row[1]))]

    def groups(self) -> Groups:
        """The course's groups of resources, with whom each names."""
        names: dict[str, list[str]] = {}
        for group, name, _no in self._of("resources"):
            names.setdefault(group, []).append(name)
        return [("", [(group, f"{group}: {', '.join(found)}") for group, found in names.items()])]


def checks_of(topic: Topic) -> Groups:
    """The self-checks of what was written last, each by its key and what it asks."""
    checks = topic.newest.checks if topic.newest else []
    return [("", [(check["key"], f"{check['stem'][:80]} ({check['key']})") for check in checks])]


def lead_on(widget: Manuscript, topic: Topic) -> None:
    """Tell the text area of a topic what its buttons offer and where they lead."""
    course = topic.step.lesson.course
    offers = Offers(course)
    widget.offers = {
        "step": lambda: steps_of(topic),
        "image": offers.images,
        "local": offers.blocks,
        "resources": offers.groups,
        "check": lambda: checks_of(topic),
    }
    widget.ways = {
        "image": f"{reverse('admin:lessons_image_add')}?course={course.pk}&topic={topic.pk}",
        "local": reverse("admin:lessons_localblock_changelist"),
        "resources": reverse("admin:lessons_resource_changelist"),
        "check": reverse("admin:lessons_topic_checks", args=[topic.pk]),
        "scenario": f"{reverse('admin:lessons_scenario_add')}?topic={topic.pk}",
    }
    widget.addresses = {
        "table_address": reverse("admin:lessons_topic_table", args=[topic.pk]),
        "paste_address": reverse("admin:lessons_topic_paste_table", args=[topic.pk]),
    }
