"""Everybody in a course reads its pages; those who run it read the guides."""

import re

import pytest
from django.test import Client

from course.joining import people
from course.models import Assignment, Cohort, Course, Person
from lessons.models import CoursePage
from tests.conftest import _person, signed_in
from tests.make import add_topic

ABOUT, GUIDES = "/courses/peer/about/", "/courses/peer/guides/"


def add_page(course: Course, key: str, *, audience: str = "learners", **more: object) -> CoursePage:
    html = f"<h2>A part</h2><p>What <strong>{key}</strong> says.</p>"
    said = {"title": key.capitalize(), "source": key, "html": html, **more}
    return CoursePage.objects.create(course=course, audience=audience, key=key, **said)


def add_guide(course: Course) -> CoursePage:
    return add_page(course, "foundations", audience="trainers", title="Running it")


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_pages_stand_in_their_order_with_their_first_words(as_ada: Client, course: Course) -> None:
    add_page(course, "sources", position=3)
    add_page(course, "help", position=1)
    add_page(course, "gone", retired=True)
    add_guide(course)
    html = text(as_ada, ABOUT)
    assert re.findall(rf'href="{ABOUT}([\w-]+)/"', html) == ["help", "sources"]
    assert "What help says." in html


def test_the_outline_leads_there(as_ada: Client) -> None:
    assert f'href="{ABOUT}"' in text(as_ada, "/courses/peer/")
    assert "There are no pages here yet." in text(as_ada, ABOUT)


def test_a_page_leads_to_the_others(as_ada: Client, course: Course) -> None:
    add_page(course, "help")
    add_page(course, "sources")
    html = text(as_ada, f"{ABOUT}help/")
    assert "What <strong>help</strong> says." in html
    assert re.findall(rf'href="{ABOUT}([\w-]+)/"', html) == ["sources"]


def test_what_is_retired_or_a_guide_is_no_page(as_ada: Client, course: Course) -> None:
    add_page(course, "gone", retired=True)
    add_guide(course)
    assert as_ada.get(f"{ABOUT}gone/").status_code == 404
    assert as_ada.get(f"{ABOUT}foundations/").status_code == 404


@pytest.mark.parametrize("slug", ["about", "guides"])
def test_a_lesson_called_like_them_is_still_reached(as_ada: Client, course: Course, slug: str) -> None:
    lesson = course.lessons.get()
    lesson.slug = slug
    lesson.save()
    assert "The Role" in text(as_ada, f"/courses/peer/{slug}/roles/")


def test_staff_read_pages_without_a_link_to_an_outline_that_is_not_theirs(
    as_sam: Client, as_ada: Client, course: Course
) -> None:
    add_page(course, "help")
    above = '<a href="/courses/peer/">'
    assert above in text(as_ada, f"{ABOUT}help/")
    assert above not in text(as_sam, f"{ABOUT}help/")


def test_a_learner_who_left_finds_nothing(as_ada: Client, ada: Person, course: Course) -> None:
    add_page(course, "help")
    ada.enrollments.update(state="withdrawn")
    assert as_ada.get(ABOUT).status_code == as_ada.get(f"{ABOUT}help/").status_code == 404


def test_staff_of_another_course_find_nothing(course: Course) -> None:
    other = Course.objects.create(program=course.program, slug="other", title="Other")
    cohort = Cohort.objects.create(program=course.program, course=other, name="Other")
    stranger = _person("Olga Other")
    Assignment.objects.create(person=stranger, role="supervisor", cohort=cohort)
    people.join(stranger, cohort, at=stranger.date_joined)
    client = signed_in(stranger)
    add_guide(course)
    for address in (ABOUT, GUIDES, f"{GUIDES}foundations/", "/courses/peer/foundations/roles/"):
        assert client.get(address).status_code == 404
    assert client.get("/courses/other/guides/").status_code == 200


def test_a_trainer_reads_the_guide_and_looks_at_its_topics(as_tess: Client, course: Course) -> None:
    add_guide(course)
    assert "Running it" in text(as_tess, GUIDES)
    html = text(as_tess, f"{GUIDES}foundations/")
    topic = re.search(r'id="step-roles"><a href="(/admin/lessons/topic/\d+/preview/)"', html)
    assert topic
    assert as_tess.get(topic[1]).status_code == 200
    assert "Edit this guide" in html


def test_a_supervisor_reads_it_without_links_to_where_it_is_written(as_sam: Client, course: Course) -> None:
    add_guide(course)
    html = text(as_sam, f"{GUIDES}foundations/")
    assert "What <strong>foundations</strong> says." in html
    assert "/admin/" not in html
    cohort = Cohort.objects.get(name="Spring")
    assert f'href="{GUIDES}"' in text(as_sam, f"/cohorts/{cohort.pk}/")


def test_staff_who_follow_a_link_to_a_step_find_it_in_the_guide(
    as_tess: Client, as_sam: Client, as_alma: Client, course: Course
) -> None:
    for client in (as_tess, as_sam, as_alma):
        led = client.get("/courses/peer/foundations/roles/", follow=True)
        assert led.redirect_chain == [(f"{GUIDES}foundations/#step-roles", 302)]
        assert 'id="step-roles"' in led.content.decode()
    assert as_sam.get("/courses/peer/moved-from/roles/")["Location"] == f"{GUIDES}foundations/#step-roles"


def test_a_step_is_nowhere_for_staff_when_it_is_hidden_or_unknown(as_sam: Client, course: Course) -> None:
    assert as_sam.get("/courses/peer/foundations/nowhere/").status_code == 404
    assert as_sam.get("/courses/peer/guides/guides/").status_code == 404
    course.lessons.get().steps.filter(slug="roles").update(state="retired")
    assert as_sam.get("/courses/peer/foundations/roles/").status_code == 404


def test_who_runs_a_course_and_takes_it_reads_the_step(as_sam: Client, sam: Person, course: Course) -> None:
    cohort = Cohort.objects.create(program=course.program, course=course, name="Staff")
    people.join(sam, cohort, at=sam.date_joined)
    assert "The Role" in text(as_sam, "/courses/peer/foundations/roles/")


def test_a_lesson_without_a_guide_says_so_and_a_trainer_can_write_it(
    as_tess: Client, as_sam: Client, course: Course
) -> None:
    html = text(as_tess, f"{GUIDES}foundations/")
    assert "There is no guide to this lesson yet." in html
    address = re.search(r'"(/admin/lessons/coursepage/add/\?[^"]+)"', html)
    assert address
    lesson = course.lessons.get()
    form = text(as_tess, address[1].replace("&amp;", "&"))
    assert f'<option value="{lesson.pk}" selected>' in form
    assert "A trainer of this course can write one" in text(as_sam, f"{GUIDES}foundations/")


def test_the_outline_in_the_admin_leads_to_each_guide(as_tess: Client, course: Course) -> None:
    add_topic(course.lessons.get(), "more", "More", 50)
    html = text(as_tess, f"/admin/course/course/{course.pk}/outline/")
    assert f'href="{GUIDES}foundations/"' in html
