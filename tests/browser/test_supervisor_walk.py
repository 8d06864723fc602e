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
COLUMNS = ("Learner", "Cohort", "Exam", "Score", "Critical items missed", "Time taken", "State")


def test_a_supervisor_filters_downloads_and_opens_an_attempt(hands: Hands) -> None:
    page = hands.page
    sign_in_by_form(hands, "sam")
    hands.follow("Review exam scores")
    hands.write("Name", "a")
    hands.pick("State", "Submitted")
    hands.pick(re.compile(r"^\s*Exam\s*$"), "Pre-Course Knowledge Exam")
    hands.press("Show")
    expect(page).to_have_url(re.compile("state=submitted"))
    lines = _download(hands)
    assert 2 <= len(lines) < 12, "the filter leaves some of the cohort's twelve, not all"
    assert _on_screen(page) == [_as_shown(line) for line in lines]
    hands.follow(re.compile(f"^{lines[0]['Learner']}$"))
    expect(page.locator("dl.facts")).to_contain_text("{Score} of {Possible} ({Percent} %)".format(**lines[0]))
    expect(page.locator(".review-lines > li")).to_have_count(int(lines[0]["Possible"]))
    partly = float(lines[0]["Score"]) - page.locator(".verdict-matches").count()
    assert 0 <= partly < 3, "all points but those for parts of matching and ordering"
    hands.follow("Exam review")
    expect(page.get_by_role("heading", level=1, name="Exam review")).to_be_visible()
    assert _on_screen(page) == [_as_shown(line) for line in lines], "the way back keeps the filter"


def _download(hands: Hands) -> list[Line]:
    with hands.page.expect_download() as download:
        hands.follow("Download as CSV")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def _on_screen(page: Page) -> list[Line]:
    """The table as it is read: what each cell says, by the name of its column."""
    rows = page.locator(".review-table tbody tr").all()
    return [
        {name: " ".join(row.locator(f"[data-label='{name}']").inner_text().split()) for name in COLUMNS}
        for row in rows
    ]


def _as_shown(line: Line) -> Line:
    """A line of the file in the words of the table."""
    minutes = int(line["Time taken (minutes)"])
    missed = line["Critical items missed"]
    return {
        "Learner": f"{line['Learner']} {line['Email']}",
        "Cohort": line["Cohort"],
        "Exam": line["Exam"],
        "Score": f"{line['Score']} of {line['Possible']} {line['Percent']} %",
        "Critical items missed": "None" if missed == "0" else f"{missed} missed",
        "Time taken": f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min",
        "State": line["State"],
    }
