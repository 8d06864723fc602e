"""One's own access tokens, under the profile: for staff, since nobody else has tables to read."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from course.access import SignedIn, View, staff
from course.export import tokens
from course.models import ApiToken
from course.text import CleanCharField


class TokenForm(forms.Form):
    name = CleanCharField(
        label=gettext_lazy("Name"),
        max_length=60,
        help_text=gettext_lazy("The program that will use it, such as “Monthly report”."),
        error_messages={"required": gettext_lazy("Give it a name, so that you can tell it from others.")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Works for"),
        coerce=int,
        choices=[(30, gettext_lazy("30 days")), (90, gettext_lazy("90 days")), (365, gettext_lazy("1 year"))],
        initial=90,
    )


def _asks_again(view: View) -> View:
    """A page left open must not hand over what its person may read."""
    guarded: View = reauthentication_required(view)
    return guarded


@sensitive_variables()
@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_asks_again
def show_tokens(request: SignedIn) -> HttpResponse:
    """The tokens there are. A post makes one, and shows its secret this once."""
    form, secret, at = TokenForm(request.POST if request.method == "POST" else None), "", timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            secret = tokens.make(request.user, **form.cleaned_data, at=at)
        except tokens.TooManyTokens:
            form.add_error(None, _("You have %d tokens that work. Revoke one first.") % tokens.MOST)
    mine = [(token, token.works_at(at)) for token in ApiToken.objects.filter(person=request.user)]
    context = {"form": TokenForm() if secret else form, "tokens": mine, "secret": secret}
    return render(request, "course/tokens.html", context, status=422 if form.errors else 200)


@staff
@require_POST
def revoke_token(request: SignedIn, pk: int) -> HttpResponse:
    if tokens.revoke(request.user, pk, at=timezone.now()):
        messages.success(request, _("Revoked. It opens nothing any more."))
    else:
        messages.info(request, _("This token did not work any more."))
    return redirect("tokens")
