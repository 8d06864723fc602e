"""Signing in with the account of another organization, by real HTTP with a provider on this machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.live import Reply
from tests.oidc.conftest import House, Traveler
from tests.oidc.stage import PASSWORD
from tests.security.conftest import code

SECOND_STEP = "/account/second-step/"
OTHER_ACCOUNTS = "/account/elsewhere/"


def heading(page: Reply) -> str:
    return page.text.split("<h1>")[1].split("</h1>")[0]


def test_it_is_turned_on_later_and_the_upgrade_makes_its_backup_first(house: House) -> None:
    assert "This version changes the database" in house.told
    assert "Backup: " in house.told
    assert Traveler(house.server).get("/health/ready").status == 200


def test_a_known_person_signs_in_and_stays_known_when_their_address_changes(house: House) -> None:
    ada = house.traveler("ada")
    assert "Go on with Harbor ID" in ada.get("/account/login/").text
    assert ada.sign_in_elsewhere().location == "/"
    assert "Hello, Ada" in ada.get("/").text
    later = house.traveler("ada", email="ada@elsewhere.example")
    assert later.sign_in_elsewhere().location == "/"
    record = later.get("/profile/record/").text
    assert "Connected another account to sign in with" in record
    assert "Through: Harbor ID" in record


def test_every_question_carries_a_state_a_nonce_and_a_challenge_of_its_own(house: House) -> None:
    traveler = house.traveler("ada")
    for _ in range(2):
        traveler.come_back(traveler.set_out())
    first, second = house.provider.asked
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 16
        assert first[name] != second[name]
    assert first["code_challenge_method"] == "S256"
    assert set(first["scope"].split()) == {"openid", "profile", "email"}
    assert first["redirect_uri"] == f"{house.server.base_url}/account/elsewhere/callback/"


def test_what_the_browser_adds_to_the_question_is_not_asked(house: House) -> None:
    traveler = house.traveler("ada")
    traveler.get("/account/login/")
    page = traveler.post(
        "/account/elsewhere/start/?scope=admin&auth_params=prompt%3Dnone", {"process": "redirect"}
    )
    traveler.come_back(page)
    assert "admin" not in house.provider.asked[0]["scope"]
    assert "prompt" not in house.provider.asked[0]


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/profile/", "/profile/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:x", "/"),
    ],
)
def test_it_leads_only_to_our_own_pages(house: House, asked: str, leads: str) -> None:
    assert house.traveler("ada").sign_in_elsewhere(next=asked).location == leads


def test_another_site_cannot_send_somebody_off(house: House) -> None:
    traveler = house.traveler("ada")
    assert traveler.post("/account/elsewhere/start/", {}).status == 403
    assert traveler.get("/account/elsewhere/start/").location == "/account/login/"


# --- Refusals ---------------------------------------------------------------------------------------------------------


def _claims(**changed: Any) -> Callable[[House], None]:
    def spoil(house: House) -> None:
        house.provider.spoil = lambda claims: {**claims, **changed}

    return spoil


def _forge(house: House) -> None:
    house.provider.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _without(name: str) -> Callable[[House], None]:
    def spoil(house: House) -> None:
        house.provider.spoil = lambda claims: {key: value for key, value in claims.items() if key != name}

    return spoil


def _deny(error: str) -> Callable[[House], None]:
    def deny(house: House) -> None:
        house.provider.denies = error

    return deny


def _answer_userinfo(**claims: object) -> Callable[[House], None]:
    def answer(house: House) -> None:
        house.provider.userinfo = claims

    return answer


NOT_SURE = "We could not be sure that it is you"
UNKNOWN = "We do not know your Harbor ID account yet"
UNCONFIRMED = "Your email address is not confirmed"
SPOILED = {
    "denied": (_deny("access_denied"), 403, "You stopped signing in"),
    "an error there": (_deny("server_error"), 403, NOT_SURE),
    "another nonce": (_claims(nonce="0" * 64), 403, NOT_SURE),
    "no nonce": (_without("nonce"), 403, NOT_SURE),
    "another key": (_forge, 403, NOT_SURE),
    "for another client": (_claims(aud="another"), 403, NOT_SURE),
    "by another issuer": (_claims(iss="https://evil.example"), 403, NOT_SURE),
    "expired": (_claims(exp=int(time.time()) - 600), 403, NOT_SURE),
    "no expiry": (_without("exp"), 403, NOT_SURE),
    "a subject that cannot be kept": (_claims(sub="a\0b"), 403, NOT_SURE),
    "unverified": (_claims(sub="new", email_verified=False), 403, UNCONFIRMED),
    "an address that is none": (_claims(sub="new", email=["ada"]), 403, UNCONFIRMED),
    "an address too long": (_claims(sub="new", email="a" * 300 + "@example.org"), 403, UNCONFIRMED),
    "unknown": (_claims(sub="new", email="who@example.org"), 403, UNKNOWN),
    "an address not proven here": (_claims(sub="new", email="ben@example.org"), 403, UNKNOWN),
    "userinfo of somebody else": (_answer_userinfo(sub="x", email="ada@example.org"), 403, UNCONFIRMED),
}


@pytest.mark.parametrize("how", SPOILED)
def test_it_is_refused_on_a_plain_page(house: House, how: str) -> None:
    spoil, status, words = SPOILED[how]
    traveler = house.traveler("stranger")
    spoil(house)
    page = traveler.sign_in_elsewhere()
    assert (page.status, heading(page)) == (status, words)
    assert not traveler.is_in()


def test_what_the_provider_tells_apart_from_the_token_counts_too(house: House) -> None:
    cleo = house.traveler("cleo")
    house.provider.userinfo = dict(house.provider.claims)
    assert cleo.sign_in_elsewhere().location == "/"


@pytest.mark.parametrize("address", ["", "?code=x", "?code=x&state=y", "?state=y&error=access_denied"])
def test_an_answer_to_no_question_is_refused(house: House, address: str) -> None:
    page = house.traveler("ada").get(f"/account/elsewhere/callback/{address}")
    assert (page.status, heading(page)) == (403, "Please start again")


def test_an_answer_counts_once_and_in_the_browser_that_asked(house: House) -> None:
    ada = house.traveler("ada")
    back = ada.come_back(ada.set_out())
    assert heading(Traveler(house.server).get(back)) == "Please start again"
    assert ada.get(back).location == "/"
    assert heading(ada.get(back)) == "Please start again"


@pytest.mark.parametrize("found", [{}, [], {"issuer": "https://evil.example"}])
def test_a_provider_that_says_it_is_somebody_else_is_refused(house: House, found: Any) -> None:
    traveler = house.traveler("ada")
    house.provider.discovery = lambda right: {**right, **found} if found else found
    assert heading(traveler.set_out()) == NOT_SURE


def test_a_provider_that_is_away_says_so_before_and_after(house: House) -> None:
    traveler = house.traveler("ada")
    back = traveler.come_back(traveler.set_out())
    house.provider.hangs_up = True
    for page in (traveler.set_out(), traveler.get(back)):
        assert (page.status, heading(page)) == (503, "Harbor ID does not answer")


def test_a_provider_that_leads_elsewhere_is_not_followed(house: House) -> None:
    traveler = house.traveler("ada")
    house.provider.leads_away = True
    assert traveler.set_out().status == 503


# --- Who is invited ---------------------------------------------------------------------------------------------------


def test_an_invited_person_joins_by_the_link_whatever_their_address_there(house: House) -> None:
    ivy = house.traveler("ivy", email="ivy@elsewhere.example", email_verified=False)
    ivy.get(f"/invited/{house.invited['ivy']}/")
    assert "Go on with Harbor ID" in ivy.get("/account/signup/").text
    assert ivy.sign_in_elsewhere().location == "/"
    ivy.agree()
    assert "You sign in as ivy@example.org." in ivy.get("/profile/").text
    assert "Joined a cohort" in ivy.get("/profile/record/").text


def test_an_invited_person_is_known_by_a_verified_address(house: House) -> None:
    nia = house.traveler("nia")
    assert nia.sign_in_elsewhere().location == "/"
    nia.agree()
    assert "Joined a cohort" in nia.get("/profile/record/").text


# --- The second step --------------------------------------------------------------------------------------------------


def test_staff_still_set_up_their_second_step_here(house: House) -> None:
    tess = house.traveler("tess")
    tess.sign_in_elsewhere()
    assert tess.get("/learners/").location == SECOND_STEP


def test_whoever_has_a_second_step_is_asked_for_it(house: House) -> None:
    tom = house.traveler("tom")
    assert tom.sign_in_elsewhere().location == f"{SECOND_STEP}authenticate/"
    assert not tom.is_in()
    tom.get(f"{SECOND_STEP}authenticate/")
    assert tom.post(f"{SECOND_STEP}authenticate/", {"code": code()}).location == "/"
    assert tom.is_in()


def test_a_second_step_there_opens_the_doors_where_the_operator_says_so(
    open_house: Callable[..., House],
) -> None:
    house = open_house(OIDC_SECOND_STEP="true")
    tom = house.traveler("tom")
    assert tom.sign_in_elsewhere().location == "/"
    olga = house.traveler("olga")
    olga.sign_in_elsewhere()
    assert olga.get("/learners/").status == 200
    with_password = house.traveler().type_password("olga")
    assert with_password.get("/learners/").location == SECOND_STEP


# --- Connecting and disconnecting -------------------------------------------------------------------------------------


def at_the_desk(house: House, name: str, **claims: object) -> Traveler:
    """Somebody who signed in by password, and has typed it once more to see their other accounts."""
    traveler = house.traveler(name, **claims).type_password(name)
    again = traveler.get(OTHER_ACCOUNTS).location
    assert again.startswith("/account/reauthenticate/")
    traveler.get(again)
    assert traveler.post(again, {"password": PASSWORD, "next": OTHER_ACCOUNTS}).status == 302
    return traveler


def account_on(page: Reply) -> str:
    return page.hidden["account"]


def test_an_account_is_connected_and_disconnected_at_the_profile(house: House) -> None:
    dora = at_the_desk(house, "dora", email="d@elsewhere.example", email_verified=False)
    assert "Other accounts" in dora.get("/profile/").text
    assert dora.sign_in_elsewhere(connect="yes").location == OTHER_ACCOUNTS
    page = dora.get(OTHER_ACCOUNTS)
    assert "The account is connected." in page.text
    assert house.traveler("dora", email_verified=False).sign_in_elsewhere().location == "/"
    assert dora.post(OTHER_ACCOUNTS, {"account": account_on(page)}).location == OTHER_ACCOUNTS
    assert "Disconnected another account" in dora.get("/profile/record/").text
    refused = house.traveler("dora", email_verified=False).sign_in_elsewhere()
    assert heading(refused) == UNCONFIRMED


def test_an_account_belongs_to_one_person_and_nobody_else_can_touch_it(house: House) -> None:
    house.traveler("ada").sign_in_elsewhere()
    adas = house.traveler("ada")
    adas.sign_in_elsewhere()
    finn = at_the_desk(house, "finn", sub="subject-ada")
    finn.sign_in_elsewhere(connect="yes")
    page = finn.get(OTHER_ACCOUNTS)
    assert "Somebody else here has connected that account." in page.text
    assert "was disconnected already" in finn.post(OTHER_ACCOUNTS, {"account": "1"}).text
    assert house.traveler("ada").sign_in_elsewhere().location == "/"


def test_the_only_way_in_is_not_taken_away(house: House) -> None:
    nia = house.traveler("nia")
    nia.sign_in_elsewhere()
    page = nia.post(OTHER_ACCOUNTS, {"account": account_on(nia.get(OTHER_ACCOUNTS))})
    assert "Choose a password first" in page.text
    assert house.traveler("nia").sign_in_elsewhere().location == "/"


def test_a_visitor_is_sent_to_sign_in_before_other_accounts(house: House) -> None:
    assert Traveler(house.server).get(OTHER_ACCOUNTS).location == f"/account/login/?next={OTHER_ACCOUNTS}"
