"""What is kept about a person as one HTML page that needs nothing else: no script, no style. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

PAGE = """<!DOCTYPE html>
<html lang="{}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{}</title>
</head>
<body>
<main>
<h1>{}</h1>
<p>{}</p>
{}
</main>
</body>
</html>
"""


def page(data: dict[str, Any], *, at: datetime) -> str:
    """``data`` maps the name of a part to texts, numbers, moments, and lists and mappings of these."""
    title = _("What Alongside keeps about you")
    made = _("Made on %(moment)s. Times are in the zone %(zone)s.") % {
        "moment": _moment(at),
        "zone": timezone.get_current_timezone_name(),
    }
    parts = format_html_join(
        "\n", "<section>\n<h2>{}</h2>\n{}\n</section>", ((_label(k), _told(v)) for k, v in data.items())
    )
    return format_html(PAGE, get_language() or "en", title, title, made, parts)


def _label(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _moment(value: datetime) -> str:
    return date_format(timezone.localtime(value), "DATETIME_FORMAT")


def _told(value: Any) -> SafeString:
    if isinstance(value, dict):
        rows = ((_label(key), _told(each)) for key, each in value.items())
        return format_html("<dl>{}</dl>", format_html_join("\n", "<dt><b>{}</b></dt>\n<dd>{}</dd>", rows))
    if isinstance(value, list) and value:
        return format_html("<ol>{}</ol>", format_html_join("\n", "<li>{}</li>", ((_told(v),) for v in value)))
    if isinstance(value, bool):
        return format_html("{}", _("yes") if value else _("no"))
    if isinstance(value, datetime):
        return format_html("{}", _moment(value))
    if value is None or value == "" or value == []:
        return format_html("{}", "–")
    text = str(value)
    return mark_safe(linebreaks(text, autoescape=True)) if "\n" in text else format_html("{}", text)
