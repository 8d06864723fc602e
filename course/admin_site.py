"""The admin as trainers see it: their words, their courses, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from course.sign_in import kept

View = Callable[..., HttpResponseBase]

GROUPS: dict[str, Promise] = {
    "course": _("The course"),
    "exams": _("Questions and exams"),
    "people": _("People"),
    "program": _("The program"),
}
"""What the index groups its pages by, in the users' words and order."""

NOT_OURS = {"password_change", "password_change_done", "autocomplete", "jsi18n", "view_on_site", "logout"}
"""Pages of Django's admin that the product has already, or that only scripts ask for."""


class AuthoringSite(AdminSite):
    """Open to trainers, by assignment, and to administrators. For anybody else there is nothing here."""

    site_header = _("Authoring")
    site_title = _("Alongside")
    index_title = _("What would you like to work on?")
    site_url = "/"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in our own pages alone. What packages register by themselves (groups, addresses) is nobody's work."""
        if hasattr(admin_class, "purpose"):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        person = request.user
        return person.is_authenticated and person.is_active and (person.is_superuser or person.trains)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Anonymous visitors sign in, others without the right get 404, as strangers do everywhere."""

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request, keeps_form=getattr(view, "keeps_form", False))
            if not self.has_permission(request):
                raise Http404
            try:
                response: HttpResponseBase = view(request, *args, **kwargs)
            except PermissionDenied:
                raise Http404 from None
            return response

        guarded.access = "authoring"  # type: ignore[attr-defined]
        return never_cache(csrf_protect(guarded))

    def get_urls(self) -> list[Any]:
        ours = [
            path("findings/", self.admin_view(self.findings), name="findings"),
            path("changes/", self.admin_view(self.changes), name="changes"),
        ]
        return ours + [each for each in super().get_urls() if getattr(each, "name", None) not in NOT_OURS]

    # Pages register themselves on this site, so they are imported after it: below, and in ``index``.

    def findings(self, request: HttpRequest) -> TemplateResponse:
        """What the check of language and clarity found, across the courses."""
        from course.admin.findings_page import show_findings

        return show_findings(request, self.each_context(request))

    def changes(self, request: HttpRequest) -> HttpResponse:
        """Who changed what."""
        from course.admin.changes import changes_page

        return changes_page(request, self)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one way to sign in."""
        home = reverse("admin:index")
        return redirect(home) if request.user.is_authenticated else redirect_to_login(home)

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> TemplateResponse:
        """The parts of the program text are nothing to its users: there is one index."""
        return redirect("admin:index")  # type: ignore[return-value]

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        from course.admin.desk import desk_of

        context = {
            **self.each_context(request),
            "title": self.index_title,
            "groups": self.get_app_list(request),
            "desk": desk_of(request, self),
        }
        return TemplateResponse(request, "admin/index.html", context)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"site_title": self.site_title, "site_header": self.site_header, "has_permission": True}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The pages that this person may open, grouped by the users' words."""
        pages = [page for page in self._registry.values() if page.has_module_permission(request)]
        order = list(GROUPS)
        pages.sort(key=lambda page: (order.index(page.group), page.rank))  # type: ignore[attr-defined]
        return [
            {
                "name": GROUPS[group],
                "models": [*(_entry(request, page) for page in run), *_elsewhere(request, group)],
            }
            for group, run in groupby(pages, key=lambda page: page.group)  # type: ignore[attr-defined]
        ]


def _entry(request: HttpRequest, page: Any) -> dict[str, Any]:
    return {
        "name": capfirst(page.opts.verbose_name_plural),
        "purpose": page.purpose,
        "more": page.more(request) if hasattr(page, "more") else [],
        "waiting": page.count_drafts(request) if hasattr(page, "count_drafts") else 0,
        "admin_url": page.address("changelist"),
        "add_url": page.address("add") if page.has_add_permission(request) else "",
        "add_words": page.add_words,
    }


def _elsewhere(request: HttpRequest, group: str) -> list[dict[str, Any]]:
    """Work of this group on pages of their own, which are about no one kind of row."""
    if group == "course":
        purpose = _("Words and sentences to look at again, with reasons and better ways to say it.")
        address = reverse("admin:findings")
        return [{"name": _("Language and clarity"), "purpose": purpose, "admin_url": address, "add_url": ""}]
    if group != "people" or not request.user.is_superuser:
        return []
    address = reverse("assignments")
    purpose = _("Who trains and who supervises, in which course or cohort.")
    return [{"name": _("Assignments"), "purpose": purpose, "admin_url": address, "add_url": ""}]


def _ask_to_sign_in(request: HttpRequest, *, keeps_form: bool) -> HttpResponse:
    if request.method == "POST":
        if keeps_form:
            kept.put(request)
        return redirect_to_login(request.path)
    return redirect_to_login(request.get_full_path())
