"""What sign-offs keep about a person: handed over to them, erased, and counted as work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from course.models import Person
from quizzes.models import SignOff
from quizzes.signoff.sheet import sheet

MOMENTS = ("opened_at", "handed_at", "supervisor_signed_at", "learner_signed_at", "closed_at")


def own_data(person: Person, *, at: datetime) -> dict[str, Any]:
    """Every round, as far as the person may read it now, with the digest of what was signed."""
    rows = SignOff.objects.owned_by(person).order_by("opened_at", "pk")
    rows = rows.select_related("enrollment__person", "enrollment__cohort__program", "supervisor")
    return {"sign_offs": [_round(each) for each in rows]}


def _round(each: SignOff) -> dict[str, Any]:
    told = sheet(each, for_learner=True)
    return {
        "course": each.page["course"],
        "framework": each.framework_name,
        "round": each.number,
        "state": each.get_state_display(),
        **{name: getattr(each, name) for name in MOMENTS},
        "ratings": [dict(zip(told["head"], row, strict=True)) for row in told["rows"]],
        "comments": told["comments"],
        "signatures": told["signatures"],
        "seen_differently": each.differs,
        "digest": each.digest,
    }


class Erasing:
    """The part of sign-offs in erasing somebody: a record that names them goes."""

    @staticmethod
    def goes(person: Person) -> Sequence[str]:
        if not SignOff.objects.owned_by(person).exists():
            return []
        return [_("Your sign-offs, with what you and your supervisors wrote in them")]

    @staticmethod
    def erase(person: Person, *, at: datetime) -> None:
        SignOff.objects.owned_by(person).delete()


def last_sign_off() -> Subquery:
    """When an enrollment last handed over or signed one, to annotate it with; null for never."""
    rows = SignOff.objects.filter(enrollment=OuterRef("pk")).order_by().values("enrollment")
    handed = Max("handed_at")
    last = Greatest(handed, Coalesce(Max("learner_signed_at"), handed))
    return Subquery(rows.annotate(last=last).values("last"))


def signed_off_since(since: datetime) -> Exists:
    """Whether an enrollment handed one over, or signed it, after ``since``."""
    done = Q(handed_at__gt=since) | Q(learner_signed_at__gt=since)
    return Exists(SignOff.objects.filter(done, enrollment=OuterRef("pk")))
