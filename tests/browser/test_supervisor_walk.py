"""A supervisor's ways: through a week, from who is quiet to a signature; and from the attempts to one of them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import sign_in_by_form
from tests.browser.hands import Hands, Keyboard

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


def test_a_supervisor_goes_through_their_week(hands: Hands) -> None:
    page = hands.page
    sign_in_by_form(hands, "sam")
    quiet = _look_after_who_is_quiet(hands)
    hands.follow(re.compile("^Cohorts$"))
    hands.follow("Spring cohort")
    hands.follow("How they are doing")
    expect(page.get_by_role("heading", level=1)).to_have_text("Spring cohort: progress")
    expect(page.get_by_role("row").filter(has=page.get_by_role("link", name=quiet))).to_contain_text("quiet")
    hands.follow(re.compile("^Review$"))
    hands.follow("What learners gained")
    expect(page.locator(".gain-table .whole").first).to_contain_text("All competencies")
    hands.follow("What answers say")
    hands.follow("Pre-Course Knowledge Exam")
    question = page.locator(".analysis-look a").first
    number = question.inner_text().split()[0]
    _open(hands, question)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Question {number}")
    hands.follow(re.compile("^Alongside$"))
    _sign_what_waits(hands)


def _open(hands: Hands, link: Locator) -> None:
    """A link whose name the page has twice: a question to look at also stands among all."""
    if isinstance(hands, Keyboard):
        hands.reach(link)
        hands.page.keyboard.press("Enter")
    else:
        link.click()


def _look_after_who_is_quiet(hands: Hands) -> str:
    """To the page of one of them, with the list taken along. Returns the name."""
    page = hands.page
    hands.follow(re.compile(r"^See who\b.*quiet"))
    expect(page.get_by_label("Quiet for 7 days or longer")).to_be_checked()
    names = page.locator("table tbody th a").all_inner_texts()
    assert [line["Learner"] for line in _download(hands)] == names
    hands.follow(re.compile(f"^{names[0]}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(names[0])
    expect(page.get_by_role("heading", name="Path")).to_be_visible()
    return names[0]


def _sign_what_waits(hands: Hands) -> None:
    """Rate what a learner handed over, sign it, and take that back: the next who walks here finds it as it was."""
    page = hands.page
    hands.follow(re.compile("^Go to sign-offs"))
    first = page.locator("table tbody tr").first
    expect(first).to_contain_text("Waits for you")
    name = first.locator("th").inner_text()
    hands.follow(re.compile(f"^{name}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    for scale in page.locator(".sign-off-scale").all():
        hands.choose(scale.get_by_label("Can do this with help"))
    hands.press("Sign, and give it to the learner")
    expect(page.get_by_text("Now it is with the learner")).to_be_visible()
    hands.press("Take the signature back")
    expect(page.get_by_role("button", name="Sign, and give it to the learner")).to_be_visible()


def _download(hands: Hands) -> list[Line]:
    with hands.page.expect_download() as download:
        hands.follow("Download CSV")
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
