from django.apps import AppConfig


class OidcConfig(AppConfig):
    name = "course.oidc"
    label = "oidc"

    def ready(self) -> None:
        from course.oidc import events

        events.listen()
