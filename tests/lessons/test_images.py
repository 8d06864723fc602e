"""A course's images: uploaded with words for those who do not see them, shown in topics, and carried both ways."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from course.backup.making import make
from course.content.errors import ContentErrors
from course.content.load import load
from course.content.report import Did
from course.content.write import write, written
from course.content.writing import CannotWrite
from course.models import AuditEvent, Course, Person
from lessons import authoring
from lessons.images import files, verbs
from lessons.images.pictures import prepare
from lessons.models import Image, Topic
from lessons.rendering import rendered_topic
from tests.conftest import NOW, signed_in
from tests.content_folder import ContentFolder, make_folder
from tests.lessons.drawing import drawn

ADD = "/admin/lessons/image/add/"
ROLES = "lessons/01-foundations/roles.md"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def bench(course: Course, tess: Person) -> Image:
    raw = drawn(1000, 500)
    return verbs.add_image(
        course, raw, prepare(raw), name="Bench.JPG", author=tess, at=NOW, alt="Two people on a bench"
    )


def upload(client: Client, course: Course, query: str = "", **said: Any) -> Any:
    file = SimpleUploadedFile("IMG 0042.jpg", said.pop("raw", drawn()))
    return client.post(ADD + query, {"course": course.pk, "file": file, "_save": "", **said})


def html_of(course: Course, source: str) -> str:
    payload = {"title": "T", **authoring.EMPTY_TOPIC, "source": source}
    return str(rendered_topic(payload, course)["html"])


# --- Uploading --------------------------------------------------------------------------------------------------------


def test_a_trainer_uploads_an_image_and_gets_the_line_for_a_topic(
    as_tess: Client, tess: Person, course: Course
) -> None:
    response = upload(as_tess, course, alt="A quiet road", credit="Photo: Ada")
    image = Image.objects.get()
    assert response.headers["Location"] == reverse("admin:lessons_image_change", args=[image.pk])
    assert (image.name, image.alt, image.uploaded_by) == ("img-0042.jpg", "A quiet road", tess)
    page = as_tess.get(response.headers["Location"]).content.decode()
    assert "![A quiet road](images/img-0042.jpg)" in page
    assert AuditEvent.objects.filter(verb="added", subject=f"image:{image.pk}", actor=tess).count() == 1


def test_the_way_back_leads_to_the_topic_that_one_came_from(as_tess: Client, course: Course) -> None:
    topic = Topic.objects.get(step__slug="roles")
    response = upload(as_tess, course, f"?topic={topic.pk}", decorative="on")
    page = as_tess.get(response.headers["Location"]).content.decode()
    assert f'href="{reverse("admin:lessons_topic_change", args=[topic.pk])}"' in page
    assert "{: .decorative }" in page
    for odd in ("x", "99999999999999999999", "²", "-1"):
        assert as_tess.get(f"{ADD}?topic={odd}").status_code == 200


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Say what the image shows"),
        ({"alt": "A road", "decorative": "on"}, "Leave this empty"),
        ({"alt": "A road", "raw": b"<svg/>"}, "not a JPEG"),
        ({"alt": "A road", "raw": drawn()[:900]}, "damaged"),
        ({"alt": "A road", "raw": b"x" * 5_000_001}, "larger than 5 MB"),
        ({"alt": "A road", "called": "<b>road</b>"}, "letters from a to z"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_stored(
    as_tess: Client, course: Course, media: Path, said: dict[str, Any], words: str
) -> None:
    assert words in upload(as_tess, course, **said).content.decode()
    assert not Image.objects.exists()
    assert not media.exists()


def test_two_images_of_one_name_get_two_names(as_tess: Client, course: Course) -> None:
    for called in ("a road", "A-road "):
        upload(as_tess, course, alt="A road", called=called)
    assert sorted(Image.objects.values_list("name", flat=True)) == ["a-road-2.jpg", "a-road.jpg"]


def test_a_course_that_one_does_not_write_takes_no_image(as_tess: Client, course: Course) -> None:
    other = Course.objects.create(program=course.program, slug="other", title="Other")
    assert "Select a valid choice" in upload(as_tess, other, alt="A road").content.decode()


def test_the_words_can_be_changed_later(as_tess: Client, bench: Image) -> None:
    address = reverse("admin:lessons_image_change", args=[bench.pk])
    as_tess.post(address, {"alt": "Two friends on a bench", "credit": "", "_save": ""})
    bench.refresh_from_db()
    assert bench.alt == "Two friends on a bench"
    assert "Say what the image shows" in as_tess.post(address, {"alt": "", "_save": ""}).content.decode()


def test_the_database_holds_no_decorative_image_with_words(bench: Image) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.filter(pk=bench.pk).update(decorative=True)


# --- Showing ----------------------------------------------------------------------------------------------------------


def test_a_topic_shows_it_in_sizes_and_keeps_its_room(course: Course, bench: Image) -> None:
    html = html_of(course, '![Two on a bench](images/bench.jpg "Side by side")')
    base = f"/images/{bench.digest}"
    assert f'src="{base}/original.jpg"' in html
    assert f'srcset="{base}/480.webp 480w, {base}/960.webp 960w, {base}/1000.webp 1000w"' in html
    for part in (
        'width="1000"',
        'height="500"',
        'loading="lazy"',
        'alt="Two on a bench"',
        'type="image/webp"',
    ):
        assert part in html
    assert "<figcaption>Side by side</figcaption>" in html


def test_a_credit_stands_below_it(course: Course, bench: Image) -> None:
    Image.objects.update(credit="Photo: <Ada>")
    html = html_of(course, "![Two](images/bench.jpg)")
    assert "<figcaption><small>Photo: &lt;Ada&gt;</small></figcaption>" in html


def test_an_image_that_the_course_does_not_have_is_its_words_and_a_problem(
    course: Course, bench: Image
) -> None:
    source = "![A tree](images/tree.jpg) and ![Two](images/bench.jpg)"
    assert "<img" not in html_of(course, "![A tree](images/tree.jpg)")
    assert "A tree" in html_of(course, source)
    payload = {**authoring.EMPTY_TOPIC, "title": "T", "objectives": ["walk"], "source": source}
    assert [problem.message for problem in authoring.problems_of_topic(payload, course)] == [
        "The course has no image “tree.jpg”. Upload it under Images first."
    ]


def test_its_files_are_handed_out_once_and_kept_by_the_browser(as_ada: Client, bench: Image) -> None:
    response: Any = as_ada.get(reverse("image", args=[bench.digest, "480.webp"]))
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert b"".join(response.streaming_content) == (files.folder_of(bench.digest) / "480.webp").read_bytes()


@pytest.mark.parametrize(
    "file", ["481.webp", "original.png", "..", "x", "original.svg", "0480.webp", "480.webp\n"]
)
def test_no_other_file_is_handed_out(as_ada: Client, bench: Image, file: str) -> None:
    assert as_ada.get(reverse("image", args=[bench.digest, file])).status_code == 404
    assert as_ada.get(reverse("image", args=["0" * 64, "480.webp"])).status_code == 404


def test_the_lists_cost_the_same_for_one_image_and_for_many(
    as_tess: Client, course: Course, bench: Image, django_assert_max_num_queries: Any
) -> None:
    row = {name: getattr(bench, name) for name in ("digest", "given", "ending", "width", "height", "at")}
    Image.objects.bulk_create(Image(course=course, name=f"a{n}.jpg", **row) for n in range(30))
    with django_assert_max_num_queries(12):
        as_tess.get(reverse("admin:lessons_image_changelist"))


# --- Deleting ---------------------------------------------------------------------------------------------------------


def test_an_image_that_no_topic_shows_can_go_with_its_files(
    as_tess: Client, bench: Image, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        as_tess.post(reverse("admin:lessons_image_delete", args=[bench.pk]), {"post": "yes"})
    assert not Image.objects.exists()
    assert not files.folder_of(bench.digest).exists()


def test_an_image_that_a_topic_shows_stays(
    as_tess: Client, tess: Person, course: Course, bench: Image
) -> None:
    topic = Topic.objects.get(step__slug="roles")
    payload = {**authoring.EMPTY_TOPIC, "title": "T", "source": "![Two](images/bench.jpg)"}
    authoring.draft_topic(topic, payload, author=tess, at=NOW)
    assert (
        as_tess.post(reverse("admin:lessons_image_delete", args=[bench.pk]), {"post": "yes"}).status_code
        == 404
    )
    assert Image.objects.exists()
    page = as_tess.get(reverse("admin:lessons_image_change", args=[bench.pk])).content.decode()
    assert re.search(rf'href="/admin/lessons/topic/{topic.pk}/change/">', page)


def test_files_that_another_course_has_too_stay(
    tess: Person, course: Course, bench: Image, django_capture_on_commit_callbacks: Any
) -> None:
    other = Course.objects.create(program=course.program, slug="other", title="Other")
    Image.objects.create(**{**_columns(bench), "course": other})
    digest = bench.digest
    with django_capture_on_commit_callbacks(execute=True):
        verbs.delete_image(bench, author=tess, at=NOW)
    assert files.folder_of(digest).exists()


def _columns(image: Image) -> dict[str, Any]:
    return {
        field.name: getattr(image, field.name) for field in Image._meta.concrete_fields if field.name != "id"
    }


# --- Text files -------------------------------------------------------------------------------------------------------

LIST = "images:\n  - file: road.png\n    alt: A road\n    credit: Ada\n"


@pytest.fixture
def road(db: None, tmp_path: Path) -> ContentFolder:
    folder = make_folder(tmp_path / "content")
    (folder.root / "images").mkdir()
    (folder.root / "images" / "road.png").write_bytes(drawn(700, 400, kind="PNG"))
    folder.write("images/images.yaml", LIST)
    folder.edit(ROLES, "A peer walks", '![A road](images/road.png "The road")\n\nA peer walks')
    return folder


def shown_html() -> str:
    live = Topic.objects.select_related("live").get(step__slug="roles").live
    assert live is not None
    return live.html


def test_images_of_a_content_folder_are_taken_in_and_shown(road: ContentFolder) -> None:
    report = road.load()
    image = Image.objects.get()
    assert (image.name, image.alt, image.credit, image.width) == ("road.png", "A road", "Ada", 700)
    assert f"/images/{image.digest}/480.webp" in shown_html()
    assert report.mentions("image", "road.png")
    assert not road.load().entries


def test_a_dry_run_writes_no_file(road: ContentFolder, media: Path) -> None:
    road.load(dry_run=True)
    assert not media.exists()


def test_another_file_of_the_same_name_replaces_it_in_the_topics(road: ContentFolder) -> None:
    road.load()
    before = Image.objects.get().digest
    (road.root / "images" / "road.png").write_bytes(drawn(300, 300, kind="PNG"))
    road.load()
    image = Image.objects.get()
    assert (image.width, image.digest != before) == (300, True)
    assert image.digest in shown_html()


def test_words_changed_in_the_admin_are_kept_and_said(road: ContentFolder) -> None:
    road.load()
    Image.objects.update(alt="A long road")
    road.write("images/images.yaml", LIST.replace("A road", "One road"))
    report = road.load()
    assert [entry.did.name for entry in report.entries] == ["KEPT"]
    assert Image.objects.get().alt == "A long road"
    road.load(prefer="file")
    assert Image.objects.get().alt == "One road"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("road.svg", b"<svg/>", "JPEG, PNG, WebP or GIF files"),
        ("deep/road.png", drawn(kind="PNG"), "right in the folder"),
        ("photo.png", drawn(), "This is a .jpg image"),
        ("photo.jpg", b"nothing", "not a JPEG"),
        ("photo.jpg", drawn()[:900], "damaged"),
        ("images.yaml", b"images:\n- file: tree.png\n  alt: x\n", "no such file in the folder"),
        ("images.yaml", b"images:\n- file: ../x.png\n", "images/images.yaml:2"),
        ("images.yaml", b"images:\n- file: road.png\n  alt: x\n  decorative: true\n", "leave out alt"),
    ],
)
def test_what_is_wrong_in_the_folder_is_named_with_its_file(
    road: ContentFolder, name: str, content: bytes, words: str
) -> None:
    path = road.root / "images" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    with pytest.raises(ContentErrors) as caught:
        road.load()
    assert words in str(caught.value)
    assert not Image.objects.exists()


def test_writing_after_loading_leaves_every_file_as_it_is(road: ContentFolder) -> None:
    road.load()
    before = {path.name: path.read_bytes() for path in (road.root / "images").iterdir()}
    write(Course.objects.get(), road.root, at=NOW)
    assert {path.name: path.read_bytes() for path in (road.root / "images").iterdir()} == before


def test_what_was_uploaded_is_written_and_loading_that_changes_nothing(
    road: ContentFolder, tess: Person, tmp_path: Path
) -> None:
    road.load()
    course, raw = Course.objects.get(slug="small"), drawn(900, 600)
    image = verbs.add_image(course, raw, prepare(raw), name="bench", author=tess, at=NOW, alt="Two")
    report = write(course, road.root, at=NOW)
    images = [entry.name for entry in report.entries if entry.name.startswith("images/")]
    assert (images, report.conflicts) == (["images/bench.jpg", "images/images.yaml"], [])
    assert sha256((road.root / "images" / "bench.jpg").read_bytes()).hexdigest() == image.digest
    assert not road.load().entries
    assert Image.objects.count() == 2


def test_an_image_is_the_same_file_wherever_it_is_carried_on_one_server(
    bench: Image, road: ContentFolder, tmp_path: Path
) -> None:
    road.load()
    course = Course.objects.get(slug="small")
    first = {file.name: file.bytes for file in written(course)}
    write(course, tmp_path / "copy", at=NOW)
    course.slug = "gone"
    course.save()
    load(tmp_path / "copy", at=NOW)
    assert {file.name: file.bytes for file in written(Course.objects.get(slug="small"))} == first


def test_an_image_that_changed_there_and_here_is_a_conflict(road: ContentFolder) -> None:
    road.load()
    Image.objects.update(digest="0" * 64, alt="A long road")
    with pytest.raises(CannotWrite, match=r"road\.png"):
        written(Course.objects.get())
    Image.objects.update(digest=prepare(drawn(700, 400, kind="PNG")).digest)
    (road.root / "images" / "road.png").write_bytes(drawn(300, 300, kind="PNG"))
    assert [entry.did.name for entry in road.load().entries] == ["KEPT"]
    report = write(Course.objects.get(), road.root, at=NOW)
    assert [entry.name for entry in report.entries if entry.did is Did.KEPT] == ["images/road.png"]


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_its_files(bench: Image, tmp_path: Path) -> None:
    made = make(tmp_path / "backups", passphrase=None, at=NOW)
    assert f"uploads/images/{bench.digest}/480.webp" in made.manifest.sums
    assert f"uploads/images/{bench.digest}/original.jpg" in made.manifest.sums


def test_stranger_sees_no_image(sven: Person, bench: Image) -> None:
    assert signed_in(sven).get(reverse("image", args=[bench.digest, "480.webp"])).status_code == 404
