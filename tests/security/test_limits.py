"""Guessing ends soon, in every process at once, and the page says when to go on."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from course.models import Cohort, Person
from tests.live import Installation, Server, Visitor
from tests.live.prepare import PASSWORD as LIVE_PASSWORD
from tests.security.conftest import PASSWORD, is_in


def try_to_sign_in(client: Client, email: str, password: str) -> str:
    return client.post(reverse("account_login"), {"login": email, "password": password}).content.decode()


def test_the_sixth_wrong_password_is_refused_and_so_is_the_right_one_for_five_minutes(
    client: Client, ada: Person
) -> None:
    pages = [try_to_sign_in(client, ada.email, f"wrong {number}") for number in range(6)]
    assert "wait 5 minutes" not in pages[4]
    assert "wait 5 minutes" in pages[5]
    try_to_sign_in(client, ada.email, PASSWORD)
    assert not is_in(client)


def test_another_name_of_the_host_gives_no_more_tries(ada: Person, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["one.example.org", "two.example.org"]
    hosts = [Client(headers={"Host": f"{name}.example.org"}) for name in ("one", "two")]
    pages = [try_to_sign_in(hosts[number % 2], ada.email, f"wrong {number}") for number in range(6)]
    assert "wait 5 minutes" in pages[-1]


def test_guessing_one_account_closes_no_other(client: Client, ada: Person, ben: Person) -> None:
    for number in range(6):
        try_to_sign_in(client, ada.email, f"wrong {number}")
    try_to_sign_in(client, ben.email, PASSWORD)
    assert is_in(client)


def test_an_unknown_address_is_answered_like_a_known_one(client: Client, ada: Person) -> None:
    token = re.compile(r'(name="csrfmiddlewaretoken" value=)"\w+"')
    known, unknown = (
        token.sub("", try_to_sign_in(client, email, "wrong").replace(email, ""))
        for email in (ada.email, "nia@example.org")
    )
    assert "not correct" in known
    assert known == unknown


@pytest.mark.parametrize("by_link", [True, False])
def test_join_codes_cannot_be_tried_one_after_the_other(
    client: Client, spring: Cohort, by_link: bool
) -> None:
    def try_code(code: str) -> Any:
        if by_link:
            return client.get(reverse("join_link", args=[code]))
        return client.post(reverse("join"), {"code": code})

    assert {try_code(f"XXXX-{number:04}").status_code for number in range(20)} == {200}
    refused = try_code(spring.join_code)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "300"
    assert "Try again in 5 minutes." in refused.content.decode()


def test_a_class_that_joins_with_the_right_code_is_not_held_up(db: None, spring: Cohort) -> None:
    statuses = {Client().post(reverse("join"), {"code": spring.join_code}).status_code for _ in range(40)}
    assert statuses == {302}


def test_only_three_reset_mails_a_minute_go_to_one_address(
    client: Client, ada: Person, mailoutbox: list[Any]
) -> None:
    for _ in range(5):
        answer = client.post(reverse("account_reset_password"), {"email": ada.email})
    assert len(mailoutbox) == 3
    assert answer.status_code == 429
    assert "Please wait a moment" in answer.content.decode()


def test_signing_up_by_the_hundred_is_stopped(client: Client, db: None) -> None:
    statuses = [client.post(reverse("account_signup"), {"email": "x"}).status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]


def test_visitors_behind_a_proxy_have_limits_of_their_own(
    ada: Person, ben: Person, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    cache.clear()
    for number in range(31):
        Client(headers={"X-Forwarded-For": "198.51.100.7"}).post(
            reverse("account_login"), {"login": f"p{number}@example.org", "password": "x"}
        )
    near, far = (Client(headers={"X-Forwarded-For": address}) for address in ("198.51.100.7", "198.51.100.8"))
    try_to_sign_in(near, ada.email, PASSWORD)
    try_to_sign_in(far, ben.email, PASSWORD)
    assert (is_in(near), is_in(far)) == (False, True)


@pytest.fixture
def two_servers(tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two gunicorns, of two processes each, on one database."""
    installation = Installation(tmp_path)
    installation.python("tests.live.prepare", "1", "1")
    with Server(installation) as one, Server(installation) as other:
        yield one, other


@pytest.mark.faults
def test_a_limit_counts_what_all_processes_saw(two_servers: tuple[Server, Server]) -> None:
    def guess(number: int, password: str) -> Any:
        visitor = Visitor(two_servers[number % 2])
        visitor.get("/account/login/")
        return visitor.post("/account/login/", {"login": "learner-1@example.org", "password": password})

    pages = [guess(number, f"wrong {number}").text for number in range(6)]
    assert ["wait 5 minutes" in page for page in pages] == [False] * 5 + [True]
    # Whichever process is asked, the right password waits as well.
    assert [guess(number, LIVE_PASSWORD).status for number in range(4)] == [200] * 4
