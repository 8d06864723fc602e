"""Checks of what stands inside lines: HTML, images, links, citations. Each takes masked source and yields findings."""

import re
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from lessons.markdown.figures import IMAGE
from lessons.markdown.links import PLAIN_SCHEMES, STEP
from lessons.markdown.sanitize import INLINE_HTML
from lessons.markdown.source import Finding, blank

HTML_TAG = re.compile(r"(?<!\\)<(?:!--|[/!?]?(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<rest>[^<>\n]*>?))")
AUTOLINK = re.compile(r"<(?P<target>[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]*)>")
IMAGE_LINK = re.compile(
    r'(?<!\\)!\[(?P<alt>[^\[\]]*)\]\(\s*(?P<src>[^\s()]*)(?:\s+"[^"\n]*")?\s*\)(?P<attributes>\{:?[^}\n]{0,200}\})?'
)
LINK_TARGET = re.compile(r"(?P<empty>\[\s*)?\]\(\s*<?(?P<target>[^\s()<>]*)")
CITATION = re.compile(r"(?<!\\)\[\^(?P<key>[^\]\n]*)\](?P<defines>:)?")


def check_html(masked: str) -> Iterator[Finding]:
    """Raw HTML but for the few plain inline tags, which take no attributes."""
    for match in HTML_TAG.finditer(AUTOLINK.sub(lambda link: blank(link[0], "x"), masked)):
        if match["tag"] is None:
            yield Finding(match.start(), _("The comment that begins here with <!-- is not closed with -->."))
        elif match["rest"][:1] in {"", ">", "/", " "} and not is_plain(match["tag"], match["rest"]):
            message = _(
                "The HTML <%(tag)s> is not allowed here; write Markdown, or &lt; for the sign itself."
            )
            yield Finding(match.start(), message % {"tag": match["tag"].lower()})


def is_plain(tag: str, rest: str) -> bool:
    """Whether it is one of the tags that an author may write, without attributes."""
    return (tag in INLINE_HTML and rest == ">") or (tag == "br" and rest in {">", "/>", " />"})


def check_images(masked: str, known: Collection[str] | None = None) -> Iterator[Finding]:
    """Images of the course, each with words for those who do not see it, or marked as decorative.

    ``known`` are the names of the course's images, where they are to be looked up.
    """
    for match in IMAGE_LINK.finditer(masked):
        attributes = (match["attributes"] or "").strip("{: }")
        name = IMAGE.fullmatch(match["src"])
        if name and known is not None and name["name"] not in known:
            message = _("The course has no image “%(name)s”. Upload it under Images first.")
            yield Finding(match.start(), message % {"name": name["name"]})
        if not name:
            message = _("The image “%(src)s” must be a file in the folder images, written images/name.jpg.")
            yield Finding(match.start(), message % {"src": match["src"]})
        if attributes not in {"", ".decorative"}:
            yield Finding(match.start(), _("Only {: .decorative } may follow an image."))
        elif not match["alt"].strip() and not attributes:
            message = _(
                "The image “%(src)s” has no alt text: say between the square brackets what it shows, "
                "or write {: .decorative } right after it."
            )
            yield Finding(match.start(), message % {"src": match["src"]})


def check_links(masked: str, known_steps: Collection[str]) -> Iterator[Finding]:
    """Links with words to tap, to steps that exist or to other sites by https."""
    text = IMAGE_LINK.sub(lambda image: blank(image[0], "x"), masked)
    for match in LINK_TARGET.finditer(text):
        yield from check_target(match.start("target"), match["target"], known_steps)
        if match["empty"]:
            message = _("The link to “%(target)s” has no words; write them between the square brackets.")
            yield Finding(match.start(), message % {"target": match["target"]})
    for match in AUTOLINK.finditer(text):
        yield from check_target(match.start("target"), match["target"], known_steps)


def check_target(place: int, target: str, known_steps: Collection[str]) -> Iterator[Finding]:
    if target.startswith(STEP):
        slug = target.removeprefix(STEP)
        if slug not in known_steps:
            message = _("The link leads to the step “%(slug)s”, which does not exist.")
            yield Finding(place, message % {"slug": slug})
    elif not target.startswith(("https://", *PLAIN_SCHEMES)):
        message = _(
            "The link target “%(target)s” must begin with step: or https:// (or tel:, sms:, mailto:)."
        )
        yield Finding(place, message % {"target": target})


def check_citations(masked: str, keys: Collection[str]) -> Iterator[Finding]:
    """Citations of sources that the front matter has."""
    for match in CITATION.finditer(masked):
        line_start = masked.rfind("\n", 0, match.start()) + 1
        if match["defines"] and not masked[line_start : match.start()].strip():
            message = _(
                "Sources are written under references in the front matter, not in the text (“%(key)s”)."
            )
        elif match["key"] not in keys:
            message = _("The source “%(key)s” is cited but not listed under references.")
        else:
            continue
        yield Finding(match.start(), message % {"key": match["key"]})


def cited_keys(masked: str) -> set[str]:
    return {match["key"] for match in CITATION.finditer(masked)}
