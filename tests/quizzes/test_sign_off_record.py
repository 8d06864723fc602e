"""The closed record of a sign-off: frozen by the database, printed as an accessible PDF, handed over and erased."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from course.models import Competency, Enrollment, Person
from course.privacy import erasure, keeping
from quizzes.models import SignOff
from quizzes.signoff import record_pdf, verbs
from quizzes.signoff.frozen import FIXED
from quizzes.signoff.privacy import Erasing, last_sign_off, own_data
from quizzes.signoff.sheet import digest_of
from quizzes.signoff.words import grouped
from tests.conftest import NOW
from tests.course.hours.test_pdf import NAMES, tags
from tests.quizzes import signoff_room as room

Made = Callable[[Enrollment, Person], SignOff]


@pytest.fixture
def record(enrollment: Enrollment, sam: Person) -> SignOff:
    room.taught(enrollment)
    return room.signed(enrollment, sam)


def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def words_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


# --- Frozen ----------------------------------------------------------------------------------------------------------

OTHERS: dict[str, Any] = {
    "number": 9,
    "framework": "icrc",
    "page": {},
    "own": {},
    "rated": {room.CODE: {"level": 4}},
    "evidence": {room.CODE: ["Everything."]},
    "state": "withdrawn",
    "since": NOW,
    "revision": 40,
    "opened_at": NOW.replace(year=2020),
    "handed_at": NOW.replace(year=2020),
    "supervisor_signed_at": NOW.replace(year=2020),
    "learner_signed_at": NOW.replace(year=2020),
    "differs": "Somebody else's words.",
    "closed_at": NOW.replace(year=2020),
    "digest": "0" * 64,
}


@pytest.mark.parametrize("column", OTHERS)
def test_the_database_refuses_to_change_a_closed_record(record: SignOff, column: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        SignOff.objects.filter(pk=record.pk).update(**{column: OTHERS[column]})
    with pytest.raises(DatabaseError), transaction.atomic():
        SignOff.objects.filter(pk=record.pk).update(opened_by=record.enrollment.person)


def test_every_column_but_the_staff_is_tried_above() -> None:
    columns = {field.column for field in SignOff._meta.concrete_fields}
    assert columns - set(FIXED) == {"opened_by_id", "supervisor_id"}
    assert set(FIXED) - set(OTHERS) == {"id", "enrollment_id"}


def test_one_that_was_called_off_is_frozen_too_and_one_under_way_is_not(
    enrollment: Enrollment, sam: Person
) -> None:
    found = room.opened(enrollment, sam)
    SignOff.objects.filter(pk=found.pk).update(own=room.OWN)
    verbs.call_off(found, seen_revision=1, by=sam, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        SignOff.objects.filter(pk=found.pk).update(own={})


def test_a_supervisor_whose_row_is_deleted_leaves_the_record_as_it_was(record: SignOff, sam: Person) -> None:
    before = record.digest
    SignOff.objects.filter(pk=record.pk).update(supervisor=None, opened_by=None)
    record.refresh_from_db()
    assert digest_of(record) == before
    assert "A member of staff who is no longer here" in words_of(read(record_pdf.make(record)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "signed"},
        {"state": "signing"},
        {"state": "rating", "handed_at": None},
        {"state": "withdrawn"},
        {"digest": "0" * 64},
    ],
    ids=str,
)
def test_the_database_refuses_states_that_cannot_be(
    enrollment: Enrollment, sam: Person, wrong: dict[str, Any]
) -> None:
    found = room.handed_over(enrollment, sam)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.filter(pk=found.pk).update(**wrong)


def test_what_the_page_said_is_kept_when_the_course_says_something_else(
    record: SignOff, as_ada: Client
) -> None:
    Competency.objects.update(title="Another title")
    page = as_ada.get(reverse("sign_off_record", args=[record.pk])).text
    assert "Shares experience" in page
    assert "Another title" not in page


def test_the_digest_follows_from_what_was_signed(record: SignOff) -> None:
    fresh = SignOff.objects.get(pk=record.pk)
    assert digest_of(fresh) == fresh.digest
    fresh.rated[room.CODE]["comment"] += "!"
    assert digest_of(fresh) != fresh.digest


# --- The PDF ---------------------------------------------------------------------------------------------------------


def test_it_is_tagged_has_a_language_and_a_title_and_says_what_standard_it_keeps(record: SignOff) -> None:
    reader = read(record_pdf.make(record))
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Sign-off: SAMHSA: Ada Lindgren"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
    kinds = tags(reader)
    assert (kinds.count("/H1"), kinds.count("/H2"), kinds.count("/H3"), kinds.count("/Table")) == (1, 2, 1, 1)
    assert kinds.count("/TH") >= 3


def test_it_says_what_the_page_says(record: SignOff, as_ada: Client) -> None:
    response = as_ada.get(reverse("sign_off_pdf", args=[record.pk]))
    assert response["Content-Type"] == "application/pdf"
    text = words_of(read(response.content))
    page = as_ada.get(reverse("sign_off_record", args=[record.pk])).text
    for words in (
        "Ada Lindgren",
        "Peer specialist course",
        "Shares experience",
        "I can do this with help",
        "Can do this on their own",
        "I told part of my story in a group.",
        "You stopped when the group had heard enough.",
        "0 of 1 step that teaches this is finished",
        "Sam Reyes, supervisor, signed on November 2, 2026, 12:00 PM.",
        "Ada Lindgren, learner, signed on November 2, 2026, 1:00 PM.",
        grouped(record.digest)[:17],
    ):
        assert words in text
        assert words in page


@pytest.mark.parametrize("script", ["Arabic", "Thai", "Chinese", "Hebrew"])
def test_names_and_words_in_this_script_are_set_in_real_letters(
    enrollment: Enrollment, sam: Person, script: str
) -> None:
    Person.objects.filter(pk=enrollment.person_id).update(name=NAMES[script])
    found = room.seen_differently(enrollment, sam, words=NAMES[script])
    closed = verbs.close_as_it_is(found, seen_revision=4, by=sam, at=NOW)
    assert record_pdf.make(SignOff.objects.get(pk=closed.pk)).startswith(b"%PDF")


def test_a_sign_that_no_font_has_is_never_a_box_the_page_says_what_to_do(
    enrollment: Enrollment, sam: Person, as_ada: Client
) -> None:
    found = room.seen_differently(enrollment, sam, words="I disagree \U00012000")
    verbs.close_as_it_is(found, seen_revision=4, by=sam, at=NOW)
    page = as_ada.get(reverse("sign_off_pdf", args=[found.pk]), follow=True).text
    assert "holds a sign that the PDF cannot show" in page
    assert "\U00012000" in page


def test_markup_in_a_comment_stays_words(enrollment: Enrollment, sam: Person) -> None:
    words = '= Big #panic("x") $x^2$ *bold* @cite <label> \\'
    found = room.seen_differently(enrollment, sam, words=words)
    closed = verbs.close_as_it_is(found, seen_revision=4, by=sam, at=NOW)
    assert '#panic("x") $x^2$ *bold* @cite <label>' in words_of(read(record_pdf.make(closed)))


def test_one_that_was_called_off_has_no_pdf(enrollment: Enrollment, sam: Person, as_ada: Client) -> None:
    found = room.opened(enrollment, sam)
    verbs.call_off(found, seen_revision=1, by=sam, at=NOW)
    assert as_ada.get(reverse("sign_off_pdf", args=[found.pk])).status_code == 302
    assert "Called off on" in as_ada.get(reverse("sign_off_record", args=[found.pk])).text


# --- Privacy ---------------------------------------------------------------------------------------------------------


def test_the_download_holds_it_and_nobody_elses(record: SignOff, ben: Person) -> None:
    (told,) = own_data(record.enrollment.person, at=NOW)["sign_offs"]
    assert (told["round"], told["digest"]) == (1, record.digest)
    assert told["ratings"][0]["The supervisor"] == "Can do this on their own"
    assert own_data(ben, at=NOW) == {"sign_offs": []}


def test_the_download_holds_no_rating_that_is_not_signed(enrollment: Enrollment, sam: Person) -> None:
    found = room.handed_over(enrollment, sam)
    verbs.save_rated(found, ratings=room.RATED, seen_revision=2, at=NOW)
    (told,) = own_data(enrollment.person, at=NOW)["sign_offs"]
    assert str(room.RATED[room.CODE]["comment"]) not in str(told)
    assert str(room.OWN[room.CODE]["comment"]) in str(told)


def test_erasing_says_so_and_deletes_it(record: SignOff) -> None:
    person = record.enrollment.person
    assert any("sign-offs" in words for words in Erasing.goes(person))
    erasure.erase(person, by=None, reason="", at=NOW)
    assert not SignOff.objects.exists()
    assert list(Erasing.goes(person)) == []


def test_signing_counts_as_work_for_how_long_things_are_kept(record: SignOff) -> None:
    rows = Enrollment.objects.filter(pk=record.enrollment_id)
    assert rows.annotate(last=last_sign_off()).values_list("last", flat=True).get() == room.later(3)
    assert keeping.last_done(rows)[record.enrollment_id] == room.later(3)
