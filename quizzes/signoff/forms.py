"""The forms of a sign-off: a level and a comment for each competency, and a learner's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.text import LongTextField
from quizzes.kinds import Posted
from quizzes.models import SignOff
from quizzes.signoff.words import LONGEST, own_words, rated_words

_LARGEST = 2**31 - 1
_INCOMPLETE = gettext_lazy("This form arrived incomplete, so nothing was saved. Load the page again.")


class SeenForm(forms.Form):
    """``revision`` is the newest state that the page has shown."""

    revision = forms.IntegerField(
        min_value=1,
        max_value=_LARGEST,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _INCOMPLETE),
        widget=forms.HiddenInput,
    )


@dataclass(frozen=True)
class Line:
    """One competency on a page: what each said so far in words, what the course recorded, and the fields, if any."""

    code: str
    title: str
    own: str
    own_comment: str
    rated: str
    rated_comment: str
    evidence: Sequence[str]
    level: Any = None
    comment: Any = None


class RatingForm(SeenForm):
    """A level for each competency, all of them where ``whole``. ``scale`` are the words, from ``lowest``."""

    def __init__(
        self,
        data: Posted | None = None,
        *,
        sign_off: SignOff,
        scale: Sequence[str],
        lowest: int,
        kept: Mapping[str, Any],
        about: str,
        whole: bool = False,
    ) -> None:
        super().__init__(data, initial={"revision": sign_off.revision, **_initial(kept)})
        self.codes = [each["code"] for each in sign_off.page["competencies"]]
        choices = [(str(level), words) for level, words in enumerate(scale, lowest)]
        for each in sign_off.page["competencies"]:
            self.fields[f"level-{each['code']}"] = _level(each["title"], choices, whole)
            self.fields[f"comment-{each['code']}"] = _comment(about, each["title"])

    @property
    def ratings(self) -> dict[str, dict[str, Any]]:
        """What was filled in, by the competency's code."""
        found = {}
        for code in self.codes:
            level, comment = (self.cleaned_data[f"{part}-{code}"] for part in ("level", "comment"))
            said = {"level": int(level)} if level else {}
            if comment.strip():
                said["comment"] = comment
            if said:
                found[code] = said
        return found

    @property
    def typed(self) -> list[tuple[str, str, str]]:
        """Of each competency with something filled in: its title, the words of the level, the comment."""
        found = []
        for code, said in self.ratings.items():
            level: Any = self.fields[f"level-{code}"]
            words = dict(level.choices).get(str(said.get("level", "")), "")
            found.append((str(level.label), words, said.get("comment", "")))
        return found

    @property
    def missing(self) -> list[str]:
        """The titles of competencies whose level is wrong or not there."""
        fields = (self[f"level-{code}"] for code in self.codes)
        return [str(field.label) for field in fields if field.errors]


def _initial(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{part}-{code}": value for code, said in kept.items() for part, value in said.items()}


def _level(title: str, choices: list[tuple[str, str]], whole: bool) -> forms.ChoiceField:
    errors = {
        "required": _("Choose what fits best today."),
        "invalid_choice": _("Choose one of these."),
    }
    return forms.ChoiceField(
        label=title, choices=choices, required=whole, widget=forms.RadioSelect, error_messages=errors
    )


def _comment(about: str, title: str) -> LongTextField:
    return LongTextField(
        label=about,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "aria-label": f"{about}: {title}"}),
    )


def own_form(sign_off: SignOff, data: Posted | None = None, *, whole: bool = False) -> RatingForm:
    """The learner's."""
    page = sign_off.page
    return RatingForm(
        data,
        sign_off=sign_off,
        scale=page["own_scale"],
        lowest=1,
        kept=sign_off.own,
        about=_("A comment, if you like"),
        whole=whole,
    )


def rated_form(sign_off: SignOff, data: Posted | None = None, *, whole: bool = False) -> RatingForm:
    """The supervisor's."""
    page = sign_off.page
    return RatingForm(
        data,
        sign_off=sign_off,
        scale=page["rated_scale"],
        lowest=0,
        kept=sign_off.rated,
        about=_("What you saw, or what would help next"),
        whole=whole,
    )


def lines(
    sign_off: SignOff, form: RatingForm | None = None, *, evidence: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Line]:
    """Each competency of a sign-off, with the fields of ``form``."""
    told = sign_off.evidence if evidence is None else evidence
    for each in sign_off.page["competencies"]:
        code = each["code"]
        own, rated = sign_off.own.get(code, {}), sign_off.rated.get(code, {})
        yield Line(
            code=code,
            title=each["title"],
            own=own_words(sign_off.page, own),
            own_comment=own.get("comment", ""),
            rated=rated_words(sign_off.page, rated),
            rated_comment=rated.get("comment", ""),
            evidence=told.get(code, ()),
            level=form and form[f"level-{code}"],
            comment=form and form[f"comment-{code}"],
        )


class DifferForm(SeenForm):
    """The learner sees it differently, in their own words."""

    differs = LongTextField(
        label=gettext_lazy("How you see it"),
        max_length=LONGEST,
        help_text=gettext_lazy(
            "Your supervisor reads this. If the record is closed, these words stand in it."
        ),
        error_messages={"required": gettext_lazy("Write a few words on how you see it.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean_differs(self) -> str:
        words: str = self.cleaned_data["differs"].strip()
        if not words:
            raise forms.ValidationError(_("Write a few words on how you see it."))
        return words


class FrameworkForm(forms.Form):
    """Which competencies a sign-off is about."""

    framework = forms.ChoiceField(
        label=gettext_lazy("Competencies of"),
        error_messages={"invalid_choice": gettext_lazy("Choose one of these.")},
    )

    def __init__(self, data: Posted | None = None, *, frameworks: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        field: Any = self.fields["framework"]
        field.choices = frameworks
