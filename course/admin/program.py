"""The administrators' pages on the program and on competencies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from course.admin.base import AdministratorsAdmin
from course.admin.forms import AuthoringForm
from course.models import Competency, Program
from course.states import NAMES
from course.zones import time_zone_choices

state_changed = Signal()
"""Sent with ``program`` when other local rules hold for its learners from now on."""


class ProgramForm(AuthoringForm):
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=time_zone_choices)
    state = forms.ChoiceField(
        label=gettext_lazy("US state"),
        required=False,
        choices=[("", gettext_lazy("None")), *NAMES.items()],
        help_text=gettext_lazy("Topics show the rules of this state."),
    )

    class Meta:
        model = Program
        fields = ("name", "slug", "time_zone", "state", "language", "crisis_contacts", "keep_months")


@admin.register(Program)
class ProgramAdmin(AdministratorsAdmin):
    group, rank = "program", 1
    purpose = gettext_lazy("Name, time zone and local crisis contacts.")
    add_words = gettext_lazy("New program")
    form = ProgramForm
    fields = ("name", "slug", "time_zone", "state", "language", "crisis_contacts", "keep_months")
    list_display = ("name", "time_zone", "state")
    search_fields = ("name",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "state" in form.changed_data:
            state_changed.send(sender=ProgramAdmin, program=obj)


@admin.register(Competency)
class CompetencyAdmin(AdministratorsAdmin):
    group, rank = "program", 2
    purpose = gettext_lazy("The abilities that topics teach and questions ask about.")
    add_words = gettext_lazy("New competency")
    fields = ("framework", "code", "title", "position")
    list_display = ("title", "code", "framework")
    list_filter = ("framework",)
    search_fields = ("title", "code")

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        """Versions name competencies by their code."""
        return () if obj is None else ("framework", "code")
