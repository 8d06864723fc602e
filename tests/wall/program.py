"""A random program: two courses, five cohorts, their learners, and one member of the staff who looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from course.joining import invitations, people
from course.learners import accommodations
from course.models import (
    Assignment,
    Cohort,
    Competency,
    Course,
    Enrollment,
    JoinRequest,
    Person,
    Program,
    Step,
    StepDue,
)
from quizzes.models import Exam
from tests.conftest import NOW
from tests.course.hours.room import issued
from tests.make import add_exam, add_scenario, make_course
from tests.quizzes import signoff_room
from tests.quizzes.marking_room import ask_long
from tests.wall.lives import joined, live

SUPERVISES, TRAINS = Assignment.Role.SUPERVISOR, Assignment.Role.TRAINER
# Which cohorts or courses the viewer holds, by the letters of ``Made.places``.
SCOPES: dict[str, list[tuple[Assignment.Role, str]]] = {
    "supervises a cohort": [(SUPERVISES, "a1")],
    "trains a cohort": [(TRAINS, "a1")],
    "supervises a course": [(SUPERVISES, "b")],
    "trains a course": [(TRAINS, "b")],
    "supervises two, trains one": [(SUPERVISES, "a1"), (SUPERVISES, "b1"), (TRAINS, "a2")],
    "supervises and trains a cohort": [(SUPERVISES, "a1"), (TRAINS, "a1")],
    "nobody's any more": [],
}


@dataclass
class Made:
    """``inside`` and ``outside``: the enrollments that the viewer's assignments reach, and all others."""

    rng: Random
    viewer: Person
    head: Person
    cohorts: dict[str, Cohort]
    courses: dict[str, Course]
    held: set[str]
    inside: list[Enrollment] = field(default_factory=list)
    outside: list[Enrollment] = field(default_factory=list)

    def is_held(self, letter: str) -> bool:
        """Whether a cohort, such as ``a1``, is in the viewer's scope: by itself or by its course."""
        return bool({letter, letter[0]} & self.held)

    def mine(self) -> list[Cohort]:
        return [cohort for letter, cohort in self.cohorts.items() if self.is_held(letter)]

    def others(self) -> list[Cohort]:
        return [cohort for letter, cohort in self.cohorts.items() if not self.is_held(letter)]


def make(seed: int, scope: str) -> Made:
    rng = Random(f"{seed} {scope}")
    program = Program.objects.create(name="Harbor Peer Network", slug="harbor")
    courses = {letter: _course(program, letter) for letter in "ab"}
    cohorts = {
        letter: Cohort.objects.create(
            program=program, course=courses[letter[0]], name=f"{name} {letter}", needs_approval=True
        )
        for letter, name in zip(("a1", "a2", "a3", "b1", "b2"), rng.sample("VWXYZ", 5), strict=True)
    }
    viewer = Person.objects.create(email="viewer@example.org", name="Viewer")
    head = Person.objects.create(email="head@example.org", name="Head", is_superuser=True)
    for role, letter in SCOPES[scope]:
        place = {"cohort": cohorts[letter]} if letter in cohorts else {"course": courses[letter]}
        people.assign(viewer, role, **place)
    people.assign(viewer, TRAINS, cohort=cohorts["a3"]).delete()
    made = Made(rng, viewer, head, cohorts, courses, {letter for _role, letter in SCOPES[scope]})
    # In no order, so that neither keys nor moments tell who is inside.
    for letter in rng.sample(list(cohorts), len(cohorts)):
        found = populate(made, cohorts[letter])
        (made.inside if made.is_held(letter) else made.outside).extend(found)
    return made


def _course(program: Program, letter: str) -> Course:
    course = make_course(program, slug=f"course-{letter}", questions=3, spare=0)
    lesson = course.lessons.get()
    add_scenario(lesson, "duties", "second")
    competency = Competency.objects.get(code=signoff_room.CODE)
    Step.objects.filter(lesson=lesson, slug="roles").get().competencies.set([competency])
    last = add_exam(lesson, competency, 90, 3, slug="end")
    last.purpose = Exam.Purpose.POST
    last.save()
    ask_long(last)
    return course


def populate(made: Made, cohort: Cohort) -> list[Enrollment]:
    """New learners of this cohort with all that can happen to learners; and who asks to come in."""
    rng = made.rng
    found = joined(rng, cohort, rng.randint(5, 8))
    live(rng, found)
    for step in Step.objects.filter(lesson__course=cohort.course_id):
        due = (NOW + timedelta(days=rng.randint(-5, 9))).date()
        StepDue.objects.create(cohort=cohort, step=step, due_on=due)
    active = [each for each in found if each.state == Enrollment.State.ACTIVE]
    if len(active) > 3:
        rng.choice([signoff_room.opened, signoff_room.handed_over])(active[0], made.head)
        signoff_room.signed(active[3], made.head)
        issued(active[1])
        accommodations.grant(
            active[2].person, reason="Reads slowly.", by=made.head, at=NOW, time_factor="1.5"
        )
    number = Person.objects.count()
    invitations.invite(cohort, email=f"asked{number}@example.org", by=made.head, at=NOW)
    asking = Person.objects.create(email=f"asks{number}@example.org", name="Asks")
    JoinRequest.objects.create(person=asking, cohort=cohort, asked_at=NOW)
    return found
