"""A part of a page that is rendered once for each value of its keys, and never shown for another."""

from django.template import Context, Template
from django.test import Client
from django.utils import translation

PART = "{% load once %}{% once key %}{{ word }}{% endonce %}"


def test_a_part_is_rendered_once_for_each_key() -> None:
    page = Template(PART)
    shown = [page.render(Context({"key": key, "word": word})) for key, word in [(1, "a"), (1, "b"), (2, "c")]]
    assert shown == ["a", "a", "c"]


def test_what_has_no_key_yet_is_always_rendered_anew() -> None:
    page = Template(PART)
    assert [page.render(Context({"key": "", "word": word})) for word in "ab"] == ["a", "b"]
    assert [page.render(Context({"key": None, "word": word})) for word in "ab"] == ["a", "b"]


def test_each_language_has_its_own() -> None:
    page = Template("{% load i18n once %}{% once 'x' %}{% get_current_language as L %}{{ L }}{% endonce %}")
    with translation.override("en"):
        assert page.render(Context()) == "en"
    with translation.override("es"):
        assert page.render(Context()) == "es"


def test_the_navigation_follows_the_role(as_ada: Client, as_sam: Client) -> None:
    assert "Review" not in as_ada.get("/").content.decode()
    assert "Review" in as_sam.get("/").content.decode()
    assert "Review" not in as_ada.get("/").content.decode()
