"""What attackers and careful people do alike: sign in through the pages, with a second step."""

import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from course.models import Person

PASSWORD = "secret-word-1"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def strict(settings: Settings) -> Settings:
    """Staff need a second step, as in every installation that is no demo."""
    settings.MFA_REQUIRED = True
    return settings


def set_up_app(person: Person) -> Person:
    """Give ``person`` an authenticator app, whose key is ``SECRET``."""
    totp.TOTP.activate(person, SECRET)
    return person


def code(secret: str = SECRET, *, steps: int = 0) -> str:
    """What the app shows now, or ``steps`` half minutes later."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    def enter(person: Person, password: str = PASSWORD, **headers: str) -> Client:
        client = Client(headers=headers)
        client.post(reverse("account_login"), {"login": person.email, "password": password})
        return client

    return enter


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def prove(client: Client) -> Client:
    """Type the password once more, as the pages of an account ask."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client
