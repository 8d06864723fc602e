"""Signing in, and the demo people who exist only in demo mode."""

from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from course import demo
from course.models import Person


def sign_in(client: Client, email: str, password: str) -> bool:
    client.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_an_address_in_any_case_signs_in(client: Client, ada: Person) -> None:
    assert sign_in(client, "ADA@example.org", "secret-word-1")


def test_a_wrong_password_says_so_and_keeps_the_address(client: Client, ada: Person) -> None:
    answer = client.post(reverse("account_login"), {"login": "ada@example.org", "password": "no"})
    assert b"not correct" in answer.content
    assert b"ada@example.org" in answer.content


def test_two_addresses_that_differ_in_case_only_are_one(db: None) -> None:
    Person.objects.create_user("Nia@Example.org", "x")
    assert Person.objects.get().email == "nia@example.org"


def test_demo_people_sign_in_only_in_demo_mode(client: Client, db: None, settings: Settings) -> None:
    Person.objects.create_user(f"ada{demo.DOMAIN}", demo.PASSWORD, name="Ada")
    assert not sign_in(client, f"ada{demo.DOMAIN}", demo.PASSWORD)
    settings.DEMO = True
    assert sign_in(client, f"ada{demo.DOMAIN}", demo.PASSWORD)
    settings.DEMO = False
    assert client.get("/profile/").status_code == 302


def test_signing_out_ends_the_session(as_ada: Client) -> None:
    as_ada.post(reverse("account_logout"))
    assert as_ada.get("/profile/").status_code == 302
