"""A draft is read by somebody else, where somebody asks for that. Publishing never waits for it."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from course.joining import people
from course.models import Assignment, AuditEvent, Course, Person, Publication, Review
from course.publishing import reviews
from course.publishing.reviews import CannotReview
from lessons import authoring
from lessons.models import Topic
from quizzes import authoring as questions
from quizzes.models import Question
from tests.conftest import _person, signed_in
from tests.lessons.publishing_room import NEW_NUMBER, publish, the_topic, write


@pytest.fixture
def nora(course: Course) -> Person:
    """Another trainer of the course."""
    person = _person("Nora Quist")
    people.assign(person, Assignment.Role.TRAINER, course=course)
    return person


@pytest.fixture
def as_nora(nora: Person) -> Client:
    return signed_in(nora)


@pytest.fixture
def draft(tess: Person, now: datetime) -> Topic:
    """A draft of tess's of a topic that is live."""
    publish(tess, now)
    return write(tess, now, source=NEW_NUMBER)


def address(topic: Topic, page: str = "review") -> str:
    return reverse(f"admin:lessons_topic_{page}", args=[topic.pk])


def ask(client: Client, topic: Topic, **said: Any) -> Any:
    return client.post(address(topic), {"ask": "", **said}, follow=True)


def number_of(topic: Topic) -> int:
    newest = the_topic().newest
    assert newest is not None
    return int(newest.number)


def test_the_page_says_truthfully_that_nobody_else_has_read_it(as_tess: Client, draft: Topic) -> None:
    assert "Nobody else has read this draft." in as_tess.get(address(draft, "change")).content.decode()


def test_asking_puts_it_on_the_colleagues_page_with_whom_it_is_for(
    as_tess: Client, as_nora: Client, nora: Person, draft: Topic
) -> None:
    ask(as_tess, draft, **{"ask-of": nora.pk, "ask-words": "The number, please."})
    page = as_nora.get(reverse("admin:index")).content.decode()
    assert "for you" in page
    assert "The number, please." in page
    assert address(draft) in page


def test_approving_is_kept_with_the_version_that_was_read(
    as_tess: Client, as_nora: Client, nora: Person, draft: Topic
) -> None:
    ask(as_tess, draft)
    as_nora.post(address(draft), {"number": number_of(draft), "comment": "Good.", "approve": ""})
    review = Review.objects.get()
    assert (review.state, review.ended_by, review.number) == ("approved", nora, number_of(draft))
    page = as_tess.get(address(draft, "change")).content.decode()
    assert "Nora Quist read version" in page
    assert "and approved it." in page


def test_a_draft_that_was_changed_after_it_was_approved_has_been_read_by_nobody(
    as_tess: Client, as_nora: Client, tess: Person, draft: Topic, now: datetime
) -> None:
    ask(as_tess, draft)
    as_nora.post(address(draft), {"number": number_of(draft), "approve": ""})
    write(tess, now, source="## Other\n\nText.\n")
    assert "Nobody else has read this draft." in as_tess.get(address(draft, "change")).content.decode()


def test_sending_back_needs_a_comment_and_the_author_reads_it(
    as_tess: Client, as_nora: Client, draft: Topic
) -> None:
    ask(as_tess, draft)
    said = {"number": number_of(draft), "comment": " ", "send_back": ""}
    page = as_nora.post(address(draft), said).content.decode()
    assert "Say what to change" in page
    as_nora.post(address(draft), {**said, "comment": "Say when it is open."})
    assert "Say when it is open." in as_tess.get(address(draft, "change")).content.decode()


def test_approving_and_publishing_is_one_press_and_tells_learners(
    as_tess: Client, as_nora: Client, nora: Person, draft: Topic
) -> None:
    ask(as_tess, draft)
    said = {"number": number_of(draft), "publish": "", "substance": "yes", "what_changed": "A new number."}
    as_nora.post(address(draft), said)
    topic = the_topic()
    assert topic.draft is None
    assert topic.step.changed_note == "A new number."
    assert Publication.objects.latest("pk").by == nora
    assert Review.objects.get().state == "approved"


def test_publishing_does_not_wait_and_closes_the_request(
    as_tess: Client, draft: Topic, now: datetime
) -> None:
    ask(as_tess, draft)
    authoring.publish_topic(the_topic(), author=None, at=now)
    assert Review.objects.get().state == "closed"


def test_nobody_answers_what_they_asked_or_wrote(
    as_tess: Client, as_nora: Client, tess: Person, nora: Person, draft: Topic, now: datetime
) -> None:
    ask(as_tess, draft)
    page = as_tess.post(address(draft), {"number": number_of(draft), "approve": ""}).content.decode()
    assert "Somebody else reads what you wrote or asked about." in page
    as_tess.post(address(draft), {"call_off": ""})
    ask(as_nora, draft)
    as_tess.post(address(draft), {"number": number_of(draft), "approve": ""})
    assert not Review.objects.filter(state="approved").exists()


def test_of_two_trainers_the_second_finds_what_the_first_has_done(
    tess: Person, nora: Person, alma: Person, course: Course, draft: Topic, now: datetime
) -> None:
    reviews.ask(draft, course=course.pk, by=tess, of=None, at=now)
    read = number_of(draft)
    reviews.answer(draft, number=read, approve=True, comment="", by=nora, at=now)
    with pytest.raises(CannotReview, match="is over"):
        reviews.answer(draft, number=read, approve=False, comment="No.", by=alma, at=now)
    assert AuditEvent.objects.filter(verb="review-approved").count() == 1


def test_a_newer_draft_is_looked_at_before_it_is_approved(
    as_tess: Client, as_nora: Client, tess: Person, draft: Topic, now: datetime
) -> None:
    ask(as_tess, draft)
    read = number_of(draft)
    write(tess, now, source="## Other\n\nText.\n")
    page = as_nora.post(address(draft), {"number": read, "comment": "Fine.", "approve": ""}).content.decode()
    assert "A newer draft was saved while you were reading." in page
    assert "Fine." in page
    assert f'name="number" value="{read + 1}"' in page
    assert Review.objects.get().state == "open"


@pytest.mark.parametrize(
    "said",
    [
        {"number": "\x00", "approve": ""},
        {"number": "9" * 40, "approve": ""},
        {
            "number": "1",
            "comment": "\ud800".encode("utf-16", "surrogatepass").decode("latin-1"),
            "approve": "",
        },
        {"number": "1", "comment": "x" * 100_000, "approve": ""},
        {"ask": "", "ask-of": "9" * 40},
        {"ask": "", "ask-of": "x", "ask-words": "\x00"},
        {},
    ],
)
def test_bad_input_is_answered_and_changes_nothing(as_nora: Client, draft: Topic, said: Any) -> None:
    assert as_nora.post(address(draft), said).status_code == 200
    assert not Review.objects.exists()


def test_a_trainer_of_one_cohort_and_a_stranger_cannot_review(
    as_sven: Client, as_sam: Client, draft: Topic, spring: Any
) -> None:
    person = _person("Cora Only")
    people.assign(person, Assignment.Role.TRAINER, cohort=spring)
    for client in (as_sven, as_sam, signed_in(person)):
        assert client.get(address(draft)).status_code == 404


def test_a_question_is_reviewed_the_same_way(
    as_tess: Client, as_nora: Client, tess: Person, nora: Person, course: Course, now: datetime
) -> None:
    Question.objects.update(basis="practice")
    question = Question.objects.select_related("live", "draft", "course").earliest("pk")
    payload = {**questions.payload_of(question.live), "stem": "Another stem?"}  # type: ignore[arg-type]
    questions.draft_question(question, payload, author=tess, at=now)
    page = reverse("admin:quizzes_question_review", args=[question.pk])
    as_tess.post(page, {"ask": ""})
    shown = as_nora.get(page).content.decode()
    assert "Another stem?" in shown
    assert "told nothing" not in shown
    as_nora.post(page, {"number": 2, "publish": ""})
    question.refresh_from_db()
    assert question.live is not None
    assert question.live.stem == "Another stem?"
