"""A list of people as spreadsheets write it: read in any of their ways, looked at first, then all or nothing."""

import re
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from course.joining import leaving, people, roster
from course.joining.roster import Line, Unreadable
from course.models import Assignment, AuditEvent, Cohort, Invitation, Person, QueuedMail
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

TWO = [Line(2, "nia@example.org", "Nia Stone"), Line(3, "om@example.org", "Om Rao")]


@pytest.mark.parametrize(
    "text",
    [
        "email,name\r\nNia@Example.org,Nia Stone\r\nom@example.org,Om Rao\r\n",
        "\ufeffemail;name\nnia@example.org;Nia Stone\nom@example.org;Om Rao",
        "Name\tE-Mail\nNia Stone\tnia@example.org\nOm Rao\tom@example.org\n",
        'First name,Last name,Email address\n"Nia","Stone",nia@example.org\nOm,Rao,om@example.org\n',
        "email,name\n nia@example.org\u00a0, Nia Stone \nom@example.org,Om Rao\n,\n\n",
    ],
    ids=["plain", "mark and semicolons", "tabs", "two names", "blanks"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_list_is_read_as_spreadsheets_write_it(text: str, encoding: str) -> None:
    assert roster.read(text.encode(encoding)) == TWO


def test_excels_line_on_the_separator_is_no_person_and_counts_as_a_line() -> None:
    assert roster.read(b"sep=;\r\nemail;name\r\nnia@example.org;Nia Stone\r\n") == [
        Line(3, "nia@example.org", "Nia Stone")
    ]


def test_a_list_without_names_of_columns_is_read_by_its_addresses() -> None:
    assert roster.read(b"Nia Stone,nia@example.org\n")[0] == Line(1, "nia@example.org", "Nia Stone")


def test_a_cell_of_two_lines_does_not_shift_the_numbers_of_the_lines_below() -> None:
    lines = roster.read(b'email,name\nnia@example.org,"Nia\nStone"\nom@example.org,Om Rao\n')
    assert [line.number for line in lines] == [2, 4]
    assert "line break" in lines[0].problem


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty"),
        (b"email,name\n", "nobody in it"),
        (b"who,what\nx,y\n", "no column"),
        ("email,name\nnia@example.org,José".encode("latin-1"), "CSV UTF-8"),
        (b"email\n" + b"a@example.org\n" * 2001, "2001 people; 2000 at most"),
        (b"email\n" + b"x" * 1_000_000, "larger than 1 MB"),
        (b"PK\x03\x04\xff\xfe" * 20, "CSV UTF-8"),
    ],
    ids=["empty", "head alone", "no email", "latin-1", "too many", "too large", "a workbook"],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        roster.read(data)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("nia(at)example.org,Nia", "not an email address"),
        (",Nia", "no email address"),
        ("nia@example.org,JosÃ©", "damaged"),
        (f"nia@example.org,{'N' * 151}", "longer than 150"),
        ("nia@example.org,N\u202eia", "cannot be kept"),
    ],
)
def test_a_line_that_cannot_be_used_says_why(row: str, words: str) -> None:
    (line,) = roster.read(f"email,name\n{row}\n".encode())
    assert words in line.problem


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    with suppress(Unreadable):
        assert all(line.number >= 1 for line in roster.read(data))


# --- The pages -------------------------------------------------------------------------------------------------------


def look(client: Client, cohort: Cohort, text: str) -> str:
    file = SimpleUploadedFile("people.csv", text.encode())
    return client.post(reverse("roster", args=[cohort.pk]), {"file": file}).content.decode()


def confirm(client: Client, cohort: Cohort, text: str) -> int:
    answer = client.post(reverse("roster", args=[cohort.pk]), {"again": text, "do": "invite"})
    return answer.status_code


def test_every_lines_outcome_is_shown_before_anything_is_sent(
    as_sam: Client, sam: Person, spring: Cohort, fall: Cohort, ada: Person, ben: Person
) -> None:
    people.assign(sam, Assignment.Role.TRAINER, cohort=fall)
    gone = Person.objects.create_user("gone@example.org", name="Gus Way")
    leaving.withdraw(people.join(gone, spring, at=NOW), reason="Moved away.", by=sam, at=NOW)
    page = look(
        as_sam,
        spring,
        "email,name\nnia@example.org,Nia\nada@example.org,Ada\nben@example.org,Ben\ngone@example.org,Gus\n"
        "nia@example.org,Nia\n",
    )
    for words in ("Will be invited: 1", "In this cohort already: 1", "In another cohort: 1", "See line 2."):
        assert words in page
    assert "Withdrawn from this cohort: 1" in page
    assert "They take this course with Fall" in page
    assert "Invite 1 person" in page
    assert not Invitation.objects.exists()
    assert not QueuedMail.objects.exists()


def test_nobody_learns_from_a_list_who_takes_the_course_with_a_cohort_that_they_do_not_run(
    as_sam: Client, spring: Cohort, ben: Person
) -> None:
    known, unknown = (
        look(as_sam, spring, f"email,name\n{email},Ben\n") for email in ("ben@example.org", "bob@example.org")
    )
    assert "Will be invited: 1" in known
    each_time = r'b(en|ob)@|(?<=token" value=")\w+'
    assert re.sub(each_time, "", known) == re.sub(each_time, "", unknown)
    assert confirm(as_sam, spring, "email\nben@example.org\n") == 302
    assert QueuedMail.objects.get().address == "ben@example.org"


def test_confirming_invites_everybody_who_is_new(as_sam: Client, spring: Cohort, ada: Person) -> None:
    text = "email,name\nnia@example.org,Nia\nom@example.org,Om\nada@example.org,Ada\n"
    assert confirm(as_sam, spring, text) == 302
    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["nia@example.org", "om@example.org"]
    assert sorted(QueuedMail.objects.values_list("address", flat=True)) == [
        "nia@example.org",
        "om@example.org",
    ]
    assert AuditEvent.objects.get(verb="invited").detail == {"people": 2}


def test_confirming_twice_invites_once(as_sam: Client, spring: Cohort) -> None:
    for _ in range(2):
        confirm(as_sam, spring, "email\nnia@example.org\n")
    assert QueuedMail.objects.count() == 1
    assert "Invited already: 1" in look(as_sam, spring, "email\nnia@example.org\n")


def test_one_bad_line_and_nothing_is_done(as_sam: Client, spring: Cohort) -> None:
    text = "email,name\nnia@example.org,Nia\nnot an address,Om\n"
    page = look(as_sam, spring, text)
    assert "1 line needs mending" in page
    assert "Invite 1 person" not in page
    assert confirm(as_sam, spring, text) == 200
    assert not Invitation.objects.exists()


def test_what_the_look_sends_on_says_the_same_people(as_sam: Client, spring: Cohort) -> None:
    page = as_sam.post(
        reverse("roster", args=[spring.pk]),
        {"file": SimpleUploadedFile("p.csv", b'Name;Email\n"O""Neil, Pat";pat@example.org\n')},
    )
    again = page.context["again"]
    assert [(line.email, line.name) for line in roster.read(again.encode())] == [
        ("pat@example.org", 'O"Neil, Pat')
    ]


def test_no_file_is_told_in_words(as_sam: Client, spring: Cohort) -> None:
    answer = as_sam.post(reverse("roster", args=[spring.pk]))
    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()


def test_a_list_of_2000_is_foreseen_in_two_statements(
    spring: Cohort, sam: Person, django_assert_num_queries: object
) -> None:
    from course.joining import enlisting

    lines = [Line(n, f"p{n}@example.org", "") for n in range(2000)]
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(enlisting.foresee(spring, lines, by=sam, at=NOW)) == 2000


def test_the_empty_list_to_fill_in_can_be_read_back(as_sam: Client, sam: Person) -> None:
    assert roster.read(as_sam.get(reverse("roster_template")).content)[0].email == "learner@example.org"
