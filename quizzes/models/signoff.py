"""Sign-offs: a learner's and a supervisor's rating of each competency, kept as they were signed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from course import labels
from course.models import Enrollment, Person


class SignOffQuerySet(models.QuerySet["SignOff"]):
    def owned_by(self, person: Person) -> SignOffQuerySet:
        return self.filter(enrollment__person=person)

    def supervised_by(self, person: Person) -> SignOffQuerySet:
        """Those of the learners whom ``person`` supervises; an administrator's are all. Never one's own."""
        supervised = Enrollment.objects.supervised_by(person)
        return self.filter(enrollment__in=supervised).exclude(enrollment__person=person)

    def visible_to(self, person: Person) -> SignOffQuerySet:
        """A person's own, and those that they supervise."""
        supervised = Enrollment.objects.supervised_by(person).values("pk")
        return self.filter(Q(enrollment__person=person) | Q(enrollment__in=supervised))

    def under_way(self) -> SignOffQuerySet:
        return self.exclude(state__in=SignOff.CLOSED)


class SignOff(models.Model):
    """One round of sign-off for one learner and one framework.

    ``page`` is what the form said: ``framework``, ``course``, ``program``, ``language``, ``own_scale`` and
    ``rated_scale`` (words), ``competencies`` (``code`` and ``title``). ``own`` and ``rated`` are ``{code: {"level":
    int, "comment": str}}``, see ``quizzes.signoff.words``; ``evidence`` is ``{code: [sentence]}``, as it was when the
    supervisor signed. ``revision`` counts changes. The database refuses to change a closed one: see
    ``quizzes.signoff.frozen``.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("With the learner")
        RATING = "rating", _("With the supervisor")
        SIGNING = "signing", _("For the learner to sign")
        DIFFERS = "differs", _("The learner sees it differently")
        SIGNED = "signed", _("Closed")
        WITHDRAWN = "withdrawn", _("Called off")

    CLOSED = (State.SIGNED, State.WITHDRAWN)

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="sign_offs")
    number = models.PositiveSmallIntegerField(_("round"))
    framework = models.SlugField(_("framework"))
    page = models.JSONField()
    own = models.JSONField(default=dict)
    rated = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    # Since when it is in this state.
    since = models.DateTimeField(_("since"))
    revision = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(_("opened"))
    # When the learner last handed their rating over; null while it is theirs alone.
    handed_at = models.DateTimeField(_("handed over"), null=True)
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    supervisor_signed_at = models.DateTimeField(null=True)
    learner_signed_at = models.DateTimeField(null=True)
    # What the learner wrote who sees it differently.
    differs = models.TextField(blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    # SHA-256 of what was signed: see ``quizzes.signoff.sheet``.
    digest = models.CharField(max_length=64, blank=True)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        constraints = (
            models.UniqueConstraint(fields=["enrollment", "number"], name="sign_off_number_per_enrollment"),
            models.UniqueConstraint(
                fields=["enrollment"],
                condition=~Q(state__in=("signed", "withdrawn")),
                name="one_sign_off_under_way",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", handed_at=None)
                | Q(state="withdrawn")
                | Q(state__in=("rating", "signing", "differs", "signed"), handed_at__isnull=False),
                name="sign_off_is_handed_over_first",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "rating", "withdrawn"), learner_signed_at=None)
                | Q(
                    state__in=("signing", "differs", "signed"),
                    supervisor_signed_at__isnull=False,
                ),
                name="sign_off_is_signed_by_staff_first",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "rating", "signing", "differs"), closed_at=None, digest="")
                | Q(state="withdrawn", closed_at__isnull=False, digest="")
                | Q(state="signed", closed_at__isnull=False) & ~Q(digest=""),
                name="sign_off_is_closed_with_a_digest",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(learner_signed_at__isnull=False) | ~Q(differs=""),
                name="sign_off_has_the_learners_word",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrollment} · {self.number}"

    @property
    def framework_name(self) -> str:
        return labels.framework(self.framework)

    @property
    def is_closed(self) -> bool:
        return self.state in self.CLOSED
