"""Reading a page's form as a browser would send it: a test changes one field and sends the rest as it stands."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

Fields = dict[str, list[str]]


class _Reader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside, self.fields = form_id, False, Fields()
        self.textarea: str | None = None
        self.select: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        elif not (self.inside or given.get("form") == self.form_id) or (tag != "option" and not name):
            return
        elif tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.fields.setdefault(name, []).append(
                given.get("value") or ("on" if "checked" in given else "")
            )
        elif tag == "textarea":
            self.textarea, self.text = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.fields.setdefault(self.select, []).append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea:
            # A browser drops the first line end, and sends the others as CR LF.
            text = self.text.removeprefix("\r\n" if self.text.startswith("\r\n") else "\n")
            self.fields.setdefault(self.textarea, []).append(text.replace("\n", "\r\n"))
            self.textarea = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.inside = False


def fields_of(response: Any, form_id: str) -> Fields:
    """What a browser would send of the form with this id, its buttons aside."""
    reader = _Reader(form_id)
    reader.feed(response.content.decode())
    assert reader.fields, f"no form {form_id} on the page"
    return reader.fields
