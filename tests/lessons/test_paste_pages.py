"""A trainer pastes a text, looks at what was made of it, and makes it a draft. Nothing is stored before."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from course.models import AuditEvent, Course, Lesson, Person, Step
from lessons.models import Topic, TopicVersion
from tests.conftest import signed_in
from tests.lessons.test_lost_session import end_every_session, sign_in
from tests.lessons.test_pasting import WALKING, broken
from tests.page_forms import Fields, fields_of

ADDRESS = "/admin/lessons/topic/paste/"
TEXT = WALKING.replace("First Steps", "Foundations")


def send(client: Client, **data: Any) -> Any:
    return client.post(ADDRESS, data)


def review(client: Client, text: str = TEXT) -> Any:
    response = send(client, text=text)
    assert "What we made of it" in response.content.decode()
    return response


def again(client: Client, response: Any, act: str, **changes: Any) -> Any:
    return client.post(ADDRESS, {**typed(response), **changes, "act": act})


def typed(response: Any) -> Fields:
    return fields_of(response, "pasted")


def table_of(response: Any) -> list[list[str]]:
    return [[cell["text"] for cell in row] for _n, row in response.context["review"].tables[0]["rows"]]


def test_a_new_topic_can_begin_from_text(as_tess: Client, course: Course) -> None:
    assert f'href="{ADDRESS}"' in as_tess.get(reverse("admin:lessons_topic_add")).content.decode()
    assert "From text you have" in as_tess.get(ADDRESS).content.decode()


def test_looking_stores_nothing_and_shows_the_learners_page(as_tess: Client, course: Course) -> None:
    before = (Step.objects.count(), TopicVersion.objects.count(), AuditEvent.objects.count())
    page = review(as_tess)
    assert (Step.objects.count(), TopicVersion.objects.count(), AuditEvent.objects.count()) == before
    assert "box-never" in page.context["preview"]
    assert "Walking Beside" in page.context["preview"]


def test_the_last_button_makes_a_draft_in_the_lesson_that_the_text_names(
    as_tess: Client, as_ada: Client, tess: Person, course: Course
) -> None:
    response = again(as_tess, review(as_tess), "make")
    topic = Topic.objects.select_related("draft", "step__lesson").latest("pk")
    assert response.headers["Location"] == reverse("admin:lessons_topic_change", args=[topic.pk])
    assert (topic.step.title, topic.step.lesson.title) == ("Walking Beside", "Foundations")
    assert topic.live is None
    assert topic.draft is not None
    assert (topic.draft.author, topic.draft.activity, len(topic.draft.objectives)) == (tess, "3-5", 2)
    assert [each["key"] for each in topic.draft.references] == ["walking-together"]
    assert as_ada.get(topic.step.get_absolute_url()).status_code == 404


def test_what_the_text_says_of_its_time_stands_beside_what_we_count(as_tess: Client, course: Course) -> None:
    page = review(as_tess).content.decode()
    assert "The text says about 12 minutes and 1,200 words." in page
    assert re.search(r"We count \d+ words, about 4–6 minutes: 1 to read, the rest for the activity\.", page)


def test_damaged_characters_are_shown_and_can_be_left(as_tess: Client, course: Course) -> None:
    page = review(as_tess, broken(TEXT, "cp874", "cp1252"))
    assert "We mended damaged characters" in page.content.decode()
    assert "person picks the road—always" in page.context["review"].payload["source"]
    left = again(as_tess, page, "leave")
    assert "road—always" not in left.context["review"].payload["source"]
    mended = again(as_tess, left, "repair")
    assert "road—always" in mended.context["review"].payload["source"]


def test_a_table_that_lost_its_columns_is_right_without_a_click(as_tess: Client, course: Course) -> None:
    assert table_of(review(as_tess)) == [
        ["Role", "What They Do", "What They Don’t Do"],
        ["Peer", "Shares what was lived", "Tells others what to do"],
        ["Nurse (Day, Night)", "Gives care", "Shares their own story"],
        ["Guide (12-Step)", "Explains the steps", "Work with every path"],
    ]


def test_a_word_moves_by_a_button_and_stays_where_it_was_put(as_tess: Client, course: Course) -> None:
    page = again(as_tess, review(as_tess), "left-0-2-1")
    assert table_of(page)[2] == ["Nurse (Day, Night)", "Gives", "careShares their own story"]
    page = again(as_tess, page, "look", title="Another")
    assert table_of(page)[2][1] == "Gives"
    page = again(as_tess, page, "right-0-2-1")
    assert table_of(page)[2] == ["Nurse (Day, Night)", "Gives care", "Shares their own story"]


def test_a_table_can_have_other_columns_or_be_running_text(as_tess: Client, course: Course) -> None:
    page = again(as_tess, review(as_tess), "columns-0", **{"columns-0": "2"})
    assert table_of(page)[1] == ["Peer", "Shares what was livedTells others what to do"]
    page = again(as_tess, page, "words-0")
    assert "These lines stay running text" in page.content.decode()
    assert "| Role" not in page.context["review"].payload["source"]
    page = again(as_tess, page, "rows-0")
    assert "| Role | What They Do |" in page.context["review"].payload["source"]


def test_a_source_that_is_completed_is_cited(as_tess: Client, course: Course) -> None:
    said = {"source-0-publisher": "House", "source-0-year": "2020"}
    again(as_tess, review(as_tess), "make", **said)
    draft = TopicVersion.objects.latest("pk")
    assert [each["publisher"] for each in draft.references] == ["House", "House of Peers"]
    assert "Further reading" not in draft.source


def test_what_is_wrong_is_named_and_what_was_typed_is_kept(as_tess: Client, course: Course) -> None:
    count = Topic.objects.count()
    said = {"title": "", "activity": "soon", "source-0-year": "next", "source-0-publisher": "Our House"}
    page = again(as_tess, review(as_tess), "make", **said)
    text = page.content.decode()
    assert Topic.objects.count() == count
    for words in (
        "This field is required",
        "is not a range of minutes",
        "The year is four digits",
        "Our House",
    ):
        assert words in text


def test_a_file_is_read_like_a_pasted_text(as_tess: Client, course: Course) -> None:
    file = SimpleUploadedFile("walk.html", b"<h1>Beside</h1><p>Walk <b>on</b>.</p>")
    page = send(as_tess, text="", file=file)
    assert typed(page)["title"] == ["Beside"]
    assert "Walk **on**." in page.context["review"].payload["source"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", b"PK\x03\x04", "ends in .txt, .html or .md"),
        ("a.txt", b"PK\x03\x04", "This is a Word document"),
        ("a.txt", b"%PDF-1.7", "This is a PDF"),
        ("a.txt", b"x" * 1_000_001, "larger than 1 MB"),
        ("a.txt", b"", "The submitted file is empty"),
    ],
)
def test_a_file_that_holds_no_text_is_refused_in_words(
    as_tess: Client, course: Course, name: str, content: bytes, words: str
) -> None:
    assert words in send(as_tess, text="", file=SimpleUploadedFile(name, content)).content.decode()


def test_nothing_and_both_are_asked_about(as_tess: Client, course: Course) -> None:
    assert "Paste a text, or choose a file" in send(as_tess, text=" \n").content.decode()
    both = send(as_tess, text="Words", file=SimpleUploadedFile("a.txt", b"Others")).content.decode()
    assert "not both" in both
    assert "Words" in both


@pytest.mark.parametrize(
    "act",
    ["left-0-99-0", "left-0-0-9", "right-9-0-0", "columns-7", "words-9", "\x00", "make-1", "left-0-0-0" * 9],
)
def test_a_button_that_is_not_there_changes_nothing(as_tess: Client, course: Course, act: str) -> None:
    page = review(as_tess)
    assert table_of(again(as_tess, page, act)) == table_of(page)


@pytest.mark.parametrize("state", ["1-2", "0", "99999", "4-16" + ",4-16" * 40, "a", "\x00", "-1"])
def test_cuts_that_do_not_fit_are_guessed_again(as_tess: Client, course: Course, state: str) -> None:
    page = review(as_tess)
    assert table_of(again(as_tess, page, "look", **{"table-0": state})) == table_of(page)


@pytest.mark.parametrize(
    "text", ["\x00\ud800".encode("utf-8", "surrogatepass"), b"<p><p>" * 9_000, b"| |\n" * 5_000]
)
def test_odd_texts_are_shown_all_the_same(as_tess: Client, course: Course, text: bytes) -> None:
    assert send(as_tess, text=text.decode("utf-8", "replace") + "x").status_code == 200


def test_a_lesson_of_another_course_cannot_be_chosen(as_tess: Client, course: Course) -> None:
    other = Course.objects.create(program=course.program, slug="other", title="Other")
    foreign = Lesson.objects.create(course=other, slug="far", title="Far", position=1)
    page = again(as_tess, review(as_tess), "make", lesson=foreign.pk)
    assert "Select a valid choice" in page.content.decode()
    assert not foreign.steps.exists()


def test_what_was_pasted_outlives_the_session(tess: Person, course: Course) -> None:
    client = signed_in(tess)
    data = {**typed(review(client)), "title": "Typed", "act": "make"}
    end_every_session()
    assert client.post(ADDRESS, data).status_code == 302
    assert sign_in(client, tess, ADDRESS) == ADDRESS
    page = client.get(ADDRESS)
    assert typed(page)["title"] == ["Typed"]
    assert not Step.objects.filter(title="Typed").exists()
