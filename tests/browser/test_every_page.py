"""No page is forgotten: each address is pictured and tested somewhere, or has a reason not to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from django.urls import URLResolver, get_resolver

from tests.browser.pages import EVERY

pytestmark = pytest.mark.browser

POSTED = "only posted to: it leads back to a page"
NO_PAGE = {
    "image": "a file; see test_images",
    "health_live": "for machines; see test_health",
    "health_ready": "for machines; see test_health",
    "read_topic": POSTED,
    "withdraw_reflection": POSTED,
    "agree": POSTED,
    "admin:course_notice_publish": POSTED,
    "start_exam": POSTED,
    "beat": "told by a script: it shows nothing",
    "statement_pdf": "a file; see test_pdf",
    "sign_off_pdf": "a file; see test_sign_off_record",
    "count_standing": POSTED,
    "open_sign_offs": POSTED,
    "submit": POSTED,
    "unpause": POSTED,
    "end_device": POSTED,
    "end_other_devices": POSTED,
    "admin:course_course_download": "a file; see test_carry_course",
    "record_csv": "a file; see test_record",
    "mfa_download_recovery_codes": "a file; see test_second_step",
    "change_invitation": POSTED,
    "decide_request": POSTED,
    "end_assignment": POSTED,
    "roster_template": "a file; see test_roster",
    "attempt": "leads to the question to go on with",
    "review_csv": "a file; see the supervisor's walk",
    **dict.fromkeys(
        ("review_xlsx", "learners_csv", "learners_xlsx", "cohort_csv", "cohort_xlsx"),
        "a file; see test_downloads",
    ),
    **dict.fromkeys(("analysis_csv", "analysis_xlsx"), "a file; see test_item_files"),
    **dict.fromkeys(("gain_csv", "gain_xlsx"), "a file; see test_gain_files"),
    "revoke_token": POSTED,
    "api_tables": "JSON; see test_api",
    "api_table": "JSON; see test_api",
    "dictionary_csv": "a file; see test_downloads",
    "dictionary_xlsx": "a file; see test_downloads",
    "story_csv": "a file; see test_story",
    "admin:login": "leads to the product's own sign-in",
    "admin:app_list": "leads to the index",
    "admin:course_person_password_mail": POSTED,
    "admin:quizzes_question_try": "the preview, with an answer in it; see admin-question-tried",
    "admin:lessons_coursepage_look": "the preview of what is typed; see test_pages_admin",
    "admin:lessons_coursepage_look_new": "the preview of what is typed; see test_pages_admin",
    "admin:quizzes_question_tag": "shown by the list's action; see admin-question-tag",
}
POSTED_IN_ADMIN = {
    "retire",
    "bring_back",
    "discard",
    "keep",
    "take_back",
    "move",
    "again",
    "copy",
    "paste_table",
} | {
    "keep_unsaved",
    "throw_away",
}
# One page of these shows them all: the same template, with the same parts.
ALIKE = {"history", "delete", "version", "differences", "review", "schedule", "unsaved"}


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """The name of every address, such as ``step`` and ``admin:course_cohort_change``."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif entry.name:
            yield space + entry.name


def _last(name: str) -> str:
    return name.split("_", 2)[-1]


def test_every_address_has_its_place() -> None:
    placed = {place.view for place in EVERY}
    kinds = {_last(view) for view in placed if view.startswith("admin:")}
    missing = [
        name
        for name in names()
        if name not in placed
        and name not in NO_PAGE
        and not (name.startswith("admin:") and _last(name) in POSTED_IN_ADMIN | (ALIKE & kinds))
    ]
    assert missing == []


def test_no_reason_outlives_its_address() -> None:
    assert set(NO_PAGE) <= set(names())
    assert not set(NO_PAGE) & {place.view for place in EVERY}


def test_no_two_places_share_a_name() -> None:
    assert [name for name, times in Counter(place.name for place in EVERY).items() if times > 1] == []
