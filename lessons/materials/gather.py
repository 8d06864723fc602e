"""What rendering a course's topics needs of its materials; and what of them waits for a trainer."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from course.models import Course
from course.states import NAMES
from lessons.markdown.materials import Block, Contact, Materials, Rule, Term
from lessons.models import GlossaryTerm, LocalBlock, LocalRule, Resource
from lessons.models.materials import GOOD_FOR


def course_materials(course: Course) -> Materials:
    """All of it, as it stands now. Three statements, besides the course's program."""
    state = course.program.state
    return Materials(
        glossary=reverse("glossary", args=[course.slug]),
        terms=tuple(Term(key=each.key, names=tuple(each.names)) for each in live_terms(course)),
        state=NAMES.get(state, state),
        blocks=_blocks(course, state),
        contacts=contacts_by_group(course),
    )


def live_terms(course: Course) -> QuerySet[GlossaryTerm]:
    return GlossaryTerm.objects.filter(course=course, retired=False)


def _blocks(course: Course, state: str) -> dict[str, Block]:
    """Blocks by key, each with the rule of ``state`` if there is one. One statement where there are no blocks."""
    blocks = list(LocalBlock.objects.filter(course=course, retired=False))
    rules = LocalRule.objects.filter(block__in=blocks, state=state, retired=False) if blocks else ()
    by_block = {rule.block_id: rule for rule in rules}
    return {block.key: Block(title=block.title, rule=_rule(by_block.get(block.pk))) for block in blocks}


def _rule(row: LocalRule | None) -> Rule | None:
    if row is None:
        return None
    return Rule(
        text=row.text,
        source_title=row.source_title,
        source_publisher=row.source_publisher,
        source_url=row.source_url,
        checked_on=row.checked_on,
    )


def contacts_by_group(course: Course) -> dict[str, tuple[Contact, ...]]:
    """Contacts in order, by group; groups in the order of their first."""
    found: dict[str, tuple[Contact, ...]] = {}
    for row in Resource.objects.filter(course=course, retired=False):
        contact = Contact(
            name=row.name,
            purpose=row.purpose,
            phone=row.phone,
            text=row.text,
            url=row.url,
            hours=row.hours,
            languages=row.languages,
            checked_on=row.checked_on,
        )
        found[row.group] = (*found.get(row.group, ()), contact)
    return found


def unfilled_blocks(course: Course) -> QuerySet[LocalBlock]:
    """Local blocks that nobody has filled in for the program's state. Learners are told to ask their trainer."""
    return LocalBlock.objects.filter(course=course, retired=False).unfilled()


def stale_resources(course: Course, *, today: date) -> QuerySet[Resource]:
    """Resources that were last checked more than a year ago."""
    return Resource.objects.filter(course=course, retired=False, checked_on__lt=today - GOOD_FOR)


def stale_rules(course: Course, *, today: date) -> QuerySet[LocalRule]:
    """Rules of the program's state that were last checked more than a year ago."""
    rules = LocalRule.objects.filter(block__course=course, block__retired=False, retired=False)
    return rules.filter(state=course.program.state, checked_on__lt=today - GOOD_FOR)
