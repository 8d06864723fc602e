"""Short names for addresses and files, made of what somebody typed. Pure."""

from collections.abc import Collection

from django.utils.text import slugify


def free_slug(words: str, taken: Collection[str], *, longest: int) -> str:
    """A short name for addresses made of ``words``, that none of ``taken`` has."""
    stem = slugify(words.replace("_", " "))[:longest].strip("-") or "new"
    slug, number = stem, 2
    while slug in taken:
        ending = f"-{number}"
        slug, number = stem[: longest - len(ending)].strip("-") + ending, number + 1
    return slug
