"""One table: every address × every kind of visitor → status. And no view without a rule.

302 for ``anonymous`` is the way to sign in. A person without a right gets 404, never 403, so that nothing leaks.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from course.joining import invitations, join_requests
from course.mailing import mail_links
from course.models import Assignment, Course, Enrollment, Person, QueuedMail
from lessons import reflections
from lessons.images import verbs
from lessons.images.pictures import prepare
from lessons.models import CoursePage, Scenario, SharedReflection, Topic
from quizzes import attempts
from quizzes.models import Attempt, Exam
from tests.conftest import NOW, signed_in
from tests.course.hours.room import issued
from tests.lessons.drawing import drawn
from tests.make import add_branching, add_exam
from tests.quizzes import signoff_room
from tests.quizzes.marking_room import ask_long, long_of, sit


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


VISITORS = ("anonymous", "sven", "ada", "ben", "tess", "sam", "rita", "alma")


@dataclass
class World:
    """Ada's things: everybody else's right to see them is what the table says."""

    enrollment: Enrollment
    scenario: Scenario
    shared: SharedReflection
    exam: Exam
    open: Attempt
    submitted: Attempt


@pytest.fixture
def world(
    ada: Person, ben: Person, tess: Person, sam: Person, rita: Person, alma: Person, sven: Person
) -> World:
    enrollment = ada.enrollments.get()
    scenario = Scenario.objects.get()
    reflections.save(enrollment, scenario, text="What I would say.", revision=0, at=NOW)
    shared = reflections.share(enrollment, scenario, revision=1, at=NOW)
    exam = Exam.objects.get()
    attempt = attempts.start(enrollment, exam, at=NOW)
    return World(enrollment, scenario, shared, exam, attempt, attempt)


STEP = {"course": "peer", "lesson": "foundations", "step": "roles"}
Args = Callable[[World], dict[str, object]]


def none(world: World) -> dict[str, object]:
    return {}


def topic(world: World) -> dict[str, object]:
    return dict(STEP)


def exam_step(world: World) -> dict[str, object]:
    return {**STEP, "step": "start"}


def reflection(world: World) -> dict[str, object]:
    return {"enrollment": world.enrollment.pk, "scenario": world.scenario.pk}


def story(world: World) -> dict[str, object]:
    """A scenario that branches, in the same topic."""
    branching = add_branching(world.scenario.topic.step.lesson, "roles", "story")
    return {"enrollment": world.enrollment.pk, "scenario": branching.pk}


def shared(world: World) -> dict[str, object]:
    return {"pk": world.shared.pk}


def exam(world: World) -> dict[str, object]:
    return {"pk": world.exam.pk}


def attempt(world: World) -> dict[str, object]:
    return {"pk": world.open.pk}


def learner(world: World) -> dict[str, object]:
    return {"pk": world.enrollment.pk}


def learner_exam(world: World) -> dict[str, object]:
    return {"pk": world.enrollment.pk, "exam": world.exam.pk}


def device(world: World) -> dict[str, object]:
    return {"public_id": uuid4()}


def no_token(world: World) -> dict[str, object]:
    return {"pk": 0}


def exam_attempts(world: World) -> dict[str, object]:
    return {"name": "exam-attempts"}


def item(world: World) -> dict[str, object]:
    return {"pk": world.open.pk, "slot": 1}


def handed_in_item(world: World) -> dict[str, object]:
    attempts.submit(world.open, at=NOW)
    return {"pk": world.open.pk, "slot": 1}


def handed_in(world: World) -> dict[str, object]:
    return {"pk": attempts.submit(world.open, at=NOW).pk}


def asked(world: World) -> dict[str, object]:
    """The first question of Ada's exam, which she has handed in."""
    item = attempts.submit(world.open, at=NOW).items.select_related("version").get(slot=1)
    return {"pk": world.exam.pk, "question": item.version.question_id}


def asked_version(world: World) -> dict[str, object]:
    return {**asked(world), "version": world.open.items.get(slot=1).version_id}


def cohort(world: World) -> dict[str, object]:
    return {"pk": world.enrollment.cohort_id}


def invitation(world: World) -> dict[str, object]:
    """To Ada's cohort, for Sven."""
    alma = Person.objects.get(email="alma@example.org")
    cohort = world.enrollment.cohort
    return {"pk": invitations.invite(cohort, email="sven@example.org", by=alma, at=timezone.now()).pk}


def invited(world: World) -> dict[str, object]:
    invitation(world)
    found = re.search(r"/invited/([^/]+)/", QueuedMail.objects.get(kind="invitation").body)
    assert found
    return {"token": found[1]}


def join_request(world: World) -> dict[str, object]:
    """Sven asks to join Ada's cohort."""
    sven = Person.objects.get(email="sven@example.org")
    world.enrollment.cohort.needs_approval = True
    asked = join_requests.join_or_ask(sven, world.enrollment.cohort, at=NOW)
    return {"pk": asked.pk}


def assignment(world: World) -> dict[str, object]:
    return {"pk": Assignment.objects.get(person__email="rita@example.org").pk}


def an_image(world: World) -> dict[str, object]:
    course = world.exam.step.lesson.course
    raw = drawn()
    image = verbs.add_image(course, raw, prepare(raw), name="bench", author=None, at=NOW, alt="A bench")
    return {"digest": image.digest, "file": "480.webp"}


def about_page(world: World) -> dict[str, object]:
    course = world.exam.step.lesson.course
    said = {"key": "help", "title": "Help", "source": "Call.", "html": "<p>Call.</p>"}
    CoursePage.objects.create(course=course, audience="learners", **said)
    return {"course": course.slug, "key": "help"}


def muting(world: World) -> dict[str, object]:
    address = mail_links.mute_address(world.enrollment.person_id, "week")
    return {"token": address.split("/")[-2]}


def long_answer(world: World) -> dict[str, object]:
    """Ada's answer in another exam, handed in, that waits for a person."""
    lesson = world.exam.step.lesson
    long_exam = add_exam(lesson, world.exam.blueprint.get().about, 90, 1, slug="in-words")
    ask_long(long_exam)
    return {"pk": long_of(sit(world.enrollment, long_exam)).pk}


def step_key(world: World) -> dict[str, object]:
    return {"step": world.scenario.topic.step_id}


def statement(world: World) -> dict[str, object]:
    return {"pk": issued(world.enrollment).pk}


def statement_code(world: World) -> dict[str, object]:
    return {"code": issued(world.enrollment).code}


def sign_off(world: World) -> dict[str, object]:
    """Ada's, handed over."""
    alma = Person.objects.get(email="alma@example.org")
    return {"pk": signoff_room.handed_over(world.enrollment, alma).pk}


def sign_off_record(world: World) -> dict[str, object]:
    alma = Person.objects.get(email="alma@example.org")
    return {"pk": signoff_room.signed(world.enrollment, alma).pk}


# name, method, arguments, then a status for each of VISITORS
TABLE: list[tuple[str, str, Args, str]] = [
    ("home", "get", none, "200 200 200 200 200 200 200 200"),
    ("count_standing", "post", none, "302 404 404 404 302 302 302 302"),
    ("health_live", "get", none, "200 200 200 200 200 200 200 200"),
    ("health_ready", "get", none, "200 200 200 200 200 200 200 200"),
    ("join", "get", none, "200 200 200 200 200 200 200 200"),
    ("join_link", "get", lambda _: {"code": "SPRG-2345"}, "302 200 200 200 200 200 200 200"),
    ("image", "get", an_image, "302 404 200 200 200 200 200 200"),
    ("mail_settings", "get", none, "302 200 200 200 200 200 200 200"),
    ("mail_settings", "post", none, "302 302 302 302 302 302 302 302"),
    # Signed links: whoever holds one may follow it.
    ("mute_mail", "get", muting, "200 200 200 200 200 200 200 200"),
    ("mute_mail", "post", muting, "200 200 200 200 200 200 200 200"),
    ("invited", "get", invited, "200 200 200 200 200 200 200 200"),
    ("invited", "post", invited, "200 302 200 200 200 200 200 200"),
    ("cohorts", "get", none, "302 404 404 404 200 200 200 200"),
    ("roster_template", "get", none, "302 404 404 404 200 200 200 200"),
    ("cohort", "get", cohort, "302 404 404 404 200 200 404 200"),
    ("cohort_csv", "get", cohort, "302 404 404 404 200 200 404 200"),
    ("cohort_xlsx", "get", cohort, "302 404 404 404 200 200 404 200"),
    ("progress", "get", cohort, "302 404 404 404 200 200 404 200"),
    ("cohort_code", "get", cohort, "302 404 404 404 200 200 404 200"),
    ("cohort_code", "post", cohort, "302 404 404 404 302 302 404 302"),
    ("roster", "get", cohort, "302 404 404 404 200 200 404 200"),
    ("roster", "post", cohort, "302 404 404 404 302 302 404 302"),
    ("invitations", "get", cohort, "302 404 404 404 200 200 404 200"),
    ("change_invitation", "post", invitation, "302 404 404 404 302 302 404 302"),
    ("decide_request", "post", join_request, "302 404 404 404 302 302 404 302"),
    ("due_dates", "get", cohort, "302 404 404 404 200 200 404 200"),
    ("due_dates", "post", cohort, "302 404 404 404 302 302 404 302"),
    # An administrator moves and withdraws anybody; nobody does it to themselves.
    ("enrollment", "get", learner, "302 404 404 404 200 200 404 200"),
    ("enrollment", "post", learner, "302 404 404 404 302 302 404 302"),
    ("assignments", "get", none, "302 404 404 404 404 404 404 200"),
    ("assignments", "post", none, "302 404 404 404 404 404 404 302"),
    ("end_assignment", "post", assignment, "302 404 404 404 404 404 404 302"),
    ("void_attempt", "get", handed_in, "302 404 404 404 404 200 404 200"),
    ("void_attempt", "post", handed_in, "302 404 404 404 404 302 404 302"),
    ("quiet_days", "get", none, "302 404 404 404 200 200 200 200"),
    ("quiet_days", "post", none, "302 404 404 404 302 302 302 302"),
    ("profile", "get", none, "302 200 200 200 200 200 200 200"),
    ("profile", "post", none, "302 200 200 200 200 200 200 200"),
    ("measured_time", "get", none, "302 200 200 200 200 200 200 200"),
    ("measured_time", "post", none, "302 302 302 302 302 302 302 302"),
    # Ben takes the same course.
    ("beat", "post", step_key, "302 404 204 204 404 404 404 404"),
    ("my_hours", "get", learner, "302 404 200 404 404 404 404 404"),
    ("learner_hours", "get", learner, "302 404 404 404 200 200 404 200"),
    ("statement", "get", learner, "302 404 200 404 404 404 404 404"),
    ("statement", "post", learner, "302 404 422 404 404 404 404 404"),
    ("statement_page", "get", statement, "302 404 200 404 200 200 404 200"),
    ("statement_pdf", "get", statement, "302 404 200 404 200 200 404 200"),
    ("revoke_statement", "get", statement, "302 404 404 404 404 200 404 200"),
    ("revoke_statement", "post", statement, "302 404 404 404 404 302 404 302"),
    ("verify", "get", none, "200 200 200 200 200 200 200 200"),
    ("verify", "post", none, "422 422 422 422 422 422 422 422"),
    ("verify_code", "get", statement_code, "200 200 200 200 200 200 200 200"),
    ("devices", "get", none, "302 200 200 200 200 200 200 200"),
    ("end_device", "post", device, "302 302 302 302 302 302 302 302"),
    ("end_other_devices", "post", none, "302 302 302 302 302 302 302 302"),
    ("privacy", "get", none, "302 200 200 200 200 200 200 200"),
    ("notice", "get", none, "200 200 200 200 200 200 200 200"),
    ("agree", "post", none, "302 302 302 302 302 302 302 302"),
    # Both ask for the password again.
    ("own_data", "get", none, "302 302 302 302 302 302 302 302"),
    ("own_data", "post", none, "302 302 302 302 302 302 302 302"),
    ("erase", "get", none, "302 302 302 302 302 302 302 302"),
    ("erase", "post", none, "302 302 302 302 302 302 302 302"),
    ("erased", "get", none, "200 200 200 200 200 200 200 200"),
    ("my_record", "get", none, "302 200 200 200 200 200 200 200"),
    ("tokens", "get", none, "302 404 404 404 302 302 302 302"),
    ("tokens", "post", none, "302 404 404 404 302 302 302 302"),
    ("revoke_token", "post", no_token, "302 404 404 404 302 302 302 302"),
    # Whoever is signed in: without a token nothing opens. See tests/course/export/test_api.py.
    ("api_tables", "get", none, "401 401 401 401 401 401 401 401"),
    ("api_table", "get", exam_attempts, "401 401 401 401 401 401 401 401"),
    ("dictionary", "get", none, "302 404 404 404 200 200 200 200"),
    ("dictionary_csv", "get", none, "302 404 404 404 200 200 200 200"),
    ("dictionary_xlsx", "get", none, "302 404 404 404 200 200 200 200"),
    ("record", "get", none, "302 404 404 404 404 404 404 200"),
    ("record_csv", "get", none, "302 404 404 404 404 404 404 200"),
    ("outline", "get", lambda _: {"course": "peer"}, "302 404 200 200 404 404 404 404"),
    # Staff of the course look these up, too.
    ("glossary", "get", lambda _: {"course": "peer"}, "302 404 200 200 200 200 200 200"),
    ("resources", "get", lambda _: {"course": "peer"}, "302 404 200 200 200 200 200 200"),
    ("about", "get", lambda _: {"course": "peer"}, "302 404 200 200 200 200 200 200"),
    ("about_page", "get", about_page, "302 404 200 200 200 200 200 200"),
    ("guides", "get", lambda _: {"course": "peer"}, "302 404 404 404 200 200 200 200"),
    (
        "guide",
        "get",
        lambda _: {"course": "peer", "lesson": "foundations"},
        "302 404 404 404 200 200 200 200",
    ),
    # Whoever runs the course without taking it is led to its guides.
    ("step", "get", topic, "302 404 200 200 302 302 302 302"),
    ("step", "get", exam_step, "302 404 200 200 302 302 302 302"),
    # Nothing changed since: the topic itself is shown.
    ("topic_changes", "get", topic, "302 404 302 302 404 404 404 404"),
    ("topic_changes", "post", topic, "302 404 302 302 404 404 404 404"),
    ("read_topic", "post", topic, "302 404 302 302 404 404 404 404"),
    ("reflections", "get", none, "302 200 200 200 200 200 200 200"),
    ("reflection", "get", reflection, "302 404 200 404 404 404 404 404"),
    ("reflection", "post", reflection, "302 404 302 404 404 404 404 404"),
    ("walk", "get", story, "302 404 200 404 404 404 404 404"),
    ("walk", "post", story, "302 404 302 404 404 404 404 404"),
    ("reflection_history", "get", reflection, "302 404 200 404 404 404 404 404"),
    ("share_reflection", "get", reflection, "302 404 200 404 404 404 404 404"),
    ("share_reflection", "post", reflection, "302 404 302 404 404 404 404 404"),
    ("withdraw_reflection", "post", reflection, "302 404 302 404 404 404 404 404"),
    ("inbox", "get", none, "302 404 404 404 200 404 404 404"),
    ("shared_reflection", "get", shared, "302 404 404 404 200 404 404 404"),
    ("shared_reflection", "post", shared, "302 404 404 404 302 404 404 404"),
    ("start_exam", "post", exam, "302 404 302 302 404 404 404 404"),
    ("attempt", "get", attempt, "302 404 302 404 404 404 404 404"),
    ("item", "get", item, "302 404 200 404 404 404 404 404"),
    ("item", "post", item, "302 404 302 404 404 404 404 404"),
    ("check", "get", attempt, "302 404 200 404 404 404 404 404"),
    ("result", "get", attempt, "302 404 302 404 404 404 404 404"),
    ("submit", "post", attempt, "302 404 302 404 404 404 404 404"),
    ("sheet", "get", attempt, "302 404 302 404 404 404 404 404"),
    # Nobody granted her pauses: there is nothing to press for her, either.
    ("paused", "get", attempt, "302 404 302 404 404 404 404 404"),
    ("paused", "post", attempt, "302 404 404 404 404 404 404 404"),
    ("unpause", "post", attempt, "302 404 302 404 404 404 404 404"),
    # An administrator who is assigned to nothing finds nobody.
    ("learners", "get", none, "302 404 404 404 200 200 200 200"),
    ("learners_csv", "get", none, "302 404 404 404 200 200 200 200"),
    ("learners_xlsx", "get", none, "302 404 404 404 200 200 200 200"),
    ("learner", "get", learner, "302 404 404 404 200 200 404 404"),
    ("learner", "post", learner, "302 404 404 404 302 302 404 404"),
    ("end_accommodation", "get", learner, "302 404 404 404 302 302 404 404"),
    ("end_accommodation", "post", learner, "302 404 404 404 302 302 404 404"),
    ("exams_due", "get", none, "302 404 404 404 200 200 200 200"),
    ("exam_learners", "get", exam, "302 404 404 404 200 200 200 404"),
    ("learner_exam", "get", learner_exam, "302 404 404 404 200 200 404 404"),
    ("review", "get", none, "302 404 404 404 404 200 200 200"),
    ("review_csv", "get", none, "302 404 404 404 404 200 200 200"),
    ("review_xlsx", "get", none, "302 404 404 404 404 200 200 200"),
    ("gain", "get", none, "302 404 404 404 404 200 200 200"),
    ("gain", "post", none, "302 404 404 404 404 302 302 302"),
    ("gain_csv", "get", none, "302 404 404 404 404 200 200 200"),
    ("gain_xlsx", "get", none, "302 404 404 404 404 200 200 200"),
    ("review_attempt", "get", attempt, "302 404 404 404 404 200 404 200"),
    ("story_csv", "get", attempt, "302 404 404 404 404 200 404 200"),
    ("change_points", "get", handed_in_item, "302 404 404 404 404 200 404 200"),
    ("change_points", "post", handed_in_item, "302 404 404 404 404 302 404 302"),
    # A sign-off is between a learner and those who supervise them: trainers have no part in it.
    ("my_sign_off", "get", learner, "302 404 200 404 404 404 404 404"),
    ("my_sign_off", "post", learner, "302 404 200 404 404 404 404 404"),
    ("sign_off_record", "get", sign_off_record, "302 404 200 404 404 200 404 200"),
    ("sign_off_pdf", "get", sign_off_record, "302 404 200 404 404 200 404 200"),
    ("sign_offs", "get", none, "302 404 404 404 404 200 200 200"),
    ("sign_off", "get", sign_off, "302 404 404 404 404 200 404 200"),
    ("sign_off", "post", sign_off, "302 404 404 404 404 302 404 302"),
    ("open_sign_offs", "post", cohort, "302 404 404 404 404 302 404 302"),
    ("learner_sign_offs", "get", learner, "302 404 404 404 404 200 404 200"),
    ("learner_sign_offs", "post", learner, "302 404 404 404 404 302 404 302"),
    # The exam is also that of Rita's cohort; but nobody there has been asked anything.
    ("analysis", "get", none, "302 404 404 404 200 200 200 200"),
    ("analysis", "post", none, "302 404 404 404 302 302 302 302"),
    ("analysis_items", "get", exam, "302 404 404 404 200 200 200 200"),
    ("analysis_items", "post", exam, "302 404 404 404 302 302 302 302"),
    ("analysis_csv", "get", exam, "302 404 404 404 200 200 200 200"),
    ("analysis_xlsx", "get", exam, "302 404 404 404 200 200 200 200"),
    ("analysis_item", "get", asked, "302 404 404 404 200 200 404 200"),
    ("analysis_item", "post", asked, "302 404 404 404 302 302 404 302"),
    # Who may not write the question does not say that it stays.
    ("analysis_keep", "get", asked_version, "302 404 404 404 200 404 404 200"),
    ("analysis_keep", "post", asked_version, "302 404 404 404 302 404 404 302"),
    ("marking", "get", none, "302 404 404 404 200 200 200 200"),
    ("marking_exam", "get", exam, "302 404 404 404 200 200 404 200"),
    ("release_marks", "get", exam, "302 404 404 404 200 200 404 200"),
    ("release_marks", "post", exam, "302 404 404 404 302 302 404 302"),
    ("mark", "get", long_answer, "302 404 404 404 200 200 404 200"),
    ("mark", "post", long_answer, "302 404 404 404 302 302 404 302"),
]
FORMS: dict[str, dict[str, object]] = {
    "roster": {"again": "email\nnia@example.org\n", "do": "invite"},
    "cohort_code": {"is_open": "on"},
    "quiet_days": {"days": 10},
    "enrollment": {"do": "withdraw", "reason": "Asked for a break."},
    "assignments": {"email": "sven@example.org", "as_role": "trainer", "scope": ""},
    "analysis_keep": {"reason": "Everybody should know this."},
    "void_attempt": {"reason": "The power went out."},
    "change_points": {"points": 1, "reason": "Both are right."},
    "mark": {"row-hears": 2, "row-asks": 1, "comment": "", "revision": 0},
    "reflection": {"text": "Something else.", "revision": 1},
    "shared_reflection": {"text": "Thank you for this."},
    "beat": {"seconds": 30},
    "sign_off": {"do": "give-back", "revision": 2},
    "open_sign_offs": {"framework": "samhsa"},
    "learner_sign_offs": {"framework": "samhsa"},
    "statement": {"name": "Ada Lindgren"},
    "revoke_statement": {"reason": "Issued by mistake."},
    "verify": {"code": "K7QM"},
    "learner": {
        **{"time_factor": "1.5", "extra_minutes": 0, "extra_attempts": 0, "extra_days": 0},
        "reason": "Reads slowly.",
    },
    "item": {"choice": "yes", "save_id": str(uuid4()), "revision": 0, "go": "next"},
}


@pytest.mark.parametrize(
    ("name", "method", "args", "statuses"), TABLE, ids=[f"{r[1]} {r[0]} {i}" for i, r in enumerate(TABLE)]
)
@pytest.mark.parametrize("visitor", VISITORS)
def test_status(world: World, name: str, method: str, args: Args, statuses: str, visitor: str) -> None:
    client = (
        Client() if visitor == "anonymous" else signed_in(Person.objects.get(email=f"{visitor}@example.org"))
    )
    data = FORMS.get(name, {}) if method == "post" else {}
    if "scope" in data:
        data = {**data, "scope": f"course-{Course.objects.get().pk}"}
    answer = getattr(client, method)(reverse(name, kwargs=args(world)), data)
    assert answer.status_code == int(statuses.split()[VISITORS.index(visitor)])
    if visitor == "anonymous" and answer.status_code == 302 and name != "join_link":
        assert answer.url.startswith(reverse("account_login"))


def views(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views(entry, path)
        else:
            yield path, entry


OURS = [(path, entry) for path, entry in views() if not path.startswith(("admin/", "account/"))]


@pytest.mark.parametrize(("path", "entry"), OURS, ids=[path or "home" for path, _ in OURS])
def test_every_view_says_who_may_call_it(path: str, entry: URLPattern) -> None:
    assert getattr(entry.callback, "access", None) in {
        "public",
        "signed in",
        "trainer",
        "supervisor",
        "staff",
        "administrator",
        "token",
    }


@pytest.mark.parametrize(("path", "entry"), OURS, ids=[path or "home" for path, _ in OURS])
def test_every_view_stands_in_the_table(path: str, entry: URLPattern) -> None:
    assert entry.name in {row[0] for row in TABLE}


ADMIN = "302 404 404 404 200 404 404 200"


@pytest.mark.parametrize("visitor", VISITORS)
def test_the_admin_opens_for_trainers_and_administrators_alone(world: World, visitor: str) -> None:
    client = (
        Client() if visitor == "anonymous" else signed_in(Person.objects.get(email=f"{visitor}@example.org"))
    )
    assert client.get(reverse("admin:index")).status_code == int(ADMIN.split()[VISITORS.index(visitor)])


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize(
    "path", [path for path, entry in views() if path.startswith("account/") and not {"(", "<"} & set(path)]
)
def test_sign_in_pages_never_break(world: World, path: str, visitor: str) -> None:
    client = (
        Client() if visitor == "anonymous" else signed_in(Person.objects.get(email=f"{visitor}@example.org"))
    )
    # Without a second step there are no codes to show and no app to remove.
    assert client.get(f"/{path}").status_code in ({200, 302, 404} if "second-step" in path else {200, 302})


def test_a_topic_of_another_course_is_unknown(as_ada: Client, world: World) -> None:
    assert Topic.objects.exists()
    assert as_ada.get(reverse("step", kwargs={**STEP, "step": "nowhere"})).status_code == 404
