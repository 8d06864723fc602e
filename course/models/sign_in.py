"""What somebody who signs in is, apart from what they do here: a password, and the sessions that it opened."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from course.text import nfc


class SignsIn(AbstractBaseUser):
    """One password, typed on two keyboards, may arrive in other code points: it is compared in one form (NFC)."""

    class Meta:
        abstract = True

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(nfc(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(nfc(raw_password))


class Session(AbstractBaseSession):
    """One browser that is signed in, or not yet. Its key is a secret: pages name it by ``public_id``."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # In words ("Firefox on Windows"), and nothing finer: no address, no version.
    device = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from course.sign_in.sessions import SessionStore

        return SessionStore
