"""What a trainer pastes, and what they confirm of what was made of it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.forms import LinesField
from course.admin.scope import Scope
from course.models import Lesson
from course.text import CleanCharField
from lessons.admin_fields import MinutesField
from lessons.pasting import Pasted, Source
from lessons.pasting.text import KINDS, MOST_BYTES, decode, guess_kind

FILES = (".txt", ".md", ".markdown", ".html", ".htm")
NO_TEXT = {
    b"PK": gettext_lazy(
        "This is a Word document or another packed file. Open it, copy its text, and paste it here."
        " Or save it as a web page (.html) and choose that file."
    ),
    b"%PDF": gettext_lazy("This is a PDF. Open it, copy its text, and paste it here."),
}


class PastedField(forms.CharField):
    """A text of whatever kind, kept as it came: what is damaged in it is dealt with later, and shown."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value)).replace("\r\n", "\n").replace("\x00", "")
        return re.sub("[\ud800-\udfff]", "", text)


class PasteForm(forms.Form):
    text = PastedField(
        label=gettext_lazy("Your text"),
        required=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("Copy it from Word, a web page, a mail or a file, and paste it here."),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file with it"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(FILES)}),
        help_text=gettext_lazy("Plain text, a web page or Markdown (.txt, .html, .md), up to 1 MB."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        required=False,
        choices=[
            ("", gettext_lazy("Find out")),
            ("text", gettext_lazy("Plain text")),
            ("html", gettext_lazy("A web page (HTML)")),
            ("markdown", gettext_lazy("Markdown")),
        ],
    )

    def clean_file(self) -> str:
        """The text of the file; "" without one."""
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if not file.name.lower().endswith(FILES):
            raise forms.ValidationError(_("Choose a file that ends in .txt, .html or .md."))
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 1 MB. Paste the part that you need."))
        raw = file.read()
        for start, words in NO_TEXT.items():
            if raw.startswith(start):
                raise forms.ValidationError(words)
        self.cleaned_data["name"] = file.name
        return decode(raw).replace("\x00", "")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        text, file = said.get("text", ""), said.get("file", "")
        if not self.errors and not (text.strip() or file.strip()):
            raise forms.ValidationError(_("Paste a text, or choose a file that holds one."))
        if text.strip() and file.strip():
            raise forms.ValidationError(_("Paste a text or choose a file, not both: which one is it?"))
        said["all"] = text if text.strip() else file
        said["kind"] = said.get("kind") or guess_kind(said["all"], said.get("name", ""))
        return said


class KeptForm(forms.Form):
    """What the second page carries along, so that nothing needs to be stored before the trainer says so."""

    text = PastedField(max_length=MOST_BYTES, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS], widget=forms.HiddenInput)
    repaired = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ReviewForm(forms.Form):
    title = CleanCharField(label=gettext_lazy("Title"), max_length=200)
    lesson = forms.ModelChoiceField(
        Lesson.objects.none(), label=gettext_lazy("Lesson it goes into"), empty_label=None
    )
    objectives = LinesField(
        label=gettext_lazy("After this topic you can …"),
        most=12,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One objective on each line."),
    )
    activity = MinutesField(
        label=gettext_lazy("Minutes for an activity"),
        required=False,
        help_text=gettext_lazy(
            "From and to, such as 5-7. Leave it empty if you will write the activity as a scenario:"
            " a scenario has minutes of its own."
        ),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lesson"]
        field.queryset = lessons_of(scope)
        field.label_from_instance = lambda lesson: f"{lesson.title} · {lesson.course.title}"


def lessons_of(scope: Scope) -> Any:
    """The lessons into which somebody may write, in the order of their courses."""
    lessons = Lesson.objects.filter(scope.written_in("course"))
    return lessons.select_related("course__program").order_by("course__title", "course", "position")


def initial_of(pasted: Pasted, scope: Scope) -> dict[str, Any]:
    """What the form says first. The lesson is the one that the text names, where there is such a one."""
    lessons = list(lessons_of(scope))
    named = [each for each in lessons if each.title.casefold() == pasted.lesson.strip().casefold()]
    first = (named or lessons or [None])[0]
    return {
        "title": pasted.title,
        "lesson": first.pk if first else None,
        "objectives": pasted.objectives,
        "activity": pasted.activity,
    }


class SourceForm(forms.Form):
    title = CleanCharField(label=gettext_lazy("Title"), max_length=300)
    publisher = CleanCharField(label=gettext_lazy("Publisher"), max_length=300, required=False)
    year = CleanCharField(label=gettext_lazy("Year"), max_length=4, required=False)
    url = CleanCharField(label=gettext_lazy("Address"), max_length=500, required=False)

    def clean_year(self) -> str:
        year = str(self.cleaned_data["year"])
        if year and not re.fullmatch(r"1[89][0-9]{2}|20[0-9]{2}|2100", year):
            raise forms.ValidationError(_("The year is four digits, such as 2015."))
        return year

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        if url and not re.fullmatch(r"https://[^\s/]+\S*", url):
            raise forms.ValidationError(_("An address begins with https:// and has no spaces."))
        return url

    def source(self, before: Source) -> Source:
        """As the trainer says it; as the text said it where a field cannot be read."""
        said = {
            name: self.cleaned_data.get(name, getattr(before, name)) for name in ("title", "publisher", "url")
        }
        return Source(before.key, **said, year=int(self.cleaned_data.get("year") or 0))


def source_form(source: Source, number: int, data: Any = None) -> SourceForm:
    said = {**vars(source), "year": source.year or ""}
    return SourceForm(data, prefix=f"source-{number}", initial=said)
