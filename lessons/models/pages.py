"""Pages of a course that are no topics: what everybody may look up, and a guide for trainers to each lesson."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from course.models import Course, Enrollment, Person, State, courses_run_by
from lessons.models.materials import Material


class Audience(models.TextChoices):
    LEARNERS = "learners", _("Everybody in the course")
    TRAINERS = "trainers", _("Trainers and supervisors")


def open_to(person: Person) -> QuerySet[Course]:
    """Courses that ``person`` takes now or runs. Annotates ``taken``: whether they take it."""
    active = Enrollment.objects.active().owned_by(person).filter(course=OuterRef("pk"))
    taken = Course.objects.annotate(taken=Exists(active))
    return taken.filter(
        Q(taken=True, state=State.LIVE) | Q(pk__in=courses_run_by(person).order_by().values("pk"))
    )


class CoursePageQuerySet(models.QuerySet["CoursePage"]):
    def about(self, course: Course) -> CoursePageQuerySet:
        """Pages in use that everybody in the course may read, in their order."""
        return self.filter(course=course, audience=Audience.LEARNERS, retired=False)

    def guides(self, course: Course) -> CoursePageQuerySet:
        """Guides in use; each has the slug of its lesson as its key."""
        return self.filter(course=course, audience=Audience.TRAINERS, retired=False)


class CoursePage(Material):
    """One page. ``html`` follows from ``source`` and is made when that is written, and when the materials change.

    ``key`` names it in its address; a trainer's guide has the slug of its lesson. ``position`` orders learners' pages.
    """

    FACTS = ("title", "source", "position")

    course = models.ForeignKey(Course, models.CASCADE, related_name="pages", verbose_name=_("course"))
    audience = models.CharField(_("for"), max_length=8, choices=Audience, editable=False)
    key = models.SlugField(_("key"), max_length=80, editable=False)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    title = models.CharField(_("title"), max_length=200)
    source = models.TextField(_("text"))
    html = models.TextField(editable=False)

    objects = CoursePageQuerySet.as_manager()

    class Meta:
        ordering = ("position", "title", "pk")
        verbose_name = _("page")
        verbose_name_plural = _("pages and guides")
        constraints = (
            models.UniqueConstraint(fields=["course", "audience", "key"], name="page_key_in_course"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="page_is_for_somebody"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        name = "guide" if self.audience == Audience.TRAINERS else "about_page"
        return reverse(name, args=[self.course.slug, self.key])

    @property
    def address(self) -> str:
        """Its name among all pages of the course, as its file is called: ``guides/listening``."""
        return f"{FOLDERS[self.audience]}/{self.key}"


FOLDERS: dict[str, str] = {Audience.LEARNERS: "pages", Audience.TRAINERS: "guides"}
"""Where in a content folder the pages for each audience lie."""
