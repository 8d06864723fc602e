"""Cohorts for trainers; people and assignments for administrators."""

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course import progress
from course.models import AuditEvent, Cohort, Course, Person, Step
from tests.page_forms import fields_of


def cohort_page(cohort: Cohort) -> str:
    return reverse("admin:course_cohort_change", args=[cohort.pk])


def person_page(person: Person) -> str:
    return reverse("admin:course_person_change", args=[person.pk])


def test_a_cohorts_page_shows_how_to_join_and_who_has_joined(
    as_tess: Client, ada: Person, ben: Person, spring: Cohort
) -> None:
    enrollment = ada.enrollments.get()
    progress.complete(enrollment, Step.objects.get(slug="roles"), version=1, at=timezone.now())
    page = as_tess.get(cohort_page(spring)).content.decode()
    assert "SPRG-2345" in page
    assert f"http://testserver{reverse('join_link', args=['SPRG-2345'])}" in page
    assert "1 learner<" in page
    assert "Ada Lindgren" in page
    assert "1 of 3" in page
    assert "Ben Okafor" not in page


def test_a_trainer_makes_a_cohort_with_a_join_code_of_its_own(as_tess: Client, course: Course) -> None:
    sent = {"course": course.pk, "name": "Winter", "is_open": "on", "starts_on": "2027-01-11"}
    as_tess.post(reverse("admin:course_cohort_add"), sent)
    winter = Cohort.objects.get(name="Winter")
    assert (winter.program, winter.is_open, str(winter.starts_on)) == (course.program, True, "2027-01-11")
    assert len(winter.join_code) == 9


def test_two_cohorts_of_a_course_do_not_share_a_name(as_tess: Client, spring: Cohort, fall: Cohort) -> None:
    sent = {**fields_of(as_tess.get(cohort_page(fall)), "cohort_form"), "name": "Spring"}
    assert "has a cohort of that name already" in as_tess.post(cohort_page(fall), sent).content.decode()
    new = {"course": spring.course_id, "name": "Spring"}
    response = as_tess.post(reverse("admin:course_cohort_add"), new)
    assert "has a cohort of that name already" in response.content.decode()


def test_the_join_code_is_not_typed_in(as_tess: Client, spring: Cohort) -> None:
    sent = {**fields_of(as_tess.get(cohort_page(spring)), "cohort_form"), "join_code": "EASY"}
    as_tess.post(cohort_page(spring), sent)
    spring.refresh_from_db()
    assert spring.join_code == "SPRG-2345"


def test_a_new_person_chooses_their_own_password_by_mail(as_alma: Client) -> None:
    sent = {
        "name": "Nora Quinn",
        "email": "Nora@Example.org",
        "time_zone": "America/Denver",
        "is_active": "on",
    }
    as_alma.post(reverse("admin:course_person_add"), sent)
    nora = Person.objects.get(name="Nora Quinn")
    assert nora.email == "nora@example.org"
    assert not nora.has_usable_password()
    as_alma.post(reverse("admin:course_person_password_mail", args=[nora.pk]))
    assert mail.outbox[0].to == ["nora@example.org"]
    assert "/account/password/reset/key/" in mail.outbox[0].body
    assert AuditEvent.objects.filter(verb="password-mail", subject=f"person:{nora.pk}").exists()


def test_nobody_sees_or_sets_a_password(as_alma: Client, ada: Person) -> None:
    page = as_alma.get(person_page(ada)).content.decode()
    assert ada.password not in page
    sent = {**fields_of(as_alma.get(person_page(ada)), "person_form"), "password": "mine"}
    as_alma.post(person_page(ada), sent)
    ada.refresh_from_db()
    assert ada.check_password("secret-word-1")


def test_no_mail_goes_to_somebody_who_may_not_sign_in(as_alma: Client, ada: Person) -> None:
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    address = reverse("admin:course_person_password_mail", args=[ada.pk])
    assert "No mail was sent" in as_alma.post(address, follow=True).content.decode()
    assert mail.outbox == []


def test_two_people_do_not_share_an_address(as_alma: Client, ada: Person, ben: Person) -> None:
    sent = {**fields_of(as_alma.get(person_page(ben)), "person_form"), "email": "ADA@example.org"}
    assert (
        "Somebody else signs in with this address." in as_alma.post(person_page(ben), sent).content.decode()
    )


def test_an_administrator_cannot_lock_themselves_out(as_alma: Client, alma: Person) -> None:
    sent = fields_of(as_alma.get(person_page(alma)), "person_form")
    as_alma.post(person_page(alma), {**sent, "is_active": [], "is_superuser": []})
    alma.refresh_from_db()
    assert alma.is_active
    assert alma.is_superuser


def test_an_administrator_appoints_another(as_alma: Client, ada: Person) -> None:
    sent = {**fields_of(as_alma.get(person_page(ada)), "person_form"), "is_superuser": "on"}
    as_alma.post(person_page(ada), sent)
    ada.refresh_from_db()
    assert ada.is_superuser
    assert AuditEvent.objects.get(verb="changed").detail == {"fields": ["Administers"]}


def test_a_persons_page_leads_to_their_assignments_and_to_a_new_one(as_alma: Client, tess: Person) -> None:
    there = f"{reverse('assignments')}?name=tess%40example.org"
    assert there in as_alma.get(person_page(tess)).content.decode()
    page = as_alma.get(there)
    assert [each.person for each in page.context["page"]] == [tess]
    assert page.context["form"]["email"].value() == "tess@example.org"


def test_the_front_of_the_admin_leads_administrators_to_the_assignments(
    as_alma: Client, as_tess: Client
) -> None:
    assert reverse("assignments") in as_alma.get("/admin/").content.decode()
    assert reverse("assignments") not in as_tess.get("/admin/").content.decode()
