"""What sign-offs add to other pages and mails: what waits for a learner, and what waits for a supervisor."""

from __future__ import annotations

from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course.mailing import mail_links
from course.models import Enrollment, Person
from course.protocols import DigestPart
from quizzes.models import SignOff
from quizzes.signoff import listing


def waiting_for_me(person: Person, *, at: datetime) -> SafeString | None:
    """A notice for each sign-off that waits for this learner. One statement."""
    rows = SignOff.objects.owned_by(person).filter(state__in=(SignOff.State.DRAFT, SignOff.State.SIGNING))
    rows = rows.filter(enrollment__state=Enrollment.State.ACTIVE).select_related("enrollment__course")
    found = list(rows.defer("page", "own", "rated", "evidence").order_by("since", "pk"))
    return render_to_string("quizzes/signoff/_waiting.html", {"found": found}) if found else None


def of_learner(enrollment: Enrollment, viewer: Person) -> SafeString | None:
    """Every round, and the way to the next, for those who supervise the learner. One statement at most."""
    if not enrollment.is_supervised or enrollment.person_id == viewer.pk:
        return None
    rounds = SignOff.objects.filter(enrollment=enrollment).defer("page", "own", "rated", "evidence")
    return render_to_string("quizzes/signoff/_learner.html", {"enrollment": enrollment, "rounds": rounds})


def to_sign(person: Person, *, at: datetime) -> DigestPart | None:
    """How many sign-offs wait for this supervisor; None where none does. One statement."""
    number = listing.waiting(person).count()
    if not number:
        return None
    line = ngettext("%d sign-off waits for you", "%d sign-offs wait for you", number) % number
    return DigestPart(_("Sign-offs"), [line], mail_links.absolute(reverse("sign_offs")))
