"""Everything changes about learners out of scope: who they are, what they did, who else comes."""

from __future__ import annotations

from decimal import Decimal

from course.models import ActiveTime, Cohort, Completion, Enrollment, Invitation, JoinRequest, Person, StepDue
from lessons.models import Reflection, SharedReflection
from quizzes.models import Attempt, AttemptCompetencyScore, SignOff
from tests.conftest import NOW
from tests.wall.lives import NAMES, enrolled, joined, live
from tests.wall.program import Made, populate


def disturb(made: Made) -> None:
    rng, outside = made.rng, [each.pk for each in made.outside]
    _forget(outside[::2])
    for attempt in Attempt.objects.filter(enrollment__in=outside, state="submitted"):
        attempt.score = Decimal(rng.randint(0, 6))
        attempt.form = "C"
        attempt.critical_missed, attempt.awaiting = rng.choice([(0, 0), (1, 0), (2, 1)])
        attempt.save()
    Enrollment.objects.filter(pk__in=outside[1::3]).update(state=Enrollment.State.WITHDRAWN)
    for each in made.outside:
        Person.objects.filter(pk=each.person_id).update(name=f"{rng.choice(NAMES)} else"[:150])
    for cohort in made.others():
        cohort.name = f"AAA {cohort.pk}"
        cohort.save()
        StepDue.objects.filter(cohort=cohort).delete()
        Invitation.objects.filter(cohort=cohort).delete()
        JoinRequest.objects.filter(cohort=cohort).delete()
        live(rng, joined(rng, cohort, 4))
    for letter, course in made.courses.items():
        if letter not in made.held:
            populate(
                made, Cohort.objects.create(program=course.program, course=course, name=f"A new one {letter}")
            )
    _elsewhere(made)


def _forget(enrollments: list[int]) -> None:
    """What these learners did is gone, as when they are erased; sign-offs that are closed stay."""
    attempts = Attempt.objects.filter(enrollment__in=enrollments)
    AttemptCompetencyScore.objects.filter(attempt__in=attempts).delete()
    attempts.delete()
    SharedReflection.objects.filter(reflection__enrollment__in=enrollments).delete()
    Reflection.objects.filter(enrollment__in=enrollments).delete()
    Completion.objects.filter(enrollment__in=enrollments).delete()
    ActiveTime.objects.filter(enrollment__in=enrollments).delete()
    SignOff.objects.under_way().filter(enrollment__in=enrollments).delete()


def _elsewhere(made: Made) -> None:
    """A learner in scope begins something else, out of it: another course, or an earlier time in the same one."""
    theirs = made.inside[::2]
    for cohort in made.others():
        free = [
            each.person
            for each in theirs
            if not each.person.enrollments.filter(course=cohort.course).exists()
        ]
        if free:
            live(made.rng, [enrolled(made.rng, person, cohort) for person in free])
    same = [cohort for cohort in made.others() if cohort.course_id in {each.course_id for each in theirs}]
    for each in theirs if same else []:
        before = Enrollment.objects.create(
            person=each.person, cohort=same[0], state=Enrollment.State.FINISHED, joined_at=NOW
        )
        live(made.rng, [before])
