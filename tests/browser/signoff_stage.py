"""Sign-offs on the stage, one at each station: Dagny rates herself, Emeka has handed his over, Fenna is to sign, Gideon
sees it differently, Honor has signed, Ilse's was closed with both views and Jory's called off; Keziah has none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from course import progress
from course.joining import people
from course.models import Cohort, Course, Enrollment, Person, Step
from quizzes.models import SignOff
from quizzes.signoff import opening, verbs
from tests.browser import cast

GROUP = "Sign-off group"
OWN = "I sat with two people after group and mostly listened. I want to practice ending a talk well."
SEEN = "You asked what would help before you offered anything. Next, try it with somebody who is angry."
VIEW = "I ran the Tuesday group alone twice this month. I think that is on my own, not with help."


def sign_offs() -> cast.Ids:
    course = Course.objects.select_related("program").get(slug="peer-specialist")
    cohort = Cohort.objects.create(program=course.program, course=course, name=GROUP)
    alma = Person.objects.get(is_superuser=True)
    draft = _opened("Dagny Frost", cohort, alma)
    verbs.save_own(draft, ratings=_own(draft, only=2), seen_revision=1, at=_ago(20))
    rating = _handed_over("Emeka Roth", cohort, alma)
    signing = _signed("Fenna Lund", cohort, alma)
    differs = _differs("Gideon Hale", cohort, alma)
    done = verbs.sign(_signed("Honor Ivers", cohort, alma), seen_revision=3, at=_ago(2))
    both = _differs("Ilse Brun", cohort, alma)
    verbs.close_as_it_is(both, seen_revision=4, by=alma, at=_ago(1))
    off = _handed_over("Jory Pell", cohort, alma)
    verbs.call_off(off, seen_revision=2, by=alma, at=_ago(1))
    none = people.join(cast.person("Keziah Orr"), cohort, at=_ago(70))
    return {
        "my_sign_off_none": {"pk": Enrollment.objects.get(person__name="Mia Torres").pk},
        "my_sign_off_draft": {"pk": draft.enrollment_id},
        "my_sign_off_stale": {"pk": draft.enrollment_id},
        "my_sign_off_handed_over": {"pk": rating.enrollment_id},
        "my_sign_off_to_sign": {"pk": signing.enrollment_id},
        "my_sign_off_differs": {"pk": differs.enrollment_id},
        "my_sign_off_closed": {"pk": done.enrollment_id},
        "sign_off_record": {"pk": done.pk},
        "sign_off_record_two_views": {"pk": both.pk},
        "sign_off_record_called_off": {"pk": off.pk},
        "sign_off_draft": {"pk": draft.pk},
        "sign_off_rating": {"pk": rating.pk},
        "sign_off_signing": {"pk": signing.pk},
        "sign_off_differs": {"pk": differs.pk},
        "learner_sign_offs": {"pk": done.enrollment_id},
        "learner_sign_offs_none": {"pk": none.pk},
    }


def _ago(hours: int) -> datetime:
    return timezone.now() - timedelta(hours=hours)


def _opened(name: str, cohort: Cohort, by: Person) -> SignOff:
    enrollment = people.join(cast.person(name), cohort, at=_ago(70))
    first = Step.objects.live().filter(lesson__course=cohort.course).in_order()[0]
    progress.complete(enrollment, first, version=1, at=_ago(60))
    return opening.open_round(enrollment, framework="samhsa", by=by, at=_ago(48))


def _handed_over(name: str, cohort: Cohort, by: Person) -> SignOff:
    found = _opened(name, cohort, by)
    return verbs.hand_over(found, ratings=_own(found), seen_revision=1, at=_ago(24))


def _signed(name: str, cohort: Cohort, by: Person) -> SignOff:
    found = _handed_over(name, cohort, by)
    ratings = _ratings(found, SEEN, highest=5, lowest=0)
    return verbs.sign_for_staff(found, ratings=ratings, seen_revision=2, by=by, at=_ago(12))


def _differs(name: str, cohort: Cohort, by: Person) -> SignOff:
    return verbs.differ(_signed(name, cohort, by), words=VIEW, seen_revision=3, at=_ago(6))


def _own(sign_off: SignOff, only: int = 99) -> dict[str, Any]:
    return _ratings(sign_off, OWN, highest=4, lowest=1, only=only)


def _ratings(sign_off: SignOff, comment: str, *, highest: int, lowest: int, only: int = 99) -> dict[str, Any]:
    """Every level in turn, and a comment on every third competency."""
    found: dict[str, Any] = {}
    for number, each in enumerate(sign_off.page["competencies"][:only]):
        found[each["code"]] = {"level": lowest + (number + 1) % (highest - lowest)}
        if number % 3 == 0:
            found[each["code"]]["comment"] = comment
    return found
