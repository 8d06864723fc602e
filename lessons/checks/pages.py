"""The text of a topic with its self-checks in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString, mark_safe

from course import registry
from lessons.checks.placing import fill
from lessons.models import TopicVersion

Sent = MultiValueDict[str, str]
NOTHING: Sent = MultiValueDict()


def reading(version: TopicVersion, sent: Sent = NOTHING, *, reveal: bool = False) -> SafeString:
    """The finished text, the check that ``sent`` answers with what is to be said of it. No statement.

    All of it was sanitized when the version was written. ``reveal`` is for authors.
    """
    panels = {check["key"]: _panel(version, check, sent, reveal) for check in version.checks}
    return mark_safe(fill(version.html, panels) if panels else version.html)


def answered(version: TopicVersion, sent: Sent) -> SafeString | None:
    """The one check that ``sent`` answers, for a page that swaps it; None for a key that is not here."""
    check = next((each for each in version.checks if each["key"] == sent.get("check")), None)
    return check and _panel(version, check, sent, reveal=False)


def _panel(version: TopicVersion, check: Mapping[str, Any], sent: Sent, reveal: bool) -> SafeString:
    html: Any = version.checks_html
    return registry.self_checks().panel(check, html[check["key"]], sent, digest=version.digest, reveal=reveal)
