"""What somebody writes who wants a script to run: cases of our own, documents put together at random, and more.

The folder that ``ALONGSIDE_VECTORS`` names may hold published lists: ``*.txt`` with one case on each line, ``*.json``
with a list of texts. They are tried too, and are nobody's to copy into this repository.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.lessons.test_markdown_safety import ATTACKS

MOST = 20_000

PLAIN = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</title></textarea></style></script><svg onload=alert(1)>",
    "javascript:alert(1)",
    "' autofocus onfocus=alert(1) x='",
    "--><script>alert(1)</script><!--",
    "]]><img src=x onerror=alert(1)>",
    "{{ constructor.constructor('alert(1)')() }}",
    "<a href='&#x6a;avascript:alert(1)'>x</a>",
    "<b/onpointerover=alert(1)>x</b>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><button formaction=javascript:alert(1)>x</button></form>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='https://evil.example/'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<object data=javascript:alert(1)></object>",
    "<math href=javascript:alert(1)>x</math>",
    "<q cite=javascript:alert(1)>x</q>",
    "<s>\u2028<script>alert(1)</script></s>",
    "<mark><img src=x onerror=alert(1)></mark>",
]
PIECES = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "onclick=alert(1)",
    "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "<b>", "</b>", "<q>", "</q>", "<sub", ">",
    "&lt;", "&#60;", "&#x3c;img", "\\<", "\\>", "`", "``", "```\n", "~~~\n", "!!! never \"", "!!! definition \"",
    "!!! always", "    ", "\t", "\n", "\n\n", "| a | b |\n| --- | --- |\n| ", " | ", "Table: ", "> ", "\n> -- ",
    "- ", "1. ", "## ", "### ", "[x](", "![x](", "images/a.webp", ")", "](", "[^a]", "[^", "*[", "]: ", "<!--", "-->",
    "{: ", "}", "{: .decorative onload=alert(1) }", "(step:", "[check: ", "[local: ", "[resources: ",
    "\x02wzxhzdk:0\x03", "klzzwxh:0000", "\u202e", "\u2028", "\x00", "\x0b",
    "\ufeff", "'", '"', "words and more words", "**", "*", "__",
    "<https://evil.example/", "mailto:x", "tel:1", "<br>", "<br/", "&amp;#106;", "on\nerror=", "src\t=", "<!DOCTYPE",
]  # fmt: skip


def documents(share: int, shares: int, *, count: int) -> Iterator[str]:
    """One of ``shares`` equal parts of the cases, and ``count`` documents put together at random, always the same."""
    yield from [*ATTACKS, *PLAIN, *_published()][share::shares]
    random = Random(share)
    for _number in range(count):
        yield "".join(random.choices(PIECES, k=random.randint(1, 24)))


def _published() -> Iterator[str]:
    folder = os.environ.get("ALONGSIDE_VECTORS")
    for path in sorted(Path(folder).iterdir()) if folder else []:
        text = path.read_text(encoding="utf-8", errors="replace")
        cases = json.loads(text) if path.suffix == ".json" else text.splitlines()
        yield from (case for case in cases if case.strip() and len(case) <= MOST)
