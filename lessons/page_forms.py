"""The form behind a course's pages and trainer's guides."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.forms import AuthoringForm
from course.models import Course, Lesson, State, Step
from course.text import LongTextField
from lessons.editor.links import Offers
from lessons.editor.toolbar import TOPIC
from lessons.editor.widgets import Groups, Manuscript
from lessons.markdown.lint import MOST_CHARACTERS
from lessons.models import CoursePage
from lessons.models.pages import Audience
from lessons.pages.rendering import problems_of_page

BUTTONS = [
    # Without the pages that a topic's tables, sources and questions have.
    replace(each, does="block", about="") if each.name == "table" else each
    for each in TOPIC
    if each.name not in {"source", "check", "scenario"}
]


class CoursePageForm(AuthoringForm):
    lesson = forms.ModelChoiceField(
        Lesson.objects.none(),
        label=gettext_lazy("Lesson"),
        required=False,
        empty_label=gettext_lazy("None: a page for everybody in the course"),
        help_text=gettext_lazy(
            "For a trainer's guide, the lesson that it is about. Learners never see a guide."
        ),
    )
    source = LongTextField(
        label=gettext_lazy("Text"),
        max_length=MOST_CHARACTERS,
        widget=Manuscript(rows=24, buttons=BUTTONS),
        help_text=gettext_lazy("Markdown, as in a topic. Headings begin with ##."),
    )

    class Meta:
        model = CoursePage
        fields = ("course", "title", "position", "source")
        help_texts = {"position": gettext_lazy("Small numbers come first. A guide stands with its lesson.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["lesson"]
        else:
            field: Any = self.fields["lesson"]
            mine = Lesson.objects.filter(self.scope.written_in("course"), state=State.LIVE)
            field.queryset = mine.select_related("course").order_by("course__title", "position")
            field.label_from_instance = lambda lesson: f"{lesson.title} · {lesson.course.title}"
            offered = list(self.writable_courses()[:2])
            if len(offered) == 1:
                self.initial.setdefault("course", offered[0].pk)
        text: Any = self.fields["source"].widget
        lead_on(text, self._course())

    def _course(self) -> Course | None:
        """Whose page it is to be, as far as that is known before anything was sent."""
        if self.instance.pk:
            return self.instance.course
        told = str(self.initial.get("course", ""))
        return (
            self.writable_courses().filter(pk=told).first() if told.isdecimal() and len(told) < 18 else None
        )

    def clean_source(self) -> str:
        text: str = self.cleaned_data["source"].strip("\n")
        return text

    def clean(self) -> Any:
        said = super().clean()
        lesson = self.cleaned_data.get("lesson")
        course = self.instance.course if self.instance.pk else self.cleaned_data.get("course")
        if lesson is not None and course is not None:
            self._check_lesson(lesson, course)
        if course is not None and "source" in self.cleaned_data:
            for problem in problems_of_page(self.cleaned_data["source"], course):
                line = _("Line %(line)d: ") % {"line": problem.line} if problem.line else ""
                self.add_error("source", line + problem.message)
        return said

    def _check_lesson(self, lesson: Lesson, course: Course) -> None:
        if lesson.course_id != course.pk:
            self.add_error("lesson", _("This lesson belongs to another course."))
            return
        there = CoursePage.objects.filter(course=course, audience=Audience.TRAINERS, key=lesson.slug).first()
        if there is not None:
            words = _("This lesson has a guide already: “%(title)s”. Change that one.")
            if there.retired:
                words = _("This lesson had a guide: “%(title)s”. It is retired; bring it back.")
            self.add_error("lesson", words % {"title": there.title})


def lead_on(widget: Manuscript, course: Course | None) -> None:
    """Tell the text area what its buttons offer and where they lead; without a course, only what needs none."""
    if course is None:
        widget.buttons = [each for each in BUTTONS if not each.asks]
        return
    offers = Offers(course)
    widget.offers = {
        "step": lambda: _steps_of(course),
        "image": offers.images,
        "local": offers.blocks,
        "resources": offers.groups,
    }
    widget.ways = {
        "image": f"{reverse('admin:lessons_image_add')}?course={course.pk}",
        "local": reverse("admin:lessons_localblock_changelist"),
        "resources": reverse("admin:lessons_resource_changelist"),
    }


def _steps_of(course: Course) -> Groups:
    rows = Step.objects.live().filter(lesson__course=course).in_order()
    named = rows.values_list("lesson__title", "slug", "title")
    return [(lesson, [row[1:] for row in run]) for lesson, run in groupby(named, key=lambda row: row[0])]
