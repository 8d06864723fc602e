"""The admin as trainers see it: their words, their courses, and nothing else."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _


class AuthoringSite(AdminSite):
    """Open to trainers, by assignment, and to administrators."""

    site_header = _("Alongside · authoring")
    site_title = _("Alongside")
    index_title = _("What would you like to work on?")
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        person = request.user
        return person.is_authenticated and person.is_active and (person.is_superuser or person.trains)

    login = method_decorator(secure_admin_login)(AdminSite.login)
