"""Markdown of elsewhere, inside a line, as ours: links that we can follow, no images, and plain words where asked."""

from __future__ import annotations

import re
from html import unescape

from lessons.pasting.shapes import Left, Why

IMAGE = re.compile(r"(?<!\\)!\[(?P<alt>[^\[\]]*)\]\((?P<src>[^()\s]*)(?:\s+\"[^\"]*\")?\)(?:\{:?[^}]*\})?")
OURS = re.compile(r"images/[A-Za-z0-9][\w.-]*")
LINK = re.compile(
    r"(?<![\\!])\[(?P<words>(?:[^\[\]\\]|\\.)+)\]\(<?(?P<target>[^()\s<>]*)>?(?:\s+\"[^\"]*\")?\)"
)
KEPT = ("https://", "mailto:", "tel:", "sms:", "step:")
AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")


def mend(text: str, left: list[Left]) -> str:
    """The line with links by https alone. Images and addresses that cannot be shown are added to ``left``."""

    def image(found: re.Match[str]) -> str:
        if OURS.fullmatch(found["src"]):
            return found[0]
        left.append(Left(f"{found['alt']} ({found['src']})".strip(), Why.IMAGE))
        return ""

    def link(found: re.Match[str]) -> str:
        target = re.sub(r"^http://", "https://", found["target"])
        if target.startswith(KEPT):
            return f"[{found['words']}]({target})"
        left.append(Left(found["target"], Why.ADDRESS))
        return found["words"]

    text = AUTOLINK.sub(lambda found: f"<{re.sub('^http:', 'https:', found[1])}>", text)
    return LINK.sub(link, IMAGE.sub(image, text)).strip()


def plain(text: str) -> str:
    """The words of a line of Markdown, without its signs."""
    text = LINK.sub(lambda found: found["words"], text)
    text = re.sub(r"(?<!\\)(\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|`+)", "", text)
    return unescape(re.sub(r"\\([\\`*_{}\[\]()>#+.!|-])", r"\1", text)).strip()
