"""Finished HTML of pages and guides: made when one is written, and anew when what they show has changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from course.models import Course, Step
from course.step_links import step_links
from lessons.images.verbs import pictures_of
from lessons.markdown import Materials, Problem, lint, render
from lessons.materials.gather import course_materials
from lessons.models import CoursePage, Image, LocalBlock, Resource
from lessons.models.pages import Audience

Links = Mapping[str, str]


def links_of(course: Course, audience: str) -> Links:
    """Where ``step:`` leads, by slug: a learner to the step, staff to its place on the page of its lesson's guide."""
    if audience == Audience.LEARNERS:
        return step_links(course)
    steps = Step.objects.live().filter(lesson__course=course).values_list("slug", "lesson__slug")
    return {slug: f"{reverse('guide', args=[course.slug, lesson])}#step-{slug}" for slug, lesson in steps}


def rendered_page(source: str, course: Course, *, links: Links, materials: Materials) -> str:
    """Sanitized HTML in the course's language."""
    images = pictures_of(course) if "images/" in source else {}
    with translation.override(course.language):
        return render(source, resolve=links.get, images=images, materials=materials).html


def render_pages(
    course: Course, *, only: Collection[int] | None = None, words: Collection[str] | None = None
) -> int:
    """Render the pages in use: all, those with these keys of rows, or those whose text has one of ``words``.

    ``words`` are in small letters, with single spaces. Returns how many differ now.
    """
    pages = CoursePage.objects.filter(course=course, retired=False)
    chosen = [
        page
        for page in (pages if only is None else pages.filter(pk__in=only))
        if words is None or any(word in " ".join(page.source.casefold().split()) for word in words)
    ]
    return refresh_pages(chosen, course)


def refresh_pages(
    pages: Collection[CoursePage],
    course: Course,
    *,
    links: Links | None = None,
    materials: Materials | None = None,
) -> int:
    """Render each page with what the course has now. Returns how many differ.

    ``links`` are the course's ``step_links`` and ``materials`` its ``course_materials``, where they are at hand.
    """
    if not pages:
        return 0
    materials = course_materials(course) if materials is None else materials
    known: dict[str, Links] = {} if links is None else {Audience.LEARNERS: links}
    changed = []
    for page in pages:
        if page.audience not in known:
            known[page.audience] = links_of(course, page.audience)
        html = rendered_page(page.source, course, links=known[page.audience], materials=materials)
        if html != page.html:
            page.html = html
            changed.append(page)
    CoursePage.objects.bulk_update(changed, ["html"])
    return len(changed)


def problems_of_page(source: str, course: Course) -> list[Problem]:
    """What is wrong with a text that is written in the admin, in the order of its lines."""
    if not source.strip():
        return [Problem(0, "body", _("The page has no text."))]
    mine = {"course": course, "retired": False}
    blocks = LocalBlock.objects.filter(**mine).values_list("key", flat=True)
    groups = Resource.objects.filter(**mine).values_list("group", flat=True)
    images = Image.objects.filter(course=course).values_list("name", flat=True)
    return lint(
        source,
        references=(),
        known_steps=set(step_links(course)) if "step:" in source else (),
        known_blocks=set(blocks) if "[local:" in source else (),
        known_groups=set(groups) if "[resources:" in source else (),
        known_images=set(images) if "images/" in source else None,
    )
