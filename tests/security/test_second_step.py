"""A password alone opens no staff account; a lost phone locks nobody out."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from course.models import AuditEvent, Person
from tests.conftest import signed_in
from tests.security.conftest import SECRET, code, is_in, prove, set_up_app
from tests.test_access import STEP, views

SignIn = Callable[..., Client]
SETUP = "/account/second-step/"
PAGES = sorted(
    f"/{path}"
    for path, _ in views()
    if not set("(<^") & set(path) and not path.startswith(("account/", "health/"))
)


@pytest.mark.parametrize("path", PAGES)
def test_staff_without_a_second_step_reach_only_their_own_account(
    strict: Settings, tess: Person, sam: Person, alma: Person, path: str
) -> None:
    for person in (tess, sam, alma):
        answer = signed_in(person).get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (302, SETUP), person


def test_they_are_told_why_and_how_long_it_takes(strict: Settings, as_tess: Client) -> None:
    page = as_tess.get("/", follow=True).content.decode()
    assert "please set up one of these first. It takes about two minutes." in page


def test_a_part_of_a_page_sends_the_whole_page_there(strict: Settings, as_sam: Client) -> None:
    answer = as_sam.get("/review/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == SETUP


def test_learners_need_none(strict: Settings, as_ada: Client) -> None:
    assert as_ada.get(reverse("step", kwargs=STEP)).status_code == 200


def test_who_becomes_staff_needs_one_from_the_next_page_on(
    strict: Settings, as_ada: Client, ada: Person
) -> None:
    assert as_ada.get("/").status_code == 200
    Person.objects.filter(pk=ada.pk).update(is_superuser=True)
    assert as_ada.get("/").headers["Location"] == SETUP


def test_recovery_codes_alone_are_no_second_step(strict: Settings, as_tess: Client, tess: Person) -> None:
    RecoveryCodes.activate(tess)
    assert as_tess.get("/").headers["Location"] == SETUP


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_doors(strict: Settings, tess: Person, sign_in: SignIn) -> None:
    client = prove(sign_in(tess))
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.findall(r'<code class="key"[^>]*>(\w+)<', page)[0]
    assert '<img class="qr" src="data:image/svg+xml;base64,' in page
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)
    assert len(re.findall(r"<code>\d{8}</code>", answer.content.decode())) == 10
    assert client.get("/").status_code == 200
    assert [event.verb for event in AuditEvent.objects.filter(verb__contains="second")] == [
        "second-step-added"
    ] * 2
    assert tess.email in mail.outbox[0].to


def test_recovery_codes_are_saved_as_a_file_by_who_proved_to_be_it(tess: Person) -> None:
    codes = RecoveryCodes.activate(set_up_app(tess)).generate_codes()
    client = signed_in(tess)
    assert "reauthenticate" in client.get(reverse("mfa_download_recovery_codes")).headers["Location"]
    answer = prove(client).get(reverse("mfa_download_recovery_codes"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert answer.content.decode().split() == codes


def test_a_wrong_first_code_sets_up_nothing_and_keeps_the_key(tess: Person, sign_in: SignIn) -> None:
    client = prove(sign_in(tess))
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.findall(r'<code class="key"[^>]*>(\w+)<', page)[0]
    again = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert secret in again
    assert "This code is not right." in again
    assert not Authenticator.objects.exists()


def test_the_password_alone_does_not_open_an_account_with_a_second_step(
    tess: Person, sign_in: SignIn
) -> None:
    client = sign_in(set_up_app(tess))
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert is_in(client)


def test_a_code_works_once(tess: Person, sign_in: SignIn) -> None:
    shown = code()
    for expected in (True, False):
        client = sign_in(set_up_app(tess) if expected else tess)
        client.post(reverse("mfa_authenticate"), {"code": shown})
        assert is_in(client) is expected


def test_a_new_password_by_mail_does_not_skip_the_second_step(tess: Person, mailoutbox: list[Any]) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": set_up_app(tess).email})
    link = re.findall(r"https?://[^/]+(/\S+)", mailoutbox[0].body)[0]
    form = client.get(link).headers["Location"]
    client.post(form, {"password1": "seven quiet mornings", "password2": "seven quiet mornings"})
    tess.refresh_from_db()
    assert tess.check_password("seven quiet mornings")
    assert not is_in(client)
    client.post(reverse("account_login"), {"login": tess.email, "password": "seven quiet mornings"})
    assert not is_in(client)


def test_guessing_codes_ends_after_five_and_says_when_to_go_on(tess: Person, sign_in: SignIn) -> None:
    client = sign_in(set_up_app(tess))
    pages = [
        client.post(reverse("mfa_authenticate"), {"code": f"00000{n}"}).content.decode() for n in range(6)
    ]
    assert "wait 5 minutes" in pages[-1]
    assert "wait 5 minutes" not in pages[-2]
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert not is_in(client)


def test_a_lost_phone_is_replaced_by_a_recovery_code_that_works_once(tess: Person, sign_in: SignIn) -> None:
    one = RecoveryCodes.activate(set_up_app(tess)).generate_codes()[0]
    for expected in (True, False):
        client = sign_in(tess)
        client.post(reverse("mfa_authenticate"), {"code": one})
        assert is_in(client) is expected


def test_an_administrator_resets_a_lost_second_step_with_a_reason(
    as_alma: Client, tess: Person, sign_in: SignIn
) -> None:
    address = reverse("admin:course_person_second_step", args=[set_up_app(tess).pk])
    refused = as_alma.post(address, {"reason": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert Authenticator.objects.exists()
    as_alma.post(address, {"reason": "Lost phone, called on Monday."})
    assert not Authenticator.objects.exists()
    event = AuditEvent.objects.get(verb="second-step-reset")
    assert (event.about, event.detail) == (tess, {"reason": "Lost phone, called on Monday."})
    assert is_in(sign_in(tess))


def test_nobody_resets_their_own_that_way(as_alma: Client, alma: Person) -> None:
    address = reverse("admin:course_person_second_step", args=[set_up_app(alma).pk])
    assert as_alma.post(address, {"reason": "mine"}).status_code == 404


@pytest.mark.parametrize("who", ["tess", "sam", "ada"])
def test_only_administrators_reset(who: str, tess: Person, sam: Person, ada: Person) -> None:
    person = {"tess": tess, "sam": sam, "ada": ada}[who]
    address = reverse("admin:course_person_second_step", args=[set_up_app(tess).pk])
    assert signed_in(person).post(address, {"reason": "x"}).status_code == 404


def test_no_secret_of_a_second_step_is_readable_in_the_database(tess: Person) -> None:
    codes = RecoveryCodes.activate(set_up_app(tess))
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = str(cursor.fetchall())
    assert SECRET not in stored
    assert len(stored) > 200
    assert codes.instance.data["seed"].startswith("gAAAA")


def test_taking_it_away_asks_again_who_one_is(tess: Person) -> None:
    client = signed_in(set_up_app(tess))
    answer = client.get(reverse("mfa_deactivate_totp"))
    assert answer.headers["Location"].startswith("/account/")
    assert "reauthenticate" in answer.headers["Location"]


def test_a_demo_lets_newcomers_look_around_as_staff(as_tess: Client, settings: Settings) -> None:
    settings.MFA_REQUIRED = False
    assert as_tess.get("/").status_code == 200
