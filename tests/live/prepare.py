"""``python -m tests.live.prepare LEARNERS QUESTIONS``: make this installation ready, with small content and people.

Prints the learners' addresses, one a line. They all have the password ``PASSWORD`` and sit in one cohort; the course
is that of ``tests.make``, its exam has QUESTIONS questions, and ``yes`` is always the right choice.
"""

from __future__ import annotations

import sys

import django

PASSWORD = "walk-beside-988"


def main() -> None:
    django.setup()
    from django.core.management import call_command

    from deploy.serve import collect_static

    collect_static()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    learners, questions = map(int, sys.argv[1:])
    print("\n".join(make_people(learners, questions)))


def make_people(learners: int, questions: int) -> list[str]:
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from course import people
    from course.models import Cohort, Person, Program
    from tests.make import make_course

    course = make_course(Program.objects.create(name="Harbor", slug="harbor"), questions=questions)
    cohort = Cohort.objects.create(program=course.program, course=course, name="Spring")
    hashed = make_password(PASSWORD)
    emails = [f"learner-{number}@example.org" for number in range(1, learners + 1)]
    for email in emails:
        person = Person.objects.create(email=email, name=email.split("@")[0], password=hashed)
        people.join(person, cohort, at=timezone.now())
    return emails


if __name__ == "__main__":
    main()
