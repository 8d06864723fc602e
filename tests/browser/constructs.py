"""Pictures of what one can write in a topic, made of the very examples in ``docs/authoring.md``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import yaml
from django.template.loader import render_to_string
from playwright.sync_api import Page

from lessons.markdown import Reference, render
from tests.live.installation import ROOT

DOCS = ROOT / "docs"
STYLES = [ROOT / "static" / "css" / f"{name}.css" for name in ("tokens", "base", "lessons")]
EXAMPLE = re.compile(r"^```markdown\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PICTURE = re.compile(r"^!\[.*?\]\(images/construct-(?P<name>[a-z-]+)\.png\)$", re.MULTILINE)
FRONT_MATTER = re.compile(r"\A---\n(.*?)^---$", re.DOTALL | re.MULTILINE)
SOURCES = (
    Reference(
        key="roles",
        title="Core Competencies for Peer Workers in Behavioral Health Services",
        publisher="Substance Abuse and Mental Health Services Administration (SAMHSA)",
        year=2015,
        url="https://www.samhsa.gov",
    ),
)
WIDE, PHONE = 646, 320
ADDRESS, HTML = "http://guide.invalid/", "text/html; charset=utf-8"
SHEET = "div { display: flex; gap: 1.5rem; width: max-content; padding: 0.5rem } iframe { border: 0 }"
ALONE = """body { min-height: 0; padding: 8px } body > header { display: none }
body > *, .reading > :first-child { margin-top: 0 !important } .reading > :last-child { margin-bottom: 0 !important }"""
# What the example of an image shows: two people on a bench.
BENCH = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300">
<rect width="640" height="300" fill="#e4f0ee"/><circle cx="520" cy="80" r="40" fill="#fdf1dd"/>
<path d="M0 240h640v60H0z" fill="#cfe0d3"/>
<path fill="#9a5a00" d="M150 190h340v12H150zM150 150h340v10H150zM170 160h10v90h-10zM460 160h10v90h-10z"/>
<g fill="#0c5a57"><circle cx="265" cy="92" r="24"/><path d="M232 190c0-50 12-70 33-70s34 20 34 70z"/></g>
<g fill="#56636b"><circle cx="375" cy="92" r="24"/><path d="M341 190c0-50 13-70 34-70s33 20 33 70z"/></g>
</svg>"""


@dataclass(frozen=True)
class Construct:
    """``name`` is that of its picture; ``html`` what the example becomes; ``selector`` the part that is shown."""

    name: str
    html: str
    selector: str
    widths: tuple[int, ...] = (WIDE,)


def constructs() -> Iterator[Construct]:
    """What the guide has a picture of: the first example of its section, or else the settings of a topic."""
    guide = (DOCS / "authoring.md").read_text(encoding="utf-8")
    for picture in PICTURE.finditer(guide):
        name, section = picture["name"], guide.rindex("\n### ", 0, picture.start())
        example = EXAMPLE.search(guide, section, picture.start())
        if example is None:
            yield Construct(name, _objectives(guide), ".objectives")
        elif name == "references":
            yield Construct(name, _reading(example[1], SOURCES), ".reading")
        else:
            widths = (WIDE, PHONE) if name == "comparison-table" else (WIDE,)
            yield Construct(name, _reading(example[1]), ".reading", widths)


def _objectives(guide: str) -> str:
    front = next(front for example in EXAMPLE.findall(guide) if (front := FRONT_MATTER.match(example)))
    return render_to_string("lessons/_topic_head.html", {"version": yaml.safe_load(front[1])})


def _reading(example: str, references: tuple[Reference, ...] = ()) -> str:
    return f'<div class="reading">{render(example, references=references).html}</div>'


def photograph(page: Page, construct: Construct, path: Path) -> None:
    """Show the construct as a lesson does, once for each width, and picture that."""
    page.route("**/bench.jpg", lambda route: route.fulfill(body=BENCH, content_type="image/svg+xml"))
    frames = "".join(_frame(construct, width) for width in construct.widths)
    page.route(
        ADDRESS, lambda route: route.fulfill(body=f"{_styles(SHEET)}<div>{frames}</div>", content_type=HTML)
    )
    page.goto(ADDRESS)
    for frame in page.frames[1:]:
        frame.wait_for_load_state()
        height = frame.locator(construct.selector).evaluate("shown => Math.ceil(shown.offsetHeight)")
        frame.frame_element().evaluate("(frame, height) => { frame.height = height + 16 }", height)
    page.locator("div").screenshot(path=path)


def _frame(construct: Construct, width: int) -> str:
    """A page of its own, so that its width decides how it looks."""
    document = f"<!DOCTYPE html>{_styles(ALONE)}{construct.html}"
    return f'<iframe width="{width + 16}" height="600" srcdoc="{escape(document)}"></iframe>'


def _styles(more: str) -> str:
    return f"<style>{''.join(style.read_text(encoding='utf-8') for style in STYLES)}{more}</style>"
