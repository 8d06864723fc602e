"""``python -m tests.oidc.stage``: an installation whose people have not heard of the provider yet.

Prints the tokens of invitations by address, as JSON.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from course.models import Cohort, Person

PASSWORD = "walk-beside-988"
DOMAIN = "@example.org"


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with transaction.atomic():
        print(json.dumps(make_people()))


def make_people() -> dict[str, str]:
    from allauth.mfa.totp.internal import auth as totp
    from django.utils import timezone

    from course.joining import people
    from course.models import Cohort, Program
    from course.privacy import notices
    from tests.make import make_course
    from tests.security.conftest import SECRET

    notices.install_shipped(at=timezone.now())
    course = make_course(Program.objects.create(name="Harbor", slug="harbor"))
    cohort = Cohort.objects.create(program=course.program, course=course, name="Spring")
    for name in ("ada", "cleo", "dora", "finn", "gwen"):
        people.join(_person(name), cohort, at=timezone.now())
    _person("ben", verified=False)
    people.assign(_person("tess"), "trainer", course=course)
    people.assign(_person("olga"), "trainer", course=course)
    totp.TOTP.activate(_person("tom"), SECRET)
    return {name: _invite(name, cohort) for name in ("ivy", "nia")}


def _person(name: str, *, verified: bool = True) -> Person:
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from course.models import Notice, Person
    from course.privacy import notices

    person = Person.objects.create_user(name + DOMAIN, PASSWORD, name=name.capitalize())
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=verified)
    notices.agree(person, Notice.objects.get(), at=timezone.now())
    return person


def _invite(name: str, cohort: Cohort) -> str:
    from django.utils import timezone

    from course.joining import invitations
    from course.models import Person, QueuedMail

    by = Person.objects.get(email=f"tess{DOMAIN}")
    invitations.invite(cohort, email=name + DOMAIN, by=by, at=timezone.now())
    body = QueuedMail.objects.filter(kind="invitation", address=name + DOMAIN).latest("pk").body
    return body.split("/invited/")[1].split("/")[0]


if __name__ == "__main__":
    main()
