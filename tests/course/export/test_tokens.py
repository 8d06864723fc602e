"""Access tokens: made and revoked by staff under their profile, shown once, kept as a digest."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from course.export import tokens
from course.models import ApiToken, AuditEvent, Person
from course.privacy import erasure, own_data, retention
from tests.conftest import NOW
from tests.privacy.conftest import prove

PAGE = "/profile/tokens/"


@pytest.fixture
def fresh_sam(as_sam: Client) -> Client:
    """Sam, who has just typed the password once more."""
    return prove(as_sam)


def made(client: Client, name: str = "Monthly report", days: str = "30") -> str:
    page = client.post(PAGE, {"name": name, "days": days}).content.decode()
    found = re.search(r"alongside_[\w-]{43}", page)
    assert found
    return found[0]


def test_a_secret_is_shown_once_and_not_kept(fresh_sam: Client, sam: Person) -> None:
    secret = made(fresh_sam)
    token = ApiToken.objects.get()
    assert token.person == sam
    assert token.digest == tokens.digest_of(secret)
    assert secret not in str(ApiToken.objects.values())
    page = fresh_sam.get(PAGE).content.decode()
    assert "Monthly report" in page
    assert "alongside_" not in page
    assert "no-store" in fresh_sam.post(PAGE, {"name": "Second", "days": "30"})["Cache-Control"]


def test_making_one_asks_for_the_password_again(as_sam: Client) -> None:
    for response in (as_sam.get(PAGE), as_sam.post(PAGE, {"name": "x", "days": "30"})):
        assert response.status_code == 302
        assert "reauthenticate" in response["Location"]
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "", "days": "30"}, "Give it a name"),
        ({"name": "x" * 61, "days": "30"}, "at most 60"),
        ({"name": "a\x00b", "days": "30"}, "control character"),
        ({"name": "a", "days": "9999999999999999999999"}, "Select a valid choice"),
        ({"name": "a"}, "required"),
    ],
)
def test_what_is_typed_wrongly_is_named_and_kept(
    fresh_sam: Client, typed: dict[str, str], words: str
) -> None:
    response = fresh_sam.post(PAGE, typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ApiToken.objects.exists()


def test_a_revoked_token_opens_nothing_and_says_so(fresh_sam: Client) -> None:
    secret = made(fresh_sam)
    assert tokens.owner(secret, at=timezone.now())
    address = f"{PAGE}{ApiToken.objects.get().pk}/revoke/"
    assert "Revoked." in fresh_sam.post(address, follow=True).content.decode()
    assert tokens.owner(secret, at=timezone.now()) is None
    assert "did not work any more" in fresh_sam.post(address, follow=True).content.decode()


def test_nobody_revokes_the_token_of_another(fresh_sam: Client, as_rita: Client) -> None:
    secret = made(fresh_sam)
    as_rita.post(f"{PAGE}{ApiToken.objects.get().pk}/revoke/")
    assert tokens.owner(secret, at=timezone.now())


def test_the_record_tells_that_it_was_made_and_revoked(sam: Person) -> None:
    tokens.make(sam, name="Report", days=30, at=NOW)
    tokens.revoke(sam, ApiToken.objects.get().pk, at=NOW)
    events = AuditEvent.objects.order_by("pk")
    assert [(event.verb, event.actor, event.about) for event in events] == [
        ("token-made", sam, sam),
        ("token-revoked", sam, sam),
    ]
    assert "alongside_" not in str([event.detail for event in events])


def test_a_token_runs_out(sam: Person) -> None:
    secret = tokens.make(sam, name="Report", days=30, at=NOW)
    assert tokens.owner(secret, at=NOW + timedelta(days=30, seconds=-1))
    assert tokens.owner(secret, at=NOW + timedelta(days=30)) is None


def test_at_most_ten_work_at_a_time(fresh_sam: Client, sam: Person) -> None:
    for number in range(tokens.MOST):
        tokens.make(sam, name=f"Report {number}", days=30, at=timezone.now())
    response = fresh_sam.post(PAGE, {"name": "One more", "days": "30"})
    assert response.status_code == 422
    assert "Revoke one first" in response.content.decode()
    assert 'value="One more"' in response.content.decode()
    tokens.revoke(sam, ApiToken.objects.all()[0].pk, at=timezone.now())
    made(fresh_sam)


def test_last_used_is_told_by_the_hour(sam: Person) -> None:
    secret = tokens.make(sam, name="Report", days=30, at=NOW)
    for minutes, told in ((0, 0), (59, 0), (60, 60), (90, 60)):
        tokens.owner(secret, at=NOW + timedelta(minutes=minutes))
        assert ApiToken.objects.get().used_at == NOW + timedelta(minutes=told)


def test_the_database_refuses_a_token_that_ends_before_it_began(sam: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.create(person=sam, name="x", digest="0", made_at=NOW, expires_at=NOW)


def test_a_persons_data_lists_tokens_without_secrets(sam: Person) -> None:
    secret = tokens.make(sam, name="Report", days=30, at=NOW)
    told = own_data.gather(sam, at=NOW)
    assert [each["name"] for each in told["access_tokens"]] == ["Report"]
    assert tokens.digest_of(secret) not in str(told)
    assert secret not in str(told)


def test_an_erased_persons_tokens_are_gone(sam: Person) -> None:
    secret = tokens.make(sam, name="Report", days=30, at=NOW)
    sam.assignments.all().delete()
    erasure.erase(sam, by=None, reason="", at=NOW)
    assert not ApiToken.objects.exists()
    assert tokens.owner(secret, at=NOW) is None


def test_a_token_that_ended_is_let_go_of_after_400_days(sam: Person) -> None:
    for days in (30, 365):
        tokens.make(sam, name=f"{days} days", days=days, at=NOW)
    list(retention.apply(at=NOW + timedelta(days=431)))
    assert [token.name for token in ApiToken.objects.all()] == ["365 days"]


def test_learners_have_no_such_page(as_ada: Client) -> None:
    assert as_ada.get(PAGE).status_code == 404
    assert PAGE not in as_ada.get("/profile/").content.decode()


def test_staff_find_it_under_their_profile(as_sam: Client) -> None:
    assert PAGE in as_sam.get("/profile/").content.decode()
