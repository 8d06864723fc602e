"""What the views share that carry words about somebody's work."""

from __future__ import annotations

from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from course.access import View


def confidential(view: View) -> View:
    """Keep the words out of error reports and of browser caches. It goes above the access decorator."""
    hidden: View = sensitive_post_parameters()(sensitive_variables()(never_cache(view)))
    return hidden
