"""A course's own pages and its trainer's guides come from files, and go back into them."""

from pathlib import Path
from typing import Any

import pytest

from course.content.form import differing_files
from course.content.report import Did
from course.content.write import write, written
from course.models import Course, KeptFinding, Lesson, State
from lessons.materials.anew import render_anew, render_program
from lessons.models import CoursePage, GlossaryTerm
from tests.content_folder import LOADED_AT, ContentFolder, make_folder, nothing_changed, said
from tests.lessons.material_files import add_materials
from tests.lessons.test_load_materials import in_washington

pytestmark = pytest.mark.django_db
PAGE, GUIDE = "pages/what-this-is.md", "guides/listening.md"
SHOWN = "[local: training]\n\n[resources: crisis]"


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    folder = add_materials(make_folder(tmp_path / "small"))
    body = f"A peer wrote it. Begin with [the role](step:roles).\n\n{SHOWN}"
    folder.write(PAGE, f"---\ntitle: What this is\nposition: 2\n---\n\n{body}\n")
    folder.write(GUIDE, "---\ntitle: Running it\n---\n\n## Before\n\nRead [silence](step:silence).\n")
    return folder


def page(key: str) -> Any:
    return CoursePage.objects.get(key=key)


def test_both_are_added_and_loading_again_changes_nothing(folder: ContentFolder) -> None:
    added = said(folder.load(), Did.ADDED)
    assert [name for name in added if name.split()[0] in {"page", "guide"}] == [
        "page what-this-is",
        "guide listening",
    ]
    assert (page("what-this-is").position, page("listening").audience) == (2, "trainers")
    assert nothing_changed(folder.load())


def test_a_page_shows_what_topics_can_show(folder: ContentFolder) -> None:
    folder.load()
    html = page("what-this-is").html
    assert 'href="/courses/small/foundations/roles/"' in html
    assert 'href="/courses/small/glossary/#term-peer">peer</a>' in html
    assert 'href="tel:988"' in html
    assert "Ask your trainer" in html


def test_a_step_in_a_guide_leads_to_its_place_among_the_guides(folder: ContentFolder) -> None:
    folder.load()
    assert 'href="/courses/small/guides/listening/#step-silence"' in page("listening").html


def test_a_page_follows_the_state_and_the_glossary(folder: ContentFolder) -> None:
    folder.load()
    program = in_washington()
    render_program(program, at=LOADED_AT)
    assert "Training in Washington" in page("what-this-is").html
    GlossaryTerm.objects.update(retired=True)
    course = Course.objects.select_related("program").get()
    assert render_anew(course, at=LOADED_AT, mentioning=["Peer"]) == 2  # the page and the topic on roles
    assert "term-peer" not in page("what-this-is").html


def test_a_page_that_is_gone_is_retired_and_comes_back(folder: ContentFolder) -> None:
    folder.load()
    text = folder.read(PAGE)
    folder.remove(PAGE)
    assert said(folder.load(), Did.RETIRED) == ["page what-this-is"]
    folder.write(PAGE, text)
    assert said(folder.load(), Did.RETURNED) == ["page what-this-is"]


def test_what_was_made_in_the_admin_stays(folder: ContentFolder) -> None:
    folder.load()
    course = Course.objects.get()
    CoursePage.objects.create(course=course, audience="learners", key="ours", title="Ours", source="Hi.")
    assert nothing_changed(folder.load())
    assert page("ours").html == "<p>Hi.</p>"


def test_an_edit_in_the_admin_is_kept_until_somebody_chooses(folder: ContentFolder) -> None:
    folder.load()
    CoursePage.objects.filter(key="listening").update(source="Mine.")
    folder.edit(GUIDE, "Running it", "Running the hour")
    report = folder.load()
    assert said(report, Did.KEPT) == ["guide listening"]
    assert page("listening").source == "Mine."
    assert said(folder.load(prefer="file"), Did.CHANGED) == ["guide listening"]
    assert page("listening").title == "Running the hour"
    assert "Mine" not in page("listening").html


@pytest.mark.parametrize(
    ("name", "text", "mistake"),
    [
        ("guides/listenin.md", "Words.", ":1: There is no lesson “listenin” in course.yaml."),
        ("guides/listening.md", "See [it](step:gone).", ":5: body: "),
        ("pages/a.md", "[local: gone]", ":5: body: There is no local block “gone”"),
        ("pages/a.md", "One.\n\n[resources: gone]", ":7: body: There are no resources in the group “gone”."),
        ("pages/a.md", "![A bench](images/gone.jpg)", ":5: body: There is no file “images/gone.jpg”"),
        ("pages/a.md", "", ":6: body: The page has no text."),
        ("pages/Not A Name.md", "Words.", ":1: Call it pages/ and a name in small letters"),
        ("pages/b/pages/a.md", "Words.", ":1: Call it pages/ and a name in small letters"),
        ("pages/a.txt", "Words.", ": This file is not read"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(
    folder: ContentFolder, name: str, text: str, mistake: str
) -> None:
    folder.write(name, f"---\ntitle: It\n---\n\n{text}\n")
    assert [each for each in folder.mistakes() if each.startswith(name + mistake)]
    assert not CoursePage.objects.exists()


def test_an_unknown_key_and_a_place_that_is_no_number_are_named(folder: ContentFolder) -> None:
    folder.write(PAGE, "---\ntitle: It\nposition: first\norder: 1\n---\n\nWords.\n")
    found = [mistake.split(": ")[:2] for mistake in folder.mistakes()]
    assert sorted(found) == [[f"{PAGE}:3", "position"], [f"{PAGE}:4", "order"]]


def test_they_are_written_back_as_they_were_read(folder: ContentFolder) -> None:
    keep = "keep:\n  - rule: addict\n    words: addict\n    because: A quotation.\nnote: For us.\n"
    folder.edit(GUIDE, "title: Running it\n", "title: Running it\n" + keep)
    assert [each for each in differing_files(folder.root) if each.file.name in {PAGE, GUIDE}] == []
    folder.load()
    files = {file.name: file.bytes.decode() for file in written(Course.objects.get())}
    assert {name: files[name] for name in (PAGE, GUIDE)} == {
        name: folder.read(name) for name in (PAGE, GUIDE)
    }
    assert KeptFinding.objects.get().address == "guides/listening"


def test_a_change_in_the_admin_goes_into_the_file(folder: ContentFolder) -> None:
    folder.load()
    CoursePage.objects.filter(key="what-this-is").update(position=0, source="New words.")
    write(Course.objects.get(), folder.root, at=LOADED_AT)
    assert folder.read(PAGE) == "---\ntitle: What this is\n---\n\nNew words.\n"
    assert nothing_changed(folder.load())


def test_the_guide_of_a_retired_lesson_waits_for_it(folder: ContentFolder, tmp_path: Path) -> None:
    folder.load()
    Lesson.objects.filter(slug="listening").update(state=State.RETIRED)
    course = Course.objects.get()
    assert GUIDE not in {file.name for file in written(course)}
    write(course, tmp_path / "elsewhere", at=LOADED_AT)
    ContentFolder(tmp_path / "elsewhere").load()
    assert page("listening").retired is False
