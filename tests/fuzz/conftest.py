"""Everybody is there, and there is something of everything."""

import pytest

from course.models import Person
from tests.fuzz.walk import furnish


@pytest.fixture
def world(
    ada: Person, ben: Person, tess: Person, sam: Person, rita: Person, alma: Person, sven: Person
) -> None:
    furnish(ada, ben, tess, sven)
