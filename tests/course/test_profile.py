"""The profile: a name, and the zone in which every time is shown."""

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory

from course.middleware import time_zone
from course.models import Person


def test_name_and_zone_are_saved(as_ada: Client, ada: Person) -> None:
    as_ada.post("/profile/", {"name": "Ada L. Lindgren", "time_zone": "Pacific/Honolulu"})
    ada.refresh_from_db()
    assert (ada.name, ada.time_zone) == ("Ada L. Lindgren", "Pacific/Honolulu")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "required"),
        ("name", "A" * 151, "150"),
        ("name", "A\u202eda", "direction"),
        ("time_zone", "Mars/Base", "valid choice"),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_field(
    as_ada: Client, ada: Person, field: str, value: str, words: str
) -> None:
    answer = as_ada.post("/profile/", {"name": "Ada", "time_zone": "UTC", field: value})
    assert answer.status_code == 200
    assert words in " ".join(answer.context["form"].errors[field])
    ada.refresh_from_db()
    assert ada.name == "Ada Lindgren"


def test_the_header_shows_a_first_name_and_initial(ada: Person) -> None:
    assert ada.short_name == "Ada L."
    assert Person(email="solo@example.org").short_name == "solo"


def test_times_are_shown_in_the_persons_zone(ada: Person, rf: RequestFactory) -> None:
    ada.time_zone = "Asia/Tokyo"
    request = rf.get("/")
    request.user = ada
    at = datetime(2026, 1, 1, 15, 0, tzinfo=UTC)
    page = Template("{{ at|date:'H:i' }}")
    answer = time_zone(lambda _: HttpResponse(page.render(Context({"at": at}))))(request)
    assert answer.content == b"00:00"
