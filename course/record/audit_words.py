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
    "exported-gains": gettext_lazy("What learners gained was saved as a file"),
    "exported-items": gettext_lazy("Figures of an exam's questions were saved as a file"),
    "exported-learners": gettext_lazy("A list of learners was saved as a file"),
    "read-by-token": gettext_lazy("Tables were read with an access token"),
    "token-made": gettext_lazy("Made an access token"),
    "token-revoked": gettext_lazy("Revoked an access token"),
    "exported-record": gettext_lazy("The audit trail was saved as a file"),
    "marked": gettext_lazy("Marks were given"),
    "points-changed": gettext_lazy("Points were changed by hand"),
    "regraded": gettext_lazy("A question was graded again"),
    "sign-off-opened": gettext_lazy("A sign-off was opened"),
    "sign-off-handed-over": gettext_lazy("Handed their own rating to a supervisor"),
    "sign-off-given-back": gettext_lazy("A sign-off was given back to its learner"),
    "sign-off-taken-back": gettext_lazy("Took a sign-off back"),
    "sign-off-signed": gettext_lazy("Signed a sign-off"),
    "sign-off-seen-differently": gettext_lazy("Wrote that they see a sign-off differently"),
    "sign-off-closed": gettext_lazy("A sign-off was closed with the learner's other view"),
    "sign-off-called-off": gettext_lazy("A sign-off was called off"),
    "figures-counted": gettext_lazy("Figures of a large group were counted again"),
    "item-kept": gettext_lazy("Looked at a question's figures and kept it"),
    "item-reopened": gettext_lazy("Took back a note that kept a question"),
    "added": gettext_lazy("Added"),
    "changed": gettext_lazy("Changed"),
    "deleted": gettext_lazy("Deleted"),
    "drafted": gettext_lazy("Saved a draft"),
    "discarded": gettext_lazy("Discarded a draft"),
    "review-asked": gettext_lazy("Asked for a review"),
    "review-approved": gettext_lazy("Read a draft and approved it"),
    "review-returned": gettext_lazy("Read a draft and sent it back"),
    "review-closed": gettext_lazy("Called off a review"),
    "scheduled": gettext_lazy("Gave a draft its time"),
    "schedule-called-off": gettext_lazy("A time was called off"),
    "publish-failed": gettext_lazy("Could not be published at its time"),
    "copied": gettext_lazy("Copied from another"),
    "published": gettext_lazy("Published"),
    "retired": gettext_lazy("Retired"),
    "loaded": gettext_lazy("Loaded content"),
    "finding-kept": gettext_lazy("Kept what a check had found"),
    "finding-reopened": gettext_lazy("Opened a kept finding again"),
    "written": gettext_lazy("Wrote content as files"),
    "downloaded": gettext_lazy("Downloaded a course"),
}
"""By verb. What is not in here yet is told by its verb."""

OF_A_KIND: dict[tuple[str, str], Promise] = {
    ("added", "person"): gettext_lazy("The account was made"),
    ("changed", "person"): gettext_lazy("The account was changed"),
    ("moved", "lesson"): gettext_lazy("A lesson was moved"),
    ("moved", "scenario"): gettext_lazy("A scenario was moved"),
    ("moved", "step"): gettext_lazy("A step was moved"),
    **{
        ("brought-back", kind): gettext_lazy("Brought back")
        for kind in ("course", "lesson", "topic", "scenario", "question", "exam", "coursepage")
    },
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
    "due": gettext_lazy("Time (UTC)"),
    "note": gettext_lazy("Learners were told"),
    "problems": gettext_lazy("To be mended"),
    "summary": gettext_lazy("Summary"),
    "before": gettext_lazy("Before"),
    "after": gettext_lazy("After"),
    "rows": gettext_lazy("Rows"),
    "exam": gettext_lazy("Exam"),
    "round": gettext_lazy("Round"),
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
