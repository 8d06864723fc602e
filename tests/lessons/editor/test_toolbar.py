"""What the buttons write is right as it stands, where what it names is there."""

from datetime import date

import pytest

from lessons.checks.placing import mark, placing_problems
from lessons.editor.toolbar import SHORT, TOPIC, Button
from lessons.markdown import Problem, Reference, lint, render
from lessons.markdown.materials import Block, Contact, Materials
from lessons.markdown.pictures import Picture

SOURCE = Reference(key="key", title="A source", publisher="SAMHSA", year=2015)
HELP = Contact(name="988", purpose="Somebody listens.", phone="988", checked_on=date(2026, 11, 1))
MATERIALS = Materials(
    state="Ohio",
    blocks={"training-and-certification": Block(title="Training and certification")},
    contacts={"crisis": (HELP,)},
)
BENCH = Picture(src="/media/bench.jpg", srcset="/media/480.webp 480w", sizes="100vw", width=640, height=300)
IMAGES = {"bench.jpg": BENCH}
CHECKS = ["check-1"]
WRITING = [button for button in TOPIC if button.text]


def written(button: Button) -> str:
    """A whole topic around it: what is lint-free only together counts, too."""
    cited = "" if button.does == "source" else " So it is.[^key]"
    return f"## Before\n\nSome words.{cited}\n\n{button.example()}\n\nMore words.\n\n## After\n\nThe end.\n"


def problems(source: str) -> list[Problem]:
    found = lint(
        source,
        references=[SOURCE],
        known_steps=["name-of-the-step"],
        known_blocks=MATERIALS.blocks,
        known_groups=MATERIALS.contacts,
        known_images=IMAGES,
    )
    return [*found, *placing_problems(source, CHECKS)]


def shown(source: str) -> str:
    links = {"name-of-the-step": "/courses/c/l/s/"}.get
    page = render(source, references=[SOURCE], resolve=links, images=IMAGES, materials=MATERIALS)
    return mark(page.html, CHECKS)


@pytest.mark.parametrize("button", WRITING, ids=lambda button: button.name)
def test_what_a_button_writes_has_no_lint_problem(button: Button) -> None:
    assert problems(written(button)) == []


@pytest.mark.parametrize("button", WRITING, ids=lambda button: button.name)
def test_what_a_button_writes_is_seen(button: Button) -> None:
    assert shown(written(button)) != shown(written(Button("none", "None", "")))


@pytest.mark.parametrize("button", WRITING, ids=lambda button: button.name)
def test_nothing_of_its_signs_is_left_on_the_page(button: Button) -> None:
    page = shown(written(button))
    assert [
        sign for sign in ("!!!", "[local", "[resources", "[check", "![", "](", "[^") if sign in page
    ] == []


def test_no_two_buttons_share_a_name_or_a_key() -> None:
    for buttons in (TOPIC, SHORT):
        names = [button.name for button in buttons]
        keys = [button.key for button in buttons if button.key]
        assert len(set(names)) == len(names)
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("button", TOPIC, ids=lambda button: button.name)
def test_every_button_has_a_place_for_what_is_selected_or_opens_something(button: Button) -> None:
    assert button.does in ("table", "go") or button.text.count("{}") == 1


@pytest.mark.parametrize("button", [each for each in TOPIC if each.asks], ids=lambda button: button.name)
def test_a_button_that_offers_something_says_so_where_there_is_nothing(button: Button) -> None:
    assert button.puts
    assert button.none
