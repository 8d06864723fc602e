"""Topics, their scenarios, and the versions of both."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from course.models import Enrollment, Person, Step, Version, Versioned


class TopicVersion(Version):
    """What a topic says. ``html``, ``checks_html`` and ``words`` follow from the rest, made when it is written."""

    topic = models.ForeignKey("Topic", models.CASCADE, related_name="versions", verbose_name=_("topic"))
    title = models.CharField(_("title"), max_length=200)
    objectives = models.JSONField(_("objectives"), default=list)
    competencies = models.JSONField(_("competency codes"), default=list)
    activity = models.CharField(_("minutes for an activity"), max_length=9, blank=True)
    references = models.JSONField(_("references"), default=list)
    checks = models.JSONField(_("self-checks"), default=list)
    source = models.TextField(_("text"))
    html = models.TextField()
    checks_html = models.JSONField(default=dict)
    words = models.PositiveIntegerField(_("words"))

    class Meta(Version.Meta):
        verbose_name = _("topic version")
        constraints = (models.UniqueConstraint(fields=["topic", "number"], name="topic_version_number"),)


class Topic(Versioned):
    """The body of a step of kind ``topic``."""

    step = models.OneToOneField(Step, models.CASCADE, related_name="topic", verbose_name=_("step"))
    live = models.ForeignKey(
        TopicVersion, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    draft = models.ForeignKey(
        TopicVersion, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    loaded = models.ForeignKey(
        TopicVersion, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ("step__lesson__position", "step__position")
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.step.title


class ScenarioVersion(Version):
    """A situation, one to three questions, and what a thoughtful answer might weigh; or branches to walk through.

    ``branches`` are those of ``lessons.branching.graph``; ``branches_html`` are the same with finished HTML.
    """

    scenario = models.ForeignKey(
        "Scenario", models.CASCADE, related_name="versions", verbose_name=_("scenario")
    )
    title = models.CharField(_("title"), max_length=200)
    content_note = models.CharField(_("content note"), max_length=300, blank=True)
    situation = models.TextField(_("situation"))
    questions = models.JSONField(_("questions"), default=list)
    weigh = models.TextField(_("what a thoughtful answer might weigh"), blank=True)
    branches = models.JSONField(_("points and endings"), default=list)
    required = models.BooleanField(_("must be written to finish the topic"), default=False)
    minutes_low = models.PositiveSmallIntegerField(_("minutes, at least"))
    minutes_high = models.PositiveSmallIntegerField(_("minutes, at most"))
    situation_html = models.TextField()
    weigh_html = models.TextField(blank=True)
    branches_html = models.JSONField(default=list)

    class Meta(Version.Meta):
        verbose_name = _("scenario version")
        constraints = (
            models.UniqueConstraint(fields=["scenario", "number"], name="scenario_version_number"),
            models.CheckConstraint(
                condition=Q(minutes_low__lte=F("minutes_high")), name="scenario_minutes_in_order"
            ),
        )


class Scenario(Versioned):
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="scenarios", verbose_name=_("topic"))
    key = models.SlugField(_("key"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired = models.BooleanField(_("retired"), default=False)
    live = models.ForeignKey(
        ScenarioVersion, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    draft = models.ForeignKey(
        ScenarioVersion, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    loaded = models.ForeignKey(
        ScenarioVersion, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ("topic", "position", "pk")
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        constraints = (models.UniqueConstraint(fields=["topic", "key"], name="scenario_key_in_topic"),)

    def __str__(self) -> str:
        return self.newest.title if self.newest else self.key


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, person: Person) -> ReadingQuerySet:
        return self.filter(enrollment__person=person)


class Reading(models.Model):
    """A learner marked a topic as read, having this version in front of them."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="readings")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="readings")
    version = models.ForeignKey(TopicVersion, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["enrollment", "topic"], name="one_reading_per_topic"),)

    def __str__(self) -> str:
        return f"{self.enrollment} · {self.topic}"
