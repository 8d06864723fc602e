"""Addresses of a course's steps, for links that authors write as ``step:slug``."""

from django.urls import reverse

from course.models import Course, Step


def step_links(course: Course) -> dict[str, str]:
    """The address of every live step by its slug; one statement."""
    steps = Step.objects.live().filter(lesson__course=course)
    found = steps.values_list("slug", "lesson__slug")
    return {slug: reverse("step", args=[course.slug, lesson, slug]) for slug, lesson in found}
