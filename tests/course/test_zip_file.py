"""A zip is refused in words before it can do harm, and a sound one comes back as it went in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from course.content import zip_file
from course.content.files import File
from course.content.zip_file import BadZip, pack, unpack
from tests.course.hostile_zips import GOOD, hostile, packed

HOSTILE = list(hostile())


@pytest.mark.parametrize(("data", "words"), [made[1:] for made in HOSTILE], ids=[made[0] for made in HOSTILE])
def test_it_is_refused_in_words_and_little_is_unpacked(
    data: bytes, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, real = 0, zipfile.ZipExtFile.read

    def counted(self: zipfile.ZipExtFile, n: int | None = -1) -> bytes:
        nonlocal read
        chunk = real(self, n)
        read += len(chunk)
        return chunk

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    folder = tmp_path / "in"
    folder.mkdir()
    with pytest.raises(BadZip) as refused:
        unpack(io.BytesIO(data), folder)
    assert words in str(refused.value)
    assert read < zip_file.CHUNK
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_what_was_packed_is_unpacked_and_packs_to_the_same_bytes(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89P")
    files = [
        File("bank/a.yaml", "questions: []\n"),
        File("course.yaml", "slug: é\n"),
        File("images/a.png", picture),
    ]
    first, second = io.BytesIO(), io.BytesIO()
    pack(files, "small", first)
    out = tmp_path / "out"
    out.mkdir()
    unpack(first, out)
    found = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert found == {file.name: file.bytes for file in files}
    pack(files, "small", second)
    assert first.getvalue() == second.getvalue()


def test_what_computers_add_by_themselves_is_left_out(tmp_path: Path) -> None:
    added = {
        "small/.DS_Store": b"x",
        "__MACOSX/small/._course.yaml": b"x",
        "small/course.yaml": b"slug: small\n",
    }
    unpack(io.BytesIO(packed({**added, "small/lessons/": b""})), tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["course.yaml"]


def test_a_zip_with_a_comment_is_read(tmp_path: Path) -> None:
    """As ``git archive`` makes them."""
    out = io.BytesIO(packed(GOOD))
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"a commit"
    unpack(out, tmp_path)
    assert (tmp_path / "course.yaml").is_file()


def test_a_zip_inside_a_zip_stays_packed(tmp_path: Path) -> None:
    unpack(io.BytesIO(packed({**GOOD, "inner.zip": packed(GOOD)})), tmp_path)
    assert zipfile.is_zipfile(tmp_path / "inner.zip")
