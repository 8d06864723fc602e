"""``{% sign_in_elsewhere as name %}``: the name of the provider whose accounts open this course, or nothing."""

from django.conf import settings
from django.template import Library

register = Library()


@register.simple_tag
def sign_in_elsewhere() -> str:
    return str(settings.OIDC_NAME) if settings.OIDC_ISSUER else ""
