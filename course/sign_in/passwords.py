"""What a password must be here: long, and not easy to guess. By NIST SP 800-63B-4, section 3.1.1.2.

15 characters suffice alone; 1,024 are allowed, spaces and any script included. No rule asks for certain characters, and
a change is never forced by time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from course.models import Course, Person, Program
from course.text import nfc

SHORTEST, LONGEST = 15, 1024
# What is left of a password without the words below must be this long to be the person's own.
OWN_LETTERS = 8
FEWEST_DIFFERENT = 5
OUR_WORDS = ("alongside", "password", "welcome", "peer", "specialist", "support", "recovery", "course")


class LengthValidator:
    """From 15 to 1,024 characters, counted as a reader counts them."""

    def validate(self, password: str, user: Person | None = None) -> None:
        length = len(nfc(password) or "")
        if length < SHORTEST:
            raise ValidationError(
                _(
                    "Use at least %(least)d characters: this has %(length)d."
                    " Four words in a row are easy to keep in mind."
                )
                % {"least": SHORTEST, "length": length},
                code="password_too_short",
            )
        if length > LONGEST:
            raise ValidationError(
                _("Use at most %(most)d characters: this has %(length)d.")
                % {"most": LONGEST, "length": length},
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        return _(
            "At least %(least)d characters, of any kind. Four words in a row are easy to keep in mind."
        ) % {"least": SHORTEST}


class EasyToGuessValidator(CommonPasswordValidator):
    """Refuses what an attacker tries first: common passwords, one pattern again and again, this program's own words."""

    def validate(self, password: str, user: Person | None = None) -> None:
        letters = squeeze(password)
        if len(set(letters)) < FEWEST_DIFFERENT or self._is_common(letters):
            raise ValidationError(
                _(
                    "This is one of the first things that somebody would try."
                    " Choose words that only you would put together."
                ),
                code="password_too_common",
            )
        guessed = [word for word in words_of(user) if word in letters]
        if guessed and len(without(letters, guessed)) < OWN_LETTERS:
            raise ValidationError(
                _(
                    "This is mostly a name or a word from this program, which others can guess."
                    " Add more words of your own."
                ),
                code="password_too_similar",
            )

    def _is_common(self, letters: str) -> bool:
        bare = letters.rstrip("0123456789")
        forms = {letters, bare, shortest_unit(letters), shortest_unit(bare)}
        forms |= {form.rstrip("0123456789") for form in forms}
        return not forms.isdisjoint(self.passwords)

    def get_help_text(self) -> str:
        return _("Not your name, your email address or a word from this program.")


def squeeze(text: str) -> str:
    """Letters and digits only, in small letters: what an attacker's variations have in common."""
    return "".join(char for char in (nfc(text) or "").casefold() if char.isalnum())


def shortest_unit(text: str) -> str:
    """What ``text`` repeats: ``abab`` → ``ab``; ``text`` itself when it repeats nothing."""
    again = (text + text).find(text, 1)
    return text[:again] if text else text


def without(letters: str, words: Iterable[str]) -> str:
    """What is left of ``letters`` without these words and without digits."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.sub("|".join([*map(re.escape, longest_first), r"\d+"]), "", letters)


def words_of(person: Person | None) -> Iterator[str]:
    """Words of four letters and more that others would connect with this installation, or with this person."""
    titles = [
        *Program.objects.values_list("name", flat=True),
        *Course.objects.values_list("title", flat=True),
    ]
    own = [person.name, *re.split(r"[@.]", person.email or "")] if person is not None else []
    for text in (*OUR_WORDS, *titles, *own):
        for word in {squeeze(text), *map(squeeze, text.split())}:
            if len(word) >= 4 or (text in own and len(word) >= 3):
                yield word
