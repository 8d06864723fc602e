"""Images as files: ``images/`` in a content folder, checked and taken in; and written back into one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import StringConstraints

from course.content.canonical import yaml_file
from course.content.course_facts import Facts
from course.content.documents import Document, Folder
from course.content.files import File
from course.content.keeping import Keeps, Written, in_order
from course.content.outline_files import Outline
from course.content.report import Did
from course.content.schema import Line, LongLine, Note, Strict
from course.content.taking import Loading, Named, take_facts
from course.content.writing import CannotWrite, Writing
from course.models import Course
from course.versions import digest
from lessons.checked_materials import thing_of_image
from lessons.images import files
from lessons.images.pictures import MOST_BYTES, Prepared, Refused, prepare
from lessons.images.verbs import facts_of
from lessons.models import Image

FOLDER = "images"
LIST = f"{FOLDER}/images.yaml"
NAME = r"^[A-Za-z0-9][\w.-]{0,74}\.(?:jpg|jpeg|png|webp|gif)$"
SAID: dict[str, Any] = {"alt": "", "decorative": False, "credit": ""}
"""What a list says of an image, where it says nothing."""


class ImageFile(Strict):
    file: Annotated[str, StringConstraints(pattern=NAME)]
    alt: LongLine | None = None
    decorative: bool = False
    credit: Line | None = None
    keep: Keeps = []


class ImagesFile(Strict):
    """``images.yaml``: what is said of those images of which something is said."""

    images: list[ImageFile]
    note: Note | None = None


@dataclass(frozen=True)
class ParsedImage:
    """``facts`` are the row's columns about the file; ``prepared`` is None where its files are stored already.

    ``path`` is the file, and ``label`` how it is called in mistakes; ``place`` is where the folder speaks of it.
    """

    name: str
    path: Path
    label: str
    place: str
    facts: dict[str, Any]
    said: dict[str, Any]
    prepared: Prepared | None


@dataclass(frozen=True)
class ParsedImages:
    """All images, and the list with what is said of them, if there is one; ``known`` are the rows there are."""

    images: list[ParsedImage]
    listed: Listed | None
    known: Mapping[str, Image]


@dataclass(frozen=True)
class Listed:
    """``images.yaml`` without mistakes."""

    document: Document
    file: ImagesFile

    def said(self, name: str) -> tuple[dict[str, Any], str]:
        """What it says of one image, and where; with defaults, and "", where it says nothing."""
        for number, each in enumerate(self.file.images):
            if each.file == name:
                said = {"alt": each.alt or "", "decorative": each.decorative, "credit": each.credit or ""}
                return said, self.document.place(("images", number))
        return SAID, ""


class ImageLoader:
    """Reads ``images/*`` and writes images. Its topics come after it, since they show them."""

    kinds = ()

    def read(self, folder: Folder, outline: Outline, course: Course | None) -> ParsedImages:
        names = folder.names(FOLDER)
        listed = _read_list(folder, names) if LIST in names else None
        known = {image.name: image for image in Image.objects.filter(course=course)} if course else {}
        found = [_read(folder, name, listed, known) for name in names if name != LIST]
        return ParsedImages([each for each in found if each is not None], listed, known)

    def steps_from_files(self, course: Course) -> Collection[int]:
        return ()

    def apply(self, parsed: ParsedImages, loading: Loading) -> None:
        for each in parsed.images:
            if each.prepared is not None and not loading.report.dry_run:
                files.put(each.prepared)
            _write(each, parsed.known.get(each.name), loading)

    def written(self, parsed: ParsedImages, outline: Outline) -> Iterator[Written]:
        assert outline.course is not None  # else reading had raised
        if parsed.listed:
            for number, each in enumerate(parsed.listed.file.images):
                thing = thing_of_image(each.file, each.alt or "", outline.course.language)
                yield Written(thing, each.keep, parsed.listed.document, ("images", number))

    def facts(self, parsed: ParsedImages, outline: Outline) -> Facts:
        return Facts({}, [])

    def files(self, parsed: ParsedImages) -> Iterator[File]:
        for each in parsed.images:
            yield File(f"{FOLDER}/{each.name}", each.path)
        if parsed.listed:
            file = parsed.listed.file
            entries = [{**dict(each), "keep": in_order(each.keep)} for each in file.images]
            yield from _list(entries, file.note)

    def write(self, writing: Writing) -> Iterator[File]:
        """Each image as it is stored. The file that it was made of, of which nothing else is kept, says the same."""
        entries = []
        for image in Image.objects.filter(course=writing.course).order_by("name"):
            path = files.folder_of(image.digest) / f"original.{image.ending}"
            if not path.is_file():
                raise CannotWrite(
                    _("The file of the image “%(name)s” is not on this server.") % {"name": image}
                )
            yield File(f"{FOLDER}/{image.name}", path, alike={image.given, image.digest})
            said = {name: getattr(image, name) or None for name in SAID}
            keep = writing.kept("image", image.name)
            entries.append({"file": image.name, **said, "decorative": image.decorative, "keep": keep})
        places = {name: place for place, name in enumerate(writing.aside(LIST).get("files", ()))}
        entries.sort(key=lambda each: (places.get(each["file"], len(places)), each["file"]))
        yield from _list(entries, writing.aside(LIST).get("note"))


def _list(entries: Iterable[Mapping[str, Any]], note: str | None) -> Iterator[File]:
    """``images.yaml`` with those of which something is said, if it says anything at all."""
    said = [each for each in entries if each["alt"] or each["decorative"] or each["credit"] or each["keep"]]
    if said or note:
        aside = {"files": [each["file"] for each in said], **({"note": note} if note else {})}
        yield File(LIST, yaml_file(ImagesFile, {"images": said, "note": note}), aside)


def _read_list(folder: Folder, names: Collection[str]) -> Listed | None:
    document = folder.read(LIST)
    file = document.check(ImagesFile) if document else None
    if document is None or file is None:
        return None
    document.unique(document.texts("images", ..., "file"))
    for number, image in enumerate(file.images):
        _check_entry(document, number, image, names)
    return Listed(document, file)


def _check_entry(document: Document, number: int, image: ImageFile, names: Collection[str]) -> None:
    if f"{FOLDER}/{image.file}" not in names:
        message = _("There is no such file in the folder “images”.")
        document.wrong(("images", number, "file"), message)
    if image.decorative and image.alt:
        message = _("An image that only decorates says nothing: leave out alt, or decorative.")
        document.wrong(("images", number, "alt"), message)


def _read(folder: Folder, name: str, listed: Listed | None, known: dict[str, Image]) -> ParsedImage | None:
    """One file of the folder; None when it cannot be taken, with the mistake noted."""
    file = PurePosixPath(name).name
    if name != f"{FOLDER}/{file}" or not re.fullmatch(NAME, file):
        folder.wrong(name, _("Images are JPEG, PNG, WebP or GIF files right in the folder “images”."))
        return None
    try:
        raw = _bytes_of(folder.root / name)
        facts, prepared = _facts(raw, known.get(file))
        ending = file.rpartition(".")[2].replace("jpeg", "jpg")
        if ending != facts["ending"]:
            raise Refused(
                _("This is a .%(ending)s image: give it that ending.") % {"ending": facts["ending"]}
            )
    except (Refused, OSError) as problem:
        message = str(problem) if isinstance(problem, Refused) else _("The file cannot be opened.")
        folder.wrong(name, message)
        return None
    folder.seen.add(name)
    label = folder.label(name)
    said, place = listed.said(file) if listed else (SAID, "")
    return ParsedImage(file, folder.root / name, label, place or label, facts, said, prepared)


def _bytes_of(path: Path) -> bytes:
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        raise Refused(_("This is no plain file of at most 5 MB."))
    return path.read_bytes()


def _facts(raw: bytes, image: Image | None) -> tuple[dict[str, Any], Prepared | None]:
    """What a row knows of the file. One that was taken before is not drawn again."""
    given = sha256(raw).hexdigest()
    if image is None or given not in {image.given, image.digest}:
        # As another course of this server has it: drawn again, it would be another file each time it is carried.
        image = Image.objects.filter(digest=given).first() if files.folder_of(given).is_dir() else None
    if image is not None and files.folder_of(image.digest).is_dir():
        names = ("digest", "given", "ending", "width", "height")
        return {name: getattr(image, name) for name in names}, None
    prepared = prepare(raw)
    return facts_of(raw, prepared), prepared


def _write(parsed: ParsedImage, image: Image | None, loading: Loading) -> None:
    ours = {"digest": parsed.facts["digest"], **parsed.said}
    if image is None:
        Image.objects.create(
            course=loading.course,
            name=parsed.name,
            at=loading.at,
            loaded=digest(ours),
            **parsed.facts,
            **parsed.said,
        )
        loading.report.add(Did.ADDED, "image", parsed.name)
        return
    theirs = {name: getattr(image, name) for name in ours}
    named = Named("image", parsed.name, parsed.place)
    takes, mark = take_facts(loading, named, database=theirs, file=ours, loaded=image.loaded)
    if parsed.place in loading.undecided:
        loading.undecided.add(parsed.label)
    changed = {**parsed.facts, **parsed.said} if takes else {}
    if changed or image.loaded != mark:
        for name, value in {**changed, "loaded": mark}.items():
            setattr(image, name, value)
        image.save()
