"""Trainers keep the glossary, the local rules and the resources in the admin, and topics follow."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course import versions
from course.models import AuditEvent, Course, Program
from lessons.models import GlossaryTerm, LocalBlock, LocalRule, Resource, Topic
from lessons.rendering import rendered_topic
from tests.page_forms import fields_of

# Long enough ago to be over wherever somebody lives.
LATELY = (timezone.localdate() - timedelta(days=2)).isoformat()
SOURCE = "A peer walks a road.\n\n[local: training]\n\n[resources: crisis]\n"
TERM = {"term": "Peer", "variants": "", "definition": "Somebody who was there.", "source": ""}
RULE = {
    "text": "About 80 hours.",
    "source_title": "RCW 71.24.920",
    "source_publisher": "State",
    "source_url": "",
    "checked_on": LATELY,
}
RESOURCE = {
    **{"name": "Lifeline", "purpose": "To talk.", "group": "crisis", "position": "1", "phone": "988"},
    **{"text": "", "url": "", "hours": "", "languages": "", "checked_on": LATELY},
}


@pytest.fixture
def topic(course: Course) -> Topic:
    topic = Topic.objects.get(step__slug="roles")
    payload = {"title": "The Role", "objectives": ["say it"], "references": [], "source": SOURCE}
    rendered = rendered_topic(payload, course)
    versions.take_from_file(topic, payload=payload, rendered=rendered, at=timezone.now())
    return topic


@pytest.fixture
def block(course: Course) -> LocalBlock:
    course.program.state = "WA"
    course.program.save()
    return LocalBlock.objects.create(
        course=course, key="training", title="Training", to_fill_in="How many hours there are."
    )


def html(topic: Topic) -> str:
    topic.refresh_from_db()
    assert topic.live is not None
    return topic.live.html


def address(model: str, page: str, *args: Any) -> str:
    return reverse(f"admin:lessons_{model}_{page}", args=args)


def add(client: Client, model: str, **typed: Any) -> str:
    response = client.post(address(model, "add"), typed, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def change(client: Client, model: str, row: Any, **typed: Any) -> str:
    there = address(model, "change", row.pk)
    fields = fields_of(client.get(there), f"{model}_form")
    return client.post(there, {**fields, **typed}, follow=True).content.decode()


def test_a_new_term_is_linked_at_once(as_tess: Client, course: Course, topic: Topic) -> None:
    assert "is added" in add(as_tess, "glossaryterm", course=course.pk, **TERM)
    assert 'href="/courses/peer/glossary/#term-peer">peer</a>' in html(topic)
    row = GlossaryTerm.objects.get()
    assert (row.key, row.definition_html) == ("peer", "<p>Somebody who was there.</p>")
    assert AuditEvent.objects.filter(verb="added", subject=f"glossaryterm:{row.pk}").exists()


def test_another_name_moves_the_link_and_another_meaning_writes_no_version(
    as_tess: Client, course: Course, topic: Topic
) -> None:
    add(as_tess, "glossaryterm", course=course.pk, **TERM)
    row = GlossaryTerm.objects.get()
    change(as_tess, "glossaryterm", row, term="Road")
    assert 'term-peer">road</a>' in html(topic)
    before = topic.live
    change(as_tess, "glossaryterm", row, definition="A way.")
    topic.refresh_from_db()
    assert topic.live == before
    assert GlossaryTerm.objects.get().definition_html == "<p>A way.</p>"


def test_a_retired_term_is_linked_no_more_and_comes_back(
    as_tess: Client, course: Course, topic: Topic
) -> None:
    add(as_tess, "glossaryterm", course=course.pk, **TERM)
    row = GlossaryTerm.objects.get()
    as_tess.post(address("glossaryterm", "retire", row.pk))
    assert "term-peer" not in html(topic)
    as_tess.post(address("glossaryterm", "bring_back", row.pk))
    assert "term-peer" in html(topic)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"term": ""}, "This field is required"),
        ({"term": "ROAD"}, "“road” belongs to the term “Road” already."),
        ({"variants": "way\nWAY"}, "“WAY” stands here twice."),
        ({"variants": "x" * 101}, "Line 1 is longer than 100 characters."),
        ({"definition": "![x](y)"}, "A picture cannot stand here"),
        ({"definition": "a\0b"}, "invisible control character"),
        ({"definition": "x" * 100_000}, "at most 2000 characters"),
    ],
)
def test_what_cannot_be_a_term_is_refused_with_its_reason_and_kept(
    as_tess: Client, course: Course, typed: dict[str, str], message: str
) -> None:
    GlossaryTerm.objects.create(course=course, key="road", term="Road", definition="A way.")
    page = add(as_tess, "glossaryterm", course=course.pk, **{**TERM, "source": "A book", **typed})
    assert message in page
    assert 'value="A book"' in page
    assert GlossaryTerm.objects.count() == 1


def test_the_list_shows_what_is_not_filled_in_and_leads_there(as_tess: Client, block: LocalBlock) -> None:
    page = as_tess.get(address("localblock", "changelist")).content.decode()
    assert "Not filled in for Washington" in page
    there = f"{address('localrule', 'add')}?block={block.pk}"
    assert there in page
    fields = fields_of(as_tess.get(there), "localrule_form")
    assert (fields["block"], fields["state"]) == ([str(block.pk)], ["WA"])
    assert "How many hours there are." in as_tess.get(there).content.decode()


def test_a_rule_is_shown_where_the_block_stands(as_tess: Client, block: LocalBlock, topic: Topic) -> None:
    assert "Ask your trainer" in html(topic)
    add(as_tess, "localrule", block=block.pk, state="WA", **RULE)
    assert "About 80 hours." in html(topic)
    assert "Ask your trainer" not in html(topic)
    row = LocalRule.objects.get()
    assert row.checked_by is not None
    assert row.checked_by.name == "Tess Moreau"
    page = as_tess.get(address("localblock", "changelist")).content.decode()
    assert "Filled in for Washington" in page


def test_another_state_of_the_program_changes_the_topics(
    as_alma: Client, block: LocalBlock, topic: Topic
) -> None:
    LocalRule.objects.create(block=block, state="OR", **{**RULE, "text": "In Oregon it is so."})
    program = Program.objects.get()
    there = reverse("admin:course_program_change", args=[program.pk])
    fields = fields_of(as_alma.get(there), "program_form")
    as_alma.post(there, {**fields, "state": "OR"})
    assert "Training in Oregon" in html(topic)
    assert "In Oregon it is so." in html(topic)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"checked_on": "2999-01-01"}, "This day is still to come."),
        ({"text": "## Heading"}, "Only paragraphs, lists, emphasis and links can stand here"),
        ({"source_url": "http://x.org"}, "An address must begin with https://"),
        ({"state": "ZZ"}, "not one of the available choices"),
        ({"state": "OR"}, "already exists"),
    ],
)
def test_what_cannot_be_a_rule_is_refused_with_its_reason(
    as_tess: Client, block: LocalBlock, typed: dict[str, str], message: str
) -> None:
    LocalRule.objects.create(block=block, state="OR", **RULE)
    assert message in add(as_tess, "localrule", **{"block": block.pk, "state": "WA", **RULE, **typed})
    assert LocalRule.objects.count() == 1


def test_a_block_that_a_topic_shows_cannot_be_retired(
    as_tess: Client, block: LocalBlock, topic: Topic
) -> None:
    page = as_tess.post(address("localblock", "retire", block.pk), follow=True).content.decode()
    assert "The topic “The Role of a Peer Specialist” shows it." in page
    block.refresh_from_db()
    assert not block.retired


def test_a_new_resource_is_shown_where_its_group_stands(
    as_tess: Client, course: Course, topic: Topic
) -> None:
    add(as_tess, "resource", course=course.pk, **RESOURCE)
    assert 'href="tel:988"' in html(topic)
    row = Resource.objects.get()
    page = as_tess.post(address("resource", "retire", row.pk), follow=True).content.decode()
    assert "shows it. Take it out there first." in page
    change(as_tess, "resource", row, phone="555 0100")
    assert 'href="tel:5550100"' in html(topic)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"phone": ""}, "Say how to reach it"),
        ({"phone": "call"}, "This must begin with a number"),
        ({"group": "In a crisis"}, "valid “slug”"),
        ({"position": "99999999999999999999"}, "less than or equal to"),
        ({"url": "javascript:alert(1)"}, "An address must begin with https://"),
    ],
)
def test_what_cannot_be_a_resource_is_refused_with_its_reason(
    as_tess: Client, course: Course, typed: dict[str, str], message: str
) -> None:
    assert message in add(as_tess, "resource", course=course.pk, **{**RESOURCE, **typed})
    assert not Resource.objects.exists()


def test_what_was_checked_over_a_year_ago_is_marked_and_can_be_listed(
    as_tess: Client, course: Course
) -> None:
    for name, day in (("Old", "2020-01-01"), ("New", LATELY)):
        fields = {**RESOURCE, "name": name, "checked_on": day}
        Resource.objects.create(course=course, key=name.lower(), **fields)
    page = as_tess.get(address("resource", "changelist")).content.decode()
    assert page.count("Check again") == 1
    listed = as_tess.get(address("resource", "changelist") + "?checked=again").content.decode()
    assert ">Old<" in listed
    assert ">New<" not in listed


@pytest.mark.parametrize("model", ["glossaryterm", "localblock", "localrule", "resource"])
def test_trainers_of_another_course_find_nothing(
    as_tess: Client, course: Course, block: LocalBlock, model: str
) -> None:
    other = Course.objects.create(program=course.program, slug="other", title="Other")
    far = LocalBlock.objects.create(course=other, key="x", title="X")
    rows = {
        "glossaryterm": GlossaryTerm(course=other, key="x", term="X", definition="Y"),
        "localblock": far,
        "localrule": LocalRule(block=far, state="WA", **RULE),
        "resource": Resource(course=other, key="x", **RESOURCE),
    }
    rows[model].save()
    assert as_tess.get(address(model, "change", rows[model].pk)).status_code == 404
    assert as_tess.post(address(model, "retire", rows[model].pk)).status_code == 404


def test_a_new_term_does_not_get_in_the_way_of_somebody_who_is_writing(
    as_tess: Client, course: Course, topic: Topic
) -> None:
    there = address("topic", "change", topic.pk)
    open_page = fields_of(as_tess.get(there), "topic_form")
    add(as_tess, "glossaryterm", course=course.pk, **TERM)
    page = as_tess.post(there, {**open_page, "source": "A peer sings.", "_save": ""}, follow=True)
    assert "while you were writing" not in page.content.decode()
    topic.refresh_from_db()
    assert topic.draft is not None
    assert topic.draft.source == "A peer sings."


def test_publishing_an_old_draft_shows_the_terms_of_today(
    as_tess: Client, course: Course, topic: Topic
) -> None:
    payload = {"title": "The Role", "objectives": ["say it"], "references": [], "source": "A peer rests."}
    versions.write_draft(
        topic, payload=payload, rendered=rendered_topic(payload, course), author=None, at=timezone.now()
    )
    add(as_tess, "glossaryterm", course=course.pk, **TERM)
    there = address("topic", "change", topic.pk)
    as_tess.post(there, {**fields_of(as_tess.get(there), "topic_form"), "_publish": ""})
    assert "peer</a> rests." in html(topic)
