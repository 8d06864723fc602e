"""Links to steps, links to other sites, and a link to every heading."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from lessons.markdown.tree import make_plain, pairs, text_of, wrap

STEP = "step:"
"""How a link to a step of the same course begins; the step's slug follows."""

PLAIN_SCHEMES = ("mailto:", "tel:", "sms:")
"""Links that open no page: a learner may need to call or text a crisis line at once."""


def shape_links(root: Element, resolve: Callable[[str], str | None]) -> None:
    """Resolve ``step:`` links and mark those that leave the site; any other target leaves only the words."""
    for link in list(root.iter("a")):
        href = link.get("href", "")
        target = resolve(href.removeprefix(STEP)) if href.startswith(STEP) else None
        if target:
            link.attrib = {"href": target}
        elif href.startswith("https://"):
            mark_external(link, href)
        elif href.startswith(PLAIN_SCHEMES):
            link.attrib = {"href": href}
        else:
            make_plain(link)


def mark_external(link: Element, href: str) -> None:
    """Mark a link to another site: for CSS by class, for those who do not see that in hidden words."""
    link.attrib = {"href": href, "rel": "external noopener noreferrer", "class": "external"}
    SubElement(link, "span", {"class": "visually-hidden"}).text = " " + _("(opens another site)")


def slugify(heading: str, id_prefix: str) -> str:
    """A readable id for a heading, in any script; ``s-`` keeps it apart from the page's own ids."""
    slug = re.sub(r"[\W_]+", "-", heading.lower()).strip("-")
    return f"{id_prefix}s-{slug or 'section'}"


def anchor_headings(root: Element) -> None:
    """Set a link to every heading beside it: inside, it would be read as part of the heading's name."""
    for parent, heading in pairs(root, "h1", "h2", "h3", "h4", "h5", "h6"):
        heading.tag = "h2" if heading.tag == "h1" else heading.tag  # the page's title is its one h1
        wrapper = Element("div", {"class": "heading"})
        wrap(parent, heading, wrapper)
        label = _("Link to the section “%(title)s”") % {"title": text_of(heading)}
        href = f"#{heading.get('id', '')}"
        SubElement(wrapper, "a", {"class": "anchor", "href": href, "aria-label": label})
