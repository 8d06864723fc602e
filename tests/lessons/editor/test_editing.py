"""The editor's pages: a table is edited in boxes, pasted, or made new, and nothing else of the form is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course import versions, working_copies
from course.models import Course, Person
from lessons.models import Topic
from lessons.rendering import rendered_topic
from tests.page_forms import Fields, fields_of

SOURCE = """## A word 👋🏽

Table: Who does what

| Role | Does |
| --- | --- |
| Peer | Shares |

After it.
"""


@pytest.fixture
def topic(course: Course) -> Topic:
    topic = Topic.objects.get(step__slug="roles")
    payload: dict[str, Any] = {
        "title": "Roles",
        "objectives": ["say it"],
        "competencies": [],
        "activity": "",
        "references": [],
        "source": SOURCE,
    }
    versions.take_from_file(
        topic, payload=payload, rendered=rendered_topic(payload, course), at=timezone.now()
    )
    return topic


def address(page: str, topic: Topic) -> str:
    return reverse(f"admin:lessons_topic_{page}", args=[topic.pk])


def form(client: Client, topic: Topic, query: str = "") -> Fields:
    return fields_of(client.get(address("change", topic) + query), "topic_form")


def boxes(client: Client, topic: Topic, **changes: Any) -> Fields:
    """The first table in its boxes, as the page of it shows them."""
    html = client.get(address("table", topic) + "?number=1")
    html.content = html.content.replace(b'class="table-form"', b'id="boxes"')
    return {**fields_of(html, "boxes"), **changes}


def test_a_table_is_edited_without_script_and_nothing_else_is_lost(as_tess: Client, topic: Topic) -> None:
    sent = {**form(as_tess, topic), "title": "Typed, not saved", "_table": "1"}
    page = as_tess.post(address("table", topic), sent)
    assert page.headers["Location"] == address("table", topic) + "?number=1"
    fields = boxes(as_tess, topic)
    assert (fields["caption"], fields["cell-0-2"], fields["cell-1-1"]) == (
        ["Who does what"],
        ["Does"],
        ["Peer"],
    )
    more = as_tess.post(address("table", topic), {**fields, "do": "add-row"}).content.decode()
    assert 'name="cell-2-1"' in more
    done = {
        **fields,
        "rows": "3",
        "cell-1-2": "Shares | listens",
        "cell-2-1": "Nurse",
        "cell-2-2": "Cares",
        "do": "done",
    }
    response = as_tess.post(address("table", topic), done)
    assert response.headers["Location"].startswith(address("change", topic) + "?unsaved=1")
    after = form(as_tess, topic, "?unsaved=1")
    assert after["title"] == ["Typed, not saved"]
    assert after["source"] == [
        SOURCE.replace("| Peer | Shares |", "| Peer | Shares \\| listens |\n| Nurse | Cares |").replace(
            "\n", "\r\n"
        )
    ]
    topic.refresh_from_db()
    assert topic.draft is None


def test_a_new_table_comes_at_the_end(as_tess: Client, topic: Topic) -> None:
    new = {
        "rows": "2",
        "columns": "1",
        "caption": "New",
        "cell-0-1": "A",
        "cell-1-1": "1",
        "was": "",
        "do": "done",
    }
    as_tess.post(address("table", topic), new)
    source = form(as_tess, topic, "?unsaved=1")["source"][0].replace("\r\n", "\n")
    assert source == f"{SOURCE}\nTable: New\n\n| A |\n| --- |\n| 1 |\n"


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(as_tess: Client, topic: Topic) -> None:
    told = as_tess.post(
        address("table", topic), boxes(as_tess, topic, caption="", do="done", **{"cell-1-1": "Mine"})
    )
    html = told.content.decode()
    assert "Caption: say what the table shows." in html
    assert "Mine" in html


def test_a_table_that_was_changed_elsewhere_is_not_overwritten(
    as_tess: Client, tess: Person, topic: Topic
) -> None:
    fields = boxes(as_tess, topic, do="done")
    other = {**form(as_tess, topic), "source": [SOURCE.replace("Shares", "Walks")]}
    working_copies.keep(topic, other, author=tess, at=timezone.now())
    assert "changed in another window" in as_tess.post(address("table", topic), fields).content.decode()


def dialog(client: Client, topic: Topic, **posted: Any) -> Any:
    return client.post(address("table", topic), {"fragment": "1", **posted})


def test_the_dialog_finds_the_table_at_the_caret_and_counts_as_scripts_do(
    as_tess: Client, topic: Topic
) -> None:
    place = SOURCE.index("Peer")
    html = dialog(as_tess, topic, before=SOURCE[:place], after=SOURCE[place:]).content.decode()
    start = SOURCE.index("Table:") + 2  # the waving hand and its color are two units each
    assert f'data-start="{start}"' in html
    assert f'data-end="{start + len(SOURCE.split("Table:")[1].split(chr(10) * 2 + "After")[0]) + 6}"' in html
    assert "<html" not in html
    new = dialog(as_tess, topic, before=SOURCE, after="").content.decode()
    assert "data-start" not in new


def test_the_dialog_gets_markdown_and_stores_nothing(as_tess: Client, tess: Person, topic: Topic) -> None:
    told = dialog(as_tess, topic, **boxes(as_tess, topic, do="done"))
    assert told.headers["Content-Type"].startswith("text/plain")
    assert told.content.decode() == SOURCE.split("\n\n", 1)[1].split("\n\nAfter")[0]
    assert working_copies.find(topic, author=tess) is None


def test_what_is_pasted_comes_back_as_markdown(as_tess: Client, topic: Topic) -> None:
    paste = address("paste_table", topic)
    html = "<table><tr><td>A<td>B<tr><td>1<td>2</table>"
    assert "| A | B |" in as_tess.post(paste, {"html": html, "text": "A B"}).content.decode()
    assert "| A | B |" in as_tess.post(paste, {"html": "", "text": "A\tB\n1\t2"}).content.decode()
    assert as_tess.post(paste, {"html": "<p>No table</p>", "text": "No table"}).status_code == 204
    too_big = as_tess.post(paste, {"text": "\n".join(["a\tb"] * 301)})
    assert (too_big.status_code, "300 rows" in too_big.content.decode()) == (422, True)
    assert as_tess.get(paste).status_code == 404


def test_rows_of_a_file_fill_the_boxes(as_tess: Client, topic: Topic) -> None:
    html = dialog(
        as_tess, topic, rows="2", columns="1", caption="Mine", do="read", pasted="A,B\n1,2\n3,4"
    ).content
    assert b'name="cell-2-2"' in html
    assert b'value="Mine"' in html
    assert b"This is no table" in dialog(as_tess, topic, do="read", pasted="One line").content


def test_odd_requests_break_nothing(as_tess: Client, topic: Topic) -> None:
    for query in ("?number=99", "?number=x", "?number=²", ""):
        assert as_tess.get(address("table", topic) + query).status_code == 200
    for posted in (
        {},
        {"rows": "9" * 9, "columns": "999"},
        {"do": "row-up:x"},
        {"do": "done", "caption": "\x00"},
    ):
        assert as_tess.post(address("table", topic), posted).status_code == 200
    assert as_tess.post(address("table", topic), {"_table": "x" * 20}).status_code == 302


def test_a_table_with_too_many_cells_says_so(as_tess: Client, topic: Topic) -> None:
    many = "| A | B |\n| --- | --- |\n" + "| 1 | 2 |\n" * 300
    told = dialog(as_tess, topic, before=many[:3], after=many[3:])
    assert (told.status_code, "too many cells" in told.content.decode()) == (422, True)
    as_tess.post(address("table", topic), {**form(as_tess, topic), "source": many, "_table": "1"})
    page = as_tess.get(address("table", topic) + "?number=1", follow=True).content.decode()
    assert "too many cells" in page


def test_the_toolbar_waits_for_its_script_and_examples_stand_there_for_all(
    as_tess: Client, topic: Topic
) -> None:
    html = as_tess.get(address("change", topic)).content.decode()
    toolbar = html.split('role="toolbar"')[1].split(">")[0]
    assert "hidden" in toolbar
    assert "What you can write" in html
    assert "Edit the table “Who does what”" in html
    assert f"/admin/lessons/scenario/add/?topic={topic.pk}" in html
    assert '<option value="duties">What Peer Specialists Do</option>' in html
    assert '<option value="roles">' not in html


def test_the_preview_tells_the_grade(as_tess: Client, topic: Topic) -> None:
    html = as_tess.post(address("preview", topic), form(as_tess, topic)).content.decode()
    assert "Reading grade" in html.split('class="figures"')[1].split("</span>")[0]
