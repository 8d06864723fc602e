"""What the views share that carry words written in confidence."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

View = Callable[..., HttpResponse]


def confidential(view: View) -> View:
    """Keep the words out of error reports (posted fields and every variable below the view) and out of browser caches.

    It goes above the access decorator, so that what a guard keeps across a sign-in is covered too.
    """
    hidden: View = sensitive_post_parameters()(sensitive_variables()(never_cache(view)))
    return hidden
