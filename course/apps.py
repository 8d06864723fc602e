from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CourseConfig(AppConfig):
    name = "course"
    verbose_name = _("Course and people")

    def ready(self) -> None:
        from django.conf import settings

        from course.sign_in import sign_in_events

        sign_in_events.listen()
        if not settings.OIDC_ISSUER:
            from course.oidc import left_over

            left_over.listen()
