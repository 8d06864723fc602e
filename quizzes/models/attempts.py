"""Attempts: frozen at start, answered one save at a time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from course.models import Assignment, Cohort, Competency, Enrollment, Person
from quizzes import rules
from quizzes.models.bank import QuestionVersion
from quizzes.models.exams import Exam
from quizzes.rules import Rules


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def visible_to(self, person: Person) -> AttemptQuerySet:
        """The learner's own attempts."""
        return self.filter(enrollment__person=person)

    def counted(self) -> AttemptQuerySet:
        """Handed in, and not set aside by staff."""
        return self.filter(state=Attempt.State.SUBMITTED, voided_at=None)

    def staffed_by(self, person: Person) -> AttemptQuerySet:
        """Attempts of learners in cohorts that ``person`` trains or supervises: whom they may mark and accommodate."""
        if person.is_superuser:
            return self
        return self.filter(enrollment__cohort__in=Cohort.objects.assigned_to(person))

    def supervised_by(self, person: Person) -> AttemptQuerySet:
        """Attempts of learners in cohorts that ``person`` supervises."""
        if person.is_superuser:
            return self
        return self.filter(
            enrollment__cohort__in=Cohort.objects.staffed_by(person, Assignment.Role.SUPERVISOR)
        )


class Attempt(models.Model):
    """One sitting of one exam. Questions, option order, points and rules are those of the moment it began."""

    class State(models.TextChoices):
        OPEN = "open", _("In progress")
        SUBMITTED = "submitted", _("Submitted")

    class EndedBy(models.TextChoices):
        LEARNER = "learner", _("handed in")
        TIME = "time", _("closed when time was over")

    enrollment = models.ForeignKey(
        Enrollment, models.CASCADE, related_name="attempts", verbose_name=_("learner")
    )
    exam = models.ForeignKey(Exam, models.PROTECT, related_name="attempts", verbose_name=_("exam"))
    number = models.PositiveSmallIntegerField(_("attempt"))
    form = models.CharField(_("form"), max_length=1, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    seed = models.PositiveBigIntegerField(editable=False)
    rules = models.JSONField(_("rules"))
    started_at = models.DateTimeField(_("started"))
    deadline = models.DateTimeField(_("ends"), null=True, blank=True)
    # While set, the clock stands still: granted by an accommodation.
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    # For how long it stood still before, in seconds: not counted as time taken.
    paused_seconds = models.PositiveIntegerField(default=0, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=7, choices=EndedBy, blank=True)
    # Titles and words of the sections, as [title, html]; an item names its section by its place in this list.
    sections = models.JSONField(default=list, editable=False)
    # The furthest question shown, where an exam goes forward only.
    reached = models.PositiveSmallIntegerField(default=1, editable=False)
    # Stored copies of what the marks say; ``grading.totals`` recomputes them.
    score = models.DecimalField(_("score"), max_digits=8, decimal_places=2, null=True, blank=True)
    possible = models.DecimalField(_("possible"), max_digits=8, decimal_places=2)
    critical_missed = models.PositiveSmallIntegerField(_("critical items missed"), null=True, blank=True)
    seconds_taken = models.PositiveIntegerField(_("time taken, seconds"), null=True, blank=True)
    # Answers that wait for a person to mark them; until then the score is not final.
    awaiting = models.PositiveSmallIntegerField(_("answers to be marked"), default=0)
    # Null while the score is not final, and where an exam cannot be passed.
    passed = models.BooleanField(_("passed"), null=True, blank=True)
    # When a mark was changed after the learner could see the result.
    changed_at = models.DateTimeField(_("result changed"), null=True, blank=True)
    # Set aside by staff: it is kept, and counts for nothing. The learner can read the reason.
    voided_at = models.DateTimeField(_("set aside"), null=True, blank=True)
    void_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = (
            models.UniqueConstraint(
                fields=["enrollment", "exam"], condition=Q(state="open"), name="one_open_attempt_per_exam"
            ),
            models.UniqueConstraint(fields=["enrollment", "exam", "number"], name="attempt_number_per_exam"),
            models.CheckConstraint(
                condition=Q(state="open", submitted_at__isnull=True)
                | Q(state="submitted", submitted_at__isnull=False, score__isnull=False),
                name="submitted_attempts_have_time_and_score",
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="")
                | Q(voided_at__isnull=False, state="submitted") & ~Q(void_reason=""),
                name="attempts_set_aside_were_submitted",
            ),
        )
        indexes = (
            models.Index(fields=["exam", "state", "submitted_at"], name="attempt_review"),
            # All that counting, looking for exams not started, and sorting the review by time or by score reads, so
            # that it need not open the attempts.
            models.Index(
                fields=[
                    *["enrollment", "exam", "voided_at", "state", "critical_missed"],
                    *["changed_at", "submitted_at", "number", "score", "possible"],
                ],
                name="attempt_counts",
            ),
            # Few wait for a mark, of however many attempts.
            models.Index(fields=["submitted_at"], condition=Q(awaiting__gt=0), name="attempt_awaiting"),
        )

    def __str__(self) -> str:
        return f"{self.enrollment} · {self.exam} · {self.number}"

    @property
    def terms(self) -> Rules:
        """The rules as they were when the attempt began, read."""
        return rules.read(self.rules)


class AttemptItem(models.Model):
    """One question of one attempt, in its slot (from 1), with the order in which its options are shown."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="items")
    slot = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    kind = models.SlugField()
    critical = models.BooleanField()
    # Whether a topic before the exam had already taught it: gain is reported with and without such items.
    taught_before = models.BooleanField()
    points = models.DecimalField(max_digits=6, decimal_places=2)
    option_order = models.JSONField(default=list)
    flagged = models.BooleanField(default=False)
    section = models.PositiveSmallIntegerField(null=True)
    # When its feedback was shown; from then on its answer stands.
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("slot",)
        constraints = (models.UniqueConstraint(fields=["attempt", "slot"], name="one_item_per_slot"),)

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.slot}"


class Answer(models.Model):
    """One save of one item. The highest ``revision`` counts; the same ``save_id`` twice is one save."""

    item = models.ForeignKey(AttemptItem, models.CASCADE, related_name="answers")
    save_id = models.UUIDField()
    revision = models.PositiveIntegerField()
    response = models.JSONField()
    # The response in one short line for tables and exports: "b", "a+c".
    response_code = models.CharField(max_length=200, blank=True)
    # How long the browser tried before this arrived, in seconds by its own account: a network that was down.
    waited = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ("revision",)
        constraints = (
            models.UniqueConstraint(fields=["item", "save_id"], name="one_answer_per_save"),
            models.UniqueConstraint(fields=["item", "revision"], name="one_answer_per_revision"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} r{self.revision}"


class AttemptEvent(models.Model):
    """What happened to an attempt, appended. What other rows tell is not repeated here: its start and end, and saves.

    ``actor`` null: the server itself. ``detail`` is JSON-able and holds no answer and no reason of an accommodation.
    """

    class Verb(models.TextChoices):
        VIEWED = "viewed", _("Question shown")
        STALE = "stale", _("Save refused: another tab had saved something newer")
        LATE = "late", _("Save refused: too late")
        SETTLED = "settled", _("Answer checked, feedback shown")
        PAUSED = "paused", _("Clock paused")
        UNPAUSED = "unpaused", _("Clock running again")
        ACCOMMODATED = "accommodated", _("Accommodation applied")
        MARKED = "marked", _("Marked")
        OVERRIDDEN = "overridden", _("Points changed by a person")
        REGRADED = "regraded", _("Graded again")
        READ = "read", _("Read by staff")
        VOIDED = "voided", _("Set aside: it does not count")

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="events")
    verb = models.CharField(max_length=12, choices=Verb)
    at = models.DateTimeField()
    actor = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    slot = models.PositiveSmallIntegerField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = (models.Index(fields=["attempt", "at"], condition=Q(verb="read"), name="attempt_reads"),)

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.verb}"
