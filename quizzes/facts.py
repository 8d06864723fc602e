"""An exam's rules in plain words, as they hold for one learner, each with what says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.rules import COUNTS_LABELS, Layout, Shows, When
from quizzes.terms import Refusal, Terms


@dataclass(frozen=True)
class Fact:
    """``says`` answers ``label`` for the learner. ``because`` names the rule or the accommodation, for staff."""

    label: str
    says: str
    because: str


def facts(terms: Terms, *, questions: int, minutes: tuple[int, int], at: datetime) -> list[Fact]:
    """Every rule, before Start. ``minutes`` is the estimate from and to; times are in the zone that is active."""
    return [
        Fact(_("Questions"), number_format(questions), _("the blueprint")),
        Fact(_("Time"), _time(terms, minutes, at), _why_time(terms)),
        *_window(terms),
        Fact(_("How often"), _often(terms), _why_often(terms)),
        *_pass_mark(terms),
        Fact(_("How it goes"), _way(terms), _("layout, forward only and shuffle")),
        *_pauses(terms),
        Fact(_("Your answers"), _("saved as you give them; you can leave and come back"), _("always so")),
        Fact(_("Afterward you see"), afterward(terms), _("feedback")),
    ]


def moment(at: datetime) -> str:
    """A date and time in the person's zone: ``Nov. 2, 2026, 3:30 PM``"""
    return date_format(timezone.localtime(at), "N j, Y, g:i A")


def zone_name(at: datetime) -> str:
    """What the person's zone is called then: ``EST``. In the hour that comes twice, nothing else tells which."""
    # Django's own format leaves the name out in just that hour.
    name = timezone.localtime(at).tzname() or ""
    return name if name.isalpha() else f"UTC{name}"


def _time(terms: Terms, minutes: tuple[int, int], at: datetime) -> str:
    low, high = minutes
    words = _("about %d minutes") % high if low == high else _("about %d–%d minutes") % minutes
    ends = terms.deadline(at)
    if ends is None:
        return words + "; " + _("no time limit")
    if terms.minutes is None:
        return words + "; " + _("it closes on %s") % moment(ends)
    limit = _("at most %d minutes from when you start") % terms.minutes
    return f"{words}; {limit}. " + _("If you start now, it ends on %s.") % f"{moment(ends)} {zone_name(ends)}"


def _why_time(terms: Terms) -> str:
    limit, allowed = terms.rules.time_limit_minutes, terms.allowance
    if limit is None:
        return _("the exam has no time limit")
    if allowed.untimed:
        return _("accommodation: no time limit; the rule is %d minutes") % limit
    if terms.minutes == limit:
        return _("time limit")
    return _("time limit %(limit)d minutes; accommodation: × %(factor)s, plus %(extra)d minutes") % {
        "limit": limit,
        "factor": number_format(allowed.time_factor.normalize()),
        "extra": allowed.extra_minutes,
    }


def _window(terms: Terms) -> Iterator[Fact]:
    rules = terms.rules
    if rules.opens:
        yield Fact(_("Opens"), moment(rules.opens), _("opens"))
    if terms.closes:
        days = terms.allowance.extra_days
        because = _("closes; accommodation: %d days later") % days if days else _("closes")
        yield Fact(_("Closes"), moment(terms.closes), because)


def _often(terms: Terms) -> str:
    if terms.attempts == 1:
        return _("once")
    words = _("up to %(times)d times; %(which)s counts") % {
        "times": terms.attempts,
        "which": COUNTS_LABELS[terms.rules.counts],
    }
    hours = terms.rules.wait_hours
    if hours:
        wait = ngettext("%d hour must pass in between", "%d hours must pass in between", hours) % hours
        words += "; " + wait
    return words


def _why_often(terms: Terms) -> str:
    extra = terms.allowance.extra_attempts
    if not extra:
        return _("attempts, which counts, waiting time")
    return _("attempts: %(rule)d; accommodation: %(extra)d more") % {
        "rule": terms.rules.attempts,
        "extra": extra,
    }


def _pass_mark(terms: Terms) -> Iterator[Fact]:
    rules = terms.rules
    if not rules.can_be_passed:
        return
    parts = [_("at least %d%% of the points") % rules.pass_percent] if rules.pass_percent else []
    if rules.pass_critical:
        parts.append(_("every question about safety and boundaries right"))
    yield Fact(_("To pass"), _(" and ").join(parts), _("pass mark"))


def _way(terms: Terms) -> str:
    rules = terms.rules
    if rules.layout is Layout.ALL:
        words = _("all questions on one page")
    elif rules.forward_only:
        words = _("one question at a time; you cannot go back to an earlier one")
    else:
        words = _("one question at a time; you can go back and change answers until you hand in")
    return words + ("; " + _("everyone has their own order") if rules.shuffle else "")


def _pauses(terms: Terms) -> Iterator[Fact]:
    if terms.allowance.may_pause and terms.minutes is not None:
        words = _("you may stop the clock and let it run again later")
        yield Fact(_("Pauses"), words, _("accommodation"))


def afterward(terms: Terms) -> str:
    """What feedback shows, and when."""
    shows = terms.rules.feedback
    if not shows:
        return _("that it was handed in")
    words = {
        Shows.SCORE: _("your score"),
        Shows.COMPETENCIES: _("how you did in each area"),
        Shows.CORRECTNESS: _("which answers were right"),
        Shows.KEYS: _("the right answers and why"),
        Shows.CRITICAL: _("why the safety and boundary questions you missed are answered as they are"),
    }
    told = [words[each] for each in Shows if each in shows]
    said = told[0] if len(told) == 1 else ", ".join(told[:-1]) + _(", and ") + told[-1]
    if Shows.KEYS not in shows:
        said += "; " + _("not the right answers")
    if terms.rules.feedback_when is When.EACH:
        return _("after each question: ") + said
    if terms.rules.feedback_when is When.CLOSE and terms.closes:
        held = _("when the exam has closed for everyone, on %s at the earliest: ")
        return held % moment(terms.closes) + said
    return said


def refused(terms: Terms, refusal: Refusal) -> str:
    """Why no attempt can begin now, in a sentence."""
    if refusal is Refusal.NOT_OPEN and terms.rules.opens:
        return _("This exam opens on %s.") % moment(terms.rules.opens)
    if refusal is Refusal.CLOSED and terms.closes:
        return _("This exam closed on %s. If you still need it, talk to your trainer.") % moment(terms.closes)
    if refusal is Refusal.WAIT and terms.next_at:
        return _("You can start again on %s.") % moment(terms.next_at)
    return _("You have used every attempt. If you need another, talk to your trainer.")


def may_start_again(terms: Terms) -> str:
    """That another attempt may begin now."""
    words = ngettext("You can take it %d more time.", "You can take it %d more times.", terms.left)
    return words % terms.left
