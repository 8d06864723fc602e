"""From Markdown source to finished HTML: python-markdown reads, our constructs shape, nh3 sanitizes."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import islice
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import InlineProcessor, SubstituteTagInlineProcessor
from markdown.treeprocessors import Treeprocessor

from course.content.characters import FORBIDDEN
from lessons.markdown.boxes import shape_boxes
from lessons.markdown.citations import CitationMarkers, number_citations
from lessons.markdown.content_notes import shape_content_notes
from lessons.markdown.dialogue import shape_dialogues
from lessons.markdown.embeds import place_embeds
from lessons.markdown.figures import shape_images, shape_quotes
from lessons.markdown.glossary import link_terms
from lessons.markdown.links import anchor_headings, shape_links, slugify
from lessons.markdown.materials import NOTHING, Materials
from lessons.markdown.page import MOST_CHARACTERS, Page, Reference, Rendered, Section
from lessons.markdown.pictures import Picture
from lessons.markdown.sanitize import INLINE_HTML, sanitize
from lessons.markdown.source import mask_code, mask_comments, normalize_newlines, remove_comments
from lessons.markdown.tables import shape_tables
from lessons.markdown.tangles import find_tangles
from lessons.reading_time import count_words
from lessons.visible_text import visible_sections

TOO_MANY_TANGLES = 20
"""A few signs left open are typos; each costs a walk through its paragraph."""

BLOCKS_LEFT_OUT = ("code", "setextheader", "reference")
"""Indentation is never code and underlines never headings: trainers write neither on purpose."""

INLINE_LEFT_OUT = ("reference", "image_reference", "short_reference", "short_image_ref", "automail", "html")


def resolve_nothing(slug: str) -> str | None:
    """For texts that stand outside a course: no step is known."""
    return None


def render(
    source: str,
    *,
    references: Sequence[Reference] = (),
    resolve: Callable[[str], str | None] = resolve_nothing,
    image_base: str = "images/",
    images: Mapping[str, Picture] | None = None,
    id_prefix: str = "",
    materials: Materials = NOTHING,
) -> Rendered:
    """Render Markdown to sanitized HTML and count what a reader sees.

    ``resolve`` gives the address of a step by its slug, or None. ``images`` are the course's own by name; where they
    are not given, ``image_base`` takes the place of ``images/`` in their addresses. ``id_prefix`` keeps the ids of
    several texts on one page apart; ``materials`` are what the course has besides topics. Never raises: what ``lint``
    refuses is shown as plain words or left out.
    """
    page = Page(
        references=references,
        resolve=resolve,
        image_base=image_base,
        images=images,
        id_prefix=id_prefix,
        materials=materials,
    )
    text = FORBIDDEN.sub("\ufffd", normalize_newlines(source))
    html = sanitize(to_html(text, page))
    sections = visible_sections(html)
    return Rendered(
        html=html,
        words=sum(count_words(section.text) for section in sections),
        text="\n".join(section.text for section in sections if section.text),
        sections=tuple(Section(section.heading, count_words(section.text)) for section in sections),
    )


def to_html(text: str, page: Page) -> str:
    """HTML that is not yet safe; a text too long or too tangled to be read as Markdown in good time stays text."""
    if len(text) > MOST_CHARACTERS or has_many_tangles(text):
        return show_plainly(text)
    return make_converter(page).convert(remove_comments(text))


def has_many_tangles(text: str) -> bool:
    tangles = find_tangles(mask_comments(mask_code(text)))
    return any(islice(tangles, TOO_MANY_TANGLES, None))


def show_plainly(text: str) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in text.split("\n\n") if paragraph.strip())


def make_converter(page: Page) -> markdown.Markdown:
    toc = TocExtension(marker="", slugify=lambda value, separator: slugify(value, page.id_prefix))
    return markdown.Markdown(
        output_format="html",
        extensions=[
            TableExtension(use_align_attribute=True),
            toc,
            *("admonition", "sane_lists", "def_list", "abbr", "fenced_code"),
            Constructs(page),
        ],
    )


class Constructs(Extension):
    """Everything in a lesson that core Markdown does not have; and nothing of what a lesson does not need."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  (the name is python-markdown's)
        md.preprocessors.deregister("html_block")
        for name in BLOCKS_LEFT_OUT:
            md.parser.blockprocessors.deregister(name)
        for name in INLINE_LEFT_OUT:
            md.inlinePatterns.deregister(name)
        keys = {reference.key for reference in self.page.references}
        md.inlinePatterns.register(CitationMarkers(md, keys), "citation", 175)
        md.inlinePatterns.register(SafeTag(md), "safe_tag", 90)
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"<br ?/?>", "br"), "br_tag", 89)
        # Some read raw lines, so they come before "inline" (20); shapes read final text, after "unescape" (0).
        md.treeprocessors.register(RawShapes(md, self.page), "raw_shapes", 30)
        md.treeprocessors.register(DecorativeOnly(md), "attr_list", 8)
        md.treeprocessors.register(Shapes(md, self.page), "shapes", -1)


class SafeTag(InlineProcessor):
    """A matched pair of plain HTML tags without attributes; any other HTML stays the text that it is."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(rf"<(?P<tag>{'|'.join(INLINE_HTML)})>(?P<text>.*?)</(?P=tag)>", md)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        element = Element(m["tag"])
        element.text = m["text"]
        return element, m.start(), m.end()


class DecorativeOnly(AttrListTreeprocessor):
    """Of all that ``{: … }`` can set, an author may say that an image is decorative."""

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        if elem.tag == "img" and attrs_string.strip() == ".decorative":
            elem.set("class", "decorative")
        return ""


class OfPage(Treeprocessor):
    def __init__(self, md: markdown.Markdown, page: Page) -> None:
        super().__init__(md)
        self.page = page


class RawShapes(OfPage):
    def run(self, root: Element) -> None:
        shape_quotes(root)
        shape_dialogues(root)
        place_embeds(root, self.md.parser, self.page)


class Shapes(OfPage):
    def run(self, root: Element) -> None:
        page = self.page
        shape_links(root, page.resolve)
        shape_boxes(root, page.id_prefix)
        shape_tables(root, page.id_prefix)
        shape_images(root, page.image_base, page.images)
        link_terms(root, page.materials.terms, page.materials.glossary)
        shape_content_notes(root)
        anchor_headings(root)
        number_citations(root, page.references, page.id_prefix)
