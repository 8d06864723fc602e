"""Images of a course."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from course.models import Assignment, Course, Enrollment, Person

NAME = RegexValidator(r"\A[A-Za-z0-9][\w.-]*\.(?:jpg|jpeg|png|webp|gif)\Z")


class ImageQuerySet(models.QuerySet["Image"]):
    def visible_to(self, person: Person) -> ImageQuerySet:
        """Those of the courses in which somebody learns or has a role; all for administrators."""
        if person.is_superuser:
            return self
        learns = Enrollment.objects.filter(person=person).values("cohort__course")
        held = Assignment.objects.filter(person=person)
        in_course, in_cohort = held.values("course"), held.values("cohort__course")
        return self.filter(Q(course__in=learns) | Q(course__in=in_course) | Q(course__in=in_cohort))


class Image(models.Model):
    """A picture that topics show as ``images/<name>``. Its files never change; what is said of it may.

    ``digest`` is that of the file as it is stored, ``given`` that of the file it was made of, ``loaded`` that of what
    the content folder last said; both SHA-256.
    """

    course = models.ForeignKey(Course, models.CASCADE, related_name="images", verbose_name=_("course"))
    name = models.CharField(_("name"), max_length=80, validators=[NAME])
    alt = models.CharField(_("what it shows"), max_length=300, blank=True)
    decorative = models.BooleanField(_("it only decorates"), default=False)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    digest = models.CharField(max_length=64, editable=False, db_index=True)
    given = models.CharField(max_length=64, editable=False)
    loaded = models.CharField(max_length=64, blank=True, editable=False)
    ending = models.CharField(max_length=4, editable=False)
    width = models.PositiveSmallIntegerField(_("width"), editable=False)
    height = models.PositiveSmallIntegerField(_("height"), editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    at = models.DateTimeField(_("uploaded"), editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ("course", "name")
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = (
            models.UniqueConstraint(fields=["course", "name"], name="image_name_in_course"),
            models.CheckConstraint(
                condition=Q(decorative=False) | Q(alt=""), name="decorative_image_says_nothing"
            ),
        )

    def __str__(self) -> str:
        return self.name
