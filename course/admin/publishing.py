"""Pages on which a draft is read by somebody else, and given its time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from course.admin import change_notes
from course.admin.change_forms import ChangeFields
from course.admin.comparing import ComparingAdmin
from course.admin.saying import parts_of
from course.admin.scope import person_of
from course.admin.version_forms import PUBLISH
from course.admin.workflow_forms import AnswerForm, AskForm, TimeForm
from course.differences import differing
from course.models import Publication
from course.publishing import reviews, schedules
from course.publishing.change import WORDING


class PublishingAdmin(ComparingAdmin):
    """What topics, scenarios and questions share between a draft and what learners see."""

    def change_form(self, data: Any = None, note: Any = None) -> Any:
        """The part of a form that says what a change is to learners, ``note`` for a start; None: they are not told."""
        return None

    # --- What was said of a change ----------------------------------------------------------------------------------

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        if obj is not None and issubclass(form, ChangeFields):
            form.noted = change_notes.of(request, obj)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and isinstance(form, ChangeFields):
            change_notes.keep(request, obj, {} if PUBLISH in request.POST else form.note())

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        response = super().discard_view(request, pk)
        change_notes.forget(request, self.get_object(request, str(pk)))
        return response

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/review/", guarded(self.review_view), name=f"{name}_review"),
            path("<int:pk>/schedule/", guarded(self.schedule_view), name=f"{name}_schedule"),
            *super().get_urls(),
        ]

    # --- Review -----------------------------------------------------------------------------------------------------

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a review, answer one, or call it off."""
        with transaction.atomic():
            row = self._with_draft(request, pk)
            posted = request.POST if request.method == "POST" else None
            person, review = person_of(request), reviews.open_review(row)
            answering = review is not None and reviews.may_answer(review, row, person)
            given = posted if posted and "number" in posted else None
            forms = {
                "ask": AskForm(
                    posted, colleagues=reviews.colleagues(self.course_id_of(row), person), prefix="ask"
                ),
                "answer": AnswerForm(given, initial={"number": row.draft.number}),
                "change": self.change_form(given, change_notes.of(request, row)) if row.live else None,
            }
            if posted is not None and (done := self._review(request, row, posted, forms)):
                return done
        context = {
            **forms,
            "review": review,
            "answering": answering,
            "old": row.live,
            "parts": differing(parts_of(row.live), parts_of(row.draft)) if row.live else [],
            "preview_address": self.address("version", row, row.draft.number),
            "problems": self.problems_of(row, row.draft),
        }
        return self.page(request, "admin/review.html", row, **context)

    def _with_draft(self, request: HttpRequest, pk: int) -> Any:
        """The row if the person may write it and a draft waits. Raises Http404."""
        row = self.get_object(request, str(pk))
        if row.draft is None or not self.has_change_permission(request, row):
            raise Http404
        return row

    def _review(self, request: HttpRequest, row: Any, posted: Any, forms: dict[str, Any]) -> Any:
        """Do what was pressed. None where it could not be done, and the form says why."""
        person, now = person_of(request), timezone.now()
        try:
            if "call_off" in posted:
                reviews.call_off(row, by=person, at=now)
                words = _("The review is called off.")
            elif "ask" in posted and forms["ask"].is_valid():
                said = forms["ask"].cleaned_data
                course = self.course_id_of(row)
                reviews.ask(row, course=course, by=person, of=said["of"], words=said["words"], at=now)
                words = _("Your colleagues find it on their authoring page.")
            elif self._answered(request, row, posted, forms):
                words = _("The draft is approved and published.")
                if "publish" not in posted:
                    words = (
                        _("The draft is approved.") if "approve" in posted else _("The draft is sent back.")
                    )
            else:
                return None
        except reviews.CannotReview as problem:
            forms["answer" if "number" in posted else "ask"].add_error(None, str(problem))
            return None
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", row))

    def _answered(self, request: HttpRequest, row: Any, posted: Any, forms: dict[str, Any]) -> bool:
        """Approve or send back, and publish where that was asked for. Raises CannotReview."""
        answer, change, publishing = forms["answer"], forms["change"], "publish" in posted
        if not {"approve", "publish", "send_back"} & set(posted) or not answer.is_valid():
            return False
        if publishing and change is not None and not change.is_valid():
            return False
        if publishing and self.problems_of(row, row.draft):
            raise reviews.CannotReview(_("This cannot be published yet: see what is to be mended."))
        said, approve = answer.cleaned_data, "send_back" not in posted
        told = {"comment": said["comment"], "by": person_of(request), "at": timezone.now()}
        reviews.answer(row, number=said["number"], approve=approve, **told)
        if publishing:
            self.release(request, row, change.change() if change is not None else WORDING)
            change_notes.forget(request, row)
        return True

    # --- A time -----------------------------------------------------------------------------------------------------

    def schedule_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the draft a time, change it, or call it off."""
        with transaction.atomic():
            row = self.get_object(request, str(pk))
            planned = schedules.waiting_for(row)
            if not self.has_change_permission(request, row) or not (row.draft or planned):
                raise Http404
            posted = request.POST if request.method == "POST" else None
            form = TimeForm(posted)
            change = self.change_form(posted, change_notes.of(request, row)) if row.live else None
            if posted is not None and (done := self._plan(request, row, posted, form, change)):
                return done
        context = {
            "form": form,
            "change": change,
            "planned": planned,
            "draft": row.draft,
            "problems": self.problems_of(row, row.draft) if row.draft else [],
        }
        return self.page(request, "admin/schedule.html", row, **context)

    def _plan(self, request: HttpRequest, row: Any, posted: Any, form: TimeForm, change: Any) -> Any:
        person, now = person_of(request), timezone.now()
        if "call_off" in posted:
            schedules.call_off(row, by=person, at=now)
            words = _("The time is called off. The draft is still here.")
        elif not all([form.is_valid(), change is None or change.is_valid()]):
            return None
        elif row.draft is None or self.problems_of(row, row.draft):
            form.add_error(None, _("Mend what is listed first: at that time nobody could."))
            return None
        else:
            told = change.change() if change is not None else WORDING
            try:
                made = schedules.schedule(
                    row, course=self.course_id_of(row), due_at=form.due_at, by=person, at=now, change=told
                )
            except schedules.CannotSchedule as problem:
                form.add_error("day", str(problem))
                return None
            change_notes.forget(request, row)
            said = {"number": made.number, "when": _moment(made.due_at)}
            words = _("Version %(number)d goes live on %(when)s.") % said
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", row))

    # --- The page of a thing ----------------------------------------------------------------------------------------

    def waiting_for_learners(self, request: HttpRequest, row: Any) -> str:
        """How many learners have yet to read what changed, in a sentence; empty where nobody was asked."""
        return ""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        row = kwargs.get("obj")
        if row is not None:
            context["unread"] = self.waiting_for_learners(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    def _version_facts(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        review, answer = reviews.standing(row)
        published = Publication.objects.filter(subject=row.subject).select_related("by")[:50]
        return {
            **super()._version_facts(request, row),
            "review": review,
            "answer": answer,
            "planned": schedules.waiting_for(row),
            "published": list(published),
            "review_address": self.address("review", row),
            "schedule_address": self.address("schedule", row),
            "differences_address": self.address("differences", row),
        }


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
