"""What a trainer fills in for a topic and for a scenario, and how it becomes a version's payload and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.change_forms import ChangeFields
from course.admin.forms import CompetenciesField, LinesField, VerbForm
from course.admin.version_forms import VersionForm
from course.models import Lesson
from course.text import CleanCharField, LongTextField
from lessons import authoring
from lessons.admin_fields import MinutesField, ReferencesField
from lessons.editor.links import lead_on
from lessons.editor.toolbar import SHORT
from lessons.editor.widgets import Manuscript
from lessons.markdown import Problem
from lessons.markdown.lint import MOST_CHARACTERS
from lessons.models import Scenario, Topic
from lessons.reading_time import parse_range

OWN_PAGES: Mapping[str, Any] = {
    "checks": gettext_lazy("Self-checks"),
    "branches": gettext_lazy("Points and endings"),
}
"""What has no field on the form of a version, but a page of its own."""


def as_sentence(problem: Problem, labels: Mapping[str, Any]) -> str:
    """``Text, line 12: …``: a problem with its place, for a list."""
    label = labels.get(problem.field) or OWN_PAGES.get(problem.field, problem.field)
    if problem.line:
        label = _("%(field)s, line %(line)d") % {"field": label, "line": problem.line}
    return f"{label}: {problem.message}"


class ContentForm(VersionForm):
    """What topics and scenarios share: publishing is refused, field by field, until nothing is wrong."""

    def problems(self) -> list[Problem]:
        raise NotImplementedError

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.publishing and not self.errors:
            for problem in self.problems():
                if problem.field not in self.fields:
                    self.add_error(None, as_sentence(problem, {}))
                    continue
                line = _("Line %(line)d: ") % {"line": problem.line} if problem.line else ""
                self.add_error(problem.field, line + problem.message)
        return cleaned


class TopicForm(ChangeFields, ContentForm):
    title = CleanCharField(label=gettext_lazy("Title"), max_length=200)
    objectives = LinesField(
        label=gettext_lazy("After this topic you can …"),
        most=12,
        required=False,
        initial=list,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One objective on each line."),
    )
    source = LongTextField(
        label=gettext_lazy("Text"),
        max_length=MOST_CHARACTERS,
        required=False,
        initial="",
        widget=Manuscript(rows=24),
        help_text=gettext_lazy("Markdown. Headings begin with ##. Sources are cited as [^key]."),
    )
    references = ReferencesField(
        label=gettext_lazy("Sources"),
        max_length=40_000,
        required=False,
        initial=list,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "One on each line: key | title | publisher | year | address. The address may be left out."
        ),
    )
    activity = MinutesField(
        label=gettext_lazy("Minutes for an activity"),
        required=False,
        initial="",
        help_text=gettext_lazy(
            "Only for an activity that is not a scenario: 5-7, or 5. Reading time is worked out."
        ),
    )
    competencies = CompetenciesField(label=gettext_lazy("Competencies"), required=False, initial=list)

    class Meta:
        model = Topic
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text: Any = self.fields["source"].widget
        lead_on(text, self.instance)

    def initial_from(self, version: Any) -> dict[str, Any]:
        return {name: getattr(version, name) for name in (*authoring.EMPTY_TOPIC, "title")}

    def payload(self) -> dict[str, Any]:
        said = {name: self.said(name) for name in ("title", *authoring.EMPTY_TOPIC)}
        before = self.initial.get("competencies", [])
        chosen = said["competencies"]
        kept = [code for code in before if code in chosen]
        codes = [*kept, *(code for code in chosen if code not in kept)]
        return {**said, "competencies": codes, **authoring.written_apart(self.newest)}

    def problems(self) -> list[Problem]:
        return authoring.problems_of_topic(self.payload(), self.instance.step.lesson.course)


class NewTopicForm(VerbForm):
    title = CleanCharField(label=gettext_lazy("Title"), max_length=200)
    lesson = forms.ModelChoiceField(Lesson.objects.none(), label=gettext_lazy("Lesson"))

    class Meta:
        model = Topic
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lesson"]
        field.queryset = Lesson.objects.filter(self.scope.written_in("course")).select_related("course")
        field.label_from_instance = lambda lesson: f"{lesson.title} · {lesson.course.title}"


class ScenarioForm(ContentForm):
    title = CleanCharField(label=gettext_lazy("Title"), max_length=200)
    content_note = CleanCharField(
        label=gettext_lazy("Before you read"),
        max_length=300,
        required=False,
        initial="",
        help_text=gettext_lazy(
            "A word of warning where the situation is hard to read, such as “About suicide.”"
        ),
    )
    situation = LongTextField(
        label=gettext_lazy("Situation"),
        max_length=20_000,
        required=False,
        initial="",
        widget=Manuscript(rows=10, buttons=SHORT),
    )
    questions = LinesField(
        label=gettext_lazy("Questions"),
        most=3,
        required=False,
        initial=list,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One to three, each on its own line. A scenario that branches may do without."
        ),
    )
    weigh = LongTextField(
        label=gettext_lazy("What a thoughtful answer might weigh"),
        max_length=20_000,
        required=False,
        initial="",
        widget=Manuscript(rows=8, buttons=SHORT),
        help_text=gettext_lazy("Learners see it after they have written."),
    )
    minutes = MinutesField(
        label=gettext_lazy("Minutes"), help_text=gettext_lazy("From and to, such as 5-7."), initial="5-7"
    )
    required = forms.BooleanField(
        label=gettext_lazy("Must be written to finish the topic"), required=False, initial=False
    )

    class Meta:
        model = Scenario
        fields = ()

    def initial_from(self, version: Any) -> dict[str, Any]:
        low, high = version.minutes_low, version.minutes_high
        names = ("title", "content_note", "situation", "questions", "weigh", "required")
        said = {name: getattr(version, name) for name in names}
        return {**said, "minutes": str(low) if low == high else f"{low}-{high}"}

    def payload(self) -> dict[str, Any]:
        low, high = parse_range(self.said("minutes"))
        names = ("title", "required", "content_note", "situation", "questions", "weigh")
        said = {name: self.said(name) for name in names} | authoring.written_apart(self.newest)
        return {**said, "minutes_low": low, "minutes_high": high}

    def problems(self) -> list[Problem]:
        return authoring.problems_of_scenario(self.payload())


class NewScenarioForm(VerbForm):
    title = CleanCharField(label=gettext_lazy("Title"), max_length=200)
    topic = forms.ModelChoiceField(Topic.objects.none(), label=gettext_lazy("Topic"))

    class Meta:
        model = Scenario
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["topic"]
        topics = Topic.objects.filter(self.scope.written_in("step__lesson__course"))
        field.queryset = topics.select_related("step__lesson__course")
        field.label_from_instance = lambda topic: f"{topic.step.title} · {topic.step.lesson.title}"
