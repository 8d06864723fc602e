"""Every header that a browser acts on, and the grade that Mozilla's HTTP Observatory would give.

The rules and points are those of its page "Tests & Scoring" (developer.mozilla.org/observatory/docs/tests_and_scoring).
Of its 135 points, 5 are for a place on the preload list, for which the owner of a public host applies, and 5 for the
integrity of scripts, which it counts only where a page loads some: our front page loads none.
"""

from __future__ import annotations

import re
from http.cookies import Morsel
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from course.models import Person
from tests.conftest import signed_in
from tests.security.conftest import PASSWORD

HOST = "testserver"


@pytest.fixture
def real(settings: Settings) -> Settings:
    """As in an installation behind TLS; the other tests speak plain HTTP."""
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    return settings


@pytest.fixture
def answers(real: Settings, ada: Person) -> list[Any]:
    """The front page, the sign-in page that sets the cookies, a signing in, and a page behind it."""
    client = Client()
    return [
        client.get("/", secure=True),
        client.get(reverse("account_login"), secure=True),
        client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD}, secure=True),
        client.get("/profile/", secure=True),
    ]


def policy(answer: Any) -> dict[str, set[str]]:
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: set(sources) for name, *sources in filter(None, parts)}


def cookies(answers: list[Any]) -> list[Morsel[str]]:
    """Those that are set; one that is taken away carries nothing."""
    return [morsel for answer in answers for morsel in answer.cookies.values() if morsel.value]


# --- One header after the other --------------------------------------------------------------------------------------


def test_the_policy_loads_nothing_that_it_does_not_name(answers: list[Any]) -> None:
    for answer in answers:
        rules = policy(answer)
        assert rules["default-src"] == rules["base-uri"] == rules["object-src"] == {"'none'"}
        assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == {"'self'"}
        assert rules["form-action"] == rules["frame-ancestors"] == {"'self'"}
        assert not re.search("unsafe|https?:|\\*", answer.headers["Content-Security-Policy"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "SAMEORIGIN"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_every_page_says_it(answers: list[Any], name: str, value: str) -> None:
    assert {answer.headers[name] for answer in answers} == {value}


def test_no_page_may_use_camera_microphone_or_place(answers: list[Any]) -> None:
    for answer in answers:
        for feature in ("camera", "microphone", "geolocation", "payment", "usb"):
            assert f"{feature}=()" in answer.headers["Permissions-Policy"]


def test_nobody_is_told_what_serves_the_page(answers: list[Any]) -> None:
    for answer in answers:
        assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(answer.headers)


def test_cookies_go_to_this_host_over_tls_alone_and_no_script_reads_them(answers: list[Any]) -> None:
    found = cookies(answers)
    assert {morsel.key for morsel in found} >= {"__Host-sessionid", "__Host-csrftoken"}
    for morsel in found:
        assert morsel["secure"], morsel
        assert morsel["httponly"], morsel
        assert morsel["samesite"] == "Lax"
        if morsel.key.startswith("__Host-"):
            assert (morsel["path"], morsel["domain"]) == ("/", "")


def test_an_installation_has_these_settings_without_being_asked() -> None:
    """The tests above set what tests/settings.py turns off; what it is turned off from stands in course/settings.py."""
    source = (django_settings.BASE_DIR / "course" / "settings.py").read_text(encoding="utf-8")
    for line in (
        "CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = not LOCAL",
        "SECURE_SSL_REDIRECT = not LOCAL",
        '    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"',
    ):
        assert f"\n{line}\n" in source


def test_a_page_behind_sign_in_is_kept_by_no_shared_cache(as_ada: Client) -> None:
    for address in (reverse("devices"), reverse("my_record")):
        assert "no-store" in as_ada.get(address).headers["Cache-Control"]


def test_plain_http_is_sent_to_tls_on_the_same_host(real: Settings, client: Client) -> None:
    answer = client.get("/join/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"https://{HOST}/join/")


@pytest.mark.parametrize("path", ["/nowhere/", "/static/nowhere.css", "/admin/", "/record/"])
def test_refusals_carry_the_same_headers(as_ada: Client, path: str) -> None:
    answer = as_ada.get(path)
    assert answer.status_code == 404
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


# --- The grade -------------------------------------------------------------------------------------------------------


def score_policy(rules: dict[str, set[str]]) -> int:
    every = set().union(*rules.values())
    if {"'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "*"} & every or "data:" in rules["script-src"]:
        return -20
    return 10 if rules["default-src"] == {"'none'"} else 5


def score_cookies(found: list[Morsel[str]]) -> int:
    if any(not morsel["secure"] for morsel in found):
        return -40
    if any("session" in morsel.key and not morsel["httponly"] for morsel in found):
        return -30
    return 5 if all(morsel["samesite"] in ("Lax", "Strict") for morsel in found) else 0


def score_transport(header: str) -> int:
    age = re.search(r"max-age=(\d+)", header)
    return -20 if age is None else 0 if int(age[1]) >= 15_768_000 else -10


def score_scripts(page: str) -> int:
    """Scripts of our own origin need no integrity; one from elsewhere would cost up to 50."""
    return -50 if re.search(r"<script[^>]+src=[\"']?(?:https?:)?//", page) else 0


def score(answers: list[Any], redirect: Any) -> dict[str, int]:
    front = answers[0]
    rules = policy(front)
    private = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
    return {
        "content security policy": score_policy(rules),
        "cookies": score_cookies(cookies(answers)),
        "cross-origin resource sharing": -50 if "Access-Control-Allow-Origin" in front.headers else 0,
        "redirection": 0 if redirect.headers["Location"].startswith(f"https://{HOST}/") else -20,
        "referrer policy": 5 if front.headers["Referrer-Policy"] in private else 0,
        "strict transport security": score_transport(front.headers["Strict-Transport-Security"]),
        "subresource integrity": score_scripts(front.content.decode()),
        "x-content-type-options": 0 if front.headers["X-Content-Type-Options"] == "nosniff" else -5,
        "x-frame-options": 5 if "frame-ancestors" in rules else 0,
        "cross-origin resource policy": 0
        if front.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        else -20,
    }


def test_the_observatory_takes_no_point_and_gives_every_bonus_that_headers_can_earn(
    answers: list[Any], client: Client, record_property: Any
) -> None:
    points = score(answers, client.get("/"))
    record_property("observatory", 100 + sum(points.values()))
    assert min(points.values()) == 0
    assert 100 + sum(points.values()) == 125


def test_the_grade_notices_what_is_missing(answers: list[Any], client: Client) -> None:
    redirect = client.get("/")
    del answers[0].headers["Referrer-Policy"]
    answers[0].headers["Referrer-Policy"] = "unsafe-url"
    answers[0].headers["Strict-Transport-Security"] = "max-age=60"
    answers[0].headers["Content-Security-Policy"] = "default-src *; script-src 'self'"
    points = score(answers, redirect)
    assert (points["referrer policy"], points["strict transport security"]) == (0, -10)
    assert points["content security policy"] == -20


def test_a_trainers_preview_may_be_framed_by_our_own_page_and_by_nobody_else(tess: Person) -> None:
    answer = signed_in(tess).get("/admin/")
    assert policy(answer)["frame-ancestors"] == {"'self'"}
