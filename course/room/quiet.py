"""The verb on a person's own measure of quiet."""

from course.models import Person


def set_quiet_days(person: Person, *, days: int) -> None:
    """From now on a learner is quiet, to this person, after so many days (1 to 90) without work."""
    Person.objects.filter(pk=person.pk).update(quiet_days=days)
    person.quiet_days = days
