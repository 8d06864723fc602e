"""The cast's world, and a walk through every page that each of them can reach, collecting the forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.contrib import admin
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from course import versions
from course.joining import due, invitations, join_requests
from course.models import Person, QueuedMail
from lessons import feedback, reflections
from lessons.models import LocalBlock, Scenario, Topic
from quizzes import attempts
from quizzes.models import Attempt, Exam
from tests.conftest import NOW, signed_in
from tests.fuzz.page import Control, Form, Page
from tests.quizzes import signoff_room
from tests.quizzes.exam_room import answer_all

VISITORS = ("anonymous", "ada", "ben", "tess", "sam", "alma")
A_FEW = 3
"""How many pages of one kind are opened: a topic is like the next."""

LEAVES = {"account_logout"}
"""Where the walk would end."""

UNSEEN = {
    "item": ("replaces", "response"),
    "reflection": ("replaces",),
    "step": ("page",),
    "outline": ("page",),
}
"""Names that a page reads and only sometimes shows, by the page they are sent to."""


def client_of(visitor: str) -> Client:
    person = Person.objects.filter(email=f"{visitor}@example.org").first()
    client = signed_in(person) if person else Client()
    client.raise_request_exception = False
    return client


def furnish(ada: Person, ben: Person, tess: Person, sven: Person) -> None:
    """Something of everything: ada sits an exam and has shared what she wrote; ben has handed his in.

    Both have a sign-off. In ada's cohort somebody is invited and a step is due; sven asks to join ben's.
    """
    scenario, exam = Scenario.objects.get(), Exam.objects.get()
    enrollment, asked = ada.enrollments.get(), ben.enrollments.get().cohort
    invitations.invite(enrollment.cohort, email="new@example.org", name="New", by=tess, at=NOW)
    due.set_dates(enrollment.cohort, {exam.step: (NOW + timedelta(days=9)).date()}, by=tess, at=NOW)
    join_requests.set_terms(asked, is_open=True, expires=None, needs_approval=True, by=tess, at=NOW)
    join_requests.join_or_ask(sven, asked, at=NOW)
    reflections.save(enrollment, scenario, text="What I would say.", revision=0, at=NOW)
    shared = reflections.share(enrollment, scenario, revision=1, at=NOW)
    feedback.answer(shared, author=tess, text="Thank you.", at=NOW)
    LocalBlock.objects.create(course=enrollment.course, key="training", title="Training")
    attempts.start(enrollment, exam, at=NOW)
    handed_in = attempts.start(ben.enrollments.get(), exam, at=NOW)
    answer_all(handed_in)
    attempts.submit(handed_in, at=NOW)
    signoff_room.opened(enrollment, tess)
    signoff_room.handed_over(ben.enrollments.get(), tess)
    draft = {"title": "Roles", "objectives": ["say"], "source": "Walk on."}
    versions.write_draft(
        Topic.objects.earliest("pk"),
        payload=draft,
        rendered={"html": "<p>Walk on.</p>", "words": 2},
        author=tess,
        at=NOW,
    )


@dataclass
class Found:
    """A form, the page it stands on, and where it is sent."""

    page: str
    form: Form

    @property
    def target(self) -> str:
        return urljoin(self.page, self.form.action) if self.form.action else self.page

    @property
    def name(self) -> str:
        return name_of(urlsplit(self.target).path)


def name_of(path: str) -> str:
    """The name of the view at this path; the path where nothing is there."""
    try:
        match = resolve(path)
    except Resolver404:
        return path
    return f"{match.url_name or path} {(match.kwargs.get('object_id') and 'change') or ''}".strip()


def seeds() -> Iterator[str]:
    """Where a walk begins: what no link leads to. The rest is found."""
    yield from (
        "/",
        "/join/",
        "/join/SPRG-2345/",
        "/account/login/",
        "/account/signup/",
        "/review/",
        "/shared/",
    )
    yield from ("/account/password/reset/", "/account/password/change/", "/account/email/", "/profile/")
    yield from ("/account/reauthenticate/", "/account/password/set/", "/admin/", "/reflections/")
    yield from (reverse("step", args=["peer", "foundations", "start"]), reverse("mfa_index"))
    for attempt in Attempt.objects.all():
        yield from (reverse("item", args=[attempt.pk, 1]), reverse("check", args=[attempt.pk]))
    for mail in QueuedMail.objects.filter(kind="invitation"):
        yield from re.findall(r"/invited/\S+", mail.body)
    for page in admin.site._registry.values():
        label = f"admin:{page.opts.app_label}_{page.opts.model_name}"
        yield from (reverse(f"{label}_changelist"), reverse(f"{label}_add"))


def opened(client: Client) -> Iterator[tuple[str, Page]]:
    """Every page that this person can open by following links, a few of each kind."""
    waiting, seen, counts = list(seeds()), set[str](), Counter[str]()
    while waiting:
        address = urldefrag(waiting.pop(0)).url
        split = urlsplit(address)
        kind = f"{name_of(split.path)} {[name for name, _value in parse_qsl(split.query)]}"
        enough = counts[kind] == (1 if split.query else A_FEW) or split.query.count("=") > 1
        if address in seen or enough or not is_ours(address):
            continue
        seen.add(address)
        response: Any = client.get(address)
        assert response.status_code < 500, address
        if response.streaming:
            read_to_its_end(response)
        if response.status_code in (301, 302):
            waiting.append(urljoin(address, response.headers["Location"]))
        elif response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            counts[kind] += 1
            page = Page(response.content.decode())
            yield address, page
            waiting += [urljoin(address, link) for link in page.links]


def read_to_its_end(response: Any) -> None:
    """As a server does: then its file is closed, and the connection of the test is not."""
    for _part in response.streaming_content:
        pass


def is_ours(address: str) -> bool:
    split = urlsplit(address)
    return not split.netloc and split.path.startswith("/") and name_of(split.path) not in LEAVES


def forms_of(visitor: str) -> list[Found]:
    """One of each form that this visitor meets; what one address reads from its query is one form."""
    found: dict[Any, Found] = {}
    for address, page in opened(client_of(visitor)):
        for form in [*page.forms, *in_links(address, page)]:
            each = Found(address, form)
            if not is_ours(each.target):
                continue
            for name in UNSEEN.get(each.name, ()):
                form.controls.setdefault(name, Control(name, "hidden", required=False))
            if form.method == "get":
                first = found.setdefault(
                    each.name, Found(address, Form("get", urlsplit(each.target).path, {}))
                )
                for name, control in form.controls.items():
                    first.form.controls.setdefault(name, control)
            elif form.controls:
                found.setdefault((each.name, *sorted({plain(name) for name in form.controls})), each)
    return list(found.values())


def plain(name: str) -> str:
    """A control's name without the number of its row."""
    return re.sub(r"-\d+-", "-#-", name)


def in_links(address: str, page: Page) -> Iterator[Form]:
    """An address with a query is a form that a link fills in: pages, orders, filters."""
    for link in page.links:
        split = urlsplit(urljoin(address, link))
        query = parse_qsl(split.query, keep_blank_values=True)
        if query and not split.netloc:
            controls = {name: Control(name, "query", required=False, values=[value]) for name, value in query}
            yield Form("get", split.path, controls)
