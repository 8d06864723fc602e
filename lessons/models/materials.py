"""What a course has beside its topics: a glossary, rules that differ by state, and places to turn to.

Topics hold finished HTML of it, so whoever changes a row has the topics rendered anew: ``lessons.materials.anew``.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from course.models import Course
from course.states import NAMES

GOOD_FOR = timedelta(days=365)
"""How long a number or a rule counts as checked."""

STATES = list(NAMES.items())


class Material(models.Model):
    """``loaded_digest`` is of what content files said last, "" for what was made in the admin; see ``take_facts``."""

    FACTS: ClassVar[tuple[str, ...]]
    """What an author decides, by the names that files use too."""

    retired = models.BooleanField(_("retired"), default=False, editable=False)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def facts(self) -> dict[str, Any]:
        return {**{name: getattr(self, name) for name in self.FACTS}, "retired": self.retired}


class Checked(models.Model):
    """Something of the world outside, that somebody has to look up again from time to time."""

    checked_on = models.DateField(_("last checked"))

    class Meta:
        abstract = True

    def is_stale(self, today: date) -> bool:
        return today - self.checked_on > GOOD_FOR


class GlossaryTerm(Material):
    """A word with its meaning. ``definition_html`` follows from ``definition`` and is made when that is written."""

    FACTS = ("term", "variants", "definition", "source")

    course = models.ForeignKey(Course, models.CASCADE, related_name="terms", verbose_name=_("course"))
    key = models.SlugField(_("key"), max_length=80)
    term = models.CharField(_("term"), max_length=100)
    variants = models.JSONField(_("other forms"), default=list, blank=True)
    definition = models.TextField(_("what it means"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    definition_html = models.TextField(editable=False)

    class Meta:
        ordering = ("term", "pk")
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        constraints = (models.UniqueConstraint(fields=["course", "key"], name="term_key_in_course"),)

    def __str__(self) -> str:
        return self.term

    @property
    def names(self) -> list[str]:
        """The term and its other forms."""
        return [self.term, *self.variants]

    @property
    def also(self) -> list[str]:
        """The other forms that say more than an ending, such as a plural, of the one before."""
        told = [self.term]
        for name in self.variants:
            if not any(name.casefold().startswith(before.casefold()) for before in told):
                told.append(name)
        return told[1:]


class LocalBlockQuerySet(models.QuerySet["LocalBlock"]):
    def unfilled(self) -> LocalBlockQuerySet:
        return self.with_state().filter(Q(filled=False))

    def with_state(self) -> LocalBlockQuerySet:
        """Annotate ``state``, that of the program, and ``filled``: whether there is a rule for it."""
        rules = LocalRule.objects.filter(block=OuterRef("pk"), state=OuterRef("state"), retired=False)
        found = self.annotate(state=F("course__program__state"))  # type: ignore[no-redef]  # declared for readers
        return found.annotate(filled=Exists(rules))  # type: ignore[no-redef]


class LocalBlock(Material):
    """A place in the topics for a rule that differs by state; ``to_fill_in`` tells a trainer what belongs there."""

    FACTS = ("title", "to_fill_in")

    course = models.ForeignKey(Course, models.CASCADE, related_name="local_blocks", verbose_name=_("course"))
    key = models.SlugField(_("key"), max_length=80)
    title = models.CharField(_("title"), max_length=200)
    to_fill_in = models.TextField(_("what a trainer fills in"), blank=True)

    objects = LocalBlockQuerySet.as_manager()

    # Annotations of ``with_state``.
    state: str
    filled: bool

    class Meta:
        ordering = ("title", "pk")
        verbose_name = _("local block")
        verbose_name_plural = _("local blocks")
        constraints = (models.UniqueConstraint(fields=["course", "key"], name="local_block_key_in_course"),)

    def __str__(self) -> str:
        return self.title


class LocalRule(Material, Checked):
    """What holds in one state, in short Markdown, with where it stands."""

    FACTS = ("text", "source_title", "source_publisher", "source_url", "checked_on")

    block = models.ForeignKey(LocalBlock, models.CASCADE, related_name="rules", verbose_name=_("local block"))
    state = models.CharField(_("state"), max_length=2, choices=STATES)
    text = models.TextField(_("the rule, in plain words"))
    source_title = models.CharField(_("title of the source"), max_length=300)
    source_publisher = models.CharField(_("publisher of the source"), max_length=300)
    source_url = models.CharField(_("address of the source"), max_length=500, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("checked by"),
    )

    class Meta:
        ordering = ("state", "block__title", "pk")
        verbose_name = _("local rule")
        verbose_name_plural = _("local rules")
        constraints = (models.UniqueConstraint(fields=["block", "state"], name="one_rule_in_a_state"),)

    def __str__(self) -> str:
        return f"{self.block} · {NAMES.get(self.state, self.state)}"


class Resource(Material, Checked):
    """A place to turn to. ``group`` is how topics ask for it, together with others."""

    FACTS = (
        *("group", "name", "purpose", "phone", "text", "url", "hours", "languages", "checked_on"),
        "position",
    )

    course = models.ForeignKey(Course, models.CASCADE, related_name="resources", verbose_name=_("course"))
    key = models.SlugField(_("key"), max_length=80)
    group = models.SlugField(_("group"))
    position = models.PositiveSmallIntegerField(_("place in the list"), default=1)
    name = models.CharField(_("name"), max_length=200)
    purpose = models.CharField(_("what it is for"), max_length=300)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    text = models.CharField(_("number for texts"), max_length=60, blank=True)
    url = models.CharField(_("address on the web"), max_length=500, blank=True)
    hours = models.CharField(_("hours"), max_length=100, blank=True)
    languages = models.CharField(_("languages"), max_length=200, blank=True)

    class Meta:
        ordering = ("position", "name", "pk")
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = (
            models.UniqueConstraint(fields=["course", "key"], name="resource_key_in_course"),
            models.CheckConstraint(condition=~Q(phone="", text="", url=""), name="resource_can_be_reached"),
        )

    def __str__(self) -> str:
        return self.name
