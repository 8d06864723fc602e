"""Passwords by NIST SP 800-63B: long, not easy to guess, and no rule on which characters."""

import unicodedata

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from course.models import AuditEvent, Person, Program
from course.sign_in.passwords import shortest_unit, squeeze, without

GOOD = [
    "four words in a row",
    "purple rain on monday",
    "песня о далёкой весне",
    "日本語の合い言葉は長くても良いです",
    "      q7 x2 v9      ",
    "correct horse battery staple",
    "alongside a violet river",
    "x" * 3 + "one more time" * 70,
    "walk-beside-988",
]
BAD = {
    "fourteen chars": "at least 15 characters: this has 14",
    "": "this has 0",
    "a" * 40: "first things that somebody would try",
    "abababababababab": "first things",
    "passwordpassword": "first things",
    "passwordpassword2026": "first things",
    "Password1!Password1!": "first things",
    "alongside-alongside": "mostly a name or a word",
    "Alongside 2026 2027!": "mostly a name or a word",
    "Ada.Lindgren.2026!": "mostly a name or a word",
    "harborpeernetwork": "mostly a name or a word",
    "ada@example.org1": "mostly a name or a word",
    "x7" + "long enough" * 100: "at most 1024 characters",
}


@pytest.mark.parametrize("password", GOOD)
def test_a_long_password_of_any_characters_is_taken(ada: Person, password: str) -> None:
    validate_password(password, ada)


@pytest.mark.parametrize("password", BAD, ids=[each[:20] for each in BAD])
def test_what_is_short_or_guessed_first_is_refused_in_plain_words(
    ada: Person, program: Program, password: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, ada)
    assert BAD[password] in " ".join(refused.value.messages)


def test_length_is_counted_as_a_reader_counts(ada: Person) -> None:
    typed = unicodedata.normalize("NFD", "é" * 7 + "ñandúes")
    assert len(typed) > 15
    with pytest.raises(ValidationError, match="this has 14"):
        validate_password(typed, ada)


def test_the_same_password_from_another_keyboard_signs_in(ada: Person, client: Client) -> None:
    ada.set_password("une année à côté")
    ada.save()
    typed = unicodedata.normalize("NFD", "une année à côté")
    client.post(reverse("account_login"), {"login": ada.email, "password": typed})
    assert "_auth_user_id" in client.session


def test_a_refused_password_says_why_beside_the_field_and_changes_nothing(
    as_ada: Client, ada: Person
) -> None:
    fields = {"oldpassword": "secret-word-1", "password1": "short", "password2": "short"}
    page = as_ada.post(reverse("account_change_password"), fields).content.decode()
    assert "Use at least 15 characters: this has 5." in page
    ada.refresh_from_db()
    assert ada.check_password("secret-word-1")
    assert not AuditEvent.objects.filter(verb="password-changed").exists()


def test_a_password_manager_may_fill_in_and_paste(client: Client, db: None) -> None:
    page = client.get(reverse("account_signup")).content.decode()
    assert 'autocomplete="new-password"' in page
    assert "onpaste" not in page
    assert "maxlength" not in page.partition('name="password1"')[2].partition(">")[0]


@given(st.text(max_size=60))
def test_no_text_breaks_what_is_computed_of_it(text: str) -> None:
    letters = squeeze(text)
    unit = shortest_unit(letters)
    assert not letters or (len(letters) % len(unit) == 0 and unit * (len(letters) // len(unit)) == letters)
    assert len(without(letters, ["alongside", text[:4] or "x"])) <= len(letters)
