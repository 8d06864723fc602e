"""What a reader sees of an HTML fragment: its words, without markup, icons, markers and helper text."""

from html.parser import HTMLParser
from typing import NamedTuple

HIDDEN_CLASSES = frozenset({"visually-hidden", "cite", "back", "anchor"})
"""Helper text for screen readers, source markers, and the links around them."""

HIDDEN_TAGS = frozenset({"head", "noscript", "script", "style", "svg", "template"})

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "button", "caption", "dd", "div", "dl", "dt"}
    | {
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
    }
    | {
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
    }
    | {"tfoot", "th", "thead", "tr", "ul"}
)
"""Elements that stand on lines of their own, table cells included."""


class VisibleSection(NamedTuple):
    """A second-level heading ("" before the first) and the visible text up to the next, a line for each block."""

    heading: str
    text: str


class VisibleText(HTMLParser):
    """Collects visible lines, section by section."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []
        self.hidden = 0
        self.pieces: list[str] = []
        self.sections: list[tuple[list[str], list[str]]] = [([], [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.end_line()
        if tag == "h2" and not self.hidden:
            self.sections.append(([], []))
        if tag not in VOID:
            hides = is_hidden(tag, dict(attrs))
            self.open.append((tag, hides))
            self.hidden += hides

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.end_line()
        if any(name == tag for name, _ in self.open):
            while self.open:
                name, hides = self.open.pop()
                self.hidden -= hides
                if name == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data)

    def end_line(self) -> None:
        line = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        if line:
            heading, lines = self.sections[-1]
            lines.append(line)
            if any(name == "h2" for name, _ in self.open):
                heading.append(line)


def is_hidden(tag: str, attributes: dict[str, str | None]) -> bool:
    return (
        tag in HIDDEN_TAGS
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or not HIDDEN_CLASSES.isdisjoint((attributes.get("class") or "").split())
    )


def visible_sections(html: str) -> tuple[VisibleSection, ...]:
    """The visible text of each section; the part before the first second-level heading only if it has any."""
    parser = VisibleText()
    parser.feed(html)
    parser.close()
    parser.end_line()
    first, *rest = [VisibleSection(" ".join(heading), "\n".join(lines)) for heading, lines in parser.sections]
    return tuple(([first] if first.text else []) + rest)


def visible_text(html: str) -> str:
    """All visible text of the fragment, a line for each block."""
    return "\n".join(section.text for section in visible_sections(html) if section.text)
