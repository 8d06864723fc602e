"""Places to turn to, on a page of their own as in a topic."""

from collections.abc import Collection
from xml.etree.ElementTree import tostring

from django import template
from django.utils.safestring import SafeString, mark_safe

from lessons.markdown import embeds, links, sanitize
from lessons.markdown.materials import Contact

register = template.Library()


@register.filter
def contact_list(contacts: Collection[Contact]) -> SafeString:
    """The list that ``[resources: …]`` becomes."""
    listing = embeds.contact_list(contacts)
    links.shape_links(listing, lambda _slug: None)
    return mark_safe(sanitize.sanitize(tostring(listing, encoding="unicode", method="html")))


@register.filter
def group_title(group: str) -> str:
    """``in-a-crisis`` in words: In a crisis."""
    return group.replace("-", " ").replace("_", " ").capitalize()
