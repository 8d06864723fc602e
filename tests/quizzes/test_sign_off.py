"""A sign-off from its opening to two signatures, as its learner and its supervisor meet it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from course import progress
from course.models import AuditEvent, Cohort, Competency, Enrollment, Person, Step
from course.record import audit_words
from quizzes import attempts
from quizzes.models import Attempt, Question, SignOff
from quizzes.signoff import opening, verbs
from quizzes.signoff.words import LONGEST
from tests.conftest import NOW, signed_in
from tests.quizzes import signoff_room as room
from tests.quizzes.make_attempts import learner

State = SignOff.State
RATING = {f"level-{room.CODE}": "2", f"comment-{room.CODE}": "In a group."}


def mine(enrollment: Enrollment) -> str:
    return reverse("my_sign_off", args=[enrollment.pk])


def theirs(sign_off: SignOff) -> str:
    return reverse("sign_off", args=[sign_off.pk])


def sent(sign_off: SignOff, do: str, **more: Any) -> dict[str, Any]:
    return {"do": do, "round": sign_off.number, "revision": sign_off.revision, **more}


def test_both_rate_and_sign_and_the_record_is_closed(
    enrollment: Enrollment, as_ada: Client, as_sam: Client, sam: Person
) -> None:
    as_sam.post(reverse("open_sign_offs", args=[enrollment.cohort_id]), {"framework": "samhsa"})
    found = SignOff.objects.get()
    assert "Rate yourself" in as_ada.get("/").text
    as_ada.post(mine(enrollment), sent(found, "hand-over", **RATING))
    found.refresh_from_db()
    page = as_sam.get(theirs(found)).text
    assert "I can do this with help" in page
    assert "In a group." in page
    as_sam.post(theirs(found), sent(found, "sign", **RATING | {f"level-{room.CODE}": "3"}))
    found.refresh_from_db()
    assert "Can do this on their own" in as_ada.get(mine(enrollment)).text
    as_ada.post(mine(enrollment), sent(found, "sign"))
    found.refresh_from_db()
    assert (found.state, found.supervisor, len(found.digest)) == (State.SIGNED, sam, 64)
    assert found.own == {room.CODE: {"level": 2, "comment": "In a group."}}
    assert found.rated == {room.CODE: {"level": 3, "comment": "In a group."}}


def test_a_learner_who_sees_it_differently_is_not_asked_to_sign_and_the_record_says_so(
    enrollment: Enrollment, as_ada: Client, as_sam: Client, sam: Person
) -> None:
    found = room.signed_by_staff(enrollment, sam)
    as_ada.post(mine(enrollment), sent(found, "differ", differs=room.VIEW))
    found.refresh_from_db()
    assert room.VIEW in as_sam.get(theirs(found)).text
    as_sam.post(theirs(found), sent(found, "close"))
    record = as_ada.get(reverse("sign_off_record", args=[found.pk])).text
    assert "Ada Lindgren, learner, did not sign, sees it differently and wrote" in record
    assert room.VIEW in record


def test_a_supervisor_who_changes_the_rating_keeps_the_learners_words_before_them(
    enrollment: Enrollment, as_sam: Client, sam: Person
) -> None:
    found = room.seen_differently(enrollment, sam)
    as_sam.post(theirs(found), sent(found, "take-back"))
    found.refresh_from_db()
    assert (found.state, found.supervisor, found.evidence) == (State.RATING, None, {})
    assert room.VIEW in as_sam.get(theirs(found)).text


def test_who_signs_after_all_leaves_no_other_view_in_the_record(enrollment: Enrollment, sam: Person) -> None:
    found = room.seen_differently(enrollment, sam)
    assert verbs.sign(found, seen_revision=4, at=room.later(5)).differs == ""


def test_nobody_sees_a_self_rating_before_it_is_handed_over(
    enrollment: Enrollment, as_ada: Client, as_sam: Client, sam: Person
) -> None:
    found = room.opened(enrollment, sam)
    as_ada.post(mine(enrollment), sent(found, "save", **RATING))
    assert "In a group." in as_ada.get(mine(enrollment)).text
    assert "In a group." not in as_sam.get(theirs(found)).text
    found.refresh_from_db()
    as_sam.post(theirs(found), sent(found, "call-off"))
    address = reverse("sign_off_record", args=[found.pk])
    assert "In a group." not in as_sam.get(address).text
    assert "In a group." in as_ada.get(address).text


def test_a_learner_does_not_see_a_rating_before_it_is_signed(
    enrollment: Enrollment, as_ada: Client, as_sam: Client, sam: Person
) -> None:
    found = room.handed_over(enrollment, sam)
    as_sam.post(theirs(found), sent(found, "save", **{f"comment-{room.CODE}": "Not ready."}))
    assert "Not ready." in as_sam.get(theirs(found)).text
    assert "Not ready." not in as_ada.get(mine(enrollment)).text
    found.refresh_from_db()
    as_sam.post(theirs(found), sent(found, "call-off"))
    assert "Not ready." not in as_ada.get(reverse("sign_off_record", args=[found.pk])).text


def test_it_can_be_taken_back_and_given_back_before_anybody_signs(
    enrollment: Enrollment, as_ada: Client, as_sam: Client, sam: Person
) -> None:
    found = room.handed_over(enrollment, sam)
    as_ada.post(mine(enrollment), sent(found, "take-back"))
    found.refresh_from_db()
    assert (found.state, found.own, found.handed_at) == (State.DRAFT, room.OWN, None)
    verbs.hand_over(found, ratings=room.OWN, seen_revision=found.revision, at=NOW)
    found.refresh_from_db()
    as_sam.post(theirs(found), sent(found, "give-back"))
    found.refresh_from_db()
    assert found.state == State.DRAFT


def test_handing_over_asks_for_every_choice_and_keeps_what_was_typed(
    enrollment: Enrollment, as_ada: Client, sam: Person
) -> None:
    found = room.opened(enrollment, sam)
    words = {f"comment-{room.CODE}": "I would like to try <b>this</b>."}
    answer = as_ada.post(mine(enrollment), sent(found, "hand-over", **words))
    assert answer.status_code == 422
    assert "Choose what fits best today." in answer.text
    assert "One competency has no choice yet." in answer.text
    assert "I would like to try &lt;b&gt;this&lt;/b&gt;." in answer.text
    found.refresh_from_db()
    assert (found.state, found.own) == (State.DRAFT, {})


@pytest.mark.parametrize(
    "bad",
    [
        {f"level-{room.CODE}": "9"},
        {f"level-{room.CODE}": "2\x00"},
        {f"comment-{room.CODE}": "a\x00b"},
        {f"comment-{room.CODE}": "a\u202eb"},
        {f"comment-{room.CODE}": "x" * (LONGEST + 1)},
        {"revision": "9" * 400},
        {"revision": ""},
        {"revision": "one"},
    ],
    ids=str,
)
def test_bad_input_is_refused_with_a_reason_and_nothing_is_kept(
    enrollment: Enrollment, as_ada: Client, as_sam: Client, sam: Person, bad: dict[str, str]
) -> None:
    found = room.opened(enrollment, sam)
    answer = as_ada.post(mine(enrollment), sent(found, "save", **RATING) | bad)
    assert answer.status_code == 422
    said = [f'id="id_{name}_error"' for name in bad if name != "revision"]
    assert all(each in answer.text for each in said or ["This form arrived incomplete"])
    found.refresh_from_db()
    assert (found.own, found.revision) == ({}, 1)


def test_a_word_that_no_button_has_saves_and_a_round_that_is_not_there_is_no_crash(
    enrollment: Enrollment, as_ada: Client, sam: Person
) -> None:
    assert as_ada.post(mine(enrollment), {"do": "sign", "round": "7"}).status_code == 200
    found = room.opened(enrollment, sam)
    answer = as_ada.post(mine(enrollment), sent(found, "dance", **RATING) | {"round": "99"})
    assert answer.status_code == 302
    found.refresh_from_db()
    assert found.state == State.DRAFT


# --- Twice, and in two tabs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("do", ["save", "hand-over"])
def test_the_same_press_twice_does_it_once(
    enrollment: Enrollment, as_ada: Client, sam: Person, do: str
) -> None:
    found = room.opened(enrollment, sam)
    for _ in range(2):
        assert as_ada.post(mine(enrollment), sent(found, do, **RATING)).status_code == 302
    found.refresh_from_db()
    assert found.revision == 2


def test_each_signature_is_given_once_however_often_the_button_is_pressed(
    enrollment: Enrollment, as_ada: Client, as_sam: Client, sam: Person
) -> None:
    found = room.handed_over(enrollment, sam)
    for _ in range(2):
        assert as_sam.post(theirs(found), sent(found, "sign", **RATING)).status_code == 302
    found.refresh_from_db()
    for _ in range(2):
        assert as_ada.post(mine(enrollment), sent(found, "sign")).status_code == 302
    assert AuditEvent.objects.filter(verb="sign-off-signed").count() == 2


def test_a_second_tab_does_not_overwrite_and_keeps_what_was_typed_in_it(
    enrollment: Enrollment, as_ada: Client, sam: Person
) -> None:
    found = room.opened(enrollment, sam)
    as_ada.post(mine(enrollment), sent(found, "save", **RATING))
    other = {f"level-{room.CODE}": "4", f"comment-{room.CODE}": "From the other tab."}
    answer = as_ada.post(mine(enrollment), sent(found, "save", **other))
    assert answer.status_code == 409
    assert "From the other tab." in answer.text
    assert "In a group." in answer.text
    found.refresh_from_db()
    assert found.own[room.CODE]["comment"] == "In a group."
    again = as_ada.post(mine(enrollment), sent(found, "save", **other))
    assert again.status_code == 302
    found.refresh_from_db()
    assert found.own[room.CODE] == {"level": 4, "comment": "From the other tab."}


def test_what_was_typed_into_a_form_that_is_gone_can_be_copied(
    enrollment: Enrollment, as_ada: Client, as_sam: Client, sam: Person
) -> None:
    found = room.opened(enrollment, sam)
    verbs.hand_over(found, ratings=room.OWN, seen_revision=1, at=NOW)
    answer = as_ada.post(mine(enrollment), sent(found, "save", **RATING))
    assert answer.status_code == 409
    assert "This is what you had typed" in answer.text
    assert "In a group." in answer.text
    found.refresh_from_db()
    verbs.call_off(found, seen_revision=2, by=sam, at=NOW)
    assert as_sam.post(theirs(found), sent(found, "sign", **RATING)).status_code == 409
    answer = as_ada.post(mine(enrollment), sent(found, "differ", differs="Not so."))
    assert answer.status_code == 409
    assert "Not so." in answer.text


def test_what_was_typed_in_one_round_is_never_saved_in_the_next(
    enrollment: Enrollment, as_ada: Client, sam: Person
) -> None:
    first = room.opened(enrollment, sam)
    verbs.call_off(first, seen_revision=1, by=sam, at=NOW)
    second = room.opened(enrollment, sam)
    assert second.number == 2
    assert as_ada.post(mine(enrollment), sent(first, "save", **RATING)).status_code == 409
    second.refresh_from_db()
    assert second.own == {}


def test_a_lost_session_costs_no_word(enrollment: Enrollment, ada: Person, sam: Person) -> None:
    found = room.opened(enrollment, sam)
    client = Client()
    client.post(mine(enrollment), sent(found, "save", **RATING))
    client.force_login(ada)
    page = client.get(mine(enrollment)).text
    assert "What you typed is here, and not saved yet." in page
    assert "In a group." in page


# --- Opening ---------------------------------------------------------------------------------------------------------


def test_a_cohort_gets_one_each_and_nobody_two(enrollment: Enrollment, as_sam: Client, sam: Person) -> None:
    learner(enrollment.cohort, "Cleo Dunn")
    room.opened(enrollment, sam)
    address = reverse("open_sign_offs", args=[enrollment.cohort_id])
    for words in ("Opened for 1 learner.", "Everybody has one under way."):
        assert words in as_sam.post(address, {"framework": "samhsa"}, follow=True).text
    assert SignOff.objects.count() == 2
    with pytest.raises(opening.CannotOpen):
        room.opened(enrollment, sam)


def test_a_cohort_without_any_says_what_to_do_next(enrollment: Enrollment, as_sam: Client) -> None:
    room.taught(enrollment)
    address = reverse("sign_offs")
    for query in ({}, {"cohort": enrollment.cohort_id}):
        html = as_sam.get(address, query).content.decode()
        assert f"No sign-off has been opened in {enrollment.cohort.name} yet." in html
        assert "Open the first one below." in html
    assert "Nothing fits this." in as_sam.get(address, {"name": "zzz"}).content.decode()
    Enrollment.objects.update(state=Enrollment.State.WITHDRAWN)
    assert "It needs learners first:" in as_sam.get(address).content.decode()


def test_a_supervisor_who_learns_too_does_not_open_one_for_themselves(
    enrollment: Enrollment, spring: Cohort, sam: Person
) -> None:
    Enrollment.objects.create(person=sam, cohort=spring)
    assert opening.open_for_cohort(spring, framework="samhsa", by=sam, at=NOW) == 1
    own = Enrollment.objects.get(person=sam)
    assert signed_in(sam).get(reverse("learner_sign_offs", args=[own.pk])).status_code == 404


def test_a_supervisor_never_signs_their_own(
    enrollment: Enrollment, spring: Cohort, sam: Person, alma: Person
) -> None:
    own = Enrollment.objects.create(person=sam, cohort=spring)
    found = room.handed_over(own, alma)
    assert signed_in(sam).get(theirs(found)).status_code == 404
    assert signed_in(alma).get(theirs(found)).status_code == 200


def test_it_asks_about_what_steps_teach_and_questions_ask_framework_by_framework(
    enrollment: Enrollment, as_sam: Client, sam: Person
) -> None:
    ethics = Competency.objects.create(framework="icrc", code="icrc-ethics", title="Ethical Responsibility")
    planning = Competency.objects.create(framework="samhsa", code="samhsa-5", title="Plans", position=5)
    Competency.objects.create(framework="samhsa", code="samhsa-8", title="Nobody teaches it", position=8)
    Step.objects.get(slug="roles").competencies.set([planning])
    Question.objects.filter(key="q-0").update(domain=ethics)
    found = room.opened(enrollment, sam)
    assert [each["code"] for each in found.page["competencies"]] == ["samhsa-3", "samhsa-5"]
    SignOff.objects.all().delete()
    address = reverse("learner_sign_offs", args=[enrollment.pk])
    assert [name for name, _ in as_sam.get(address).context["form"].fields["framework"].choices] == [
        "samhsa",
        "icrc",
    ]
    as_sam.post(address, {"framework": "icrc"})
    assert [each["title"] for each in SignOff.objects.get().page["competencies"]] == [
        "Ethical Responsibility"
    ]


def test_a_framework_that_the_course_does_not_name_is_refused(enrollment: Enrollment, as_sam: Client) -> None:
    address = reverse("learner_sign_offs", args=[enrollment.pk])
    answer = as_sam.post(address, {"framework": "icrc\x00"})
    assert answer.status_code == 422
    assert "Choose one of these." in answer.text
    cohort = reverse("open_sign_offs", args=[enrollment.cohort_id])
    assert "Choose one of these." in as_sam.post(cohort, {"framework": "icrc"}, follow=True).text
    assert not SignOff.objects.exists()


# --- Evidence --------------------------------------------------------------------------------------------------------


def test_the_supervisor_sees_finished_steps_and_points_beside_the_rating(
    enrollment: Enrollment, attempt: Attempt, as_sam: Client, sam: Person
) -> None:
    room.taught(enrollment)
    progress.complete(enrollment, Step.objects.get(slug="roles"), version=1, at=NOW)
    attempts.submit(attempt, at=NOW)
    page = as_sam.get(theirs(room.handed_over(enrollment, sam))).text
    assert "1 of 1 step that teaches this is finished" in page
    assert "Pre-Course Knowledge Exam: 0 of 4 points" in page


@pytest.mark.parametrize("shows", [["score"], ["score", "competencies"]])
def test_points_that_the_learner_may_not_see_do_not_reach_them_through_the_record(
    enrollment: Enrollment, attempt: Attempt, as_ada: Client, sam: Person, shows: list[str]
) -> None:
    attempts.submit(attempt, at=NOW)
    Attempt.objects.update(rules={**attempt.rules, "feedback": shows})
    room.signed_by_staff(enrollment, sam)
    assert ("0 of 4 points" in as_ada.get(mine(enrollment)).text) is ("competencies" in shows)


def test_a_score_that_waits_for_a_mark_or_was_set_aside_is_no_evidence(
    enrollment: Enrollment, attempt: Attempt, as_sam: Client, sam: Person
) -> None:
    attempts.submit(attempt, at=NOW)
    found = room.handed_over(enrollment, sam)
    Attempt.objects.update(awaiting=1)
    assert "of 4 points" not in as_sam.get(theirs(found)).text
    Attempt.objects.update(awaiting=0, voided_at=NOW, void_reason="The power went out.")
    assert "of 4 points" not in as_sam.get(theirs(found)).text


# --- Lists and the record of what was done ---------------------------------------------------------------------------


def test_what_waits_for_the_supervisor_comes_first_and_what_waits_longest_before_that(
    enrollment: Enrollment, as_sam: Client, sam: Person
) -> None:
    others = [learner(enrollment.cohort, name) for name in ("Cleo Dunn", "Dov Eran")]
    room.opened(others[0], sam)
    room.handed_over(others[1], sam)
    room.seen_differently(enrollment, sam)
    rows = [str(each.enrollment.person) for each in as_sam.get(reverse("sign_offs")).context["page"]]
    assert rows == ["Dov Eran", "Ada Lindgren", "Cleo Dunn"]


def test_a_supervisor_of_another_cohort_finds_none_of_it(
    enrollment: Enrollment, as_rita: Client, sam: Person
) -> None:
    room.handed_over(enrollment, sam)
    page = as_rita.get(reverse("sign_offs"), {"name": "Ada"}).text
    assert "Ada Lindgren" not in page
    assert "Spring" not in page
    assert (
        "This is not one of your cohorts"
        in as_rita.get(reverse("sign_offs"), {"cohort": enrollment.cohort_id}).text
    )


def test_the_weekly_mail_counts_what_waits(enrollment: Enrollment, sam: Person, rita: Person) -> None:
    from quizzes.signoff.panels import to_sign

    assert to_sign(sam, at=NOW) is None
    room.handed_over(enrollment, sam)
    part = to_sign(sam, at=NOW)
    assert part is not None
    assert part.lines == ["1 sign-off waits for you"]
    assert to_sign(rita, at=NOW) is None


def test_every_change_is_in_the_audit_trail_in_words_and_without_what_was_written(
    enrollment: Enrollment, sam: Person, ada: Person
) -> None:
    found = room.seen_differently(enrollment, sam)
    found = verbs.to_supervisor(found, seen_revision=4, by=sam, at=NOW)
    found = verbs.to_learner(found, seen_revision=5, by=sam, at=NOW)
    verbs.call_off(found, seen_revision=6, by=sam, at=NOW)
    events = list(AuditEvent.objects.filter(subject=f"signoff:{found.pk}").order_by("pk"))
    assert [(each.verb.removeprefix("sign-off-"), each.actor) for each in events] == [
        ("opened", sam),
        ("handed-over", ada),
        ("signed", sam),
        ("seen-differently", ada),
        ("taken-back", sam),
        ("given-back", sam),
        ("called-off", sam),
    ]
    assert {each.about for each in events} == {ada}
    assert all(each.verb in audit_words.WORDS for each in events)
    assert all(each.detail == {"round": 1} for each in events)
