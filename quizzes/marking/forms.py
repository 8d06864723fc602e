"""The form in which a person marks one answer: points for each row of the rubric, and words for the learner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.text import LongTextField
from quizzes.kinds import Posted
from quizzes.models import AttemptItem, MarkDraft
from quizzes.review.figures import plain

_LARGEST = 2**31 - 1
_CENT = Decimal("0.01")
_INCOMPLETE = gettext_lazy("This form arrived incomplete, so nothing was saved. Load the page again.")


def rubric_of(item: AttemptItem) -> list[Mapping[str, Any]]:
    """What a marker looks for, row by row; one row of all the points where a question has no rubric."""
    whole = {"key": "points", "title": _("Points"), "points": plain(item.points), "hint": ""}
    return item.version.body.get("rubric") or [whole]


class MarkForm(forms.Form):
    """``revision`` is the newest draft that the page has shown, 0 for none. Each row of the rubric has its field."""

    revision = forms.IntegerField(
        min_value=0,
        max_value=_LARGEST,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _INCOMPLETE),
        widget=forms.HiddenInput,
    )
    comment = LongTextField(
        label=gettext_lazy("Words for the learner"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy(
            "They see this with their result. Say what worked, and what would help next. Others may still take this "
            "exam: if its answers stay closed, do not tell them here."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, data: Posted | None = None, *, item: AttemptItem, draft: MarkDraft | None) -> None:
        super().__init__(data, initial=_initial(draft))
        self.item = item
        self.rubric = rubric_of(item)
        rows = {f"row-{row['key']}": _field(row) for row in self.rubric}
        self.fields = {"revision": self.fields["revision"], **rows, "comment": self.fields["comment"]}

    @property
    def points(self) -> Decimal:
        """The rows' points added up; in proportion, where an exam gives the question other points than its rubric."""
        cleaned = self.cleaned_data
        given = sum((cleaned[f"row-{row['key']}"] for row in self.rubric), Decimal(0))
        whole = sum((Decimal(row["points"]) for row in self.rubric), Decimal(0))
        return (given * self.item.points / whole).quantize(_CENT, ROUND_HALF_UP)

    @property
    def draft(self) -> dict[str, Any]:
        """The arguments of ``marking.draft``."""
        cleaned = self.cleaned_data
        rubric = {row["key"]: plain(cleaned[f"row-{row['key']}"]) for row in self.rubric}
        return {
            "points": self.points,
            "rubric": rubric,
            "comment": cleaned["comment"],
            "seen_revision": cleaned["revision"],
        }


def _initial(draft: MarkDraft | None) -> dict[str, Any]:
    if draft is None:
        return {"revision": 0}
    rows = {f"row-{key}": points for key, points in draft.rubric.items()}
    return {"revision": draft.revision, "comment": draft.comment, **rows}


def _field(row: Mapping[str, Any]) -> forms.DecimalField:
    most = Decimal(row["points"])
    said = {"most": plain(most)}
    wrong = _("Give points from 0 to %(most)s.") % said
    return forms.DecimalField(
        label=_("%(title)s, 0 to %(points)s points") % {"title": row["title"], "points": plain(most)},
        help_text=row.get("hint", ""),
        min_value=0,
        max_value=most,
        max_digits=6,
        decimal_places=2,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
    )


class PointsForm(forms.Form):
    """Other points for an answer that has its mark, and why."""

    points = forms.DecimalField(label=gettext_lazy("New points"), min_value=0, max_digits=6, decimal_places=2)
    reason = LongTextField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("Staff see this with the marks of the question. The learner does not."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Posted | None = None, *, item: AttemptItem) -> None:
        super().__init__(data)
        most = plain(item.points)
        points: Any = self.fields["points"]
        points.help_text = _("From 0 to %(most)s.") % {"most": most}
        points.max_value = item.points
        points.widget.attrs |= {"inputmode": "decimal", "max": most}
        points.validators.append(_at_most(item.points))

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if not reason:
            raise forms.ValidationError(_("Say why, in a few words."))
        return reason


def _at_most(most: Decimal) -> Any:
    def check(points: Decimal) -> None:
        if points > most:
            raise forms.ValidationError(_("Give points from 0 to %(most)s.") % {"most": plain(most)})

    return check


def words_of(rubric: Iterable[Mapping[str, Any]], draft: MarkDraft) -> list[tuple[str, str]]:
    """Each row's title with the points that a draft gives it."""
    return [(row["title"], draft.rubric.get(row["key"], "–")) for row in rubric]
