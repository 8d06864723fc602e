"""The wall behind the renderer: what is not listed here does not reach a page, whatever produced it."""

import re

import nh3

INLINE_HTML = ("b", "cite", "em", "i", "kbd", "mark", "q", "s", "small", "strong", "sub", "sup", "u")
"""Tags an author may write as HTML, without attributes and in matched pairs (and ``<br>``)."""

CLASSES = {
    "a": {"anchor", "back", "external"},
    "aside": {"box", "box-always", "box-definition", "box-example", "box-never", "box-takeaways"},
    "div": {"heading", "pair", "table-wrap"},
    "figure": {"quote"},
    "ol": {"marks"},
    "p": {"box-title"},
    "section": {"references"},
    "span": {"visually-hidden"},
    "sup": {"cite"},
    "table": {"compare"},
    "td": {"align-center", "align-right"},
    "th": {"align-center", "align-right"},
    "ul": {"marks"},
}

ATTRIBUTES = {
    "*": {"id"},
    "a": {"aria-label", "href", "rel", "role"},
    "abbr": {"title"},
    "aside": {"aria-labelledby", "role"},
    "div": {"aria-label", "aria-labelledby", "role", "tabindex"},
    "img": {"alt", "loading", "src"},
    "ol": {"start"},
    "section": {"aria-labelledby"},
    "table": {"role"},
    "tbody": {"role"},
    "td": {"data-label", "role"},
    "th": {"role", "scope"},
    "thead": {"role"},
    "tr": {"role"},
}

BARE = {
    "blockquote",
    "br",
    "caption",
    "code",
    "dd",
    "dl",
    "dt",
    "figcaption",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "pre",
}

TAGS = {*INLINE_HTML, *BARE, *CLASSES, *ATTRIBUTES} - {"*"}

LOCAL = re.compile(r"#|/(?!/)|images/")


def keep_local(url: str) -> str | None:
    """An address without a scheme, if it stays on this site."""
    return url if LOCAL.match(url) else None


CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    url_schemes={"https", "mailto", "sms", "tel"},
    url_relative=keep_local,
    link_rel=None,  # set where the link is made: links inside the course need none
)


def sanitize(html: str) -> str:
    """The fragment with only the listed tags, attributes, classes and link schemes left."""
    return CLEANER.clean(html)
