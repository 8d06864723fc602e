"""What the night counts: every large scope that somebody sees when they open a page, each of them once."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from course import registry
from course.models import Assignment, Person
from course.snapshots.counting import Countable, Name, name_of


def due() -> list[Countable[Any]]:
    """Pages without a filter alone: what else somebody asks for is counted when they ask."""
    found: dict[Name, Countable[Any]] = {}
    for person in staff():
        for what in registry.counted_for(person):
            found.setdefault(name_of(what), what)
    return [what for what in found.values() if what.is_large()]


def staff() -> list[Person]:
    """Who may sign in and see learners."""
    held = Exists(Assignment.objects.filter(person=OuterRef("pk")))
    return list(Person.objects.with_roles().filter(Q(is_superuser=True) | held, is_active=True))
