"""Every address of the product: what it tells of learners, and where to look; or why it tells nothing of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

from django.urls import reverse
from django.utils.http import urlencode

from course.models import Certificate, Cohort, Enrollment, Invitation, JoinRequest
from lessons.models import SharedReflection
from quizzes.models import Attempt, AttemptItem, Exam, Question, SignOff
from quizzes.review.columns import SORTS
from tests.wall.program import Made

T = TypeVar("T")
Asked = Iterable[str]
Query = Mapping[str, int | str]
LONG = bool(os.environ.get("ALONGSIDE_LONG"))
NEVER = 987_654_321
"""A number that no row has."""


class Things:
    """Rows of these enrollments and cohorts, a few of each: for their pages."""

    def __init__(self, made: Made, enrollments: list[Enrollment], cohorts: list[Cohort]) -> None:
        self.made, self.cohorts = made, cohorts
        numbers = [*(each.pk for each in made.cohorts.values()), NEVER]
        self.cohort_queries: list[Query] = [{"cohort": number} for number in numbers]
        self._keys = [each.pk for each in enrollments]
        # One who is active in each cohort, and one who is not.
        active = {each.cohort_id: each for each in enrollments if each.state == Enrollment.State.ACTIVE}
        gone = [each for each in enrollments if each.state != Enrollment.State.ACTIVE]
        self.enrollments = [*active.values(), *gone[:1]]

    def some(self, among: Sequence[T], most: int) -> list[T]:
        """All of them in the long form; else a few by chance."""
        return list(among) if LONG else self.made.rng.sample(among, min(most, len(among)))

    @cached_property
    def attempts(self) -> list[Attempt]:
        found = Attempt.objects.filter(enrollment__in=self._keys).order_by("pk")
        return [
            *found.filter(state="submitted")[:2],
            *found.filter(awaiting=1)[:1],
            *found.filter(state="open")[:1],
        ]

    @cached_property
    def exams(self) -> list[Exam]:
        courses = {cohort.course_id for cohort in self.cohorts}
        found = Exam.objects.filter(step__lesson__course__in=courses).select_related("step__lesson")
        return list(found.order_by("pk"))

    @cached_property
    def questions(self) -> list[Question]:
        courses = {cohort.course_id for cohort in self.cohorts}
        return list(Question.objects.filter(course__in=courses).order_by("pk"))

    @cached_property
    def long_items(self) -> list[AttemptItem]:
        found = AttemptItem.objects.filter(attempt__enrollment__in=self._keys, kind="long")
        return list(found.order_by("-attempt__awaiting", "pk")[:2])

    @cached_property
    def sign_offs(self) -> list[SignOff]:
        return list(SignOff.objects.filter(enrollment__in=self._keys).order_by("pk"))

    @cached_property
    def records(self) -> list[SignOff]:
        return [each for each in self.sign_offs if each.is_closed]

    @cached_property
    def statements(self) -> list[Certificate]:
        return list(Certificate.objects.filter(enrollment__in=self._keys).order_by("pk")[:1])

    @cached_property
    def shared(self) -> list[SharedReflection]:
        return list(SharedReflection.objects.filter(reflection__enrollment__in=self._keys).order_by("pk")[:2])

    @cached_property
    def invitations(self) -> list[Invitation]:
        return list(Invitation.objects.filter(cohort__in=self.cohorts))

    @cached_property
    def requests(self) -> list[JoinRequest]:
        return list(JoinRequest.objects.filter(cohort__in=self.cohorts))


Pages = Callable[[str, Things], Asked]


def at(name: str, /, *queries: Query, **args: Any) -> list[str]:
    """The address, bare and with each query."""
    bare = reverse(name, kwargs=args)
    return [bare, *(f"{bare}?{urlencode(query)}" for query in queries)]


def plain(name: str, things: Things) -> Asked:
    return at(name)


def of(rows: str, *queries: Query) -> Pages:
    """One page for each of these rows of ``Things``."""

    def pages(name: str, things: Things) -> Asked:
        for row in getattr(things, rows):
            yield from at(name, *things.some(queries, 1), pk=row.pk)

    return pages


NAMED: list[Query] = [{"name": name} for name in ("zora", "example.org", "=cmd", "\0")]


def whoever(name: str, things: Things) -> Asked:
    """A list of learners, by name and cohort, those included who are not in scope."""
    return at(name, {"quiet": "on"}, *things.some(NAMED, 2), *things.some(things.cohort_queries, 2))


def review(name: str, things: Things) -> Asked:
    states = ["submitted", "critical", "critical-unread", "open", "not-started", "void", "else"]
    sorts = [f"{sign}{column}" for column in SORTS for sign in ("", "-")]
    exams = [{"exam": each.pk} for each in Exam.objects.order_by("pk")]
    asked: list[Query] = [{"exam": NEVER}, *exams, *({"state": each} for each in states), {"page": 2}]
    asked += [{"sort": each} for each in sorts]
    return [*whoever(name, things), *at(name, *things.some(asked, 4))[1:]]


def gain(name: str, things: Things) -> Asked:
    courses = [{"course": each.pk} for each in things.made.courses.values()]
    return at(name, *courses, *things.some(things.cohort_queries, 2))


def analysis(name: str, things: Things) -> Asked:
    asked: list[Query] = [*things.cohort_queries, {"form": "A"}, {"attempts": "every"}, {"form": "Z"}]
    return chain.from_iterable(
        at(name, *things.some(asked, 2), pk=each.pk) for each in Exam.objects.order_by("pk")
    )


def items(name: str, things: Things) -> Asked:
    for exam in things.exams:
        for question in (things.questions[0], things.questions[-1]):
            yield from at(name, {"attempts": "every"}, pk=exam.pk, question=question.pk)


def learner_exams(name: str, things: Things) -> Asked:
    for each in things.enrollments:
        taken = [exam for exam in things.exams if exam.step.lesson.course_id == each.course_id]
        yield from at(name, pk=each.pk, exam=taken[-1].pk)


def points(name: str, things: Things) -> Asked:
    return chain.from_iterable(at(name, pk=each.pk, slot=1) for each in things.attempts[:2])


def table(name: str, things: Things) -> Asked:
    """The tables as a program reads them."""
    cohorts = [{"cohort": each.pk} for each in things.cohorts[:1]]
    exams = [{"exam": each.pk} for each in things.exams[-1:]]
    yield from at(name, {"name": "zora"}, *things.some(things.cohort_queries, 1), name="exam-attempts")
    yield from at(name, *cohorts, name="gains")
    yield from at(name, *exams, name="exam-questions")
    yield from at(name, {"quiet": "on"}, *cohorts, name="learners")
    yield from at(name, *cohorts, *things.some(things.cohort_queries, 1), name="cohort-learners")


TELLS: dict[str, Pages] = {
    "home": plain,
    "cohorts": plain,
    "cohort": of("cohorts"),
    "cohort_csv": of("cohorts"),
    "cohort_xlsx": of("cohorts"),
    "progress": of("cohorts", {"sort": "-done"}, {"sort": "last"}, {"show": "quiet"}, {"name": "zora"}),
    "cohort_code": of("cohorts"),
    "roster": of("cohorts"),
    "invitations": of("cohorts", {"state": "waiting"}),
    "due_dates": of("cohorts"),
    "learners": whoever,
    "learners_csv": whoever,
    "learners_xlsx": plain,
    "learner": of("enrollments"),
    "end_accommodation": of("enrollments"),
    "enrollment": of("enrollments"),
    "learner_hours": of("enrollments"),
    "learner_sign_offs": of("enrollments"),
    "learner_exam": learner_exams,
    "exam_learners": of("exams", *NAMED[:2]),
    "exams_due": plain,
    "statement_page": of("statements"),
    "revoke_statement": of("statements"),
    "inbox": lambda name, things: at(name, {"state": "all"}, *things.cohort_queries),
    "shared_reflection": of("shared"),
    "review": review,
    "review_csv": review,
    "review_xlsx": plain,
    "review_attempt": of("attempts"),
    "story_csv": of("attempts"),
    "void_attempt": of("attempts"),
    "change_points": points,
    "gain": gain,
    "gain_csv": gain,
    "gain_xlsx": plain,
    "analysis": plain,
    "analysis_items": analysis,
    "analysis_csv": analysis,
    "analysis_xlsx": of("exams"),
    "analysis_item": items,
    "marking": plain,
    "marking_exam": of("exams"),
    "release_marks": of("exams"),
    "mark": of("long_items", {"names": ""}),
    "sign_offs": whoever,
    "sign_off": of("sign_offs"),
    "sign_off_record": of("records"),
    "api_tables": plain,
    "api_table": table,
}

_OWN = "only what whoever asks did, or keeps, as a person of their own"
_POST = "it only changes something: see test_a_stranger_s_number_is_answered_like_one_that_nobody_has"
_SHEET = "made of the one row whose page is looked at here"
_ALL = "for administrators, whose scope is everybody"
_CODE = "opened by a secret that names the one thing which it tells of"
_COURSE = "what the course teaches, the same for everybody"
SILENT: dict[str, str] = {
    **dict.fromkeys(["health_live", "health_ready"], "whether the server works"),
    **dict.fromkeys(["join", "join_link", "mute_mail", "invited", "verify", "verify_code"], _CODE),
    **dict.fromkeys(
        [
            *["profile", "devices", "end_other_devices", "end_device", "my_record", "mail_settings"],
            *["quiet_days", "tokens", "revoke_token", "measured_time", "my_hours", "statement", "beat"],
            *["notice", "agree", "own_data", "erase", "erased", "privacy", "my_sign_off"],
            *["reflections", "reflection", "walk", "reflection_history", "share_reflection"],
            *["withdraw_reflection", "start_exam", "attempt", "item", "sheet", "check", "submit", "result"],
            *["paused", "unpause", "outline", "step", "topic_changes", "read_topic"],
        ],
        _OWN,
    ),
    **dict.fromkeys(["record", "record_csv", "assignments", "end_assignment"], _ALL),
    **dict.fromkeys(["change_invitation", "count_standing", "decide_request", "open_sign_offs"], _POST),
    **dict.fromkeys(["statement_pdf", "sign_off_pdf"], _SHEET),
    **dict.fromkeys(["glossary", "resources", "about", "about_page", "guides", "guide", "image"], _COURSE),
    **dict.fromkeys(["dictionary", "dictionary_csv", "dictionary_xlsx"], "what columns mean"),
    "roster_template": "an empty list to fill in",
    "analysis_keep": "a note on a question: asks for a reason beside its text",
}


def addresses(things: Things, names: Iterable[str]) -> list[str]:
    """Of each of these pages the plain one and another; all of them in the long form."""
    found = (list(TELLS[name](name, things)) for name in names)
    return [address for each in found for address in [*each[:1], *things.some(each[1:], 1)]]
