"""What a learner finds on the pages of the glossary and of the places to turn to."""

import re

import pytest
from django.test import Client

from course.models import Course
from lessons.models import GlossaryTerm, Resource
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("ada")


def add_term(course: Course, term: str, **more: object) -> GlossaryTerm:
    key = term.lower().replace(" ", "-")
    html = f"<p>What {term} means.</p>"
    return GlossaryTerm.objects.create(course=course, key=key, term=term, definition_html=html, **more)


def add_resource(course: Course, name: str, group: str, **more: object) -> Resource:
    fields = {"purpose": "To talk.", "phone": "555 0100", "checked_on": NOW.date(), **more}
    return Resource.objects.create(course=course, key=name.lower(), name=name, group=group, **fields)


def page(client: Client, name: str) -> str:
    response = client.get(f"/courses/peer/{name}/")
    assert response.status_code == 200
    return response.content.decode()


def test_terms_stand_in_the_order_of_the_alphabet_with_a_jump_to_each_letter(
    as_ada: Client, course: Course
) -> None:
    for term in ("stigma", "Recovery", "Sponsor"):
        add_term(course, term)
    add_term(course, "Gone", retired=True)
    html = page(as_ada, "glossary")
    assert re.findall(r'<div id="term-([\w-]+)">', html) == ["recovery", "sponsor", "stigma"]
    assert re.findall(r'<a href="#(letter-\d)">(.)</a>', html) == [("letter-1", "R"), ("letter-2", "S")]
    assert re.findall(r'<h2 id="(letter-\d)"', html) == ["letter-1", "letter-2"]


def test_a_term_tells_its_meaning_other_forms_and_source(as_ada: Client, course: Course) -> None:
    add_term(
        course, "Warmline", variants=["warmlines", "warm line", "<warm>", "Warm lines"], source="A good book"
    )
    html = page(as_ada, "glossary")
    assert "<p>What Warmline means.</p>" in html
    assert "also: warm line, &lt;warm&gt;" in html
    assert "Source: A good book" in html


def test_the_pages_say_so_when_there_is_nothing_yet(as_ada: Client) -> None:
    assert "There are no words here yet." in page(as_ada, "glossary")
    assert "There is nothing here yet." in page(as_ada, "resources")


def test_resources_stand_in_groups_after_the_programs_own_numbers(as_ada: Client, course: Course) -> None:
    course.program.crisis_contacts = "County line 555 0199"
    course.program.save()
    add_resource(course, "Lifeline", "in-a-crisis")
    add_resource(course, "Helpline", "finding-help", position=2)
    html = page(as_ada, "resources")
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", html) == ["Close to you", "In a crisis", "Finding help"]
    assert html.index("County line") < html.index("Lifeline")
    assert 'href="tel:5550100"' in html
    assert "Last checked Nov. 2, 2026" in html


def test_the_outline_leads_to_both(as_ada: Client) -> None:
    html = as_ada.get("/courses/peer/").content.decode()
    assert 'href="/courses/peer/glossary/"' in html
    assert 'href="/courses/peer/resources/"' in html


def test_a_lesson_called_like_them_is_still_reached(as_ada: Client) -> None:
    assert as_ada.get("/courses/peer/glossary/resources/").status_code == 404


@pytest.mark.parametrize("name", ["glossary", "resources"])
def test_staff_look_things_up_too_and_strangers_find_nothing(
    as_tess: Client, as_sam: Client, as_sven: Client, name: str
) -> None:
    for client in (as_tess, as_sam):
        html = client.get(f"/courses/peer/{name}/").content.decode()
        assert '<a href="/courses/peer/">' not in html  # they take no course
    assert as_sven.get(f"/courses/peer/{name}/").status_code == 404
