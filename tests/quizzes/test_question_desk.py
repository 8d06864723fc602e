"""What a trainer does with questions besides writing them: see where one is used, copy it, tag many at once."""

from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse

from course.joining import people
from course.models import Assignment, AuditEvent, Cohort, Competency, Course, Enrollment, Person, Step
from quizzes import attempts
from quizzes.models import BlueprintRow, Exam, FormItem, Question
from quizzes.where_used import where_used
from tests.conftest import NOW, _person, signed_in
from tests.make import add_question
from tests.page_forms import Fields, fields_of

TAG = "/admin/quizzes/question/tag/"


def address(page: str, *args: Any) -> str:
    return reverse(f"admin:quizzes_question_{page}", args=args)


@pytest.fixture
def question(course: Course) -> Question:
    return Question.objects.get(key="q-0")


@pytest.fixture
def exam(course: Course) -> Exam:
    return Exam.objects.get()


# --- Where it is used ------------------------------------------------------------------------------------------------


def test_an_exam_that_may_draw_it_is_named_with_its_row(
    as_tess: Client, question: Question, exam: Exam
) -> None:
    page = as_tess.get(address("change", question.pk)).content.decode()
    assert exam.step.title in page
    assert "may be one of 4 drawn from samhsa-3, in version 1" in " ".join(page.split())


def test_an_exam_with_stored_forms_is_named_with_the_forms_that_hold_it(
    as_tess: Client, tess: Person, question: Question, exam: Exam
) -> None:
    Exam.objects.filter(pk=exam.pk).update(forms_of=exam)
    for form in "AB":
        FormItem.objects.create(exam=exam, form=form, row=exam.blueprint.get(), question=question)
    page = " ".join(as_tess.get(address("change", question.pk)).content.decode().split())
    assert "forms A, B, asks version 1" in page
    (other,) = [each for each in Question.objects.all() if each.key == "q-1"]
    assert where_used(other, tess).exams == []


def test_rows_of_another_domain_and_retired_questions_are_not_named(
    tess: Person, question: Question, exam: Exam
) -> None:
    domain = Competency.objects.create(framework="icrc", code="icrc-ethics", title="Ethics")
    exam.blueprint.update(domain=domain)
    assert where_used(question, tess).exams == []
    exam.blueprint.update(domain=None)
    assert [use.exam for use in where_used(question, tess).exams] == [exam]
    question.retired = True
    assert where_used(question, tess).exams == []


def test_attempts_are_counted_by_version_and_nobody_is_named(
    as_tess: Client, tess: Person, question: Question, exam: Exam, enrollment: Enrollment
) -> None:
    BlueprintRow.objects.update(count=6)
    attempt = attempts.start(enrollment, exam, at=NOW)
    assert [tuple(vars(each).values()) for each in where_used(question, tess).versions] == [(1, 1, 1)]
    attempts.submit(attempt, at=NOW)
    assert [tuple(vars(each).values()) for each in where_used(question, tess).versions] == [(1, 1, 0)]
    page = as_tess.get(address("change", question.pk)).content.decode()
    assert "Attempts that were asked it" in page
    assert enrollment.person.name not in page


def test_who_trains_one_cohort_reads_of_its_attempts_alone(
    question: Question, exam: Exam, enrollment: Enrollment, spring: Cohort, fall: Cohort, sven: Person
) -> None:
    BlueprintRow.objects.update(count=6)
    attempts.start(enrollment, exam, at=NOW)
    people.assign(sven, Assignment.Role.TRAINER, cohort=fall)
    assert where_used(question, sven).versions == []
    people.assign(sven, Assignment.Role.TRAINER, cohort=spring)
    assert [each.attempts for each in where_used(question, sven).versions] == [1]


# --- A copy ----------------------------------------------------------------------------------------------------------


def test_a_copy_is_a_draft_with_a_key_of_its_own(as_tess: Client, question: Question) -> None:
    topic = Step.objects.get(slug="roles")
    Question.objects.filter(pk=question.pk).update(taught_by=topic, basis="practice")
    page = as_tess.post(address("copy", question.pk), follow=True)
    copy = Question.objects.get(key="copy-of-q-0")
    assert page.redirect_chain == [(address("change", copy.pk), 302)]
    assert copy.live is None
    assert copy.newest.body == question.newest.body
    assert (copy.critical, copy.taught_by, copy.basis, copy.loaded_digest) == (True, topic, "practice", "")
    event = AuditEvent.objects.get(verb="copied")
    assert (event.subject, event.detail["what"]) == (f"question:{copy.pk}", "q-0")
    as_tess.post(address("copy", question.pk))
    assert Question.objects.filter(key="copy-of-q-0-2").exists()


def test_a_copy_takes_the_draft_and_asking_for_the_page_makes_none(
    as_tess: Client, question: Question
) -> None:
    form = fields_of(as_tess.get(address("change", question.pk)), "question_form")
    as_tess.post(address("change", question.pk), {**form, "stem": "A newer draft?"})
    assert as_tess.get(address("copy", question.pk)).status_code == 404
    as_tess.post(address("copy", question.pk))
    assert Question.objects.get(key="copy-of-q-0").newest.stem == "A newer draft?"


def test_no_exam_asks_a_copy_before_it_is_published(as_tess: Client, question: Question, exam: Exam) -> None:
    as_tess.post(address("copy", question.pk))
    assert "copy-of-q-0" not in Question.objects.in_use().values_list("key", flat=True)


# --- Tagging many ----------------------------------------------------------------------------------------------------


def choose(client: Client, *questions: Question) -> Fields:
    sent = {"action": "tag_chosen", "index": "0", ACTION_CHECKBOX_NAME: [each.pk for each in questions]}
    return form_of(client.post(address("changelist"), sent))


def form_of(page: Any) -> Fields:
    content = page.content.decode().replace(f'action="{TAG}"', f'id="tag" action="{TAG}"')
    page.content = content.encode()
    return fields_of(page, "tag")


@pytest.fixture
def chosen(course: Course) -> list[Question]:
    return list(Question.objects.filter(key__in=["q-1", "q-2"]).order_by("key"))


def test_what_would_change_is_shown_before_it_is_done(as_tess: Client, chosen: list[Question]) -> None:
    step = Step.objects.get(slug="duties")
    form = choose(as_tess, *chosen)
    page = as_tess.post(TAG, {**form, "critical": "yes", "taught_by": str(step.pk)})
    said = " ".join(page.content.decode().split())
    assert "2 questions change." in said
    assert said.count("<td>not critical</td><td>critical</td>") == 2
    assert Question.objects.filter(critical=True).count() == 1
    as_tess.post(TAG, {**form_of(page), "critical": "yes", "taught_by": str(step.pk), "_apply": "1"})
    for question in chosen:
        question.refresh_from_db()
        assert (question.critical, question.taught_by) == (True, step)
    events = AuditEvent.objects.filter(verb="changed")
    assert {event.subject for event in events} == {f"question:{each.pk}" for each in chosen}
    assert {tuple(event.detail["fields"]) for event in events} == {("critical", "taught_by")}


def test_what_is_left_alone_stays_and_a_topic_can_be_taken_away(
    as_tess: Client, chosen: list[Question]
) -> None:
    step = Step.objects.get(slug="duties")
    Question.objects.filter(pk=chosen[0].pk).update(taught_by=step, critical=True)
    page = as_tess.post(TAG, {**choose(as_tess, *chosen), "taught_by": "none"})
    assert "1 question changes." in page.content.decode()
    as_tess.post(TAG, {**form_of(page), "taught_by": "none", "_apply": "1"})
    chosen[0].refresh_from_db()
    assert (chosen[0].critical, chosen[0].taught_by) == (True, None)


def test_nothing_is_done_when_it_is_not_what_was_seen(as_tess: Client, chosen: list[Question]) -> None:
    page = as_tess.post(TAG, {**choose(as_tess, *chosen), "critical": "yes"})
    sent = {**form_of(page), "critical": "yes", "_apply": "1"}
    Question.objects.filter(pk=chosen[0].pk).update(critical=True)
    again = as_tess.post(TAG, sent)
    assert again.status_code == 409
    assert "what would change is not what you saw before" in again.content.decode()
    assert Question.objects.filter(critical=True).count() == 2  # q-0, and the one that somebody else changed


def test_a_competency_that_leaves_an_exam_short_changes_nothing_at_all(
    as_tess: Client, chosen: list[Question], course: Course
) -> None:
    other = Competency.objects.create(framework="samhsa", code="samhsa-9", title="Communicates", position=9)
    everything = list(Question.objects.order_by("key"))
    page = as_tess.post(TAG, {**choose(as_tess, *everything), "competency": str(other.pk), "critical": "yes"})
    said = as_tess.post(TAG, {**form_of(page), "competency": str(other.pk), "critical": "yes", "_apply": "1"})
    assert said.status_code == 422
    assert "could not be filled any more" in said.content.decode()
    assert not Question.objects.filter(competency=other).exists()
    assert Question.objects.filter(critical=True).count() == 1
    assert not AuditEvent.objects.filter(verb="changed").exists()
    two = as_tess.post(TAG, {**choose(as_tess, *chosen), "competency": str(other.pk)})
    as_tess.post(TAG, {**form_of(two), "competency": str(other.pk), "_apply": "1"})
    assert Question.objects.filter(competency=other).count() == 2


def test_questions_of_two_courses_are_not_tagged_at_once(
    as_alma_: Client, chosen: list[Question], course: Course
) -> None:
    other = Course.objects.create(program=course.program, slug="other", title="Other")
    theirs = add_question(other, Competency.objects.get(), "theirs")
    sent = {"action": "tag_chosen", "index": "0", ACTION_CHECKBOX_NAME: [chosen[0].pk, theirs.pk]}
    page = as_alma_.post(address("changelist"), sent, follow=True)
    assert "Choose questions of one course." in page.content.decode()


@pytest.fixture
def as_alma_(alma: Any) -> Client:
    return signed_in(alma)


def test_what_somebody_may_not_write_is_not_tagged(as_tess: Client, course: Course, spring: Cohort) -> None:
    other = Course.objects.create(program=course.program, slug="other", title="Other")
    theirs = add_question(other, Competency.objects.get(), "theirs")
    sent = {"chosen": str(theirs.pk), "critical": "yes", "_apply": "1"}
    assert as_tess.post(TAG, sent).status_code == 302
    tim = _person("Tim Roth")
    people.assign(tim, Assignment.Role.TRAINER, cohort=spring)
    mine = {"chosen": str(Question.objects.get(key="q-1").pk), "critical": "yes", "_apply": "1"}
    assert signed_in(tim).post(TAG, mine).status_code == 302
    assert Question.objects.filter(critical=True).count() == 1


@pytest.mark.parametrize("odd", ["", "x", "1,", "9" * 30, "1\x00", "1," * 2000 + "1", "\ud800"])
def test_an_odd_form_changes_nothing_and_breaks_nothing(as_tess: Client, course: Course, odd: str) -> None:
    sent = {"chosen": odd.encode("utf-8", "replace").decode(), "critical": "yes", "_apply": "1"}
    assert as_tess.post(TAG, sent).status_code == 302
    assert as_tess.get(TAG).status_code == 302
    for name in ("competency", "domain", "critical", "taught_by"):
        typed = {"chosen": str(Question.objects.get(key="q-1").pk), name: odd.replace("\ud800", "") or "?"}
        assert as_tess.post(TAG, typed).status_code == 422


# --- A new exam ------------------------------------------------------------------------------------------------------


def new_exam(client: Client, **changes: Any) -> Exam:
    sent = {
        "title": "Check on listening",
        "lesson": str(Step.objects.get(slug="roles").lesson_id),
        "purpose": "check",
    }
    client.post(reverse("admin:quizzes_exam_add"), {**sent, **changes})
    return Exam.objects.get(step__slug="check-on-listening")


def exam_page(page: str, exam: Exam) -> str:
    return reverse(f"admin:quizzes_exam_{page}", args=[exam.pk])


def test_a_new_exam_stands_last_in_its_lesson_and_learners_do_not_see_it(
    as_tess: Client, as_ada: Client, course: Course
) -> None:
    exam = new_exam(as_tess)
    assert exam.step.position == exam.step.lesson.steps.count()
    assert exam.purpose == "check"
    assert "Check on listening" not in as_ada.get(course.get_absolute_url()).content.decode()
    assert as_ada.get(exam.step.get_absolute_url()).status_code == 404
    assert AuditEvent.objects.filter(verb="added", subject=f"exam:{exam.pk}").count() == 1
    page = as_tess.get(exam_page("change", exam)).content.decode()
    assert "Learners do not see this exam yet." in page
    assert "Not open yet" in as_tess.get(reverse("admin:quizzes_exam_changelist")).content.decode()


def test_an_exam_opens_once_it_is_whole(as_tess: Client, as_ada: Client, course: Course) -> None:
    exam = new_exam(as_tess)
    page = as_tess.post(exam_page("bring_back", exam), follow=True).content.decode()
    assert "Its instructions are empty." in page
    form = fields_of(as_tess.get(exam_page("change", exam)), "exam_form")
    filled = {"instructions": "Five minutes.", "blueprint-0-competency": str(Competency.objects.get().pk)}
    as_tess.post(exam_page("change", exam), {**form, **filled, "blueprint-0-count": "2"})
    assert "It is whole" in as_tess.get(exam_page("change", exam)).content.decode()
    assert as_ada.get(exam.step.get_absolute_url()).status_code == 404
    as_tess.post(exam_page("bring_back", exam))
    assert "Five minutes." in as_ada.get(exam.step.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("fill", "says"),
    [
        (lambda exam: None, "It asks nothing yet."),
        (
            lambda exam: BlueprintRow.objects.create(exam=exam, competency=Competency.objects.get(), count=7),
            "The bank has 6 of the 7 questions",
        ),
        (lambda exam: Exam.objects.filter(pk=exam.pk).update(forms_of=exam), "hold no questions yet"),
    ],
)
def test_what_is_not_whole_does_not_open(as_tess: Client, course: Course, fill: Any, says: str) -> None:
    exam = new_exam(as_tess)
    Exam.objects.filter(pk=exam.pk).update(instructions_html="<p>Begin.</p>")
    fill(exam)
    page = as_tess.post(exam_page("bring_back", exam), follow=True).content.decode()
    assert says in page
    exam.step.refresh_from_db()
    assert exam.step.state == "retired"


def test_a_new_exam_needs_a_title_and_a_lesson_of_ones_own(as_tess: Client, course: Course) -> None:
    other = Course.objects.create(program=course.program, slug="other", title="Other")
    lesson = other.lessons.create(slug="first", title="First", position=1)
    for changes in ({"lesson": str(lesson.pk)}, {"title": " "}, {"purpose": "x"}, {"title": "a\x00b"}):
        with pytest.raises(Exam.DoesNotExist):
            new_exam(as_tess, **changes)
    assert Step.objects.filter(kind="exam").count() == 1


def test_whoever_trains_one_cohort_adds_no_exam(spring: Cohort) -> None:
    tim = _person("Tim Roth")
    people.assign(tim, Assignment.Role.TRAINER, cohort=spring)
    assert signed_in(tim).get(reverse("admin:quizzes_exam_add")).status_code == 404
