"""How hard a plain text is to read, in English: Flesch–Kincaid grade and Flesch reading ease.

The formulas know only the length of sentences and words, so the figures are rough: a grade is a hint, not a verdict.
A line that ends without a stop (a heading, a list item, a table cell) counts as a sentence of its own.
"""

import re
import unicodedata
from functools import lru_cache

from lessons.reading_time import find_words

ABBREVIATION = re.compile(
    r"(?<![\w.])(?:(?:Dr|Mrs?|Ms|Prof|vs|e\.g|i\.e)\.(?=\s)|(?:[A-Za-z]\.){2,}+(?=,|\s+[a-z0-9(]))"
)
"""A stop that ends no sentence: a title before a name, initials within a sentence."""

STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s|$)")

IRREGULAR = {
    "anyone": 3, "area": 3, "areas": 3, "business": 2, "colleague": 2, "colleagues": 2, "create": 2,
    "element": 3, "elements": 3, "evening": 2, "evenings": 2, "every": 2, "everyone": 3, "everything": 3,
    "familiar": 3, "hundred": 2, "idea": 3, "ideas": 3, "implement": 3, "lion": 2, "medicine": 3, "naked": 2,
    "persuade": 2, "priest": 1, "queue": 1, "sacred": 2, "science": 2, "soldier": 2, "soldiers": 2,
    "sometimes": 2, "supplement": 3, "wicked": 2,
}  # fmt: skip
"""Words that the rules below get wrong and that a course is likely to use."""

FEWER = [
    r"[^aeiouyl]e$|[aeiouy]le$|lle$",  # hope, role, belle; but not ta-ble
    r"(?<![sxzcg])(?<!sh)(?<!ch)(?<![^aeiouy]l)(?<![aeiouy])es$",  # makes; but not choi-ces, peo-ples
    r"[^aeiouytdl]ed$|[aeiouylr]led$",  # shared, called; but not need-ed, strug-gled
    r"(?<=[aeiouy])[^aeiouy]e(?=(?:ly|ty|ful|fully|less|ments?|ness|where|thing|times?|body|self)$)",  # safe-ty
]
"""Where an e is written and not said."""

MORE = [
    r"(?<![tcsg])ia|[tcs]iat(?!ric)",  # di-agnose, appreci-ate; but not so-cial
    r"(?<![tcsgxlnh])io",  # vi-olence; but not ac-tion
    r"iet|(?<![tc])ien[ct]|[^aeiouqg]i(?:er|ers|est)$",  # soci-ety, cli-ent, earli-er
    r"(?<![qg])u[ao]|uity|u(?=ing)|suici",  # actu-al, continu-ous, su-icide
    r"[aeioy](?=ing)",  # do-ing
    r"[aeou]y(?=[aou]|e[er])",  # be-yond, play-er, employ-ee
    r"^creat|^re(?=act|ass|app|aff|alit|o|e[nsx])|^coo[rp]|^pree|(?<=th)eo|(?<=d)eo$",  # co-operate
    r"[tc]iality|oe[mt]|ruin|luid",  # confidenti-ality, po-em, flu-id
    r"(?:sm|thm)s?$|[ds]nt$",  # organis-m, rhyth-m, did-n't
]
"""Where neighboring vowels are said apart, or a syllable has none."""


def syllables(word: str) -> int:
    """About how many syllables an English word has, at least one; digits and letters of acronyms count one each."""
    plain = unicodedata.normalize("NFD", word).replace("e\u0301", "ey")  # ca-fé: that e is said
    parts = re.findall(r"[A-Za-z]+|[0-9]", re.sub(r"[\u0300-\u036f'’]", "", plain))
    return max(1, sum(map(syllables_of_part, parts)))


@lru_cache(maxsize=2048)
def syllables_of_part(part: str) -> int:
    low = part.lower()
    if not re.search(r"[aeiouy]", low):
        return len(part) if part.isupper() or part.isdigit() else 1
    if low in IRREGULAR:
        return IRREGULAR[low]
    count = len(re.findall(r"[aeiouy]+", low))
    count -= sum(len(re.findall(pattern, low)) for pattern in FEWER)
    count += sum(len(re.findall(pattern, low)) for pattern in MORE)
    return max(1, count)


def sentences(text: str) -> list[str]:
    """The sentences of a plain text that hold at least one word; a line never runs on into the next."""
    text = ABBREVIATION.sub(lambda match: match[0].replace(".", ""), text)
    pieces = [piece for line in text.splitlines() for piece in STOP.split(line)]
    return [piece for piece in pieces if find_words(piece)]


def measure(text: str) -> tuple[float, float]:
    """Words per sentence and syllables per word; (0, 0) for a text without words."""
    words = find_words(text)
    if not words:
        return 0.0, 0.0
    return len(words) / max(1, len(sentences(text))), sum(map(syllables, words)) / len(words)


def grade(text: str) -> float:
    """Flesch–Kincaid grade: the US school year whose readers should manage; 0.0 for a text without words."""
    length, weight = measure(text)
    return 0.39 * length + 11.8 * weight - 15.59 if length else 0.0


def ease(text: str) -> float:
    """Flesch reading ease, from about 0 (hard) to 100 (easy); 0.0 for a text without words."""
    length, weight = measure(text)
    return 206.835 - 1.015 * length - 84.6 * weight if length else 0.0
