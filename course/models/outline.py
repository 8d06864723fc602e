"""The outline: a program's course, its lessons, and their steps."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from course import labels
from course.fields import TimeZoneField
from course.hours.credit import LABELS, Rule
from course.models.progress import Acknowledgement, Completion
from course.publishing.change import LONGEST_NOTE

if TYPE_CHECKING:
    from course.models.people import Person


class State(models.TextChoices):
    LIVE = "live", _("Live")
    RETIRED = "retired", _("Retired")


class Program(models.Model):
    """The organization that runs courses: its time zone, state, language and who to call."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name in addresses"), unique=True)
    time_zone = TimeZoneField(_("time zone"), default="America/New_York")
    state = models.CharField(_("US state"), max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    crisis_contacts = models.TextField(
        _("crisis contacts"), blank=True, help_text=_("Local numbers, one per line. 988 is always shown.")
    )
    keep_months = models.PositiveSmallIntegerField(
        _("months that scores are kept"),
        default=84,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_(
            "Counted from the last thing that a learner did. Then the work in that course is deleted."
        ),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")

    def __str__(self) -> str:
        return self.name


class Competency(models.Model):
    """One named ability of a framework, such as SAMHSA's category 3."""

    framework = models.SlugField(_("framework"))
    code = models.SlugField(_("code"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # SHA-256 of what the files last said of the fields above; empty when made in the admin.
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ("framework", "position")
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")

    def __str__(self) -> str:
        return self.title


class Course(models.Model):
    program = models.ForeignKey(Program, models.PROTECT, related_name="courses", verbose_name=_("program"))
    slug = models.SlugField(_("short name in addresses"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    words_per_minute = models.PositiveSmallIntegerField(
        _("reading speed, words per minute"),
        default=175,
        validators=[MinValueValidator(60), MaxValueValidator(400)],
    )
    credit_rule = models.CharField(
        _("hours are granted by"),
        max_length=8,
        choices=[(rule.value, label) for rule, label in LABELS.items()],
        default=Rule.UPPER.value,
        help_text=_(
            "For each step that is finished. Measured time counts nothing where a learner turned measuring off, or "
            "their browser runs no scripts. Fixed minutes are set on each lesson."
        ),
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.LIVE)
    # SHA-256 of what the files last said of title, summary, language and reading speed; empty when made in the admin.
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    # What the files last said of the order of lessons and steps: see ``course.content.arrangement``.
    loaded_arrangement = models.JSONField(default=dict, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["loaded_arrangement"])

    class Meta:
        ordering = ("title",)
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("outline", args=[self.slug])


class Lesson(models.Model):
    """A titled run of steps."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="lessons", verbose_name=_("course"))
    slug = models.SlugField(_("short name in addresses"))
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    position = models.PositiveIntegerField(_("position"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.LIVE)
    credit_minutes = models.PositiveSmallIntegerField(
        _("minutes granted"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(6000)],
        help_text=_("For the whole lesson, where the course grants fixed minutes. Empty: none."),
    )
    # SHA-256 of what the files last said of the title and the summary; empty when made in the admin.
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ("position",)
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = (
            models.UniqueConstraint(fields=["course", "slug"], name="lesson_slug_in_course"),
            models.UniqueConstraint(fields=["course", "position"], name="lesson_position_in_course"),
        )

    def __str__(self) -> str:
        return self.title


class StepQuerySet(models.QuerySet["Step"]):
    def live(self) -> StepQuerySet:
        return self.filter(state=State.LIVE, lesson__state=State.LIVE, lesson__course__state=State.LIVE)

    def in_order(self) -> StepQuerySet:
        return self.order_by("lesson__position", "position")

    def taken_by(self, person: Person | int) -> StepQuerySet:
        """Live steps of the courses that ``person`` takes now; for a stranger there are none.

        Annotates ``enrollment_id``, ``done_at`` and ``done_version`` (None while open), and ``acknowledged``, the last
        version whose changes were read.
        """
        mine = FilteredRelation(
            "lesson__course__enrollments",
            condition=Q(
                lesson__course__enrollments__person=person, lesson__course__enrollments__state="active"
            ),
        )
        done = Completion.objects.filter(enrollment=OuterRef("enrollment_id"), step=OuterRef("pk"))
        read = Acknowledgement.objects.filter(enrollment=OuterRef("enrollment_id"), step=OuterRef("pk"))
        live: Any = self.live()  # what follows annotates is declared on Step
        found: StepQuerySet = (
            live.annotate(mine=mine, enrollment_id=F("mine__id"))
            .filter(enrollment_id__isnull=False)
            .annotate(
                done_at=Subquery(done.values("at")[:1]), done_version=Subquery(done.values("version")[:1])
            )
            .annotate(acknowledged=Subquery(read.order_by("-version").values("version")[:1]))
        )
        return found


class Step(models.Model):
    """One thing to do in a lesson. ``kind`` names its body in settings' ``STEP_KINDS``; the spine knows no more."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="steps", verbose_name=_("lesson"))
    kind = models.SlugField(_("kind"))
    slug = models.SlugField(_("short name in addresses"), max_length=80)
    title = models.CharField(_("title"), max_length=200)
    position = models.PositiveIntegerField(_("position"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.LIVE)
    competencies = models.ManyToManyField(
        Competency, blank=True, related_name="steps", verbose_name=_("competencies")
    )
    requires = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="unlocks", verbose_name=_("opens after")
    )
    size = models.PositiveIntegerField(
        _("size"), default=0, help_text=_("Words of a topic; questions of an exam.")
    )
    minutes_low = models.PositiveSmallIntegerField(_("minutes, at least"), default=0)
    minutes_high = models.PositiveSmallIntegerField(_("minutes, at most"), default=0)
    # The last change of substance: in which version of the body, what it was, and which one learners are asked to read.
    changed_version = models.PositiveIntegerField(null=True, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_note = models.CharField(max_length=LONGEST_NOTE, blank=True, editable=False)
    asked_version = models.PositiveIntegerField(null=True, editable=False)

    objects = StepQuerySet.as_manager()

    # Annotations of ``taken_by``.
    enrollment_id: int
    done_at: datetime | None
    done_version: int | None = None
    acknowledged: int | None = None
    # When it is due, in words; see ``course.joining.due.tell``.
    due: str

    class Meta:
        ordering = ("lesson__position", "position")
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = (
            models.UniqueConstraint(fields=["lesson", "slug"], name="step_slug_in_lesson"),
            models.UniqueConstraint(fields=["lesson", "position"], name="step_position_in_lesson"),
            models.CheckConstraint(
                condition=Q(minutes_low__lte=F("minutes_high")), name="step_minutes_in_order"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("step", args=[self.lesson.course.slug, self.lesson.slug, self.slug])

    @property
    def time(self) -> str:
        return labels.minutes(self.minutes_low, self.minutes_high)

    @property
    def changed_since_done(self) -> bool:
        """Whether its substance changed after the version that the learner finished, and they have not read how."""
        return self._is_news(self.changed_version)

    @property
    def asks_to_read(self) -> bool:
        """Whether the learner is asked to say that they have read what changed."""
        return self._is_news(self.asked_version)

    def _is_news(self, version: int | None) -> bool:
        if version is None or self.done_version is None:
            return False
        return version > max(self.done_version, self.acknowledged or 0)
