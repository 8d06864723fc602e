"""A learner has finished a topic, and it changes: they are told of what matters, and of nothing else."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from course.models import Acknowledgement, Completion, Enrollment, Person, Publication
from course.publishing.change import Change
from lessons import authoring
from lessons.changes import still_to_read
from tests.lessons.publishing_room import NEW_NUMBER, SOURCE, finish, publish, the_topic

PAGE = "/courses/peer/foundations/roles/"
CHANGES = f"{PAGE}changes/"
TOLD = Change("The crisis line has a new number.")
ASKED = Change("The crisis line has a new number.", ask=True)
SIGN = "Changed since you finished this"


def text(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


@pytest.fixture
def done(enrollment: Enrollment, tess: Person, now: datetime) -> Enrollment:
    """Ada has finished the topic as it was published in the admin."""
    publish(tess, now)
    finish(enrollment, now + timedelta(hours=1))
    return enrollment


def test_an_edit_of_the_wording_tells_nobody_anything(
    done: Enrollment, as_ada: Client, tess: Person, now: datetime
) -> None:
    publish(tess, now + timedelta(days=1), source=SOURCE.replace("beside", "alongside"))
    for page in (PAGE, "/courses/peer/"):
        assert SIGN not in text(as_ada, page)
    assert as_ada.get(CHANGES).status_code == 302


def test_a_change_of_substance_shows_on_the_topic_and_in_the_outline(
    done: Enrollment, as_ada: Client, tess: Person, now: datetime
) -> None:
    publish(tess, now + timedelta(days=1), source=NEW_NUMBER, change=TOLD)
    page = text(as_ada, PAGE)
    assert SIGN in page
    assert TOLD.note in page
    assert SIGN in text(as_ada, "/courses/peer/")


def test_the_page_of_changes_says_in_words_what_went_and_what_came(
    done: Enrollment, as_ada: Client, tess: Person, now: datetime
) -> None:
    publish(tess, now + timedelta(days=1), source=NEW_NUMBER, change=TOLD)
    page = text(as_ada, CHANGES)
    assert "(taken out:) </span> old</del>" in page
    assert "(new:) </span> new</ins>" in page
    assert TOLD.note in page
    assert "##" not in page.split("<main")[1]


def test_the_difference_is_to_the_version_that_was_read_across_edits(
    done: Enrollment, as_ada: Client, tess: Person, now: datetime
) -> None:
    publish(tess, now + timedelta(days=1), source=NEW_NUMBER, change=TOLD)
    publish(tess, now + timedelta(days=2), source=NEW_NUMBER.replace("beside", "alongside"))
    page = text(as_ada, CHANGES)
    assert "beside,</del>" in page
    assert " old</del>" in page


def test_who_finishes_after_the_change_sees_nothing(
    enrollment: Enrollment, as_ada: Client, tess: Person, now: datetime
) -> None:
    publish(tess, now)
    publish(tess, now + timedelta(days=1), source=NEW_NUMBER, change=ASKED)
    finish(enrollment, now + timedelta(days=2))
    assert SIGN not in text(as_ada, PAGE)
    assert as_ada.get(CHANGES).status_code == 302


def test_who_has_not_finished_sees_nothing(
    enrollment: Enrollment, as_ada: Client, tess: Person, now: datetime
) -> None:
    publish(tess, now)
    publish(tess, now + timedelta(days=1), source=NEW_NUMBER, change=ASKED)
    assert SIGN not in text(as_ada, PAGE)
    assert SIGN not in text(as_ada, "/courses/peer/")


def test_saying_that_it_was_read_ends_it_and_is_kept_once(
    done: Enrollment, as_ada: Client, tess: Person, now: datetime
) -> None:
    topic = publish(tess, now + timedelta(days=1), source=NEW_NUMBER, change=ASKED)
    assert topic.live is not None
    said = {"version": topic.live.number}
    for _ in range(2):
        assert as_ada.post(CHANGES, said).status_code == 302
    kept = Acknowledgement.objects.get()
    assert (kept.enrollment, kept.step, kept.version) == (done, topic.step, topic.live.number)
    assert SIGN not in text(as_ada, PAGE)


def test_a_later_change_asks_again_and_the_first_ask_is_not_lost(
    done: Enrollment, as_ada: Client, tess: Person, now: datetime
) -> None:
    publish(tess, now + timedelta(days=1), source=NEW_NUMBER, change=ASKED)
    publish(tess, now + timedelta(days=2), source=NEW_NUMBER + "\nMore.\n", change=Change("More on nights."))
    page = text(as_ada, CHANGES)
    assert "Your program asks you to read this." in page
    assert page.index(ASKED.note) < page.index("More on nights.")


@pytest.mark.parametrize("version", ["", "x", "0", "99", "9" * 30, "\x00", "-1"])
def test_what_was_not_on_the_page_cannot_be_said_to_be_read(
    done: Enrollment, as_ada: Client, tess: Person, now: datetime, version: str
) -> None:
    publish(tess, now + timedelta(days=1), source=NEW_NUMBER, change=ASKED)
    assert as_ada.post(CHANGES, {"version": version}).status_code == 200
    assert not Acknowledgement.objects.exists()


def test_finishing_and_hours_are_not_taken_away(done: Enrollment, tess: Person, now: datetime) -> None:
    before = list(Completion.objects.values())
    publish(tess, now + timedelta(days=1), source=NEW_NUMBER, change=ASKED)
    assert list(Completion.objects.values()) == before


def test_a_change_can_still_be_told_when_it_is_live_already(
    done: Enrollment, as_ada: Client, tess: Person, now: datetime
) -> None:
    topic = publish(tess, now + timedelta(days=1), source=NEW_NUMBER)
    authoring.publish_topic(topic, author=tess, at=now + timedelta(days=2), change=TOLD)
    assert TOLD.note in text(as_ada, PAGE)
    assert topic.live is not None
    notes = Publication.objects.filter(subject=topic.subject, number=topic.live.number)
    assert [each.note for each in notes] == [TOLD.note, ""]


def test_a_first_publication_is_no_change(tess: Person, now: datetime, course: object) -> None:
    topic = the_topic()
    new = authoring.add_topic(topic.step.lesson, title="Nights", author=tess, at=now)
    authoring.publish_topic(new, author=tess, at=now, change=TOLD)
    new.step.refresh_from_db()
    assert new.step.changed_version is None


def test_trainers_see_how_many_have_yet_to_read_in_their_scope_alone(
    done: Enrollment, ben: Person, as_tess: Client, tess: Person, rita: Person, now: datetime
) -> None:
    finish(ben.enrollments.get(), now + timedelta(hours=1))
    topic = publish(tess, now + timedelta(days=1), source=NEW_NUMBER, change=ASKED)
    assert still_to_read(topic, tess) == (2, 2)
    assert still_to_read(topic, rita) == (1, 1)
    Acknowledgement.objects.create(
        enrollment=done, step=topic.step, version=topic.step.changed_version or 0, at=now
    )
    assert still_to_read(topic, tess) == (1, 2)
    page = text(as_tess, f"/admin/lessons/topic/{topic.pk}/change/")
    assert "1 of 2 learners who were asked to read what changed have yet to say so." in page
