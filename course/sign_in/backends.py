"""Sign-in by email. Loads the person with their roles in one statement, for the header and the access rules."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from course.demo import is_demo
from course.models import Person
from course.operation.prepared import Prepared


def _with_roles(pk: int) -> QuerySet[Person]:
    return Person.objects.with_roles().filter(pk=pk, is_active=True)


_active = Prepared(_with_roles)


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]
    """Demo people exist only in demo mode: elsewhere they neither sign in nor stay signed in."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        person: Person | None = super().authenticate(request, **credentials)
        return person if person is not None and _may_enter(person) else None

    def get_user(self, user_id: int) -> Person | None:
        person = _active.first(pk=user_id)
        return person if person is not None and _may_enter(person) else None


def _may_enter(person: Person) -> bool:
    return settings.DEMO or not is_demo(person)
