"""Every kind of page that the product has, who sees it, and how one gets there.

A new address without a place here fails ``test_every_page``; so does a new place in the admin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.world import PATIENCE, World
from tests.lessons.test_pasting import WALKING, broken
from tests.live import short_course

expect.set_options(timeout=PATIENCE)

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Place:
    """A page called ``name``: the address of ``view``, opened by ``who`` (empty: nobody is signed in).

    The world holds the arguments of its address under ``ids``, the name of the page, or that of the view. ``query`` is
    appended to the address, which may be one that ``leads_on`` to another. ``then`` goes on from there to a state that
    has no address. ``document`` names a page of the world that no address shows. ``odd`` matches what the browser
    rightly complains about.
    """

    name: str
    view: str
    who: str = ""
    then: Act | None = None
    ids: str = ""
    query: str = ""
    leads_on: bool = False
    document: str = ""
    odd: str = r"(?!)"

    def open(self, page: Page, world: World) -> None:
        if self.document:
            body = world.documents[self.document]
            page.route("**/odd/", lambda route: _answer(route, body))
            page.goto("/odd/")
            return
        exact = self.ids or self.name.replace("-", "_")
        address = world.address(self.view, exact if exact in world.ids else self.view) + self.query
        page.goto(address)
        assert self.leads_on or page.url.endswith(address), f"{self.name} leads to {page.url}"
        if self.then:
            self.then(page)
        # What a click opened may just have begun.
        page.wait_for_load_state()


def _answer(route: Route, body: str) -> None:
    route.fulfill(body=body, content_type="text/html")


# --- States without an address ---------------------------------------------------------------------------------------


def _sign_in_wrongly(page: Page) -> None:
    page.get_by_label("Email").fill("nobody@demo.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".alert-danger")).to_be_visible()


def _sign_in_to_the_code(page: Page) -> None:
    page.get_by_label("Email").fill("olga@demo.example")
    page.get_by_label("Password").fill("walk-beside-988")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")


def _prove_it(page: Page) -> None:
    """Type the password once more, unless that was done a minute ago."""
    if page.get_by_role("heading", level=1).inner_text() != "Is it you?":
        return
    page.get_by_label("Password").fill("walk-beside-988")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Is it you?")


def _type_a_wrong_code(page: Page) -> None:
    _prove_it(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Use this app").click()
    expect(page.locator(".invalid-feedback").first).to_be_visible()


def _open_decline(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy notice")
    page.get_by_text("I do not agree").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def _erase_without_a_yes(page: Page) -> None:
    _prove_it(page)
    page.get_by_role("button", name="Erase me").click()
    expect(page.get_by_text("Check this box to go on")).to_be_visible()


def _make_a_token(page: Page) -> None:
    _prove_it(page)
    revoke = page.get_by_role("button", name="Revoke")
    if revoke.count() > 3:
        revoke.last.click()
    page.get_by_label("Name").fill("Monthly report")
    page.get_by_role("button", name="Make a token").click()
    expect(page.get_by_role("heading", name="Your new token")).to_be_visible()


def _make_no_token(page: Page) -> None:
    _prove_it(page)
    page.get_by_role("button", name="Make a token").click()
    expect(page.locator(".invalid-feedback").first).to_be_visible()


def _sign_up_wrongly(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Join")).click()
    expect(page.locator(".invalid-feedback").first).to_be_visible()


def _join_wrongly(page: Page) -> None:
    page.get_by_label("Join code").fill("XXXX-XXXX")
    page.get_by_role("button", name=re.compile("Go on")).click()
    expect(page.locator(".invalid-feedback")).to_be_visible()


def _put_too_early(page: Page) -> None:
    page.get_by_label("opens after").select_option(label="What Peer Specialists Do")
    page.get_by_role("button", name="Put it there").click()
    expect(page.locator(".invalid-feedback")).to_be_visible()


def _lose_the_token(page: Page) -> None:
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please send that form again")


def _unfold(page: Page) -> None:
    """Everything that opens."""
    for summary in page.locator("summary:visible").all():
        summary.click()


def _write_in_another_tab(page: Page) -> None:
    """Save on top of something that the page had not seen."""
    page.locator("input[name=revision]").first.evaluate("hidden => { hidden.value = '0' }")
    page.get_by_label("Your reflection").first.fill("What I wrote in this tab.")
    expect(page.locator(".save-state.is-stale")).to_be_visible()


def _go_on_without_a_choice(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Go on")).click()
    expect(page.get_by_text("Choose one first.")).to_be_visible()


def _add_a_check(page: Page) -> None:
    page.get_by_role("button", name="Add a self-check").click()
    expect(page.get_by_text("Rearranged below. It is not saved yet.")).to_be_visible()


def _add_a_point(page: Page) -> None:
    page.get_by_role("button", name="Add a point").click()
    expect(page.get_by_text("To be mended before this can be published:")).to_be_visible()


def _choose_in_another_tab(page: Page) -> None:
    page.locator("input[name=revision]").evaluate("hidden => { hidden.value = '0' }")
    page.locator(".choice input:not(:checked)").first.check()
    expect(page.get_by_text("Not saved: this question was answered in another window")).to_be_visible()


def _choose_on_the_sheet_in_another_tab(page: Page) -> None:
    page.locator("input[name$=revision]").first.evaluate("hidden => { hidden.value = '0' }")
    page.locator("input[name$=revision]").first.evaluate("hidden => { hidden.value = '0' }")
    page.locator(".choice input:not(:checked)").first.check()
    expect(page.get_by_text("that answer is kept")).to_be_visible()


def _go_offline(page: Page) -> None:
    page.context.set_offline(True)
    page.locator(".choice input:not(:checked)").first.check()
    expect(page.locator(".save-state.is-late")).to_be_visible()


def _lose_the_session(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")
    page.locator(".choice input:not(:checked)").first.check()
    expect(page.get_by_role("link", name="Sign in to save it")).to_be_visible()


def _issue_without_a_name(page: Page) -> None:
    page.get_by_label("Your name").fill("")
    page.get_by_role("button", name="Issue my statement").click()
    expect(page.locator(".invalid-feedback")).to_be_visible()


def _revoke_without_a_reason(page: Page) -> None:
    page.get_by_role("button", name="Revoke it").click()
    expect(page.locator(".invalid-feedback")).to_be_visible()


def _hand_over_too_early(page: Page) -> None:
    page.get_by_role("button", name="Hand over to my supervisor").click()
    expect(page.get_by_text("Choose what fits best today.").first).to_be_visible()


def _save_in_an_old_tab(page: Page) -> None:
    page.locator("input[name=revision]").first.evaluate("hidden => { hidden.value = '1' }")
    page.locator("textarea").first.fill("What I typed in this tab.")
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_text("Not saved: this was changed in another window")).to_be_visible()


def _sign_too_early(page: Page) -> None:
    page.get_by_role("button", name="Sign, and give it to the learner").click()
    expect(page.get_by_text("Choose what fits best today.").first).to_be_visible()


def _choose_the_sign_off_group(page: Page) -> None:
    page.get_by_label("Cohort").select_option(label="Sign-off group")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("heading", name="Open a sign-off in Sign-off group")).to_be_visible()
    _unfold(page)


def _choose_a_group_without_sign_offs(page: Page) -> None:
    page.get_by_label("Cohort").select_option(label="Winter cohort")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("No sign-off has been opened in Winter cohort yet.")).to_be_visible()


def _check_no_code(page: Page) -> None:
    page.get_by_label("Code on the statement").fill("K7QM")
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".invalid-feedback")).to_be_visible()


def _keep_for_nothing(page: Page) -> None:
    page.get_by_text("Keep, because …").first.click()
    page.locator("#findings").get_by_role("button", name="Keep").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep these words")


def _only_questions(page: Page) -> None:
    page.locator("summary", has_text="Kind").click()
    page.get_by_role("link", name="Questions", exact=True).click()
    page.wait_for_url("**?*kind=*")


def _plan_nothing(page: Page) -> None:
    page.get_by_role("button", name="Set the time").click()
    expect(page.locator(".errorlist").first).to_be_visible()


def _send_back_without_a_word(page: Page) -> None:
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_text("Say what to change, so that the author can go on.")).to_be_visible()


def _upload_nothing(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _paste(page: Page) -> None:
    page.get_by_label("Your text").fill(broken(WALKING, "cp874", "cp1252"))
    page.get_by_role("button", name="Show what you make of it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What we made of it")


def _paste_untitled(page: Page) -> None:
    _paste(page)
    page.get_by_label("Title").first.fill("")
    page.get_by_role("button", name="Make it a draft topic").click()
    expect(page.get_by_text("Not made yet.")).to_be_visible()


def _save_nothing(page: Page) -> None:
    page.get_by_label("Title").fill("")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Not saved yet. Please look at this:")).to_be_visible()


def _open_the_table(page: Page) -> None:
    """The dialog with the boxes of a table."""
    page.get_by_role("button", name="Table", exact=True).click()
    expect(page.get_by_role("dialog").get_by_label("Caption")).to_be_focused()


def _unfold_what_one_can_write(page: Page) -> None:
    page.get_by_text("What you can write").click()


def _be_quiet_never(page: Page) -> None:
    page.get_by_label("Days without work").fill("0")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".invalid-feedback")).to_be_visible()


def _grant_nothing(page: Page) -> None:
    page.get_by_role("button", name="Grant", exact=True).click()
    expect(page.get_by_text("Say why, so that colleagues understand it later.")).to_be_visible()


def _save_an_old_draft(page: Page) -> None:
    """Save points over a draft that the page had not seen."""
    page.locator("input[name=revision]").evaluate("hidden => { hidden.value = '0' }")
    page.get_by_label("Words for the learner").fill("What I thought of it.")
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_text("Not saved: somebody saved another draft")).to_be_visible()


def _save_no_points(page: Page) -> None:
    page.get_by_role("button", name="Save and next").click()
    expect(page.locator(".invalid-feedback").first).to_be_visible()


def _look_ahead(page: Page) -> None:
    page.get_by_label("Full points for everyone who answered").check()
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()


def _try_it(page: Page) -> None:
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("heading", name="How this answer is graded")).to_be_visible()


def _tag(page: Page) -> None:
    for box in page.locator(".action-select").all()[:3]:
        box.check()
    page.get_by_role("button", name="Tag …").click()
    page.get_by_label("Taught before the exam by").select_option(index=2)
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()


def _upload_zip(page: Page, data: bytes) -> None:
    file = FilePayload(name="course.zip", mimeType="application/zip", buffer=data)
    page.get_by_label("Course (zip)").set_input_files(file)
    page.get_by_role("button", name="Show what would change").click()


def _upload_no_zip(page: Page) -> None:
    _upload_zip(page, b"no zip")
    expect(page.get_by_text("This is not a zip file")).to_be_visible()


def _upload_an_edited_course(page: Page) -> None:
    """The course that is there, with a title and a topic edited as in a text editor."""
    out = BytesIO()
    with ZipFile(out, "w") as packed:
        for name, text in short_course.files():
            edited = text.replace("What Peer Specialists Do", "What Peers Do")
            packed.writestr(name, edited.replace("Each state,", "Every state,"))
    _upload_zip(page, out.getvalue())
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()


def _go_on_to_sign_up(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Join →")).click()
    expect(page.get_by_label("Email")).to_be_disabled()


def _turn_off(page: Page) -> None:
    page.get_by_role("button", name="Turn it off").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This mail is off")


def _end_long_ago(page: Page) -> None:
    page.get_by_label("Last day of the code").fill("1999-12-31")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".invalid-feedback")).to_be_visible()


def _choose_no_file(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Look at the list")).click()
    expect(page.get_by_text("Choose a file.")).to_be_visible()


def _upload(page: Page, text: str) -> None:
    file: FilePayload = {"name": "people.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("List of people (CSV)").set_input_files(files=[file])
    page.get_by_role("button", name=re.compile("^Look at the list")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at the list")


def _look_at_a_list(page: Page) -> None:
    people = ("nia@example.org,Nia Stone", "om@example.org,Om Rao", "mia@demo.example,Mia Torres")
    _upload(page, "\n".join(["email,name", *people, "rosa@demo.example,Rosa Delgado", people[0]]))


def _look_at_a_bad_list(page: Page) -> None:
    _upload(page, "email,name\nnia@example.org,Nia Stone\nom(at)example.org,Om Rao\nzo@example.org,ZoÃ«\n")


def _withdraw_without_a_reason(page: Page) -> None:
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Say why. The learner and your colleagues read it.")).to_be_visible()


def _keep_unsaid(page: Page) -> None:
    page.get_by_role("button", name="Keep it as it is").click()
    expect(page.locator(".invalid-feedback").first).to_be_visible()


def _assign_nobody(page: Page) -> None:
    page.locator("form[method=post]").get_by_label("Email").last.fill("nobody@example.org")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("Nobody with this address can sign in")).to_be_visible()


# --- The pages, by who opens them -------------------------------------------------------------------------------------

CHECK = "?check=a-sleepy-pill&check-a-sleepy-pill-choice="

VISITOR = (
    Place("welcome", "home"),
    Place("join", "join"),
    Place("join-refused", "join", then=_join_wrongly),
    Place("join-link", "join_link", leads_on=True),
    Place("sign-in", "account_login"),
    Place("sign-in-refused", "account_login", then=_sign_in_wrongly),
    Place("invited", "invited"),
    Place("invited-expired", "invited", odd="410"),
    Place("invited-unknown", "invited", odd="404"),
    Place("sign-up-invited", "invited", ids="invited", then=_go_on_to_sign_up),
    Place("mute-mail", "mute_mail"),
    Place("mute-mail-done", "mute_mail", ids="mute_mail", then=_turn_off),
    Place("notice", "notice"),
    Place("erased", "erased"),
    Place("sign-up", "account_signup"),
    Place("sign-up-refused", "account_signup", then=_sign_up_wrongly),
    Place("account-inactive", "account_inactive"),
    Place("email-confirm", "account_confirm_email"),
    Place("email-sent", "account_email_verification_sent"),
    Place("password-forgotten", "account_reset_password"),
    Place("password-forgotten-sent", "account_reset_password_done"),
    Place("password-new", "account_reset_password_from_key", leads_on=True),
    Place("password-new-done", "account_reset_password_from_key_done"),
    Place("second-step-code", "mfa_authenticate", then=_sign_in_to_the_code, leads_on=True),
    Place("verify", "verify"),
    Place("verify-refused", "verify", then=_check_no_code, odd="422"),
    Place("verify-valid", "verify_code"),
    Place("verify-revoked", "verify_code"),
    Place("verify-unknown", "verify_code", odd="404"),
    Place("error-429", "home", document="429"),
    Place("error-400", "home", document="400"),
    Place("error-403", "home", document="403"),
    Place("error-500", "home", document="500"),
)
LEARNER = (
    Place("home-start", "home", "lou"),
    Place("home-continue", "home", "mia"),
    Place("home-finished", "home", "noah"),
    Place("home-no-course", "home", "sven"),
    Place("home-result-changed", "home", "wynn"),
    Place("join-signed-in", "join", "mia"),
    Place("join-link-signed-in", "join_link", "sven"),
    Place("home-asked", "home", "nell"),
    Place("home-withdrawn", "home", "otis"),
    Place("invited-known", "invited", "otis"),
    Place("invited-somebody-else", "invited", "mia", ids="invited"),
    Place("profile", "profile", "mia"),
    Place("measured-time", "measured_time", "mia"),
    Place("measured-time-off", "measured_time", "selma"),
    Place("my-hours", "my_hours", "mia"),
    Place("statement-steps-left", "statement", "mia"),
    Place("statement-to-issue", "statement", "noah"),
    Place(
        "statement-refused",
        "statement",
        "noah",
        ids="statement_to_issue",
        then=_issue_without_a_name,
        odd="422",
    ),
    Place("statement-valid", "statement", "remy"),
    Place("statement-revoked", "statement", "selma"),
    Place("statement-page", "statement_page", "remy"),
    Place("home-sign-off", "home", "dagny"),
    Place("my-sign-off-none", "my_sign_off", "mia"),
    Place("my-sign-off-draft", "my_sign_off", "dagny"),
    Place(
        "my-sign-off-refused",
        "my_sign_off",
        "dagny",
        ids="my_sign_off_draft",
        then=_hand_over_too_early,
        odd="422",
    ),
    Place("my-sign-off-stale", "my_sign_off", "dagny", then=_save_in_an_old_tab, odd="409"),
    Place("my-sign-off-handed-over", "my_sign_off", "emeka"),
    Place("my-sign-off-to-sign", "my_sign_off", "fenna"),
    Place("my-sign-off-differs", "my_sign_off", "gideon"),
    Place("my-sign-off-closed", "my_sign_off", "honor"),
    Place("sign-off-record", "sign_off_record", "honor"),
    Place("mail-settings", "mail_settings", "mia"),
    Place("outline", "outline", "mia"),
    Place("outline-finished", "outline", "noah"),
    Place("glossary", "glossary", "mia"),
    Place("glossary-term", "glossary", "mia", query="#term-stigma"),
    Place("resources", "resources", "mia"),
    Place("about", "about", "mia"),
    Place("about-page", "about_page", "mia"),
    Place("about-page-table", "about_page", "mia"),
    Place("guides", "guides", "tess"),
    Place("guide", "guide", "tess"),
    Place("lesson", "step", "ada"),
    Place("lesson-constructs", "step", "ada"),
    Place("lesson-not-begun", "step", "lou", then=_unfold),
    Place("lesson-done", "step", "noah", then=_unfold),
    Place("changes", "topic_changes", "greta"),
    Place("lesson-changed", "step", "greta"),
    Place("outline-changed", "outline", "greta"),
    Place("locked", "step", "pat"),
    Place("exam", "step", "ada"),
    Place("exam-under-way", "step", "mia", ids="exam"),
    Place("item", "item", "mia"),
    Place("item-multiple", "item", "mia"),
    Place("item-answered", "item", "mia"),
    Place("item-stale", "item", "mia", then=_choose_in_another_tab, odd="409"),
    Place("item-offline", "item", "mia", then=_go_offline, odd="ERR_INTERNET_DISCONNECTED|htmx:"),
    Place("item-signed-out", "item", "mia", then=_lose_the_session, odd="401"),
    Place("item-settled", "item", "kim"),
    Place("sheet", "sheet", "kim"),
    Place("sheet-stale", "sheet", "kim", ids="sheet", then=_choose_on_the_sheet_in_another_tab, odd="409"),
    Place("check", "check", "mia"),
    Place("paused", "paused", "zoe"),
    Place("result", "result", "noah"),
    Place("result-keys", "result", "kim", then=_unfold),
    Place("check-unanswered", "step", "mia", query="?check=a-sleepy-pill"),
    Place("check-not-quite", "step", "mia", query=f"{CHECK}one-night"),
    Place("check-told", "step", "mia", query=f"{CHECK}one-night&tell=1"),
    Place("check-right", "step", "mia", query=f"{CHECK}his-question"),
    Place("walk", "walk", "wade"),
    Place("walk-refused", "walk", "wade", then=_go_on_without_a_choice, odd="422"),
    Place("walk-on-the-way", "walk", "mia", then=_unfold),
    Place("walk-ended", "walk", "noah"),
    Place("reflections", "reflections", "mia"),
    Place("reflections-none", "reflections", "lou"),
    Place("reflection", "reflection", "mia", then=_unfold),
    Place("reflection-stale", "reflection", "mia", then=_write_in_another_tab, odd="409"),
    Place("reflection-history", "reflection_history", "mia", then=_unfold),
    Place("share", "share_reflection", "noah"),
    Place("share-unchanged", "share_reflection", "mia", ids="reflection"),
    Place("sign-out", "account_logout", "ada"),
    Place("account-email", "account_email", "joan", then=_prove_it, leads_on=True),
    Place("password-change", "account_change_password", "ada"),
    Place("password-set", "account_set_password", "ivy"),
    Place("password-again", "account_reauthenticate", "ada"),
    Place("devices", "devices", "ada"),
    Place("tokens", "tokens", "tess", then=_prove_it, leads_on=True),
    Place("tokens-made", "tokens", "tess", then=_make_a_token, leads_on=True),
    Place("tokens-refused", "tokens", "tess", then=_make_no_token, leads_on=True, odd="422"),
    Place("notice-asked", "home", "uli", then=_open_decline, leads_on=True),
    Place("privacy", "privacy", "mia"),
    Place("own-data", "own_data", "mia", then=_prove_it, leads_on=True),
    Place("erase", "erase", "mia", then=_prove_it, leads_on=True),
    Place("erase-refused", "erase", "mia", then=_erase_without_a_yes, leads_on=True, odd="422"),
    Place("erase-staff", "erase", "tess", then=_prove_it, leads_on=True),
    Place("my-record", "my_record", "wynn"),
    Place("my-record-none", "my_record", "lou"),
    Place("second-step-none", "mfa_index", "lou"),
    Place("second-step", "mfa_index", "olga"),
    Place("app-new", "mfa_activate_totp", "lou", then=_prove_it, leads_on=True),
    Place("app-new-refused", "mfa_activate_totp", "lou", then=_type_a_wrong_code, leads_on=True),
    Place("app-remove", "mfa_deactivate_totp", "olga", then=_prove_it, leads_on=True),
    Place("recovery-codes", "mfa_view_recovery_codes", "olga", then=_prove_it, leads_on=True),
    Place("recovery-codes-new", "mfa_generate_recovery_codes", "olga", then=_prove_it, leads_on=True),
    Place("passkey-new", "mfa_add_webauthn", "lou", then=_prove_it, leads_on=True),
    Place("passkeys", "mfa_list_webauthn", "olga", then=_prove_it, leads_on=True),
    Place("passkey-rename", "mfa_edit_webauthn", "olga", then=_prove_it, leads_on=True),
    Place("passkey-remove", "mfa_remove_webauthn", "olga", then=_prove_it, leads_on=True),
    Place("code-again", "mfa_reauthenticate", "olga"),
    Place("passkey-again", "mfa_reauthenticate_webauthn", "olga"),
    Place("error-404", "result", "ada", odd="404"),
    Place("error-csrf", "profile", "ada", then=_lose_the_token, odd="403"),
)
STAFF = (
    Place("home-trainer", "home", "tess"),
    Place("home-supervisor", "home", "sam"),
    Place("home-no-cohort", "home", "alma"),
    Place("home-as-of", "home", "hilde"),
    Place("home-not-counted", "home", "ingo"),
    Place("inbox", "inbox", "tess"),
    Place("inbox-nothing-fits", "inbox", "tess", query="?state=new&cohort=3"),
    Place("shared-reflection", "shared_reflection", "tess", then=_unfold),
    Place("learner-hours", "learner_hours", "alma"),
    Place("statement-page-revoked", "statement_page", "alma"),
    Place("revoke-statement", "revoke_statement", "alma"),
    Place("revoke-statement-refused", "revoke_statement", "alma", then=_revoke_without_a_reason, odd="422"),
    Place("cohorts", "cohorts", "alma"),
    Place("cohort", "cohort", "tess"),
    Place("cohort-empty", "cohort", "tess"),
    Place("progress", "progress", "sam"),
    Place("progress-trainer", "progress", "tess"),
    Place("progress-quiet", "progress", "alma", ids="progress", query="?show=quiet&sort=progress"),
    Place("progress-none", "progress", "sam", query="?name=zzz"),
    Place("progress-empty", "progress", "tess"),
    Place("progress-refused", "progress", "sam", query="?show=luck"),
    Place("quiet-days", "quiet_days", "sam"),
    Place("quiet-days-refused", "quiet_days", "sam", then=_be_quiet_never, odd="422"),
    Place("exams-due", "exams_due", "sam"),
    Place("exams-due-none", "exams_due", "rita"),
    Place("learner-path", "learner", "sam", then=_unfold),
    Place("cohort-code", "cohort_code", "tess"),
    Place("cohort-code-refused", "cohort_code", "tess", then=_end_long_ago, odd="422"),
    Place("roster", "roster", "tess"),
    Place("roster-refused", "roster", "tess", then=_choose_no_file, odd="422"),
    Place("roster-look", "roster", "tess", then=_look_at_a_list),
    Place("roster-mistakes", "roster", "tess", then=_look_at_a_bad_list),
    Place("invitations", "invitations", "tess"),
    Place("invitations-none", "invitations", "tess", query="?state=accepted"),
    Place("due-dates", "due_dates", "tess"),
    Place("enrollment", "enrollment", "tess"),
    Place("enrollment-refused", "enrollment", "tess", then=_withdraw_without_a_reason, odd="422"),
    Place("enrollment-withdrawn", "enrollment", "tess"),
    Place("assignments", "assignments", "alma"),
    Place("assignments-refused", "assignments", "alma", then=_assign_nobody, odd="422"),
    Place("void-attempt", "void_attempt", "alma"),
    Place("review-void", "review_attempt", "alma", then=_unfold),
    Place("learners", "learners", "tess"),
    Place("dictionary", "dictionary", "tess"),
    Place("learners-none", "learners", "tess", query="?name=zzz"),
    Place("learner", "learner", "tess"),
    Place("learner-refused", "learner", "tess", then=_grant_nothing, odd="422"),
    Place("end-accommodation", "end_accommodation", "tess"),
    Place("exam-learners", "exam_learners", "tess"),
    Place("learner-exam", "learner_exam", "tess"),
    Place("review", "review", "sam"),
    Place("review-all", "review", "alma"),
    Place("review-filtered", "review", "sam", query="?state=critical&sort=-score"),
    Place("review-none", "review", "sam", query="?name=zzz"),
    Place("gain", "gain", "alma", then=_unfold),
    Place("gain-refused", "gain", "alma", query="?cohort=0"),
    Place("review-attempt", "review_attempt", "alma"),
    Place("review-open", "review_attempt", "alma"),
    Place("review-marked", "review_attempt", "alma", then=_unfold),
    Place("change-points", "change_points", "alma"),
    Place("sign-offs", "sign_offs", "alma"),
    Place("sign-offs-cohort", "sign_offs", "alma", then=_choose_the_sign_off_group),
    Place("sign-offs-none", "sign_offs", "alma", then=_choose_a_group_without_sign_offs),
    Place("sign-offs-nothing-fits", "sign_offs", "alma", query="?name=zzz"),
    Place("sign-off-draft", "sign_off", "alma"),
    Place("sign-off-rating", "sign_off", "alma", then=_unfold),
    Place("sign-off-refused", "sign_off", "alma", ids="sign_off_rating", then=_sign_too_early, odd="422"),
    Place("sign-off-signing", "sign_off", "alma"),
    Place("sign-off-differs", "sign_off", "alma"),
    Place("sign-off-record-two-views", "sign_off_record", "alma"),
    Place("sign-off-record-called-off", "sign_off_record", "alma"),
    Place("learner-sign-offs", "learner_sign_offs", "alma"),
    Place("learner-sign-offs-none", "learner_sign_offs", "alma"),
    Place("analysis", "analysis", "alma"),
    Place("analysis-items", "analysis_items", "alma", then=_unfold),
    Place("analysis-items-filtered", "analysis_items", "alma", ids="analysis_items", query="?form=Z"),
    Place("analysis-as-of", "analysis_items", "alma", then=_unfold),
    Place("analysis-not-counted", "analysis_items", "alma", ids="analysis_as_of", query="?attempts=all"),
    Place("analysis-few", "analysis_items", "alma"),
    Place("analysis-none", "analysis_items", "alma"),
    Place("analysis-item", "analysis_item", "alma"),
    Place("analysis-item-kept", "analysis_item", "alma", then=_unfold),
    Place("analysis-keep", "analysis_keep", "alma"),
    Place(
        "analysis-keep-refused",
        "analysis_keep",
        "alma",
        ids="analysis_keep_new",
        then=_keep_unsaid,
        odd="422",
    ),
    Place("marking", "marking", "alma"),
    Place("marking-none", "marking", "sam"),
    Place("marking-exam", "marking_exam", "alma"),
    Place("record", "record", "alma"),
    Place("record-none", "record", "alma", query="?name=zzz"),
    Place("record-refused", "record", "alma", query="?first=2026-02-02&last=2026-02-01"),
    Place("mark", "mark", "alma"),
    Place("mark-refused", "mark", "alma", then=_save_no_points, odd="422"),
    Place("mark-stale", "mark", "alma", then=_save_an_old_draft, odd="409"),
    Place("release-marks", "release_marks", "alma"),
)


def _admin(app: str, model: str, who: str, *kinds: str) -> Iterator[Place]:
    for kind in kinds:
        ids = f"admin_{model}" if kind in ("change", "history", "delete") else ""
        yield Place(f"admin-{model}-{kind}", f"admin:{app}_{model}_{kind}", who, ids=ids)


AUTHORING = (
    Place("admin", "admin:index", "tess"),
    Place("admin-all", "admin:index", "alma"),
    *_admin("lessons", "topic", "tess", "changelist", "add", "change", "preview", "version", "history"),
    Place("admin-topic-draft", "admin:lessons_topic_change", "tess"),
    Place("admin-topic-refused", "admin:lessons_topic_change", "tess", ids="admin_topic", then=_save_nothing),
    Place("admin-guide", "admin:lessons_topic_guide", "tess", ids="admin_guide"),
    Place("admin-guide-constructs", "admin:lessons_topic_guide", "tess", ids="admin_guide_constructs"),
    Place(
        "admin-topic-keep-refused",
        "admin:lessons_topic_change",
        "tess",
        ids="admin_topic_draft",
        then=_keep_for_nothing,
        odd="422",
    ),
    Place("admin-findings", "admin:findings", "tess"),
    Place("admin-findings-none", "admin:findings", "tess", then=_only_questions),
    *_admin("lessons", "topic", "alma", "differences", "review", "schedule"),
    Place("admin-topic-waiting", "admin:lessons_topic_change", "alma"),
    Place("admin-topic-planned", "admin:lessons_topic_change", "alma"),
    Place("admin-topic-review-ask", "admin:lessons_topic_review", "alma"),
    Place(
        "admin-topic-returned",
        "admin:lessons_topic_review",
        "alma",
        ids="admin_topic_review",
        then=_send_back_without_a_word,
    ),
    Place(
        "admin-topic-unplanned",
        "admin:lessons_topic_schedule",
        "alma",
        ids="admin_topic_schedule",
        then=_plan_nothing,
    ),
    Place("admin-changes", "admin:changes", "alma"),
    Place("admin-changes-none", "admin:changes", "alma", query="?name=zzz"),
    Place("admin-changes-refused", "admin:changes", "alma", query="?first=2026-02-02&last=2026-02-01"),
    Place("admin-topic-checks", "admin:lessons_topic_checks", "tess"),
    Place(
        "admin-topic-checks-added",
        "admin:lessons_topic_checks",
        "tess",
        ids="admin_topic_checks",
        then=_add_a_check,
    ),
    Place(
        "admin-topic-can-write",
        "admin:lessons_topic_change",
        "tess",
        ids="admin_topic",
        then=_unfold_what_one_can_write,
    ),
    Place(
        "admin-topic-dialog", "admin:lessons_topic_change", "tess", ids="admin_topic", then=_open_the_table
    ),
    Place("admin-topic-table", "admin:lessons_topic_table", "tess", query="?number=1"),
    Place("admin-topic-unsaved", "admin:lessons_topic_unsaved", "tess"),
    Place("admin-topic-paste", "admin:lessons_topic_paste", "tess"),
    Place("admin-topic-pasted", "admin:lessons_topic_paste", "tess", then=_paste),
    Place("admin-topic-pasted-refused", "admin:lessons_topic_paste", "tess", then=_paste_untitled),
    *_admin("lessons", "image", "tess", "changelist", "add", "change", "delete"),
    Place("admin-image-refused", "admin:lessons_image_add", "tess", then=_upload_nothing),
    *_admin("lessons", "scenario", "tess", "changelist", "add", "change", "preview"),
    Place("admin-scenario-branches", "admin:lessons_scenario_branches", "tess"),
    Place(
        "admin-scenario-branches-open",
        "admin:lessons_scenario_branches",
        "tess",
        ids="admin_scenario_branches",
        then=_add_a_point,
    ),
    Place("admin-scenario-story", "admin:lessons_scenario_preview", "tess"),
    Place("admin-scenario-walk", "admin:lessons_scenario_walk", "tess"),
    Place(
        "admin-scenario-walk-ended",
        "admin:lessons_scenario_walk",
        "tess",
        ids="admin_scenario_walk",
        query="?chose=turn-and-wait&chose=ask-him-how",
    ),
    *_admin("lessons", "glossaryterm", "tess", "changelist", "add", "change"),
    *_admin("lessons", "localblock", "tess", "changelist", "add", "change"),
    *_admin("lessons", "localrule", "tess", "changelist", "add", "change"),
    *_admin("lessons", "resource", "tess", "changelist", "add", "change"),
    *_admin("lessons", "coursepage", "tess", "changelist", "add", "change"),
    *_admin("quizzes", "question", "tess", "changelist", "add", "change", "preview"),
    Place("admin-question-regrade", "admin:quizzes_question_regrade", "tess", then=_look_ahead),
    Place("admin-question-hints", "admin:quizzes_question_change", "tess", ids="admin_question_copy"),
    Place(
        "admin-question-tried",
        "admin:quizzes_question_preview",
        "tess",
        ids="admin_question_preview",
        then=_try_it,
    ),
    Place("admin-question-tag", "admin:quizzes_question_changelist", "tess", then=_tag),
    Place("admin-question-keep", "admin:quizzes_question_keep_hint", "tess"),
    Place("admin-item-writing", "admin:quizzes_question_item_writing", "tess"),
    Place("admin-look-alikes", "admin:quizzes_question_look_alikes", "tess"),
    *_admin("quizzes", "exam", "tess", "changelist", "add", "change"),
    Place("admin-exam-new", "admin:quizzes_exam_change", "tess", ids="admin_exam_new"),
)
ADMINISTRATION = (
    *_admin("course", "course", "alma", "changelist", "add", "change"),
    Place("admin-course-outline", "admin:course_course_outline", "tess"),
    Place("admin-course-outline-all", "admin:course_course_outline", "alma", ids="admin_course_outline"),
    Place("admin-course-step", "admin:course_course_step", "tess"),
    Place(
        "admin-course-step-refused",
        "admin:course_course_step",
        "tess",
        ids="admin_course_step",
        then=_put_too_early,
        odd="422",
    ),
    Place("admin-course-coverage", "admin:course_course_coverage", "tess"),
    Place("admin-course-readiness", "admin:course_course_readiness", "tess"),
    Place("admin-course-times", "admin:course_course_times", "tess"),
    Place("admin-course-unready", "admin:course_course_readiness", "alma"),
    Place("admin-course-upload", "admin:course_course_upload", "alma", ids="admin_course_carry"),
    Place("admin-course-upload-new", "admin:course_course_upload_new", "alma"),
    Place(
        "admin-course-upload-refused",
        "admin:course_course_upload",
        "alma",
        ids="admin_course_carry",
        then=_upload_no_zip,
        odd="422",
    ),
    Place(
        "admin-course-upload-look",
        "admin:course_course_upload",
        "alma",
        ids="admin_course_carry",
        then=_upload_an_edited_course,
    ),
    *_admin("course", "lesson", "tess", "changelist", "add", "change"),
    *_admin("course", "cohort", "tess", "changelist", "add", "change"),
    Place("admin-cohort-empty", "admin:course_cohort_change", "tess"),
    Place("admin-cohort-delete", "admin:course_cohort_delete", "alma", ids="admin_cohort_empty"),
    *_admin("course", "person", "alma", "changelist", "add", "change"),
    Place("admin-person-second-step", "admin:course_person_second_step", "alma"),
    Place("admin-person-erase", "admin:course_person_erase", "alma"),
    *_admin("course", "notice", "alma", "changelist", "add", "change"),
    Place("admin-notice-published", "admin:course_notice_change", "alma"),
    *_admin("course", "program", "alma", "changelist", "add", "change"),
    *_admin("course", "competency", "alma", "changelist", "add", "change"),
)
GROUPS = {
    "visitor": VISITOR,
    "learner": LEARNER,
    "staff": STAFF,
    "authoring": AUTHORING,
    "administration": ADMINISTRATION,
}
EVERY = tuple(place for group in GROUPS.values() for place in group)
