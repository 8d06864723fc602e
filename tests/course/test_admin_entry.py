"""Who comes into the admin, and what they find there."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from course.joining import people
from course.models import Assignment, Cohort, Course, Person
from tests.conftest import _person, signed_in

INDEX = "/admin/"


@pytest.fixture
def as_tim(spring: Cohort) -> Client:
    """tim trains one cohort, not the course."""
    person = _person("Tim Roth")
    people.assign(person, Assignment.Role.TRAINER, cohort=spring)
    return signed_in(person)


def rooms(client: Client) -> dict[str, list[str]]:
    """The index as this person sees it: what stands in each group."""
    groups = client.get(INDEX).context["groups"]
    return {str(group["name"]): [str(model["name"]) for model in group["models"]] for group in groups}


def test_a_trainer_finds_the_course_the_questions_and_the_cohorts_and_nothing_else(as_tess: Client) -> None:
    assert rooms(as_tess) == {
        "The course": [
            *("Courses", "Lessons", "Topics", "Scenarios", "Images"),
            *("Glossary", "Local blocks", "Local rules", "Resources"),
            *("Pages and guides", "Language and clarity"),
        ],
        "Questions and exams": ["Questions", "Exams"],
        "People": ["Cohorts"],
    }


def test_an_administrator_also_finds_people_and_the_program(as_alma: Client) -> None:
    found = rooms(as_alma)
    assert found["People"] == ["Cohorts", "People", "Assignments"]
    assert found["The program"] == ["Programs", "Competencies", "Privacy notice"]


def test_a_trainer_of_one_cohort_finds_the_same_rooms_and_adds_nothing(as_tim: Client) -> None:
    groups = as_tim.get(INDEX).context["groups"]
    assert [str(group["name"]) for group in groups] == ["The course", "Questions and exams", "People"]
    assert [model["add_url"] for group in groups for model in group["models"]] == [""] * 14


def test_anonymous_visitors_sign_in_and_come_back(client: Client) -> None:
    for address in (INDEX, "/admin/lessons/topic/?is=draft"):
        response = client.get(address)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/account/login/?next=/admin/")


def test_those_who_do_not_write_find_no_admin(
    as_ada: Client, as_sam: Client, as_sven: Client, spring: Cohort
) -> None:
    for client in (as_ada, as_sam, as_sven):
        for address in (INDEX, "/admin/lessons/topic/", "/admin/course/cohort/", "/admin/login/"):
            assert client.get(address, follow=True).status_code == 404, address


def test_there_is_one_way_to_sign_in(client: Client, as_tess: Client) -> None:
    assert client.get("/admin/login/").headers["Location"] == "/account/login/?next=/admin/"
    assert as_tess.get("/admin/login/").headers["Location"] == INDEX


def test_a_person_who_may_not_sign_in_any_more_is_out(tess: Person, as_tess: Client) -> None:
    Person.objects.filter(pk=tess.pk).update(is_active=False)
    assert as_tess.get(INDEX).status_code == 302


def test_pages_that_packages_bring_along_are_not_there(as_alma: Client) -> None:
    assert {type(page).__module__.split(".")[0] for page in admin.site._registry.values()} <= {
        "course",
        "lessons",
        "quizzes",
    }
    for address in (
        "account/emailaddress/",
        "auth/group/",
        "password_change/",
        "jsi18n/",
        "autocomplete/",
        "r/1/1/",
    ):
        assert as_alma.get(INDEX + address).status_code == 404, address


def test_a_part_of_the_program_text_is_no_page(as_tess: Client) -> None:
    assert as_tess.get("/admin/course/").headers["Location"] == INDEX


def test_no_page_has_inline_script_or_style_and_only_editors_load_any(
    as_alma: Client, course: Course, spring: Cohort
) -> None:
    addresses = [INDEX]
    for page in admin.site._registry.values():
        name = f"admin:{page.opts.app_label}_{page.opts.model_name}"
        addresses.append(reverse(f"{name}_changelist"))
        row = page.model._default_manager.first()
        if row is not None:
            addresses.append(reverse(f"{name}_change", args=[row.pk]))
    assert len(addresses) > 16
    for address in addresses:
        html = as_alma.get(address).content.decode()
        scripts = re.findall(r"<script[^>]*>", html)
        assert all(
            re.fullmatch(r'<script src="/static/js/editor/[\w.-]+\.js" defer>', each) for each in scripts
        ), address
        assert bool(scripts) == ('class="preview-pane"' in html), address
        assert "style=" not in html, address
        assert "<style" not in html, address


def test_the_index_says_how_many_drafts_wait(as_tess: Client, course: Course) -> None:
    sent = {"title": "A new one", "lesson": course.lessons.get().pk}
    as_tess.post(reverse("admin:lessons_topic_add"), sent)
    assert "1 draft waits" in as_tess.get(INDEX).content.decode()
    assert len(as_tess.get("/admin/lessons/topic/?is=draft").context["cl"].result_list) == 1


def test_what_was_typed_survives_the_end_of_a_session(as_tess: Client, tess: Person, course: Course) -> None:
    address = reverse("admin:course_lesson_change", args=[course.lessons.get().pk])
    browser = Client(enforce_csrf_checks=False)
    response = browser.post(address, {"title": "Typed for an hour", "summary": "Long."})
    assert response.headers["Location"] == f"/account/login/?next={address}"
    browser.post(response.headers["Location"], {"login": tess.email, "password": "secret-word-1"})
    page = browser.get(address).content.decode()
    assert "Typed for an hour" in page
    assert "You were signed out before this was saved." in page
    assert course.lessons.get().title == "Foundations"


def test_what_was_typed_survives_an_old_form_token(tess: Person, course: Course) -> None:
    address = reverse("admin:course_lesson_change", args=[course.lessons.get().pk])
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(tess)
    sent = {"title": "Typed for an hour", "csrfmiddlewaretoken": "old"}
    response = browser.post(address, sent, headers={"Origin": "http://testserver"})
    assert response.headers["Location"] == address
    assert "Typed for an hour" in browser.get(address).content.decode()
    assert course.lessons.get().title == "Foundations"


def test_an_address_that_cannot_be_read_is_no_error(as_tess: Client, course: Course) -> None:
    for query in (
        "?e=1",
        "?is=nonsense",
        "?step__lesson__id__exact=x",
        "?q=%00",
        "?p=9999",
        "?o=99.x",
        "?_to_field=pk",
    ):
        assert as_tess.get(f"/admin/lessons/topic/{query}", follow=True).status_code in (200, 400), query
    for key in ("x", "0", "-1", "9" * 30, "1_00"):
        assert as_tess.get(f"/admin/lessons/topic/{key}/change/").status_code == 404, key
