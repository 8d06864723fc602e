"""The guide for trainers: whoever copies from it gets what it shows."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from lessons.guide import reading
from lessons.markdown import lint
from lessons.markdown.page import BOXES
from lessons.readability import grade
from lessons.visible_text import visible_text


def address(slug: str) -> str:
    return reverse("admin:lessons_topic_guide", args=[slug])


@pytest.mark.parametrize("slug", reading.ORDER)
def test_a_trainer_reads_each_page_and_finds_the_others(as_tess: Client, slug: str) -> None:
    answer = as_tess.get(address(slug))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert reading.texts()[slug][0] in page
    assert all(f'href="{address(other)}"' in page for other in reading.ORDER)


def test_learners_and_strangers_have_no_use_for_it(as_ada: Client, as_tess: Client, client: Client) -> None:
    assert as_ada.get(address("scenarios")).status_code == 404
    assert client.get(address("scenarios")).status_code == 302
    assert as_tess.get(address("nothing")).status_code == 404


def test_the_index_leads_there(as_tess: Client) -> None:
    assert f'href="{address(reading.ORDER[0])}"' in as_tess.get(reverse("admin:index")).content.decode()


def resolve(slug: str) -> str | None:
    return address(slug) if slug in reading.ORDER else None


@pytest.mark.parametrize("slug", reading.ORDER)
def test_every_example_is_well_written(slug: str) -> None:
    page = reading.read(slug, resolve=resolve)
    assert page is not None
    for part in page.parts:
        if part.source:
            found = lint(
                part.source,
                references=(),
                known_steps=(),
                known_blocks=reading.MATERIALS.blocks,
                known_groups=reading.MATERIALS.contacts,
                known_images=[reading.IMAGE],
            )
            assert found == []


def test_what_the_examples_name_is_shown() -> None:
    page = reading.read("what-you-can-write", resolve=resolve)
    assert page is not None
    shown = "".join(part.html for part in page.parts if part.source)
    signs = [
        'class="turns"',
        'class="skip-part"',
        "<picture>",
        'class="term"',
        "box-local",
        'class="contacts"',
    ]
    assert [sign for sign in signs if sign not in shown] == []
    assert "[local" not in shown
    assert "[resources" not in shown


@pytest.mark.parametrize("slug", reading.ORDER)
def test_no_link_of_the_guide_is_dead(slug: str) -> None:
    for name in re.findall(r"\(step:([a-z-]+)\)", EXAMPLES.sub("", reading.texts()[slug][1])):
        assert name in reading.ORDER


EXAMPLES = re.compile(r"```example.*?```|`[^`\n]+`", re.DOTALL)


def test_every_box_that_can_be_written_has_an_example() -> None:
    page = reading.texts()["what-you-can-write"][1]
    assert [kind for kind in BOXES if f"!!! {kind} " not in page] == []


@pytest.mark.parametrize("slug", reading.ORDER)
def test_the_guide_keeps_its_own_rule(slug: str) -> None:
    page = reading.read(slug, resolve=resolve)
    assert page is not None
    text = "\n".join(visible_text(part.html) for part in page.parts)
    assert grade(text) <= 8
