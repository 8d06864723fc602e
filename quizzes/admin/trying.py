"""The preview of a question, in which it can be answered as a learner would, to see how that is graded."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from course.admin.looks import Look
from quizzes import item_checks
from quizzes.admin.question_forms import as_sentence
from quizzes.admin.regrade import RegradingAdmin
from quizzes.kinds import KINDS
from quizzes.try_it import PREFIX, Tried, try_it

TRY, AS_SAVED = "_try", "_as_saved"
NOT_ECHOED = {"csrfmiddlewaretoken", TRY, AS_SAVED, "_save", "_publish"}

sends_answers: Any = csp_update({"sandbox": ["allow-same-origin", "allow-forms"]})
"""Decorator of a view: the browser runs no script of its page, and sends the form with the answer that is tried."""


class TryingAdmin(RegradingAdmin):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.try_view)
        return [path("<int:pk>/try/", view, name="quizzes_question_try"), *super().get_urls()]

    @method_decorator(sends_answers)
    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return super().preview_view(request, pk)

    @method_decorator(sends_answers)
    def try_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The preview, with what becomes of the answer in it: of the form as it stands, or of what was saved last."""
        row = self.get_object(request, str(pk))
        if request.method != "POST" or row.newest is None:
            return HttpResponseRedirect(self.address("preview", row))
        if AS_SAVED in request.POST:
            look = Look(_("What was saved last."), self.problems_of(row, row.newest))
            return self.look_at(request, row, row.newest, look)
        return super().preview_view(request, pk)

    def look_at(self, request: HttpRequest, row: Any, version: Any, look: Look) -> HttpResponse:
        """The question as an exam asks it, and below it what learners never see while they answer."""
        version.question = row
        kind, writing = KINDS[row.kind], not look.back
        tried = try_it(version, request.POST) if writing and TRY in request.POST else Tried()
        context = {
            "version": version,
            "look": look,
            **kind.shown(version.body, kind.keys(version.body)),
            "prefix": PREFIX,
            "response": tried.response,
            "template": kind.template,
            "told": kind.tell(version.body, {}),
            "by_hand": kind.by_hand,
            "tried": tried,
            "unfit": [as_sentence(row.kind, problem) for problem in tried.unfit],
            "try_address": self.address("try", row) if writing else "",
            "echoed": _echoed(request),
            "hints": [each for each in item_checks.check(version) if not each.kept] if writing else [],
            "alike": [each for each in item_checks.alike_to(version) if not each.keep] if writing else [],
        }
        return TemplateResponse(request, "admin/quizzes/preview.html", context)


def _echoed(request: HttpRequest) -> list[tuple[str, str]]:
    """The question's own form, to be sent along with the answer: nothing of it is stored in between."""
    if request.method != "POST" or AS_SAVED in request.POST:
        return [(AS_SAVED, "1")]
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in NOT_ECHOED and not name.startswith(PREFIX)
        for value in values
    ]
