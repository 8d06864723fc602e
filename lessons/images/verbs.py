"""Verbs on the images of a course."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from course.admin.naming import free_slug
from course.models import Course, Person
from course.record import audit
from lessons.images import files
from lessons.images.pictures import Prepared, widths_of
from lessons.markdown.pictures import Picture
from lessons.models import Image, Topic

SIZES = "(min-width: 46rem) 42rem, 92vw"
"""How wide an image stands on a topic's page; see static/css/lessons.css."""


def add_image(
    course: Course,
    raw: bytes,
    prepared: Prepared,
    *,
    name: str,
    author: Person | None,
    at: datetime,
    **said: Any,
) -> Image:
    """Store an image under the first free name like ``name``. ``said`` are alt, decorative and credit."""
    files.put(prepared)
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)
        taken = Image.objects.filter(course=course).values_list("name", flat=True)
        stems = {each.rpartition(".")[0].lower() for each in taken}
        stem = free_slug(name.rpartition(".")[0] or name, stems, longest=60)
        image = Image.objects.create(
            course=course,
            name=f"{stem}.{prepared.ending}",
            uploaded_by=author,
            at=at,
            **facts_of(raw, prepared),
            **said,
        )
        audit.record("added", image, actor=author, at=at, name=image.name)
    return image


def facts_of(raw: bytes, prepared: Prepared) -> dict[str, Any]:
    """What a row knows of the file."""
    return {
        "digest": prepared.digest,
        "given": sha256(raw).hexdigest(),
        "ending": prepared.ending,
        "width": prepared.width,
        "height": prepared.height,
    }


@transaction.atomic
def delete_image(image: Image, *, author: Person, at: datetime) -> None:
    """Delete an image that no topic shows, with its files unless another row has the same."""
    audit.record("deleted", image, actor=author, at=at, name=image.name)
    digest = image.digest
    image.delete()
    if not Image.objects.filter(digest=digest).exists():
        transaction.on_commit(lambda: files.remove(digest))


def shown_in(image: Image) -> list[Topic]:
    """The topics whose live or newest text shows the image."""
    mark = f"](images/{image.name}"
    shows = Q(live__source__contains=mark) | Q(draft__source__contains=mark)
    topics = Topic.objects.filter(shows, step__lesson__course=image.course_id)
    return list(topics.select_related("step").only("step__title"))


def pictures_of(course: Course) -> dict[str, Picture]:
    """What a page needs of each image of a course, by name. One statement."""
    return {image.name: picture_of(image) for image in Image.objects.filter(course=course)}


def picture_of(image: Image) -> Picture:
    def address(file: str) -> str:
        return reverse("image", args=[image.digest, file])

    widths = dict.fromkeys(widths_of(image.width))
    return Picture(
        src=address(f"original.{image.ending}"),
        srcset=", ".join(f"{address(f'{width}.webp')} {width}w" for width in widths),
        sizes=SIZES,
        width=image.width,
        height=image.height,
        credit=image.credit,
    )


def line_of(name: str, alt: str, decorative: bool) -> str:
    """The line that shows the image of this name in a topic."""
    if decorative:
        return f"![](images/{name}){{: .decorative }}"
    return f"![{alt.replace('[', '(').replace(']', ')')}](images/{name})"
