"""Saving a reflection: what is stored, what is refused, and what two tabs do to each other."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from course import places
from course.models import Enrollment, Person
from lessons import reflections
from lessons.cards import cards_for
from lessons.models import Reflection, ReflectionVersion, Scenario, Topic
from lessons.reflections import Stale
from tests.conftest import NOW
from tests.lessons.conftest import Write, statements
from tests.make import add_scenario

HTMX = {"HX-Request": "true"}
DAMAGED = {
    "control": "I said\x07 nothing",
    "null": "I said\x00 nothing",
    "direction": "I said \u202enothing",
    "replacement": "I said \ufffd nothing",
}


def stored() -> Reflection:
    return Reflection.objects.get()


def earlier() -> list[str]:
    return [version.text for version in ReflectionVersion.objects.order_by("saved_at")]


# --- The verb -------------------------------------------------------------------------------------------------------


def test_the_first_save_stores_the_text_with_the_version_in_front_of_the_writer(
    write: Write, scenario: Scenario, now: datetime
) -> None:
    write("I would ask him first.")
    assert (stored().text, stored().revision, stored().saved_at) == ("I would ask him first.", 1, now)
    assert stored().scenario_version == scenario.live


def test_a_text_comes_back_exactly_as_it_was_written(write: Write) -> None:
    text = "\n  “He trusts me” <b>& so</b>\n\n\tيثق بي 🙂 {{ x }} \u200d 'quoted' \n"
    write(text)
    assert stored().text == text


def test_the_same_text_again_changes_nothing(write: Write, now: datetime) -> None:
    write("Once.")
    again = write("Once.", at=now + timedelta(minutes=5))
    assert (again.revision, again.saved_at) == (1, now)
    assert earlier() == []


def test_a_save_whose_reply_was_lost_is_acknowledged_when_it_is_sent_again(write: Write) -> None:
    write("First words.")
    write("First words, and more.", revision=1)
    again = write("First words, and more.", revision=1)
    assert again.revision == 2


def test_an_empty_text_where_nothing_is_stored_stores_nothing(
    enrollment: Enrollment, scenario: Scenario, now: datetime
) -> None:
    assert reflections.save(enrollment, scenario, text="", revision=0, at=now) is None
    assert not Reflection.objects.exists()


def test_a_written_text_can_be_emptied_and_stays_in_the_history(write: Write, now: datetime) -> None:
    write("Too much.")
    write("", at=now + timedelta(minutes=2))
    assert stored().text == ""
    assert earlier() == ["Too much."]


def test_saves_within_a_minute_keep_only_the_last_text_of_it(write: Write, now: datetime) -> None:
    for second, text in enumerate(["I", "I would", "I would ask"]):
        write(text, at=now + timedelta(seconds=second))
    assert earlier() == []
    write("I would ask him", at=now + timedelta(seconds=61))
    assert earlier() == ["I would ask"]


def test_each_minute_of_writing_leaves_one_earlier_version(write: Write, now: datetime) -> None:
    for index in range(6):
        write(f"text {index}", at=now + timedelta(seconds=30 * index))
    assert earlier() == ["text 1", "text 3"]


def test_a_stale_tab_is_refused_and_shown_what_is_stored(write: Write) -> None:
    write("From the phone.")
    write("From the phone, longer.")
    with pytest.raises(Stale) as refused:
        write("From the laptop.", revision=1)
    assert refused.value.stored.text == "From the phone, longer."
    assert stored().text == "From the phone, longer."


def test_two_tabs_that_both_begin_do_not_overwrite_each_other(write: Write) -> None:
    write("From the phone.", revision=0)
    with pytest.raises(Stale):
        write("From the laptop.", revision=0)
    assert stored().text == "From the phone."


def test_replacing_a_newer_text_knowingly_keeps_it_in_the_history_even_within_its_minute(
    write: Write,
) -> None:
    write("From the phone.")
    write("From the laptop.", replacing=True)
    assert stored().text == "From the laptop."
    assert earlier() == ["From the phone."]


def test_what_was_replaced_knowingly_survives_the_rest_of_its_minute(write: Write, now: datetime) -> None:
    write("From the phone.")
    write("From the laptop.", replacing=True, at=now + timedelta(seconds=10))
    write("From the laptop, later.", at=now + timedelta(minutes=1))
    assert earlier() == ["From the phone."]


def test_a_tab_that_outlived_a_restored_backup_can_save(write: Write) -> None:
    assert write("Still here.", revision=7).revision == 1


# --- The page -------------------------------------------------------------------------------------------------------


def test_a_plain_save_goes_back_to_where_it_came_from_and_says_so(as_ada: Client, url: str) -> None:
    back = "/courses/peer/foundations/roles/#reflection-1"
    response = as_ada.post(url, {"text": "I would ask.", "revision": "0", "next": back})
    assert (response.status_code, response["Location"]) == (302, back)
    assert "Your reflection is saved." in as_ada.get(url).content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)", "", "/" * 5000]
)
def test_a_plain_save_never_leads_to_another_site(as_ada: Client, url: str, elsewhere: str) -> None:
    response = as_ada.post(url, {"text": "I would ask.", "revision": "0", "next": elsewhere})
    assert (response.status_code, response["Location"]) == (302, url)


def test_an_autosave_answers_with_the_saved_state_in_the_persons_zone(
    as_ada: Client, ada: Person, url: str
) -> None:
    Person.objects.filter(pk=ada.pk).update(time_zone="Asia/Kolkata")
    response = as_ada.post(url, {"text": "I would ask.", "revision": "0"}, headers=HTMX)
    assert response.status_code == 200
    assert 'data-revision="1"' in response.content.decode()
    there = stored().saved_at.astimezone(ZoneInfo("Asia/Kolkata"))
    assert f"Saved {date_format(there, 'DATETIME_FORMAT')}" in response.content.decode()
    assert "<html" not in response.content.decode()


def test_the_page_shows_the_text_and_when_it_was_saved(as_ada: Client, url: str, write: Write) -> None:
    write("I would ask <him> first.")
    page = as_ada.get(url).content.decode()
    assert "I would ask &lt;him&gt; first.</textarea>" in page
    assert "Nov. 2, 2026, 10 a.m." in page
    assert 'name="revision" value="1"' in page


def test_line_ends_from_a_browser_become_plain(as_ada: Client, url: str) -> None:
    as_ada.post(url, {"text": "one\r\ntwo", "revision": "0"})
    assert stored().text == "one\ntwo"


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED.keys())
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_character_that_cannot_be_kept_is_refused_by_name(
    as_ada: Client, url: str, text: str, headers: dict[str, str]
) -> None:
    response = as_ada.post(url, {"text": text, "revision": "0"}, headers=headers)
    assert response.status_code == 422
    assert "Not saved." in response.content.decode()
    assert not Reflection.objects.exists()


@pytest.mark.parametrize("extra", [1, 1_000_000])
def test_a_text_that_is_too_long_is_refused_with_its_count_and_stays_in_the_box(
    as_ada: Client, url: str, extra: int
) -> None:
    text = "x" * (20_000 + extra)
    response = as_ada.post(url, {"text": text, "revision": "0"})
    page = response.content.decode()
    assert response.status_code == 422
    assert f"This text has {20_000 + extra:,} characters. At most 20,000 can be saved." in page
    assert text in page
    assert not Reflection.objects.exists()


def test_the_longest_text_is_kept_in_any_script(as_ada: Client, url: str) -> None:
    text = "🙂" * 20_000
    assert as_ada.post(url, {"text": text, "revision": "0"}).status_code == 302
    assert stored().text == text


@pytest.mark.parametrize("revision", ["", "-1", "one", "9" * 5000, "99999999999999999999"])
def test_a_revision_that_makes_no_sense_never_overwrites(
    as_ada: Client, url: str, write: Write, revision: str
) -> None:
    write("Mine.")
    response = as_ada.post(url, {"text": "Other.", "revision": revision})
    assert response.status_code in (409, 422)
    assert "Other.</textarea>" in response.content.decode()
    assert stored().text == "Mine."


def test_a_stale_page_shows_what_is_stored_and_keeps_what_was_typed(
    as_ada: Client, url: str, write: Write
) -> None:
    write("From the phone.")
    response = as_ada.post(url, {"text": "From the laptop.", "revision": "0"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "From the laptop.</textarea>" in page
    assert "From the phone.</blockquote>" in page
    assert "data-autosave" not in page
    assert stored().text == "From the phone."


def test_a_stale_autosave_gets_the_stored_text_and_no_revision_to_build_on(
    as_ada: Client, url: str, write: Write
) -> None:
    write("From the phone.")
    response = as_ada.post(url, {"text": "From the laptop.", "revision": "0"}, headers=HTMX)
    assert response.status_code == 409
    assert "From the phone." in response.content.decode()
    assert "data-revision" not in response.content.decode()


def test_from_a_stale_page_the_box_can_be_saved_and_the_other_text_stays_in_the_history(
    as_ada: Client, url: str, write: Write
) -> None:
    write("From the phone.", at=timezone.now())
    response = as_ada.post(url, {"text": "From the laptop.", "revision": "0", "replaces": "1"})
    assert response.status_code == 302
    assert stored().text == "From the laptop."
    assert earlier() == ["From the phone."]


def test_a_choice_to_replace_is_itself_refused_once_it_is_stale(
    as_ada: Client, url: str, write: Write
) -> None:
    write("From the phone.")
    write("From the phone, longer.")
    response = as_ada.post(url, {"text": "From the laptop.", "revision": "0", "replaces": "1"})
    assert response.status_code == 409
    assert stored().text == "From the phone, longer."


def test_what_to_weigh_is_shown_only_after_something_is_written(
    as_ada: Client, url: str, write: Write
) -> None:
    assert "Whose job is this first?" not in as_ada.get(url).content.decode()
    write("I would ask.")
    assert "Whose job is this first?" in as_ada.get(url).content.decode()


def test_the_first_autosave_brings_what_to_weigh_and_later_ones_leave_it_alone(
    as_ada: Client, url: str
) -> None:
    first = as_ada.post(url, {"text": "I", "revision": "0"}, headers=HTMX).content.decode()
    second = as_ada.post(url, {"text": "I would", "revision": "1"}, headers=HTMX).content.decode()
    assert 'hx-swap-oob="true"' in first
    assert "Whose job is this first?" in first
    assert "Whose job is this first?" not in second


def test_blank_space_is_saved_but_counts_as_nothing_written(as_ada: Client, url: str) -> None:
    as_ada.post(url, {"text": "  \n ", "revision": "0"})
    assert stored().text == "  \n "
    assert "Whose job is this first?" not in as_ada.get(url).content.decode()


def test_an_empty_first_save_says_that_there_is_nothing_yet(as_ada: Client, url: str) -> None:
    as_ada.post(url, {"text": "", "revision": "0"})
    assert "There is nothing to save yet." in as_ada.get(url).content.decode()
    assert not Reflection.objects.exists()


def test_the_note_says_who_reads_what_to_leave_out_and_where_to_turn(
    as_ada: Client, url: str, enrollment: Enrollment
) -> None:
    program = enrollment.cohort.program
    program.crisis_contacts = "Harbor warm line: 555-0100\n\n Night team: 555-0101 "
    program.save()
    page = as_ada.get(url).content.decode()
    assert "Nobody watches what you write here" in page
    assert "leave out the names of people you support" in page
    assert 'href="tel:988"' in page
    assert '<span class="contact">Harbor warm line: 555-0100</span>' in page
    assert '<span class="contact">Night team: 555-0101</span>' in page


def test_the_history_shows_earlier_texts_newest_first(
    as_ada: Client, url: str, write: Write, now: datetime
) -> None:
    for minute in range(3):
        write(f"state {minute}", at=now + timedelta(minutes=minute))
    page = as_ada.get(f"{url}history/").content.decode()
    assert page.index("state 1") < page.index("state 0")
    assert "state 2" not in page


def test_there_is_no_history_before_the_first_save(as_ada: Client, url: str) -> None:
    assert as_ada.get(f"{url}history/").status_code == 404


def test_my_reflections_lists_what_was_written_and_where_without_the_text(
    as_ada: Client, url: str, write: Write
) -> None:
    write("Between me and me.")
    page = as_ada.get("/reflections/").content.decode()
    assert url in page
    assert "The pills" in page
    assert "The Role of a Peer Specialist" in page
    assert '">Only you<' in page
    assert "Between me and me." not in page


def test_a_retired_scenario_that_was_written_on_can_still_be_read_and_saved(
    as_ada: Client, url: str, write: Write
) -> None:
    write("Before.")
    Scenario.objects.update(retired=True)
    assert "Before." in as_ada.get(url).content.decode()
    assert as_ada.post(url, {"text": "After.", "revision": "1"}).status_code == 302
    assert stored().text == "After."


# --- Budgets --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["nothing", "this minute", "an earlier minute", "the same text"])
@pytest.mark.parametrize("required", [False, True], ids=["free", "required"])
def test_an_autosave_stays_within_six_statements(
    as_ada: Client, enrollment: Enrollment, before: str, required: bool
) -> None:
    scenario = add_scenario(enrollment.course.lessons.get(), "roles", "second", required=required)
    if before != "nothing":
        at = timezone.now() - timedelta(minutes=3 if before == "an earlier minute" else 0)
        reflections.save(enrollment, scenario, text="Before.", revision=0, at=at)
    text, revision = (
        ("Before." if before == "the same text" else "After."),
        ("0" if before == "nothing" else "1"),
    )
    url = reverse("reflection", args=[enrollment.pk, scenario.pk])
    with CaptureQueriesContext(connection) as captured:
        response = as_ada.post(url, {"text": text, "revision": revision}, headers=HTMX)
    assert response.status_code == 200
    assert len(statements(captured.captured_queries)) <= 6, captured.captured_queries


@pytest.mark.parametrize("address", ["list", "page", "history"])
def test_a_page_costs_the_same_with_few_and_with_many_rows(
    as_ada: Client, enrollment: Enrollment, url: str, write: Write, now: datetime, address: str
) -> None:
    path = {"list": "/reflections/", "page": url, "history": f"{url}history/"}[address]
    counts = []
    for rows in (5, 50):
        for index in range(rows):
            write(f"{rows} {index}", at=now + timedelta(minutes=rows + index))
            if address == "list":
                extra = add_scenario(enrollment.course.lessons.get(), "roles", f"extra-{rows}-{index}")
                reflections.save(enrollment, extra, text="More.", revision=0, at=now)
        with CaptureQueriesContext(connection) as captured:
            assert as_ada.get(path).status_code == 200
        counts.append(len(statements(captured.captured_queries)))
    assert counts[0] == counts[1] <= 12


def test_a_topic_shows_neither_retired_nor_unpublished_scenarios(
    ada: Person, enrollment: Enrollment, scenario: Scenario
) -> None:
    lesson = enrollment.course.lessons.get()
    Scenario.objects.filter(pk=add_scenario(lesson, "roles", "gone").pk).update(retired=True)
    scenario.topic.scenarios.create(key="draft")
    cards = cards_for(places.find(ada, "peer", "foundations", "roles"), scenario.topic)
    assert [card.scenario for card in cards] == [scenario]


def test_the_scenarios_of_a_topic_come_in_one_statement(
    ada: Person, enrollment: Enrollment, write: Write, django_assert_num_queries: Any
) -> None:
    write("I would ask.")
    lesson = enrollment.course.lessons.get()
    for index in range(8):
        extra = add_scenario(lesson, "roles", f"extra-{index}")
        reflections.save(enrollment, extra, text=f"More {index}.", revision=0, at=NOW)
    place = places.find(ada, "peer", "foundations", "roles")
    topic = Topic.objects.get(step=place.step)
    with django_assert_num_queries(1):
        cards = cards_for(place, topic)
        texts = [card.saved_text for card in cards if card.version and not card.contacts and not card.shared]
    assert texts == ["I would ask.", *(f"More {index}." for index in range(8))]
