"""Who may call a view. Every view carries one of these decorators; a test walks the URL conf and fails on one without.

A visitor who is not signed in is sent to sign in. A person without the role gets 404, as a stranger would.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, overload

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from course.models import Person
from course.sign_in import kept

View = Callable[..., HttpResponse]


class SignedIn(HttpRequest):
    """A request that passed a guard: somebody is signed in. For annotations only."""

    user: Person


def public(view: View) -> View:
    """Anyone, signed in or not."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def _guard(name: str, allowed: Callable[[Person], bool], view: View, keeps_form: bool) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request, keeps_form)
        if not allowed(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    guarded.access = name  # type: ignore[attr-defined]
    guarded.keeps_form = keeps_form  # type: ignore[attr-defined]
    return guarded


def _ask_to_sign_in(request: HttpRequest, keeps_form: bool) -> HttpResponse:
    """Send to sign-in; what was typed into a form that keeps is shown again afterwards, at the same address."""
    if keeps_form and request.method == "POST":
        kept.put(request)
    if request.headers.get("HX-Request"):
        return render(request, "course/_signed_out.html", {"next": request.path}, status=401)
    return redirect_to_login(request.path if request.method == "POST" else request.get_full_path())


@overload
def signed_in(view: View) -> View: ...
@overload
def signed_in(*, keeps_form: bool) -> Callable[[View], View]: ...
def signed_in(view: View | None = None, *, keeps_form: bool = False) -> View | Callable[[View], View]:
    """Anyone who is signed in; the view's queryset says what they see.

    ``keeps_form`` is for views whose POST carries a learner's words: an expired session must not cost them.
    """
    if view is None:
        return lambda view: _guard("signed in", lambda _: True, view, keeps_form)
    return _guard("signed in", lambda _: True, view, keeps_form)


def trainer(view: View) -> View:
    """Trainers, by assignment."""
    return _guard("trainer", lambda person: person.trains, view, keeps_form=False)


def supervisor(view: View) -> View:
    """Supervisors, by assignment, and administrators."""
    return _guard(
        "supervisor", lambda person: person.supervises or person.is_superuser, view, keeps_form=False
    )


def administrator(view: View) -> View:
    """Administrators alone."""
    return _guard("administrator", lambda person: person.is_superuser, view, keeps_form=False)


@overload
def staff(view: View) -> View: ...
@overload
def staff(*, keeps_form: bool) -> Callable[[View], View]: ...
def staff(view: View | None = None, *, keeps_form: bool = False) -> View | Callable[[View], View]:
    """Trainers and supervisors, by assignment, and administrators; the view's queryset says whose things they see."""
    if view is None:
        return lambda view: _guard("staff", _is_staff, view, keeps_form)
    return _guard("staff", _is_staff, view, keeps_form)


def _is_staff(person: Person) -> bool:
    return person.has_staff_role
