"""The administrators' page of all assignments: who trains and supervises whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from course.access import SignedIn, administrator
from course.joining import assignments
from course.models import Assignment, Cohort, Course, Person
from course.text import CleanCharField

PAGE_SIZE = 50


class FilterForm(forms.Form):
    name = CleanCharField(label=gettext_lazy("Name or email"), max_length=100, required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[("", gettext_lazy("All roles")), *Assignment.Role.choices],
        required=False,
    )
    course = forms.ModelChoiceField(
        label=gettext_lazy("Course"),
        queryset=Course.objects.all(),
        required=False,
        empty_label=gettext_lazy("All courses"),
    )


class AssignForm(forms.Form):
    """Whom, as what, and where. ``scope`` is ``course-3`` or ``cohort-7``."""

    email = forms.EmailField(
        label=gettext_lazy("Email"),
        help_text=gettext_lazy("Of somebody who has an account."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    as_role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=[("", gettext_lazy("Choose a role")), *Assignment.Role.choices]
    )
    scope = forms.ChoiceField(label=gettext_lazy("Where"))

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.places: dict[str, Course | Cohort] = {}
        groups: dict[str, list[tuple[str, str]]] = {}
        for course in Course.objects.prefetch_related("cohorts"):
            self.places[f"course-{course.pk}"] = course
            groups[course.title] = [(f"course-{course.pk}", _("The whole course"))]
            for cohort in course.cohorts.all():
                self.places[f"cohort-{cohort.pk}"] = cohort
                groups[course.title].append((f"cohort-{cohort.pk}", cohort.name))
        self.fields["scope"].choices = [("", _("Choose a course or a cohort")), *groups.items()]  # type: ignore[attr-defined]

    def clean_email(self) -> Person:
        person = Person.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("Nobody with this address can sign in. Add the person first."))
        return person

    def where(self) -> dict[str, Any]:
        place = self.places[self.cleaned_data["scope"]]
        is_course = isinstance(place, Course)
        return {"course": place if is_course else None, "cohort": None if is_course else place}


@administrator
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_assignments(request: SignedIn) -> HttpResponse:
    """All of them, filtered; a post adds one. An address that was looked for is the one to assign."""
    look = FilterForm(request.GET)
    wanted: dict[str, Any] = look.cleaned_data if look.is_valid() else {}
    sought = wanted.get("name", "")
    form = AssignForm(
        request.POST if request.method == "POST" else None,
        initial={"email": sought if "@" in sought else ""},
    )
    if request.method == "POST" and form.is_valid():
        return _assign(request, form)
    rows = assignments.find(**wanted)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "look": look, "page": page, "narrow": any(wanted.values())}
    return render(
        request, "course/assignments.html", context, status=422 if request.method == "POST" else 200
    )


def _assign(request: SignedIn, form: AssignForm) -> HttpResponse:
    person, role = form.cleaned_data["email"], form.cleaned_data["as_role"]
    given = assignments.give(person, role, **form.where(), by=request.user, at=timezone.now())
    words = _("%s is assigned.") if given else _("%s has this assignment already.")
    messages.success(request, words % person)
    return redirect("assignments")


@administrator
@require_POST
def end_assignment(request: SignedIn, pk: int) -> HttpResponse:
    ended = assignments.end(pk, by=request.user, at=timezone.now())
    if ended:
        messages.success(request, _("The assignment of %s is ended.") % ended.person)
    else:
        messages.info(request, _("This assignment has ended before."))
    return redirect("assignments")
