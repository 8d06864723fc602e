"""The forms behind a course's glossary, local rules and resources."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.forms import AuthoringForm, LinesField
from course.inline_markdown import markdown_problem, to_html
from course.text import LongTextField
from lessons.markdown.fragments import fragment_problem
from lessons.markdown.glossary import fold
from lessons.markdown.materials import dialed
from lessons.models import GlossaryTerm, LocalBlock, LocalRule, Resource


class ShortText(LongTextField):
    """A few paragraphs, without white space around them, as a file would say it."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(value).strip()


class GlossaryTermForm(AuthoringForm):
    definition = ShortText(
        label=gettext_lazy("What it means"),
        max_length=2000,
        help_text=gettext_lazy("One to three plain sentences."),
    )
    variants = LinesField(
        label=gettext_lazy("Other forms"),
        most=20,
        longest=100,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One on each line, such as the plural. They are linked, too."),
    )

    class Meta:
        model = GlossaryTerm
        fields = ("course", "term", "variants", "definition", "source")
        help_texts = {
            "term": gettext_lazy("Topics link to it where they first use it, in small or capital letters."),
        }

    def clean_definition(self) -> str:
        return _without(markdown_problem, self.cleaned_data["definition"])

    def clean(self) -> Any:
        """No two terms of a course may claim the same word."""
        said = super().clean()
        course = self.cleaned_data.get("course") or (self.instance.course if self.instance.pk else None)
        names = [self.cleaned_data.get("term") or "", *(self.cleaned_data.get("variants") or [])]
        folded = [fold(name) for name in names]
        if twice := next((name for n, name in enumerate(names) if folded[n] in folded[:n]), ""):
            self.add_error("variants", _("“%(name)s” stands here twice.") % {"name": twice})
        others = GlossaryTerm.objects.filter(course=course, retired=False).exclude(pk=self.instance.pk)
        for other in others if course else ():
            if taken := {fold(name) for name in other.names} & set(folded):
                message = _("“%(name)s” belongs to the term “%(term)s” already.")
                self.add_error("term", message % {"name": min(taken), "term": other.term})
        return said

    def save(self, commit: bool = True) -> Any:
        self.instance.definition_html = to_html(self.cleaned_data["definition"])
        return super().save(commit)


class LocalBlockForm(AuthoringForm):
    to_fill_in = ShortText(label=gettext_lazy("What a trainer fills in"), max_length=1000, required=False)

    class Meta:
        model = LocalBlock
        fields = ("course", "title", "to_fill_in")


class CheckedForm(AuthoringForm):
    """A form about something that was looked up on a day."""

    def clean_checked_on(self) -> date:
        day: date = self.cleaned_data["checked_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def https(self, name: str) -> str:
        address: str = self.cleaned_data[name]
        if address and (not address.startswith("https://") or " " in address or address == "https://"):
            raise forms.ValidationError(_("An address must begin with https:// and hold no spaces."))
        return address


class LocalRuleForm(CheckedForm):
    text = ShortText(
        label=gettext_lazy("The rule, in plain words"),
        max_length=5000,
        rows=8,
        help_text=gettext_lazy("What holds in this state, in your own words: paragraphs, lists, links."),
    )

    class Meta:
        model = LocalRule
        fields = (
            *("block", "state", "text", "source_title", "source_publisher", "source_url"),
            "checked_on",
        )
        help_texts = {
            "checked_on": gettext_lazy("The day on which somebody looked at the source."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "block" in self.fields:
            field: Any = self.fields["block"]
            mine = self.scope.written_in("course")
            field.queryset = LocalBlock.objects.filter(mine, retired=False)
            block = (
                field.queryset.select_related("course__program").filter(pk=self.initial.get("block")).first()
            )
            self.initial.setdefault("state", block.course.program.state if block else "")
        else:
            block = self.instance.block
        if block and block.to_fill_in and "text" in self.fields:
            self.fields["text"].help_text = block.to_fill_in

    def clean_text(self) -> str:
        return _without(fragment_problem, self.cleaned_data["text"])

    def clean_source_url(self) -> str:
        return self.https("source_url")


class ResourceForm(CheckedForm):
    class Meta:
        model = Resource
        fields = (
            *("course", "name", "purpose", "group", "position", "phone", "text", "url"),
            *("hours", "languages", "checked_on"),
        )
        help_texts = {
            "group": gettext_lazy(
                "A short name in small letters, such as crisis. A topic shows a whole group: [resources: crisis]."
            ),
            "phone": gettext_lazy("Begins with the number: 988, then press 1."),
        }

    def clean_phone(self) -> str:
        return self._dialed("phone")

    def clean_text(self) -> str:
        return self._dialed("text")

    def clean_url(self) -> str:
        return self.https("url")

    def clean(self) -> Any:
        said = super().clean()
        ways = ("phone", "text", "url")
        if not any(self.cleaned_data.get(way) or way in self.errors for way in ways):
            self.add_error("phone", _("Say how to reach it: by phone, by text or on the web."))
        return said

    def _dialed(self, name: str) -> str:
        words: str = self.cleaned_data[name]
        if words and not dialed(words):
            raise forms.ValidationError(_("This must begin with a number to call or text."))
        return words


def _without(problem_of: Any, text: str) -> str:
    if problem := problem_of(text):
        raise forms.ValidationError(problem)
    return text
