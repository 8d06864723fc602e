"""What a course holds once and its topics show: ``[local: training-hours]`` and ``[resources: crisis]``."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from xml.etree.ElementTree import Element, SubElement

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from markdown.blockparser import BlockParser
from markdown.util import AtomicString

from lessons.markdown.materials import Block, Contact, Rule, dialed
from lessons.markdown.page import Page
from lessons.markdown.source import Finding
from lessons.markdown.tree import pairs

EMBED = re.compile(r"\[(?P<what>local|resources):[ ]*(?P<key>[^\]\[\n]*?)[ ]*\]")


def place_embeds(root: Element, parser: BlockParser, page: Page) -> None:
    """Put local rules and contacts where a topic asks for them; runs while paragraphs still hold raw Markdown."""
    number = 0
    for parent, paragraph in pairs(root, "p"):
        match = EMBED.fullmatch((paragraph.text or "").strip())
        if match is None or len(paragraph):
            continue
        materials, key = page.materials, match["key"]
        if match["what"] == "local" and key in materials.blocks:
            number += 1
            title_id = f"{page.id_prefix}local-{number}"
            shown = local_box(materials.blocks[key], materials.state, parser, title_id)
        elif match["what"] == "resources" and key in materials.contacts:
            shown = contact_list(materials.contacts[key])
        else:
            continue
        shown.tail = paragraph.tail
        parent[list(parent).index(paragraph)] = shown


def local_box(block: Block, state: str, parser: BlockParser, title_id: str) -> Element:
    """The rule with its source; a calm sentence where nobody has filled it in."""
    box = Element("aside", {"class": "box box-local", "role": "note", "aria-labelledby": title_id})
    title = SubElement(box, "p", {"class": "box-title", "id": title_id})
    if block.rule is None:
        title.text = AtomicString(block.title)
        words = _("Your program has not added the rules of your state here yet. Ask your trainer.")
        SubElement(box, "p").text = AtomicString(words)
        return box
    said = {"title": block.title, "state": state}
    title.text = AtomicString(_("%(title)s in %(state)s") % said)
    parser.parseChunk(box, block.rule.text)
    add_origin(box, block.rule)
    return box


def add_origin(box: Element, rule: Rule) -> None:
    """``Source: Title. Publisher. Last checked November 15, 2026.``"""
    line = SubElement(box, "p", {"class": "origin"})
    line.text = AtomicString(_("Source:") + " ")
    details = f". {rule.source_publisher}. {last_checked(rule.checked_on)}."
    if rule.source_url:
        link = SubElement(line, "a", {"href": rule.source_url})
        link.text, link.tail = AtomicString(rule.source_title), AtomicString(details)
    else:
        line.text = AtomicString(f"{line.text}{rule.source_title}{details}")


def contact_list(contacts: Collection[Contact]) -> Element:
    listing = Element("ul", {"class": "contacts"})
    for contact in contacts:
        item = SubElement(listing, "li")
        SubElement(SubElement(item, "p"), "strong").text = AtomicString(contact.name)
        SubElement(item, "p").text = AtomicString(contact.purpose)
        add_ways(SubElement(item, "p"), contact)
        facts = [contact.hours, contact.languages, last_checked(contact.checked_on)]
        line = SubElement(item, "p", {"class": "origin"})
        line.text = AtomicString(" · ".join(fact for fact in facts if fact))
    return listing


def add_ways(line: Element, contact: Contact) -> None:
    """``Call 988 · Text 988 · 988lifeline.org``"""
    for scheme, verb, words in (("tel", _("Call"), contact.phone), ("sms", _("Text"), contact.text)):
        if number := dialed(words):
            separate(line)
            link = SubElement(line, "a", {"href": f"{scheme}:{number}"})
            link.text = AtomicString(f"{verb} {words}")
    if contact.url:
        separate(line)
        link = SubElement(line, "a", {"href": contact.url})
        link.text = AtomicString(contact.url.removeprefix("https://").strip("/"))


def separate(line: Element) -> None:
    if len(line):
        line[-1].tail = AtomicString(" · ")


def last_checked(day: date) -> str:
    return _("Last checked %(day)s") % {"day": date_format(day, "DATE_FORMAT")}


# --- What is wrong with them, for ``lint``


def check_embeds(masked: str, blocks: Collection[str], groups: Collection[str]) -> Iterator[Finding]:
    """Local blocks that are declared and groups that have contacts, each alone between blank lines."""
    for match in EMBED.finditer(masked):
        known, message = (
            (blocks, _("There is no local block “%(key)s” in local/blocks.yaml or in the admin."))
            if match["what"] == "local"
            else (groups, _("There are no resources in the group “%(key)s”."))
        )
        if match["key"] not in known:
            yield Finding(match.start(), message % {"key": match["key"]})
        if not stands_alone(masked, match):
            message = _("%(embed)s stands alone: leave a blank line above it and below it.")
            yield Finding(match.start(), message % {"embed": match[0]})


def stands_alone(masked: str, match: re.Match[str]) -> bool:
    before, after = masked[: match.start()], masked[match.end() :]
    return bool(
        re.search(r"(?:\A|\n)[ ]*\n\Z|\A\Z", before) and re.match(r"[ ]*(?:\n[ ]*(?:\n|\Z)|\Z)", after)
    )
