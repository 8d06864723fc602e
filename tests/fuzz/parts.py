"""The body of a form that takes files, with files that are taken."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

from tests.content_folder import FILES
from tests.course.hostile_zips import packed
from tests.fuzz.page import Form
from tests.lessons.drawing import drawn

BOUNDARY = "a-part-ends-here"
Sent = Mapping[str, list[str | bytes]]


@cache
def file_for(page: str) -> tuple[str, bytes]:
    """Name and content of a file that the page at this path takes: an image, a packed course, a list of people.

    Without a name where the page takes text instead, and the text is what is tried.
    """
    if "/image/" in page:
        return "porch.png", drawn(kind="PNG")
    if page.endswith("/upload/"):
        slug = "peer" if any(map(str.isdecimal, page.split("/"))) else "small"
        files = {**FILES, "course.yaml": FILES["course.yaml"].replace("slug: small", f"slug: {slug}")}
        return "course.zip", packed({name: text.encode() for name, text in files.items()})
    if page.endswith("/paste/"):
        return "", b""
    return "list.csv", b"email,name\nnora@example.org,Nora\n"


def as_parts(target: str, form: Form, sent: Sent) -> bytes:
    """The body of a form that takes files, as a browser sends it: each of them a file that is taken."""
    parts = []
    for control in form.controls.values():
        if control.type == "file":
            name, content = file_for(urlsplit(target).path)
            parts.append((f'name="{control.name}"; filename="{name}"', content))
    for name, values in sent.items():
        if name in form.controls and form.controls[name].type != "file":
            parts += [(f'name="{name}"', _bytes(value)) for value in values]
    heads = [f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n" for head, _ in parts]
    body = b"".join(head.encode() + part + b"\r\n" for head, (_, part) in zip(heads, parts, strict=True))
    return body + f"--{BOUNDARY}--\r\n".encode()


def _bytes(value: str | bytes) -> bytes:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
