"""What the views share that carry words written in confidence."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from course.models import Person

View = Callable[..., HttpResponse]


class SignedIn(HttpRequest):
    """A request that an access rule let through."""

    user: Person


def confidential(view: View) -> View:
    """Keep the words out of error reports (posted fields and every variable below the view) and out of browser caches.

    It goes above the access decorator, so that what a guard keeps across a sign-in is covered too.
    """
    hidden: View = sensitive_post_parameters()(sensitive_variables()(never_cache(view)))
    return hidden
