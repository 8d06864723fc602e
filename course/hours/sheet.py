"""A statement of completion as it is read: one sheet of words, which the page and the PDF both set."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from course import labels
from course.hours.words import CERTIFIES_NOBODY, COMPLETED
from course.mailing import mail_links
from course.models import Certificate


def sheet(certificate: Certificate) -> dict[str, Any]:
    """``title``, ``name``, ``course``, ``lines`` (label, value), ``tables`` (caption, head, rows, total) and ``notes``.

    All texts; JSON-able.
    """
    facts = certificate.facts
    return {
        "language": facts["language"],
        "title": _("Statement of completion"),
        "name": certificate.name,
        "completed": _("has completed the course"),
        "course": facts["course"],
        "lines": _lines(certificate),
        "tables": [*_tables(facts), *_scores(facts)],
        "notes": [facts["rule_words"], *_divided(facts), f"{COMPLETED} {CERTIFIES_NOBODY}"],
        "check": _("Check this statement at %(address)s with the code %(code)s.")
        % {"address": mail_links.absolute(reverse("verify")), "code": certificate.code},
    }


def _divided(facts: dict[str, Any]) -> list[str]:
    if not facts["frameworks"]:
        return []
    return [_("The time of a step that teaches several competencies is divided equally among them.")]


def _lines(certificate: Certificate) -> list[list[str]]:
    facts = certificate.facts
    return [
        [_("Program"), facts["program"]],
        [_("Began"), day(facts["began"])],
        [_("Completed"), day(facts["finished"])],
        [_("Issued"), day(facts["issued"])],
        [_("Credited time"), labels.duration(facts["total"])],
        [_("Version of the course"), facts["content_version"]],
        [_("Code"), certificate.code],
    ]


def day(iso: str) -> str:
    """``November 2, 2026`` for ``2026-11-02``."""
    return date_format(date.fromisoformat(iso), "F j, Y")


def _tables(facts: dict[str, Any]) -> list[dict[str, Any]]:
    total = [_("Whole course"), labels.duration(facts["total"])]
    head = _("Credited time")
    parts = [(_("Time by lesson"), _("Lesson"), facts["lessons"])]
    for framework in facts["frameworks"]:
        caption = _("Time by %(name)s competency") % {"name": framework["name"]}
        parts.append((caption, _("Competency"), framework["areas"]))
    return [
        {
            "caption": caption,
            "head": [first, head],
            "rows": [[row["title"], labels.duration(row["seconds"])] for row in rows],
            "total": total,
        }
        for caption, first, rows in parts
    ]


def _scores(facts: dict[str, Any]) -> list[dict[str, Any]]:
    if not facts["scores"]:
        return []
    rows = [
        [
            each["title"],
            _("%(score)s of %(possible)s points") % {"score": each["score"], "possible": each["possible"]},
        ]
        for each in facts["scores"]
    ]
    return [{"caption": _("Exam scores"), "head": [_("Exam"), _("Score")], "rows": rows, "total": []}]
