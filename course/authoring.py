"""Puts our admin site in place of Django's stock one. Apart from ``apps.py``, which may name one app only."""

from django.contrib.admin.apps import AdminConfig


class AuthoringConfig(AdminConfig):
    default_site = "course.admin_site.AuthoringSite"
