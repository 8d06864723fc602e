"""A course goes out as one zip and comes in again: seen first, and only by those who may write it."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from course.content.write import written
from course.joining import people
from course.models import Assignment, AuditEvent, Competency, Course, Person
from lessons.models import Image, Topic
from tests.content_folder import LOADED_AT, ContentFolder, edit_in_admin, make_folder
from tests.course.hostile_zips import packed
from tests.lessons.drawing import drawn

pytestmark = pytest.mark.django_db
DUTIES = "lessons/01-foundations/duties.md"


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "media"
    return Path(settings.VAR_DIR) / "uploads"


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    folder = make_folder(tmp_path / "small")
    folder.load()
    return folder


@pytest.fixture
def small(folder: ContentFolder) -> Course:
    return Course.objects.get(slug="small")


@pytest.fixture
def trainer(small: Course) -> Client:
    person = Person.objects.create_user("tara@example.org", "secret-word-1", name="Tara")
    people.assign(person, Assignment.Role.TRAINER, course=small)
    client = Client()
    client.force_login(person)
    return client


def zipped(folder: ContentFolder) -> bytes:
    names = [path for path in folder.root.rglob("*") if path.is_file()]
    return packed({path.relative_to(folder.root).as_posix(): path.read_bytes() for path in names})


def address(page: str, course: Course | None = None) -> str:
    return reverse(f"admin:course_course_{page}", args=[course.pk] if course else [])


def send(client: Client, course: Course | None, data: bytes) -> Any:
    page = address("upload", course) if course else address("upload_new")
    return client.post(page, {"file": SimpleUploadedFile("course.zip", data)})


def agree(client: Client, shown: Any, course: Course | None, **more: str) -> Any:
    sure = shown.context["sure"]
    page = address("upload", course) if course else address("upload_new")
    said = {name: sure.initial[name] for name in ("digest", "seen")}
    return client.post(page, {**said, **more}, follow=True)


def topic() -> Any:
    return Topic.objects.select_related("live", "draft", "loaded").get(step__slug="duties")


def test_a_trainer_downloads_the_course_that_loads_without_a_change(trainer: Client, small: Course) -> None:
    response = trainer.get(address("download", small))
    data = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith('attachment; filename="small-')
    assert int(response["Content-Length"]) == len(data)
    assert "no-store" in response["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"small/{file.name}": file.bytes for file in written(small)
        }
    assert "Nothing. These files say what is here already." in send(trainer, small, data).text
    assert AuditEvent.objects.filter(verb="downloaded", actor__name="Tara").exists()


def test_drafts_come_along_when_asked_for(trainer: Client, small: Course) -> None:
    edit_in_admin(topic(), LOADED_AT, live=False, source="## The Duties\n\nA draft.")
    plain, drafts = (
        b"".join(trainer.get(address("download", small), asked).streaming_content)  # type: ignore[attr-defined]
        for asked in ({}, {"drafts": "1"})
    )
    with zipfile.ZipFile(io.BytesIO(drafts)) as archive:
        assert b"A draft." in archive.read(f"small/{DUTIES}")
    assert plain != drafts


def test_what_would_change_is_shown_and_done_only_after_a_yes(
    trainer: Client, small: Course, folder: ContentFolder, uploads: Path
) -> None:
    folder.edit(DUTIES, "Some words", "New words")
    shown = send(trainer, small, zipped(folder))
    assert "Would change" in shown.text
    assert topic().live.source.endswith("Some words about it.")
    done = agree(trainer, shown, small)
    assert "Loaded. A Small Course: changed 1 topic." in done.text
    assert topic().live.source.endswith("New words about it.")
    assert list(uploads.iterdir()) == []
    assert AuditEvent.objects.filter(verb="loaded", actor__name="Tara").exists()


def test_both_texts_are_shown_where_both_sides_changed(
    trainer: Client, small: Course, folder: ContentFolder
) -> None:
    edit_in_admin(topic(), LOADED_AT + timedelta(hours=1), source="## The Duties\n\nWords of the admin.")
    folder.edit(DUTIES, "Some words", "New words")
    shown = send(trainer, small, zipped(folder))
    assert "-  Words of the admin." in shown.text
    assert "+  New words about it." in shown.text
    assert str(folder.root) not in shown.text
    assert "/tmp" not in shown.text
    agree(trainer, shown, small, prefer="file")
    assert topic().live.source.endswith("New words about it.")


def test_nothing_is_loaded_that_was_not_shown(trainer: Client, small: Course, folder: ContentFolder) -> None:
    """Somebody edited the topic after the page was shown: it would be kept now, so the page is shown again."""
    folder.edit(DUTIES, "Some words", "New words")
    shown = send(trainer, small, zipped(folder))
    edit_in_admin(topic(), LOADED_AT + timedelta(hours=1), source="## The Duties\n\nWords of the admin.")
    again = agree(trainer, shown, small)
    assert "not what you saw before" in again.text
    assert topic().live.source.endswith("Words of the admin.")
    agree(trainer, again, small, prefer="file")
    assert topic().live.source.endswith("New words about it.")


def test_an_upload_is_its_persons_alone_and_gone_after_a_day(
    trainer: Client, as_alma: Client, small: Course, folder: ContentFolder, uploads: Path
) -> None:
    folder.edit(DUTIES, "Some words", "New words")
    shown = send(trainer, small, zipped(folder))
    assert "Please choose the file once more." in agree(as_alma, shown, small).text
    (kept,) = uploads.iterdir()
    os.utime(kept, (0, 0))
    send(as_alma, small, zipped(folder))
    assert kept not in list(uploads.iterdir())
    assert "Please choose the file once more." in agree(trainer, shown, small).text
    assert topic().live.source.endswith("Some words about it.")


def test_bytes_that_were_changed_meanwhile_are_not_loaded(
    trainer: Client, small: Course, folder: ContentFolder, uploads: Path
) -> None:
    folder.edit(DUTIES, "Some words", "New words")
    shown = send(trainer, small, zipped(folder))
    (kept,) = uploads.iterdir()
    kept.write_bytes(zipped(make_folder(folder.root.parent / "other")))
    assert "Please choose the file once more." in agree(trainer, shown, small).text


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "a" * 64, "\x00", "x" * 100_000])
def test_a_made_up_digest_finds_nothing(digest: str, trainer: Client, small: Course) -> None:
    response = trainer.post(address("upload", small), {"digest": digest, "seen": "x"})
    assert response.status_code in (200, 422)
    assert "Please choose the file once more." in response.text


def test_who_says_no_leaves_nothing_behind(
    trainer: Client, small: Course, folder: ContentFolder, uploads: Path
) -> None:
    folder.edit(DUTIES, "Some words", "New words")
    agree(trainer, send(trainer, small, zipped(folder)), small, cancel="1")
    assert list(uploads.iterdir()) == []
    assert topic().live.source.endswith("Some words about it.")


def test_mistakes_are_named_by_file_and_line_and_nothing_is_kept(
    trainer: Client, small: Course, folder: ContentFolder, uploads: Path
) -> None:
    folder.edit(DUTIES, "title:", "titel:")
    response = send(trainer, small, zipped(folder))
    assert response.status_code == 422
    assert f"{DUTIES}:2: titel: Unknown key. Did you mean “title”?" in response.text
    assert not uploads.exists()


@pytest.mark.parametrize(
    ("yaml", "words"),
    [
        ("slug: small\na: &a [x, x]\nb: [*a, *a]\n", "Anchors and aliases"),
        ("slug: small\na: " + "[" * 5000 + "]" * 5000, "nested more than 20 levels"),
        ("slug: small\na: !!python/object:os.system x\n", "Tags (!) are not used here"),
    ],
)
def test_yaml_that_grows_is_refused(yaml: str, words: str, trainer: Client, small: Course) -> None:
    assert words in send(trainer, small, packed({"course.yaml": yaml.encode()})).text


def test_files_of_endless_lists_are_not_read_on(trainer: Client, small: Course) -> None:
    endless = b"questions: [" + b"0," * 110_000 + b"0]\n"
    files = {"course.yaml": b"slug: small\n", "bank/1.yaml": endless, "bank/2.yaml": endless}
    said = send(trainer, small, packed(files)).text
    assert "bank/1.yaml:1: This file holds more than 100000 values." in said
    assert "bank/2.yaml: Before this file, there were more than 300000 values already" in said


def test_what_is_not_a_zip_is_said_at_its_field(trainer: Client, small: Course) -> None:
    response = send(trainer, small, b"GIF89a")
    assert (response.status_code, "This is not a zip file" in response.text) == (422, True)
    assert "Choose a file." in trainer.post(address("upload", small), {}).text


def test_another_course_is_refused(trainer: Client, small: Course, folder: ContentFolder) -> None:
    folder.edit("course.yaml", "slug: small", "slug: other")
    response = send(trainer, small, zipped(folder))
    assert "course.yaml:1: slug: This is another course: here it must be “small”." in response.text


def test_images_in_a_zip_are_checked_as_uploads_are(
    trainer: Client, small: Course, folder: ContentFolder
) -> None:
    folder.write("images/bench.png", b"\x89PNG")
    assert "images/bench.png: This is not a JPEG" in send(trainer, small, zipped(folder)).text
    folder.write("images/bench.png", drawn(kind="PNG"))
    page = send(trainer, small, zipped(folder))
    assert not Image.objects.exists()
    agree(trainer, page, small)
    assert Image.objects.get().name == "bench.png"


def test_only_an_administrator_changes_competencies(
    trainer: Client, as_alma: Client, small: Course, folder: ContentFolder
) -> None:
    folder.edit("competencies.yaml", "Provides support", "Gives support")
    response = send(trainer, small, zipped(folder))
    assert "Only an administrator can add or change competencies" in response.text
    agree(as_alma, send(as_alma, small, zipped(folder)), small)
    assert Competency.objects.get(code="samhsa-2").title == "Gives support"


def test_an_administrator_uploads_a_new_course(as_alma: Client, program: Any, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "new")
    shown = send(as_alma, None, zipped(folder))
    assert not Course.objects.exists()
    agree(as_alma, shown, None)
    assert Course.objects.get().slug == "small"
    assert "This course is here already." in send(as_alma, None, zipped(folder)).text


def test_strangers_and_trainers_of_other_courses_find_no_such_page(
    trainer: Client, as_tess: Client, as_ada: Client, small: Course
) -> None:
    for client in (as_tess, as_ada):
        for page in ("download", "upload"):
            assert client.get(address(page, small)).status_code == 404
    assert trainer.get(address("upload_new")).status_code == 404
    assert trainer.post(address("download", small)).status_code == 404


def test_a_course_without_lessons_says_so(as_alma: Client, program: Any) -> None:
    bare = Course.objects.create(program=program, slug="bare", title="Bare")
    assert "has no lessons yet" in as_alma.get(address("download", bare), follow=True).text
