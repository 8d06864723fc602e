"""The staff's page on which a cohort's due dates are set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from course.access import SignedIn, staff
from course.joining import due
from course.joining.cohort_forms import DayInput
from course.joining.cohort_views import find
from course.models import Step


class DueForm(forms.Form):
    """A day for each step of the course; empty for none."""

    def __init__(self, data: Any, *, steps: Sequence[Step], dates: dict[int, Any]) -> None:
        super().__init__(data)
        self.steps = {f"step-{step.pk}": step for step in steps}
        for name, step in self.steps.items():
            self.fields[name] = forms.DateField(
                label=step.title, required=False, widget=DayInput(), initial=dates.get(step.pk)
            )

    def rows(self) -> list[tuple[Step, forms.BoundField]]:
        return [(step, self[name]) for name, step in self.steps.items()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        this_year = timezone.now().year
        for name, day in list(said.items()):
            if day is not None and not this_year - 20 <= day.year <= this_year + 20:
                self.add_error(name, _("Choose a day within 20 years of now."))
        return said


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def due_dates(request: SignedIn, pk: int) -> HttpResponse:
    """By when each step is due in this cohort."""
    found = find(request.user, pk)
    live = Step.objects.live().filter(lesson__course=found.course_id)
    steps = list(live.select_related("lesson").in_order())
    data = request.POST if request.method == "POST" else None
    form = DueForm(data, steps=steps, dates=due.dates_of(pk))
    if request.method == "POST" and form.is_valid():
        dates = {step: form.cleaned_data[name] for name, step in form.steps.items()}
        changed = due.set_dates(found, dates, by=request.user, at=timezone.now())
        words = ngettext("%d due date is changed.", "%d due dates are changed.", changed) % changed
        messages.success(request, words)
        return redirect("due_dates", pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "course/due_dates.html", {"cohort": found, "form": form}, status=status)
