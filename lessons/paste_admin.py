"""Pages: from a text that somebody has to a draft, looked at before anything is stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from course.admin.looks import Look
from course.admin.scope import person_of, scope_of
from course.sign_in import kept
from lessons import authoring, preview
from lessons.models import Topic, TopicVersion
from lessons.paste_forms import KeptForm, PasteForm, lessons_of
from lessons.paste_review import Review
from lessons.pasted_topics import look_at_topic, make_topic

if TYPE_CHECKING:
    from course.admin.versioned import VersionedAdmin as Base
else:
    Base = object

PARTS = re.compile(r'<(h2|h3|table|li)\b|class="(quote|box box-\w+)"')


class PastingAdmin(Base):
    """What the pages on topics gain: "From text you have"."""

    add_form_template = "admin/lessons/new_topic.html"

    def get_urls(self) -> list[Any]:
        paste = path("paste/", self.admin_site.admin_view(self.paste_view), name="lessons_topic_paste")
        return [paste, *super().get_urls()]

    def paste_view(self, request: HttpRequest) -> HttpResponse:
        """First the text, then what was made of it. Only the last button stores something."""
        scope = scope_of(request)
        if not scope.writes_somewhere:
            raise Http404
        if request.method == "GET" and (typed := kept.take(request)) is not None:
            return self._after_signing_in(request, typed)
        if request.method != "POST":
            return self._ask(request, PasteForm())
        if "kind" in request.POST and "title" in request.POST:
            return self._review_pasted(request, request.POST, str(request.POST.get("act", "")))
        form = PasteForm(request.POST, request.FILES)
        if not form.is_valid() or not lessons_of(scope).exists():
            return self._ask(request, form)
        said = form.cleaned_data
        return self._show_pasted(
            request, Review(said["all"], said["kind"], repaired=True, scope=scope, data=None)
        )

    # What was pasted survives the end of a session.
    paste_view.keeps_form = True  # type: ignore[attr-defined]

    def _after_signing_in(self, request: HttpRequest, typed: QueryDict) -> HttpResponse:
        if "title" in typed:
            return self._review_pasted(request, typed, "")
        return self._ask(request, PasteForm(initial=typed.dict()))

    def _ask(self, request: HttpRequest, form: PasteForm) -> HttpResponse:
        if not lessons_of(scope_of(request)).exists():
            self.message_user(request, _("Make a lesson first: a topic goes into one."), messages.WARNING)
        return self._page(request, "admin/lessons/paste.html", form=form)

    def _review_pasted(self, request: HttpRequest, data: QueryDict, act: str) -> HttpResponse:
        carried = KeptForm(data)
        if not carried.is_valid() or not lessons_of(scope_of(request)).exists():
            return self._ask(request, PasteForm({"text": data.get("text", "")}))
        said = carried.cleaned_data
        anew = act in {"repair", "leave"}
        review = Review(
            said["text"],
            said["kind"],
            repaired=act == "repair" if anew else said["repaired"],
            scope=scope_of(request),
            data=None if anew else data,
            act=act,
        )
        if act != "make" or not review.valid:
            return self._show_pasted(request, review, tried=act == "make")
        lesson = review.form.cleaned_data["lesson"]
        topic, _version = make_topic(lesson, review.payload, author=person_of(request), at=timezone.now())
        words = _("The draft is made. Learners do not see it. Read it through, then publish it.")
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", topic))

    def _show_pasted(self, request: HttpRequest, review: Review, *, tried: bool = False) -> HttpResponse:
        chosen = str(review.form["lesson"].value())
        lessons = list(lessons_of(scope_of(request)))
        lesson = next((each for each in lessons if str(each.pk) == chosen), lessons[0])
        facts = self._facts(request, review, lesson)
        return self._page(request, "admin/lessons/paste_review.html", review=review, tried=tried, **facts)

    def _facts(self, request: HttpRequest, review: Review, lesson: Any) -> dict[str, Any]:
        """The learner's page, what is wrong with it, and what it holds; made and undone."""

        def show(topic: Topic, version: TopicVersion) -> dict[str, Any]:
            page = preview.show(request, topic, version, Look(_("This is not stored yet.")))
            time = preview.estimate_for(topic, version)
            return {
                "preview": page.content.decode(),
                "words": version.words,
                "time": time,
                "html": version.html,
            }

        person, now = person_of(request), timezone.now()
        facts = look_at_topic(lesson, review.payload, author=person, at=now, show=show)
        problems = authoring.problems_of_topic(review.payload, lesson.course)
        return {**facts, "problems": problems, "parts": _parts(facts["html"])}

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, template, {**shared, **context})


def _parts(html: str) -> list[str]:
    """What the text holds, counted, in words."""
    found = [match[1] or match[2] for match in PARTS.finditer(html)]
    counts = [
        (_("headings"), found.count("h2") + found.count("h3")),
        (_("items of lists"), found.count("li")),
        (_("boxes"), sum(each.startswith("box") for each in found)),
        (_("quotations"), found.count("quote")),
        (_("tables"), found.count("table")),
    ]
    return [f"{name}: {count}" for name, count in counts if count]
