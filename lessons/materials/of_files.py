"""The materials of a content folder as rendering takes them, before they are loaded."""

from __future__ import annotations

from lessons.markdown.materials import Block, Contact, Materials
from lessons.materials.read import ParsedMaterials

SAID = ("name", "purpose", "phone", "text", "url", "hours", "languages", "checked_on")


def materials_of(parsed: ParsedMaterials) -> Materials:
    """As a program has them that has not chosen its state. Words of the glossary do not link."""
    contacts: dict[str, tuple[Contact, ...]] = {}
    for each in sorted(parsed.resources, key=lambda row: row.facts["position"]):
        contact = Contact(**{name: each.facts[name] for name in SAID})
        contacts[each.facts["group"]] = (*contacts.get(each.facts["group"], ()), contact)
    blocks = {each.key: Block(title=each.facts["title"]) for each in parsed.blocks}
    return Materials(blocks=blocks, contacts=contacts)
