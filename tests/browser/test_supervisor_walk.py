"""A supervisor's way: filters the attempts, takes the figures home as CSV, and looks into one attempt."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in_by_form
from tests.browser.hands import Hands

pytestmark = pytest.mark.browser

Line = dict[str, str]


def test_a_supervisor_filters_downloads_and_opens_an_attempt(hands: Hands) -> None:
    page = hands.page
    sign_in_by_form(hands, "sam")
    hands.follow("Review exam scores")
    hands.write("Name", "a")
    hands.pick("State", "Submitted")
    hands.press("Show")
    expect(page).to_have_url(re.compile("state=submitted"))
    lines = _download(hands)
    assert 2 <= len(lines) < 12, "the filter leaves some of the cohort's twelve, not all"
    assert _on_screen(page) == [_as_shown(line) for line in lines]
    hands.follow(re.compile(f"^{lines[0]['Learner']}$"))
    expect(page.locator("dl.facts")).to_contain_text("{Score} / {Possible} ({Percent} %)".format(**lines[0]))
    expect(page.locator(".review-lines > li")).to_have_count(int(lines[0]["Possible"]))
    right = page.locator(".verdict-matches")
    expect(right).to_have_count(int(lines[0]["Score"]))
    hands.follow("Exam review")
    assert _on_screen(page) == [_as_shown(line) for line in lines], "the way back keeps the filter"


def _download(hands: Hands) -> list[Line]:
    with hands.page.expect_download() as download:
        hands.follow("Download as CSV")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def _on_screen(page: Page) -> list[list[str]]:
    """Learner, email, score, percent, critical items missed and state, as a reader of the table finds them."""
    rows = page.locator(".review-table tbody tr").all()
    return [[cell for label in LABELS for cell in _cell(row.locator(f"[data-label='{label}']"))] for row in rows]
