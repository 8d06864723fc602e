"""The administrators' pages on people."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.admin.erasing import ErasingAdmin
from course.admin.forms import AuthoringForm
from course.admin.scope import person_of
from course.models import Assignment, Person
from course.sign_in import second_step
from course.sign_in.second_step_forms import ResetForm
from course.zones import time_zone_choices


class PersonForm(AuthoringForm):
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=time_zone_choices)

    class Meta:
        model = Person
        fields = ("name", "email", "time_zone", "is_active", "is_superuser")
        labels = {"is_superuser": gettext_lazy("Administers")}
        help_texts = {"is_superuser": gettext_lazy("May see and change everything, people included.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance == self.request.user:
            for name in ("is_active", "is_superuser"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("You cannot lock yourself out. Ask another administrator.")

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if Person.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody else signs in with this address."))
        return email


@admin.register(Person)
class PersonAdmin(ErasingAdmin):
    """Nobody is deleted here: what they did must stay. Somebody who has left no longer signs in."""

    group, rank = "people", 2
    purpose = gettext_lazy("Everybody who can sign in.")
    add_words = gettext_lazy("New person")
    may_delete = False
    form = PersonForm
    fields = ("name", "email", "time_zone", "is_active", "is_superuser")
    change_form_template = "admin/person_form.html"
    list_display = ("display_name", "email", "may_sign_in", "role", "takes")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("name", "email")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).filter(erased_at=None)
        of_role = {role: Q(assignments__role=role) for role in Assignment.Role.values}
        return rows.annotate(
            training=Count("assignments", filter=of_role["trainer"], distinct=True),
            supervising=Count("assignments", filter=of_role["supervisor"], distinct=True),
            taking=Count("enrollments", filter=Q(enrollments__state="active"), distinct=True),
        )

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def display_name(self, row: Person) -> str:
        return str(row)

    @admin.display(description=gettext_lazy("may sign in"), ordering="is_active")
    def may_sign_in(self, row: Person) -> str:
        return _("yes") if row.is_active else _("no")

    @admin.display(description=gettext_lazy("role"))
    def role(self, row: Any) -> str:
        held = [
            (row.is_superuser, _("administrator")),
            (row.training, _("trainer")),
            (row.supervising, _("supervisor")),
            (row.taking, _("learner")),
        ]
        return ", ".join(word for holds, word in held if holds) or "–"

    @admin.display(description=gettext_lazy("courses taken"), ordering="taking")
    def takes(self, row: Any) -> str:
        return str(row.taking)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        words = _("%(name)s is added. Send a mail below, so that they can choose a password.") % {"name": obj}
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", obj))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.password_mail_view)
        reset = self.admin_site.admin_view(self.second_step_view)
        return [
            path("<int:pk>/password-mail/", view, name="course_person_password_mail"),
            path("<int:pk>/second-step/", reset, name="course_person_second_step"),
            *super().get_urls(),
        ]

    def password_mail_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mail the person a link with which they choose a password. Nobody else ever sets one."""
        person = self.writable(request, pk)
        form = ResetPasswordForm({"email": person.email})
        if person.is_active and form.is_valid():
            form.save(request)
            self.record(request, "password-mail", person)
            words = _("A mail is on its way to %(email)s.") % {"email": person.email}
            self.message_user(request, words, messages.SUCCESS)
        else:
            words = _("No mail was sent: this person may not sign in.")
            self.message_user(request, words, messages.WARNING)
        return HttpResponseRedirect(self.address("change", person))

    def second_step_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take away a second step that is lost, with a reason. One's own goes by the pages of one's account."""
        person = self.get_object(request, str(pk))
        if person == request.user or not self.has_change_permission(request, person):
            raise Http404
        form = ResetForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            told = second_step.methods_of(person)
            page = self.page(request, "admin/second_step.html", person, form=form, methods=told)
            page.status_code = 422 if form.is_bound else 200
            return page
        if second_step.reset(person, **form.cleaned_data, by=person_of(request), at=timezone.now()):
            words = _("The second step is reset. %(name)s signs in with the password and sets up a new one.")
            self.message_user(request, words % {"name": person}, messages.SUCCESS)
        else:
            self.message_user(request, _("There was no second step to reset."), messages.INFO)
        return HttpResponseRedirect(self.address("change", person))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if (person := kwargs.get("obj")) is not None:
            context |= {
                "second_step_address": self.address("second_step", person) if person != request.user else "",
                "methods": second_step.methods_of(person),
                "mail_address": self.address("password_mail", person),
                "erase_address": self.address("erase", person) if person != request.user else "",
                "assignments": person.assignments.select_related("course", "cohort__course"),
                "enrollments": person.enrollments.select_related("course", "cohort"),
            }
        return super().render_change_form(request, context, *args, **kwargs)
