"""A page as a browser reads it: its forms with every named control, its links, and what it says is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CONTROLS = {"input", "textarea", "select", "button"}
TEXTS = {"text", "search", "email", "url", "tel", "textarea"}
"""Types of controls that hold what a person typed, as it was typed."""


class Node:
    def __init__(self, tag: str, attrs: dict[str, str], parent: Node | None) -> None:
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.children: list[Node | str] = []

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def ancestors(self) -> Iterator[Node]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.top = self.open = Node("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.children.append(node)
        if tag not in VOID:
            self.open = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open = self.open.parent or self.top

    def handle_endtag(self, tag: str) -> None:
        for node in (self.open, *self.open.ancestors):
            if node.tag == tag:
                self.open = node.parent or self.top
                return

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)


@dataclass
class Control:
    """One name of a form: ``values`` are what a browser would send, ``options`` what it could choose from."""

    name: str
    type: str
    required: bool
    values: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """``action`` may be empty: the page's own address. Buttons that lead elsewhere make forms of their own."""

    method: str
    action: str
    controls: dict[str, Control]


class Page:
    def __init__(self, html: str) -> None:
        builder = _Builder()
        builder.feed(html)
        builder.close()
        self.html = html
        self.top, self.nodes = builder.top, list(builder.top.walk())
        self.by_id = {node.attrs["id"]: node for node in self.nodes if "id" in node.attrs}

    @property
    def text(self) -> str:
        return self.top.text

    @property
    def links(self) -> list[str]:
        return [node.attrs["href"] for node in self.nodes if node.tag == "a" and node.attrs.get("href")]

    @property
    def forms(self) -> list[Form]:
        return [form for node in self.nodes if node.tag == "form" for form in self._read(node)]

    def _owned(self, form: Node) -> Iterator[Node]:
        name = form.attrs.get("id")
        for node in self.nodes:
            if node.tag in CONTROLS and (
                form in node.ancestors if "form" not in node.attrs else node.attrs["form"] == name
            ):
                yield node

    def _read(self, form: Node) -> Iterator[Form]:
        controls: dict[str, Control] = {}
        elsewhere: dict[str, Any] = {form.attrs.get("action", ""): None}
        for node in self._owned(form):
            elsewhere.setdefault(node.attrs.get("formaction", form.attrs.get("action", "")))
            if node.attrs.get("name"):
                add(controls, node)
        for action in elsewhere:
            yield Form(form.attrs.get("method", "get").lower(), action, controls)

    def named(self, name: str) -> list[Node]:
        return [node for node in self.nodes if node.tag in CONTROLS and node.attrs.get("name") == name]

    def value(self, name: str) -> str | None:
        """What stands in the text control of this name, one that can be seen if possible; None where there is none."""
        for node in sorted(self.named(name), key=lambda node: node.attrs.get("type") == "hidden"):
            if node.tag == "textarea":
                return node.text.removeprefix("\n")
            if node.attrs.get("type", "text") in {*TEXTS, "number", "date", "hidden"}:
                return node.attrs.get("value", "")
        return None

    @property
    def alerts(self) -> list[str]:
        """What the page says at its head is wrong, or has happened."""
        said = [node for node in self.nodes if node.attrs.get("role") in {"alert", "status"}]
        said += [node for node in self.nodes if {"notice", "alert", "messages"} & _classes(node)]
        return [" ".join(node.text.split()) for node in said if node.text.strip()]

    def errors_of(self, name: str) -> list[str]:
        """What the page says is wrong with this field, at this field."""
        found: list[str] = []
        for node in self.named(name):
            groups = [node, *(each for each in node.ancestors if each.tag == "fieldset")]
            about = " ".join(each.attrs.get("aria-describedby", "") for each in groups).split()
            if node.attrs.get("aria-invalid") == "true":
                found += [self.by_id[each].text for each in about if each in self.by_id]
            for group in (node, *node.ancestors):
                if group.tag == "form":
                    break
                if group.tag == "td" or "field" in _classes(group):
                    lists = [each for each in group.walk() if "errorlist" in _classes(each)]
                    found += [each.text for each in lists]
            own = node.attrs.get("id", " ")
            found += [each.text for key, each in self.by_id.items() if "error" in key and own in key]
        return [" ".join(text.split()) for text in found if text.strip()]


def _classes(node: Node) -> set[str]:
    return set(node.attrs.get("class", "").split())


def add(controls: dict[str, Control], node: Node) -> None:
    given = node.attrs
    kind = given.get("type", "text") if node.tag == "input" else node.tag
    control = controls.setdefault(given["name"], Control(given["name"], kind, "required" in given))
    if kind in {"checkbox", "radio"}:
        control.options.append(given.get("value", "on"))
        control.values += [given.get("value", "on")] * ("checked" in given)
    elif kind == "select":
        options = [each for each in node.walk() if each.tag == "option"]
        control.options += [each.attrs.get("value", each.text) for each in options]
        chosen = [each for each in options if "selected" in each.attrs]
        chosen = chosen or ([] if "multiple" in given else options[:1])
        control.values += [each.attrs.get("value", "") for each in chosen]
    elif kind == "textarea":
        control.values.append(node.text.removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n"))
    elif kind == "button":
        control.options.append(given.get("value", ""))
    else:
        control.values.append(given.get("value", ""))
