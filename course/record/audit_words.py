"""The audit trail in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.models import AuditEvent

WORDS: dict[str, Promise] = {
    "signed-in": gettext_lazy("Signed in"),
    "sign-in-failed": gettext_lazy("Sign-in failed: wrong password"),
    "code-failed": gettext_lazy("Sign-in failed: wrong code"),
    "sign-in-refused": gettext_lazy("Sign-in through another account was refused"),
    "signed-out-elsewhere": gettext_lazy("Signed out of another device"),
    "password-changed": gettext_lazy("Changed the password"),
    "password-reset": gettext_lazy("Chose a new password by mail"),
    "password-mail": gettext_lazy("Was sent a mail to choose a password"),
    "email-changed": gettext_lazy("Changed the email address"),
    "account-connected": gettext_lazy("Connected another account to sign in with"),
    "account-disconnected": gettext_lazy("Disconnected another account"),
    "second-step-added": gettext_lazy("Set up a second step"),
    "second-step-removed": gettext_lazy("Removed a second step"),
    "second-step-reset": gettext_lazy("The second step was reset"),
    "recovery-codes-made": gettext_lazy("Made new recovery codes"),
    "agreed": gettext_lazy("Agreed to the privacy notice"),
    "own-data": gettext_lazy("Downloaded their data"),
    "erased": gettext_lazy("An account was erased"),
    "assigned": gettext_lazy("Was given a role"),
    "assignment-ended": gettext_lazy("A role was taken away"),
    "invited": gettext_lazy("Invited people"),
    "invited-again": gettext_lazy("An invitation was sent again"),
    "invitation-cancelled": gettext_lazy("An invitation was taken back"),
    "invitation-accepted": gettext_lazy("An invitation was accepted"),
    "asked-to-join": gettext_lazy("Asked to join a cohort"),
    "join-approved": gettext_lazy("Was let into a cohort"),
    "join-declined": gettext_lazy("Was not let into a cohort"),
    "joining-changed": gettext_lazy("Who may join was changed"),
    "code-renewed": gettext_lazy("The join code was renewed"),
    "joined": gettext_lazy("Joined a cohort"),
    "moved": gettext_lazy("Was moved to another cohort"),
    "withdrawn": gettext_lazy("Was withdrawn from a course"),
    "brought-back": gettext_lazy("Was brought back into a course"),
    "measured-time-deleted": gettext_lazy("Deleted their measured time"),
    "statement-issued": gettext_lazy("A completion statement was issued"),
    "statement-revoked": gettext_lazy("A completion statement was revoked"),
    "due-dates-set": gettext_lazy("Due dates were set"),
    "attempt-voided": gettext_lazy("An exam attempt was set aside"),
    "accommodated": gettext_lazy("Was granted something for exams"),
    "accommodation-ended": gettext_lazy("What was granted for exams ended"),
    "listed-scores": gettext_lazy("Looked at the table of scores"),
    "read-scores": gettext_lazy("Answers and scores were read"),
    "exported-scores": gettext_lazy("Scores were saved as a file"),
    "exported-record": gettext_lazy("The audit trail was saved as a file"),
    "marked": gettext_lazy("Marks were given"),
    "points-changed": gettext_lazy("Points were changed by hand"),
    "regraded": gettext_lazy("A question was graded again"),
    "added": gettext_lazy("Added"),
    "changed": gettext_lazy("Changed"),
    "deleted": gettext_lazy("Deleted"),
    "drafted": gettext_lazy("Saved a draft"),
    "discarded": gettext_lazy("Discarded a draft"),
    "published": gettext_lazy("Published"),
    "loaded": gettext_lazy("Loaded content"),
}
"""By verb. What is not in here yet is told by its verb."""

OF_A_KIND: dict[tuple[str, str], Promise] = {
    ("added", "person"): gettext_lazy("The account was made"),
    ("changed", "person"): gettext_lazy("The account was changed"),
}
"""What a verb means for one kind of thing."""

DETAILS: dict[str, Promise] = {
    "device": gettext_lazy("Device"),
    "through": gettext_lazy("Through"),
    "reason": gettext_lazy("Reason"),
    "role": gettext_lazy("Role"),
    "scope": gettext_lazy("Where"),
    "what": gettext_lazy("What"),
    "name": gettext_lazy("Name"),
    "fields": gettext_lazy("Fields"),
    "version": gettext_lazy("Version"),
    "before": gettext_lazy("Before"),
    "after": gettext_lazy("After"),
    "rows": gettext_lazy("Rows"),
    "exam": gettext_lazy("Exam"),
}


def in_words(event: AuditEvent) -> str:
    kind = event.subject.partition(":")[0]
    found = OF_A_KIND.get((event.verb, kind)) or WORDS.get(event.verb)
    return str(found) if found else event.verb.replace("-", " ").capitalize()


def details(event: AuditEvent) -> str:
    """``Reason: lost phone · Exam: Before we begin``; what has no words is left to the file."""
    return " · ".join(_lines(event))


def _lines(event: AuditEvent) -> Iterator[str]:
    for key, name in DETAILS.items():
        if value := event.detail.get(key):
            words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            yield f"{name}: {words}"


def thing(event: AuditEvent) -> str:
    """``question 12``: what it happened to, where that is no person."""
    kind, _colon, pk = event.subject.partition(":")
    return "" if not pk or kind == "person" else f"{_(kind)} {pk}"
