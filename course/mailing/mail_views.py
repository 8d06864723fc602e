"""Which mail a person gets: on a page of their own, and by one press in the mail itself."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from course.access import SignedIn, public, signed_in
from course.mailing import mail, mail_links
from course.models import MailKind, MutedMail, Person


class MailForm(forms.Form):
    """The kinds of mail that a person can turn off."""

    wanted = forms.MultipleChoiceField(
        label=gettext_lazy("Send me"),
        choices=[(kind.value, kind.label) for kind in MutedMail.OPTIONAL],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mail_settings(request: SignedIn) -> HttpResponse:
    """Turn kinds of mail on and off."""
    muted = mail.muted_by(request.user)
    on = [kind.value for kind in MutedMail.OPTIONAL if kind not in muted]
    form = MailForm(request.POST if request.method == "POST" else None, initial={"wanted": on})
    if request.method == "POST" and form.is_valid():
        mail.choose(request.user, form.cleaned_data["wanted"])
        messages.success(request, _("Saved."))
        return redirect("mail_settings")
    return render(request, "course/mail_settings.html", {"form": form})


@public
@csrf_exempt  # mail programs press this button by themselves (RFC 8058); the token says whose mail it is
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mute_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, then turn one kind of mail off. Nobody needs to sign in for that."""
    named = mail_links.read_mute(token)
    if named is None or not Person.objects.filter(pk=named[0]).exists():
        raise Http404
    if request.method == "POST":
        mail.mute(*named)
    context = {"kind": MailKind(named[1]).label, "off": request.method == "POST"}
    return render(request, "course/mute_mail.html", context)
