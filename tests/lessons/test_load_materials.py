"""Glossary, local rules and resources come from files, and topics are rendered with them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from course.content.report import Did
from course.models import Course, Program
from lessons.materials.anew import render_anew, render_program
from lessons.materials.gather import stale_resources, stale_rules, unfilled_blocks
from lessons.models import GlossaryTerm, LocalBlock, LocalRule, Resource, Topic
from tests.content_folder import LOADED_AT, ContentFolder, edit_in_admin, make_folder, nothing_changed, said
from tests.lessons.material_files import SILENCE, add_materials

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    return add_materials(make_folder(tmp_path))


def topic(slug: str) -> Any:
    return Topic.objects.select_related("live", "draft", "loaded").get(step__slug=slug)


def html(slug: str) -> str:
    return str(topic(slug).live.html)


def in_washington() -> Program:
    program = Program.objects.get()
    program.state = "WA"
    program.save()
    return program


def test_everything_is_added_and_loading_again_changes_nothing(folder: ContentFolder) -> None:
    report = folder.load()
    added = [name for name in said(report, Did.ADDED) if name.split()[0] in {"term", "resource", "local"}]
    assert added == [
        *("term beside", "term peer", "resource lifeline", "resource warmline"),
        *("local block training", "local block warning", "local rule WA/training"),
    ]
    assert nothing_changed(folder.load())


def test_a_row_holds_what_its_file_says(folder: ContentFolder) -> None:
    folder.load()
    peer = GlossaryTerm.objects.get(key="peer")
    assert (peer.names, peer.source) == (["Peer", "peers"], "A good book")
    beside = GlossaryTerm.objects.get(key="beside")
    assert beside.definition_html == "<p>Next to, and <em>not</em> ahead.</p>"
    rule = LocalRule.objects.get()
    assert (rule.state, rule.block.key, rule.checked_on) == ("WA", "training", date(2026, 11, 1))
    line = Resource.objects.get(key="lifeline")
    assert (line.phone, line.text, line.url, line.position) == ("988", "988", "", 1)


def test_topics_are_rendered_with_them(folder: ContentFolder) -> None:
    folder.load()
    assert '<a class="term" href="/courses/small/glossary/#term-peer">peer</a>' in html("roles")
    assert "Ask your trainer" in html("silence")
    assert 'href="tel:988"' in html("silence")


def test_another_state_shows_other_rules(folder: ContentFolder) -> None:
    folder.load()
    before = topic("roles").live
    render_program(in_washington(), at=LOADED_AT)
    assert "Training in Washington" in html("silence")
    assert "About 80 hours." in html("silence")
    assert topic("roles").live == before
    assert nothing_changed(folder.load())


def test_a_topic_counts_the_words_of_a_rule_and_its_step_follows(folder: ContentFolder) -> None:
    folder.load()
    before = topic("silence").live.words
    render_program(in_washington(), at=LOADED_AT)
    assert topic("silence").live.words == topic("silence").step.size != before


def test_a_new_meaning_leaves_topics_as_they_are(folder: ContentFolder) -> None:
    folder.load()
    before = topic("roles").live
    folder.edit("glossary.yaml", "Somebody who was there.", "Somebody who knows.")
    assert said(folder.load(), Did.CHANGED) == ["term peer"]
    assert topic("roles").live == before


def test_a_term_that_is_gone_is_retired_and_no_longer_linked(folder: ContentFolder) -> None:
    folder.load()
    folder.write("glossary.yaml", folder.read("glossary.yaml").split("  - key: peer")[0])
    report = folder.load()
    assert said(report, Did.RETIRED) == ["term peer"]
    assert said(report, Did.CHANGED) == ["topic roles"]
    assert "term-peer" not in html("roles")
    assert nothing_changed(folder.load())


def test_without_the_file_all_terms_are_retired_and_with_it_they_come_back(folder: ContentFolder) -> None:
    folder.load()
    text = folder.read("glossary.yaml")
    folder.remove("glossary.yaml")
    assert said(folder.load(), Did.RETIRED) == ["term beside", "term peer"]
    folder.write("glossary.yaml", text)
    assert said(folder.load(), Did.RETURNED) == ["term beside", "term peer"]
    assert "term-peer" in html("roles")


def test_what_was_added_in_the_admin_is_not_retired(folder: ContentFolder) -> None:
    folder.load()
    GlossaryTerm.objects.create(course=Course.objects.get(), key="walk", term="Walk", definition="To go.")
    assert nothing_changed(folder.load())
    assert not GlossaryTerm.objects.get(key="walk").retired


def test_an_edit_in_the_admin_is_kept_and_reported_with_the_difference(folder: ContentFolder) -> None:
    folder.load()
    GlossaryTerm.objects.filter(key="peer").update(definition="An edit.")
    folder.edit("glossary.yaml", "Somebody who was there.", "Somebody who knows.")
    (kept,) = [entry for entry in folder.load().entries if entry.did is Did.KEPT]
    assert (kept.kind, kept.name) == ("term", "peer")
    assert "-definition: An edit." in kept.diff
    assert "+definition: Somebody who knows." in kept.diff
    assert GlossaryTerm.objects.get(key="peer").definition == "An edit."
    assert nothing_changed(folder.load(prefer="database")) is False
    assert nothing_changed(folder.load())
    folder.load(prefer="file")


def test_with_prefer_file_the_file_replaces_the_edit(folder: ContentFolder) -> None:
    folder.load()
    GlossaryTerm.objects.filter(key="peer").update(definition="An edit.", definition_html="<p>An edit.</p>")
    folder.load(prefer="file")
    peer = GlossaryTerm.objects.get(key="peer")
    assert (peer.definition, peer.definition_html) == (
        "Somebody who was there.",
        "<p>Somebody who was there.</p>",
    )


def test_a_topic_edited_in_the_admin_shows_a_new_term_too(folder: ContentFolder) -> None:
    folder.load()
    edit_in_admin(topic("duties"), LOADED_AT, source="We walk beside people.")
    folder.edit("glossary.yaml", "    term: Peer", "    term: People")
    folder.load()
    assert "term-peer" in html("duties")


def test_a_choice_for_the_admins_text_is_remembered_when_a_term_comes(folder: ContentFolder) -> None:
    folder.load()
    edit_in_admin(topic("duties"), LOADED_AT, source="We walk beside people.")
    folder.edit("lessons/01-foundations/duties.md", "Some words", "Other words")
    folder.load(prefer="database")
    folder.edit("glossary.yaml", "    term: Peer", "    term: People")
    assert said(folder.load(), Did.KEPT) == []
    assert "term-peer" in html("duties")
    assert said(folder.load(), Did.KEPT) == []


def test_rendering_anew_writes_no_version_where_nothing_differs(folder: ContentFolder) -> None:
    folder.load()
    assert render_anew(Course.objects.get(), at=LOADED_AT) == 0


def test_unfilled_blocks_and_what_is_to_be_checked_again_are_listed(folder: ContentFolder) -> None:
    folder.load()
    course, today = Course.objects.get(), date(2026, 11, 22)
    assert [each.key for each in unfilled_blocks(course)] == ["warning", "training"]
    in_washington()
    course = Course.objects.get()
    assert [each.key for each in unfilled_blocks(course)] == ["warning"]
    assert [each.key for each in stale_resources(course, today=today)] == ["warmline"]
    assert list(stale_rules(course, today=today)) == []
    assert [each.block.key for each in stale_rules(course, today=date(2028, 1, 1))] == ["training"]


# --- Mistakes


@pytest.mark.parametrize(
    ("file", "old", "new", "mistake"),
    [
        ("glossary.yaml", "key: beside", "key: peer", "glossary.yaml:5: terms[1].key: “peer” is already used"),
        ("glossary.yaml", "- peers", "- BESIDE", "glossary.yaml:8: terms[1].variants[0]: “beside” is already"),
        ("glossary.yaml", "term: Beside", "name: Beside", "glossary.yaml:3: terms[0].name: Unknown key."),
        ("glossary.yaml", "Next to", "Is ![x](y) near", "glossary.yaml:4: terms[0].definition: A picture cannot"),
        ("local/WA.yaml", "key: training", "key: trianing", "local/WA.yaml:2: rules[0].key: There is no local block"),
        ("local/WA.yaml", "2026-11-01", "1 November", "local/WA.yaml:7: rules[0].checked: Write the day as year"),
        ("local/WA.yaml", "2026-11-01", "0026-11-01", "local/WA.yaml:7: rules[0].checked: This day is too long"),
        ("local/WA.yaml", "About 80", "'## About 80'", "local/WA.yaml"),
        ("local/WA.yaml", "      publisher: State of Washington\n", "", "rules[0].source.publisher: This is missing."),
        ("resources.yaml", "phone: 988", "phone: Call us", "resources.yaml:6: resources[0].phone: This must begin"),
        ("resources.yaml", "url: https://example.org", "languages: English", "Say how to reach it"),
        (SILENCE, "[local: training]", "[local: trainings]", f"{SILENCE}:13: body: There is no local block"),
        (SILENCE, "[resources: crisis]", "[resources: x]", f"{SILENCE}:15: body: There are no resources in the group"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_file_line_and_field_and_nothing_is_loaded(
    folder: ContentFolder, file: str, old: str, new: str, mistake: str
) -> None:
    folder.edit(file, old, new)
    mistakes = folder.mistakes()
    assert any(mistake in each for each in mistakes), mistakes
    assert not Course.objects.exists()
    assert not LocalBlock.objects.exists()


def test_a_file_for_no_state_is_refused(folder: ContentFolder) -> None:
    folder.write("local/wa.yaml", folder.read("local/WA.yaml"))
    (mistake,) = folder.mistakes()
    assert mistake == (
        "local/wa.yaml:1: “wa” is not the postal code of a state, in capital letters, such as WA. Did you mean “WA”?"
    )


def test_a_mistake_in_the_blocks_is_not_told_again_by_the_topics(folder: ContentFolder) -> None:
    folder.edit("local/blocks.yaml", "title: Training", "titel: Training")
    assert {each.split(":")[0] for each in folder.mistakes()} == {"local/blocks.yaml"}


def test_a_topic_may_show_a_block_that_was_made_in_the_admin(folder: ContentFolder) -> None:
    folder.load()
    LocalBlock.objects.create(course=Course.objects.get(), key="parking", title="Parking")
    folder.edit(SILENCE, "[local: training]", "[local: parking]")
    assert folder.mistakes() == []
    assert "Parking" in html("silence")
