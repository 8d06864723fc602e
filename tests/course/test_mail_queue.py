"""The mail queue against a real mail server: down, refusing, killed in between, and run twice at once."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course.mailing import mail
from course.mailing.mail import Outcome
from course.models import MailKind, Person, QueuedMail
from tests.conftest import NOW
from tests.course.post_office import PostOffice, free_port, open_office, queue

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    with open_office(settings) as office:
        yield office


def run() -> str:
    """What the command prints at its end."""
    out = StringIO()
    call_command("send_mail_queue", stdout=out, stderr=out)
    return out.getvalue().strip()


def run_in_vain() -> str:
    """The same where it exits with 1."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("send_mail_queue", stdout=out, stderr=out)
    assert ended.value.code == 1
    return out.getvalue().strip()


def test_a_mail_reaches_the_mail_server_once(office: PostOffice, ada: Person) -> None:
    queue(ada, NOW)
    assert run() == "Mail: 1 sent, 0 given up, 0 waiting."
    assert run() == "Mail: 0 sent, 0 given up, 0 waiting."
    (letter,) = office.letters
    assert letter["To"] == "ada@example.org"
    assert "https://learn.example.org/reflections/" in letter.get_content()


def test_the_same_is_never_queued_twice(ada: Person) -> None:
    queue(ada, NOW, key="answer:1")
    again = mail.enqueue(
        MailKind.ANSWER, to=ada, subject="X", template="answer", context={}, key="answer:1", at=NOW
    )
    assert again is None
    assert QueuedMail.objects.get().subject == "An answer"


def test_what_was_sent_no_longer_holds_its_text(office: PostOffice, ada: Person) -> None:
    queue(ada, NOW)
    run()
    assert QueuedMail.objects.get().body == ""


def test_a_waiting_text_is_encrypted_in_the_database(ada: Person) -> None:
    queue(ada, NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM course_queuedmail")
        assert "reflection" not in cursor.fetchone()[0]


def test_while_the_mail_server_is_down_every_mail_waits(settings: Any, ada: Person, ben: Person) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    queue(ada, NOW)
    queue(ben, NOW)
    said = run_in_vain()
    assert "127.0.0.1 cannot be used (ConnectionRefusedError)" in said
    assert said.endswith("Mail: 0 sent, 0 given up, 2 waiting.")
    assert set(QueuedMail.objects.values_list("tries", flat=True)) == {0}
    with open_office(settings) as office:
        assert run() == "Mail: 2 sent, 0 given up, 0 waiting."
    assert office.addresses == ["ada@example.org", "ben@example.org"]


def test_an_address_that_the_server_does_not_know_stops_nobody_elses_mail(
    office: PostOffice, ada: Person, ben: Person
) -> None:
    office.refused["ada@example.org"] = "550 No such user here"
    queue(ada, NOW)
    queue(ben, NOW)
    assert run_in_vain() == "Mail: 1 sent, 1 given up, 0 waiting."
    lost = QueuedMail.objects.get(person=ada)
    assert (lost.last_error, lost.body) == ("SMTPRecipientsRefused", "")


def test_what_is_refused_for_now_is_tried_again_later_and_given_up_after_four_days(
    office: PostOffice, ada: Person
) -> None:
    office.refused["ada@example.org"] = "450 Mailbox busy"
    at = timezone.now()
    row = queue(ada, at)
    assert run() == "Mail: 0 sent, 0 given up, 1 waiting."
    row.refresh_from_db()
    assert at + timedelta(minutes=4) < row.due_at < at + timedelta(minutes=6)
    assert run() == "Mail: 0 sent, 0 given up, 1 waiting."
    QueuedMail.objects.update(due_at=at, queued_at=at - timedelta(days=4))
    assert run_in_vain() == "Mail: 0 sent, 1 given up, 0 waiting."


def test_waits_grow_from_five_minutes_to_six_hours(office: PostOffice, ada: Person) -> None:
    office.refused["ada@example.org"] = "450 Mailbox busy"
    pk, at, waits = queue(ada, NOW).pk, NOW, []
    for _ in range(9):
        assert mail.claim(at=at) == pk
        assert mail.deliver(pk, EmailBackend(), at=at) is Outcome.LATER
        due = QueuedMail.objects.get(pk=pk).due_at
        waits.append(int((due - at).total_seconds() // 60))
        at = due
    assert waits == [5, 10, 20, 40, 80, 160, 320, 360, 360]


def test_a_run_killed_before_it_sends_leaves_the_mail_to_the_next_after_ten_minutes(
    office: PostOffice, ada: Person
) -> None:
    queue(ada, NOW)
    assert mail.claim(at=NOW)
    assert mail.claim(at=NOW + timedelta(minutes=9)) is None
    assert run() == "Mail: 1 sent, 0 given up, 0 waiting."


class DiesAfterTheServerTookIt(EmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        super().send_messages(email_messages)
        raise KeyboardInterrupt


def test_a_run_killed_between_accepted_and_kept_repeats_the_same_message_id(
    office: PostOffice, ada: Person
) -> None:
    pk = queue(ada, NOW).pk
    assert mail.claim(at=NOW) == pk
    with pytest.raises(KeyboardInterrupt):
        mail.deliver(pk, DiesAfterTheServerTookIt(), at=NOW)
    run()
    first, second = office.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert str(first["Message-ID"]).endswith("@learn.example.org>")


def test_a_claimed_mail_is_in_no_other_hands(ada: Person, ben: Person) -> None:
    one, two = queue(ada, NOW).pk, queue(ben, NOW).pk
    assert [mail.claim(at=NOW) for _ in range(3)] == [one, two, None]


def test_a_mail_whose_text_no_key_opens_is_given_up_and_the_others_go(
    office: PostOffice, ada: Person, ben: Person
) -> None:
    queue(ada, NOW)
    queue(ben, NOW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE course_queuedmail SET body = 'lost' WHERE person_id = %s", [ada.pk])
    assert run_in_vain() == "Mail: 1 sent, 1 given up, 0 waiting."


def test_a_line_break_in_a_name_adds_no_header(office: PostOffice, ada: Person) -> None:
    mail.enqueue(
        MailKind.ANSWER,
        to=ada,
        subject="An answer\r\nBcc: eve@example.org",
        template="answer",
        context={},
        key="k",
        at=NOW,
    )
    run()
    assert office.letters[0]["Bcc"] is None
    assert office.addresses == ["ada@example.org"]


def test_who_may_not_sign_in_gets_no_mail(ada: Person) -> None:
    ada.is_active = False
    assert (
        mail.enqueue(MailKind.WEEK, to=ada, subject="X", template="answer", context={}, key="k", at=NOW)
        is None
    )


def _path(address: str) -> str:
    """The path of an address of this site."""
    assert address.startswith("https://learn.example.org/")
    return address.removeprefix("https://learn.example.org")


def test_one_press_in_a_mail_turns_that_kind_off_without_signing_in(
    office: PostOffice, client: Client, ada: Person
) -> None:
    queue(ada, NOW, key="one")
    run()
    (letter,) = office.letters
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = _path(str(letter["List-Unsubscribe"]).strip(" <>"))
    # Signed when it was queued, and the header when it was sent: two tokens where a second lies between.
    (shown,) = (_path(word) for word in letter.get_content().split() if "/mail-off/" in word)
    for address in (path, shown):
        assert b"Turn off this mail?" in client.get(address).content
    assert mail.muted_by(ada) == set()
    pressed = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert pressed.status_code == 200
    assert mail.muted_by(ada) == {"answer"}
    assert (
        mail.enqueue(MailKind.ANSWER, to=ada, subject="X", template="answer", context={}, key="2", at=NOW)
        is None
    )


def test_an_address_that_we_did_not_make_turns_nothing_off(client: Client, ada: Person) -> None:
    assert client.post(reverse("mute_mail", args=["made-up:token"])).status_code == 404
    assert mail.muted_by(ada) == set()


def test_a_person_chooses_on_a_page_and_can_choose_again(as_ada: Client, ada: Person) -> None:
    as_ada.post(reverse("mail_settings"), {"wanted": ["answer"]})
    assert mail.muted_by(ada) == {"week", "staff-week"}
    page = as_ada.get(reverse("mail_settings")).content.decode()
    assert page.count("checked") == 1
    as_ada.post(reverse("mail_settings"), {"wanted": ["answer", "week", "staff-week"]})
    assert mail.muted_by(ada) == set()


def test_mail_that_must_come_cannot_be_turned_off(ada: Person) -> None:
    assert mail.enqueue(MailKind.MOVED, to=ada, subject="X", template="answer", context={}, key="k", at=NOW)
    assert "mail-off" not in QueuedMail.objects.get().body
