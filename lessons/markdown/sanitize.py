"""The wall behind the renderer: what is not listed here does not reach a page, whatever produced it."""

import re

import nh3

INLINE_HTML = ("b", "cite", "em", "i", "kbd", "mark", "q", "s", "small", "strong", "sub", "sup", "u")
"""Tags an author may write as HTML, without attributes and in matched pairs (and ``<br>``)."""

CLASSES = {
    "a": {"anchor", "back", "external", "term"},
    "aside": {
        *(
            "box",
            "box-always",
            "box-content-note",
            "box-definition",
            "box-dialogue",
            "box-example",
            "box-local",
        ),
        *("box-never", "box-takeaways"),
    },
    "div": {"heading", "pair", "table-wrap"},
    "figure": {"quote"},
    "li": {"avoid", "say"},
    "ol": {"marks", "turns"},
    "p": {"box-title", "origin", "skip-part"},
    "section": {"references"},
    "span": {"cue", "visually-hidden"},
    "strong": {"speaker"},
    "sup": {"cite"},
    "table": {"compare"},
    "td": {"align-center", "align-right"},
    "th": {"align-center", "align-right"},
    "ul": {"contacts", "marks"},
}

ATTRIBUTES = {
    "*": {"id"},
    "a": {"aria-label", "href", "rel", "role"},
    "abbr": {"title"},
    "aside": {"aria-labelledby", "role"},
    "div": {"aria-label", "aria-labelledby", "role", "tabindex"},
    "img": {"alt", "height", "loading", "src", "width"},
    "ol": {"start"},
    "section": {"aria-labelledby"},
    "source": {"sizes", "srcset", "type"},
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
    "picture",
    "pre",
}

TAGS = {*INLINE_HTML, *BARE, *CLASSES, *ATTRIBUTES} - {"*"}

LOCAL = re.compile(r"#|/(?!/)|images/")


SRCSET = re.compile(
    r"/images/[0-9a-f]{64}/[0-9]+\.webp [0-9]+w(?:, /images/[0-9a-f]{64}/[0-9]+\.webp [0-9]+w)*"
)
"""Our own images in several widths, as the renderer writes them."""


def keep_own_sizes(tag: str, name: str, value: str) -> str | None:
    """Addresses stand in ``srcset`` too, where the rules for links do not reach."""
    return value if name != "srcset" or SRCSET.fullmatch(value) else None


def keep_local(url: str) -> str | None:
    """An address without a scheme, if it stays on this site."""
    return url if LOCAL.match(url) else None


CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    url_schemes={"https", "mailto", "sms", "tel"},
    url_relative=keep_local,
    attribute_filter=keep_own_sizes,
    link_rel=None,  # set where the link is made: links inside the course need none
)


def sanitize(html: str) -> str:
    """The fragment with only the listed tags, attributes, classes and link schemes left."""
    return CLEANER.clean(html)
