"""An exam's rules: what its author decided, as stored with the exam and frozen into each attempt. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


class Shows(StrEnum):
    """What feedback a learner may see. Each is asked for by name; none of them implies another."""

    SCORE = "score"
    COMPETENCIES = "competencies"
    CORRECTNESS = "correctness"
    KEYS = "keys"
    CRITICAL = "critical"


class When(StrEnum):
    """From when feedback is shown."""

    EACH = "each"
    SUBMIT = "submit"
    CLOSE = "close"


class Counts(StrEnum):
    """Which of several attempts counts."""

    BEST = "best"
    LATEST = "latest"
    FIRST = "first"


class Layout(StrEnum):
    ONE = "one"
    ALL = "all"


SHOWS_LABELS = {
    Shows.SCORE: gettext_lazy("their score"),
    Shows.COMPETENCIES: gettext_lazy("how they did in each competency"),
    Shows.CORRECTNESS: gettext_lazy("which answers were right"),
    Shows.KEYS: gettext_lazy("the right answers, with explanations"),
    Shows.CRITICAL: gettext_lazy("explanations of the critical questions that they missed"),
}
WHEN_LABELS = {
    When.EACH: gettext_lazy("after each question"),
    When.SUBMIT: gettext_lazy("after handing in"),
    When.CLOSE: gettext_lazy("when the exam has closed for everyone"),
}
COUNTS_LABELS = {
    Counts.BEST: gettext_lazy("the best attempt"),
    Counts.LATEST: gettext_lazy("the latest attempt"),
    Counts.FIRST: gettext_lazy("the first attempt"),
}
LAYOUT_LABELS = {
    Layout.ONE: gettext_lazy("one question at a time"),
    Layout.ALL: gettext_lazy("all questions on one page"),
}


def _with_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(_("Write the time with its zone, such as 2027-01-31 17:00:00Z."))
    return moment.astimezone(UTC)


def _all_different(names: list[Shows]) -> list[Shows]:
    if len(set(names)) < len(names):
        raise ValueError(_("One of these stands twice."))
    return names


Moment = Annotated[datetime, AfterValidator(_with_zone)]


class Rules(BaseModel):
    """``feedback`` is what learners see, ``feedback_when`` from when. ``time_limit_minutes`` None: no limit.

    ``pass_percent`` None with ``pass_critical`` False: the exam cannot be passed or failed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    opens: Moment | None = None
    closes: Moment | None = None
    time_limit_minutes: Annotated[int, Field(ge=1, le=600)] | None = None
    attempts: Annotated[int, Field(ge=1, le=20)] = 1
    counts: Counts = Counts.BEST
    wait_hours: Annotated[int, Field(ge=0, le=2160)] = 0
    pass_percent: Annotated[int, Field(ge=1, le=100)] | None = None
    pass_critical: bool = False
    layout: Layout = Layout.ONE
    forward_only: bool = False
    shuffle: bool = True
    feedback: Annotated[list[Shows], AfterValidator(_all_different)] = [Shows.SCORE, Shows.COMPETENCIES]
    feedback_when: When = When.SUBMIT

    @model_validator(mode="after")
    def fit_together(self) -> Rules:
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValueError(_("The exam closes before it opens."))
        if self.forward_only and self.layout is Layout.ALL:
            raise ValueError(_("“Forward only” needs one question at a time."))
        if self.feedback_when is When.CLOSE and self.closes is None:
            raise ValueError(_("Feedback waits until the exam has closed, but no closing time is set."))
        if self.feedback_when is When.EACH:
            self._fit_each()
        return self

    def _fit_each(self) -> None:
        if self.layout is Layout.ALL:
            raise ValueError(_("Feedback after each question needs one question at a time."))
        if not {Shows.CORRECTNESS, Shows.KEYS} & set(self.feedback):
            raise ValueError(_("Feedback after each question shows nothing: add correctness or keys."))

    def stored(self) -> dict[str, Any]:
        """The rules as JSON keeps them; ``read`` takes them back."""
        return self.model_dump(mode="json")

    @property
    def can_be_passed(self) -> bool:
        return self.pass_percent is not None or self.pass_critical


def read(stored: Mapping[str, Any]) -> Rules:
    """Stored rules. A rule that did not exist when they were stored has its default."""
    return Rules.model_validate(dict(stored))
