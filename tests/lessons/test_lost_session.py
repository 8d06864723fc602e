"""A session that ends while somebody writes, or a page with an old token, costs them nothing and shows nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from course.models import Enrollment, Person, Session
from lessons import reflections
from lessons.models import Feedback, Reflection, Scenario, SharedReflection
from tests.conftest import NOW
from tests.lessons.conftest import Write

WORDS = "Forty lines about the pills."
HTMX = {"HX-Request": "true"}
ORIGIN = {"Origin": "http://testserver"}
NOT_SAVED_YET = "You were signed out before this was saved."


def end_every_session() -> None:
    Session.objects.all().delete()


def sign_in(client: Client, person: Person, then: str) -> str:
    """Sign in through the page; returns the address that it leads to."""
    data = {"login": person.email, "password": "secret-word-1", "next": then}
    return client.post(reverse("account_login"), data)["Location"]


def test_a_plain_save_after_the_session_ended_comes_back_after_sign_in(
    as_ada: Client, ada: Person, url: str
) -> None:
    end_every_session()
    response = as_ada.post(url, {"text": WORDS, "revision": "0"})
    assert response["Location"] == f"{reverse('account_login')}?next={url}"
    assert not Reflection.objects.exists()
    assert sign_in(as_ada, ada, url) == url
    page = as_ada.get(url).content.decode()
    assert f"{WORDS}</textarea>" in page
    assert NOT_SAVED_YET in page
    as_ada.post(url, {"text": WORDS, "revision": "0"})
    assert Reflection.objects.get().text == WORDS
    assert NOT_SAVED_YET not in as_ada.get(url).content.decode()


def test_an_autosave_after_the_session_ended_says_so_and_keeps_the_text(
    as_ada: Client, ada: Person, url: str
) -> None:
    end_every_session()
    response = as_ada.post(url, {"text": WORDS, "revision": "0"}, headers=HTMX)
    assert response.status_code == 401
    assert f"?next={url}" in response.content.decode()
    assert WORDS not in response.content.decode()
    sign_in(as_ada, ada, url)
    page = as_ada.get(url).content.decode()
    assert f"{WORDS}</textarea>" in page
    assert NOT_SAVED_YET in page


def test_every_autosave_without_a_session_keeps_the_newest_text(
    as_ada: Client, ada: Person, url: str
) -> None:
    end_every_session()
    for text in ("Forty", "Forty lines", WORDS):
        as_ada.post(url, {"text": text, "revision": "0"}, headers=HTMX)
    sign_in(as_ada, ada, url)
    assert f"{WORDS}</textarea>" in as_ada.get(url).content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_an_old_token_shows_the_form_again_with_the_text(
    ada: Person, url: str, headers: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    data = {"text": WORDS, "revision": "0", "csrfmiddlewaretoken": "x" * 64}
    response = client.post(url, data, headers=ORIGIN | headers)
    assert response.status_code == (401 if headers else 302)
    page = client.get(url).content.decode()
    assert f"{WORDS}</textarea>" in page
    assert NOT_SAVED_YET in page
    assert not Reflection.objects.exists()


def test_a_form_from_another_site_is_not_kept(ada: Person, url: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    data = {"text": "Planted.", "revision": "0"}
    assert client.post(url, data, headers={"Origin": "https://example.com"}).status_code == 403
    assert "Planted." not in client.get(url).content.decode()


def test_what_was_saved_elsewhere_meanwhile_is_not_overwritten(
    as_ada: Client, ada: Person, url: str, write: Write
) -> None:
    write("At first.")
    end_every_session()
    as_ada.post(url, {"text": WORDS, "revision": "1"})
    write("From the phone.")
    sign_in(as_ada, ada, url)
    assert 'name="revision" value="1"' in as_ada.get(url).content.decode()
    response = as_ada.post(url, {"text": WORDS, "revision": "1"})
    assert response.status_code == 409
    assert Reflection.objects.get().text == "From the phone."


def test_what_is_stored_already_is_not_called_unsaved(
    as_ada: Client, ada: Person, url: str, write: Write
) -> None:
    write(WORDS)
    end_every_session()
    as_ada.post(url, {"text": WORDS, "revision": "0"})
    sign_in(as_ada, ada, url)
    assert NOT_SAVED_YET not in as_ada.get(url).content.decode()


def test_a_plain_save_after_sign_in_still_leads_back_to_the_topic(
    as_ada: Client, ada: Person, url: str
) -> None:
    topic = "/courses/peer/foundations/roles/"
    end_every_session()
    as_ada.post(url, {"text": WORDS, "revision": "0", "next": topic})
    sign_in(as_ada, ada, url)
    assert f'name="next" value="{topic}"' in as_ada.get(url).content.decode()


def test_somebody_else_who_signs_in_on_the_same_browser_never_sees_the_text(
    as_ada: Client, ada: Person, ben: Person, url: str
) -> None:
    end_every_session()
    as_ada.post(url, {"text": WORDS, "revision": "0"})
    sign_in(as_ada, ben, url)
    own = reverse("reflection", args=[ben.enrollments.get().pk, Scenario.objects.get().pk])
    for address in (url, own, "/reflections/", "/", "/courses/peer/"):
        assert WORDS not in as_ada.get(address).content.decode()


def test_the_kept_text_is_sealed_in_the_session(as_ada: Client, url: str) -> None:
    end_every_session()
    as_ada.post(url, {"text": WORDS, "revision": "0"})
    kept = str(dict(as_ada.session.items()))
    assert url in kept
    assert "Forty" not in kept


def test_a_trainers_answer_survives_a_lost_session(
    as_tess: Client, tess: Person, enrollment: Enrollment, scenario: Scenario, write: Write
) -> None:
    write("I would ask.")
    shared: SharedReflection = reflections.share(enrollment, scenario, revision=1, at=NOW)
    address = reverse("shared_reflection", args=[shared.pk])
    end_every_session()
    as_tess.post(address, {"text": WORDS})
    sign_in(as_tess, tess, address)
    page = as_tess.get(address).content.decode()
    assert f"{WORDS}</textarea>" in page
    assert "You were signed out before this was sent." in page
    assert not Feedback.objects.exists()
