"""``python -m tests.live.prepare LEARNERS QUESTIONS``: make this installation ready, with small content and people.

Prints the learners' addresses, one a line. They all have the password ``PASSWORD`` and sit in one cohort; the course
is that of ``tests.make``, its exam has QUESTIONS questions, and ``yes`` is always the right choice. Each is signed in
already: their session's key stands in ``sessions.json``, since a server refuses hundreds of sign-ins from one address.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from course.models import Person

PASSWORD = "walk-beside-988"
SESSIONS = "sessions.json"


def main() -> None:
    django.setup()
    from django.core.management import call_command

    from deploy.serve import collect_static

    collect_static()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    learners, questions = map(int, sys.argv[1:])
    from django.conf import settings
    from django.db import transaction

    with transaction.atomic():
        people = make_people(learners, questions)
        sessions = {each.email: sign_in(each) for each in people}
    (settings.VAR_DIR / SESSIONS).write_text(json.dumps(sessions))
    print("\n".join(each.email for each in people))


def sign_in(person: Person) -> str:
    """The key of a new session of this person."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def make_people(learners: int, questions: int) -> list[Person]:
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from course.joining import people
    from course.models import Cohort, Person, Program
    from tests.make import make_course

    course = make_course(Program.objects.create(name="Harbor", slug="harbor"), questions=questions)
    cohort = Cohort.objects.create(program=course.program, course=course, name="Spring")
    hashed = make_password(PASSWORD)
    made = []
    for number in range(1, learners + 1):
        person = Person.objects.create(
            email=f"learner-{number}@example.org", name=f"learner-{number}", password=hashed
        )
        people.join(person, cohort, at=timezone.now())
        made.append(person)
    return made


if __name__ == "__main__":
    main()
