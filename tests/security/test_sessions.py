"""Where one is signed in, ending that, and what is kept of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course.models import AuditEvent, Person, Session
from course.sign_in import devices
from tests.conftest import signed_in
from tests.security.conftest import PASSWORD, code, is_in, prove, set_up_app

SignIn = Callable[..., Client]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.1 Mobile/15E148 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        ("", "A browser"),
    ],
)
def test_a_device_is_told_in_words(said: str, words: str) -> None:
    assert devices.in_words(said) == words


def test_the_list_names_each_device_and_marks_this_one_first(ada: Person, sign_in: SignIn) -> None:
    sign_in(ada, **{"User-Agent": PHONE})
    page = sign_in(ada, **{"User-Agent": FIREFOX}).get(reverse("devices")).content.decode()
    assert page.index("Firefox on Windows") < page.index("this one") < page.index("Safari on iPhone")


def test_no_page_holds_the_key_of_a_session(ada: Person, sign_in: SignIn) -> None:
    client = sign_in(ada)
    sign_in(ada)
    page = client.get(reverse("devices")).content.decode()
    assert Session.objects.filter(person=ada).count() == 2
    assert not [row for row in Session.objects.all() if row.session_key in page]


def test_one_device_is_signed_out_and_the_others_stay(ada: Person, sign_in: SignIn) -> None:
    here, lost, home = sign_in(ada), sign_in(ada), sign_in(ada)
    row = Session.objects.get(session_key=lost.session.session_key)
    here.post(reverse("end_device", args=[row.public_id]))
    assert [client.get("/profile/").status_code for client in (here, lost, home)] == [200, 302, 200]


def test_all_others_are_signed_out_at_once(ada: Person, sign_in: SignIn) -> None:
    here, *others = (sign_in(ada) for _ in range(3))
    here.post(reverse("end_other_devices"))
    assert here.get("/profile/").status_code == 200
    assert [client.get("/profile/").status_code for client in others] == [302, 302]


def test_nobody_ends_the_session_of_somebody_else(as_ben: Client, ada: Person, sign_in: SignIn) -> None:
    client = sign_in(ada)
    row = Session.objects.get(session_key=client.session.session_key)
    as_ben.post(reverse("end_device", args=[row.public_id]))
    as_ben.post(reverse("end_other_devices"))
    assert client.get("/profile/").status_code == 200


def test_signing_in_gives_the_session_a_new_key(ada: Person) -> None:
    """A key that somebody planted before is worth nothing afterwards."""
    client = Client()
    client.get(reverse("join_link", args=["SPRG-2345"]))
    before = client.session.session_key
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    assert before
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_new_password_signs_out_everywhere_else(ada: Person, sign_in: SignIn) -> None:
    here, there = sign_in(ada), sign_in(ada)
    new = "seven quiet mornings"
    here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert here.get("/profile/").status_code == 200
    assert there.get("/profile/").status_code == 302
    assert Session.objects.filter(person=ada).count() == 1


def test_staff_sign_in_again_after_twelve_hours_and_learners_after_two_weeks(
    tess: Person, ada: Person, sign_in: SignIn
) -> None:
    staff = sign_in(set_up_app(tess))
    staff.post(reverse("mfa_authenticate"), {"code": code()})
    assert is_in(staff)
    assert 0 <= 12 * 60 * 60 - staff.session.get_expiry_age() < 60
    assert sign_in(ada).session.get_expiry_age() == 14 * 24 * 60 * 60


def test_last_seen_is_written_once_an_hour(ada: Person) -> None:
    client = signed_in(ada)
    rows = Session.objects.filter(session_key=client.session.session_key)
    before = rows.get().seen_at
    client.get("/profile/")
    assert rows.get().seen_at == before
    rows.update(seen_at=timezone.now() - timedelta(hours=2))
    client.get("/profile/")
    assert rows.get().seen_at > before


def test_saving_a_session_keeps_when_it_began(ada: Person, sign_in: SignIn) -> None:
    client = sign_in(ada)
    rows = Session.objects.filter(session_key=client.session.session_key)
    began, name = timezone.now() - timedelta(days=3), rows.get().public_id
    rows.update(began_at=began)
    session = client.session
    session["something"] = "new"
    session.save()
    assert (rows.get().began_at, rows.get().public_id) == (began, name)


def test_who_is_switched_off_is_signed_out_everywhere(ada: Person, sign_in: SignIn) -> None:
    clients = [sign_in(ada), sign_in(ada)]
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    assert [client.get("/profile/").status_code for client in clients] == [302, 302]


def test_a_new_address_asks_again_who_one_is(as_ada: Client) -> None:
    new = {"email": "somebody-else@example.org", "action_add": ""}
    assert "reauthenticate" in as_ada.post(reverse("account_email"), new).headers["Location"]
    assert not EmailAddress.objects.filter(email=new["email"]).exists()
    assert prove(as_ada).get(reverse("account_email")).status_code == 200


def test_an_ended_session_is_nobodys(ada: Person) -> None:
    client = signed_in(ada)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/profile/").status_code == 302


def test_sign_ins_are_recorded_and_an_unknown_address_is_not(ada: Person, sign_in: SignIn) -> None:
    sign_in(ada, **{"User-Agent": FIREFOX})
    sign_in(ada, "wrong")
    sign_in(Person(email="my-secret-password@example.org"))
    told = [
        (event.verb, event.about, event.detail)
        for event in AuditEvent.objects.order_by("pk")
        if "sign" in event.verb
    ]
    assert told == [
        ("signed-in", ada, {"device": "Firefox on Windows"}),
        ("sign-in-failed", ada, {}),
        ("sign-in-failed", None, {}),
    ]
    assert "my-secret" not in str(list(AuditEvent.objects.values()))
