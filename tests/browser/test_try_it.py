"""A trainer answers a question in the frame beside its form, as the form stands, by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.world import World

pytestmark = pytest.mark.browser


def test_an_answer_is_tried_beside_the_form_without_saving_it(open_page: OpenPage, world: World) -> None:
    page = open_page("tess")
    address = world.address("admin:quizzes_question_change", "admin_question")
    page.goto(address)
    frame = page.frame_locator("iframe[name=preview]")
    page.get_by_label("Points").fill("2")
    page.get_by_role("button", name="Preview").click()
    expect(frame.get_by_text("It is not saved.")).to_be_visible()
    frame.get_by_label("The prescriber's.").check()
    frame.get_by_role("button", name="Try it").click()
    expect(frame.get_by_text("2 of 2 points")).to_be_visible()
    expect(frame.get_by_role("heading", name="How this answer is graded")).to_be_in_viewport()
    # The next answer is graded by the same form, which came along.
    frame.get_by_label("Hers alone.").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(frame.get_by_text("0 of 2 points")).to_be_visible()
    expect(page).to_have_url(page.url)
    expect(page.get_by_label("Points")).to_have_value("2")
    page.goto(address)
    expect(page.get_by_label("Points")).to_have_value("1.00")
