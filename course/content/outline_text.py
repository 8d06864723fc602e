"""``course.yaml`` and ``competencies.yaml`` in canonical form: as they were read, or as the database says them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from course.content.canonical import yaml_file
from course.content.files import File
from course.content.outline_files import COMPETENCIES, COURSE, CompetenciesFile, CourseFile, Outline
from course.content.writing import Writing
from course.models import Competency
from course.versions import digest


def outline_files(outline: Outline, *, left_out: Iterable[str] = ()) -> Iterator[File]:
    """Both files of an outline without mistakes. ``left_out``: codes the database has and the files have not."""
    assert outline.course is not None
    assert outline.frameworks is not None
    lessons: list[dict[str, Any]] = [dict(lesson) for lesson in outline.course.lessons]
    for lesson in lessons:
        mine = outline.steps_of(lesson["slug"])
        lesson["steps"] = [_step(entry.kind, entry.slug, entry.requires) for entry in mine]
    folders = {lesson["slug"]: lesson["folder"] for lesson in lessons}
    yield _course_file({**dict(outline.course), "lessons": lessons}, folders)
    yield _competencies_file(dict(outline.frameworks), left_out)


def written_outline(writing: Writing) -> Iterator[File]:
    """Both files as the database says them, once the loaders have told which steps and competencies they wrote."""
    course = writing.course
    lessons, slugs = [], {step.pk: step.slug for step in writing.steps if step.pk in writing.bodies}
    for lesson in writing.lessons:
        mine = [step for step in writing.steps_of(lesson) if step.pk in slugs]
        lessons.append(
            {
                "slug": lesson.slug,
                "folder": writing.folders[lesson.pk],
                "title": lesson.title,
                "summary": lesson.summary,
                "steps": [_step(step.kind, step.slug, slugs.get(step.requires_id or 0)) for step in mine],
            }
        )
    folders = {lesson.slug: writing.folders[lesson.pk] for lesson in writing.lessons}
    said = {
        "slug": course.slug,
        "title": course.title,
        "summary": course.summary,
        "language": course.language,
        "words_per_minute": course.words_per_minute,
        "note": writing.aside(COURSE).get("note"),
        "lessons": lessons,
    }
    yield _course_file(said, folders)
    yield _written_competencies(writing)


def competency_digest(framework: str, title: str, position: int) -> str:
    """What a load remembers of a competency."""
    return digest({"framework": framework, "title": title, "position": position})


def _course_file(said: Mapping[str, Any], folders: Mapping[str, str]) -> File:
    return File(COURSE, yaml_file(CourseFile, said), _aside(said, folders=dict(folders)))


def _competencies_file(said: Mapping[str, Any], left_out: Iterable[str]) -> File:
    titles = {each["code"]: each["title"] for each in map(dict, said["frameworks"])}
    # As pairs, because a database may give back a mapping in another order.
    aside = _aside(said, frameworks=[list(pair) for pair in titles.items()], left_out=sorted(left_out))
    return File(COMPETENCIES, yaml_file(CompetenciesFile, said), aside)


def _written_competencies(writing: Writing) -> File:
    """The frameworks that the file had, and those of what the course names. Without either, all there are."""
    aside = writing.aside(COMPETENCIES)
    titles = dict(aside.get("frameworks", []))
    rows = list(Competency.objects.order_by("position", "code"))
    wanted = {*titles, *(row.framework for row in rows if row.code in writing.codes)}
    left_out = set(aside.get("left_out", [])) - writing.codes
    kept = [row for row in rows if (not wanted or row.framework in wanted) and row.code not in left_out]
    order = [*titles, *sorted({row.framework for row in kept} - {*titles})]
    frameworks = [
        {
            "code": code,
            "title": titles.get(code, code),
            "competencies": [{"code": row.code, "title": row.title} for row in kept if row.framework == code],
        }
        for code in order
    ]
    said = {
        "frameworks": [framework for framework in frameworks if framework["competencies"]],
        "note": aside.get("note"),
    }
    return _competencies_file(said, left_out)


def _step(kind: str, slug: str, requires: str | None) -> dict[str, str]:
    return {kind: slug, **({"requires": requires} if requires else {})}


def _aside(said: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {name: value for name, value in {"note": said.get("note"), **more}.items() if value}
