"""Sessions in the database, each with its person and device, read by a prepared statement."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import timezone

from course.models import Session
from course.operation.prepared import Prepared

DEVICE = "device"
# Address and token of a form that was typed when a session was lost: see ``course.sign_in.kept``.
KEPT_FORM = "kept_form"
# Whether this sign-in had its second step at an OpenID Connect provider.
BY_PROVIDER = "second_step_by_provider"
# "Last seen" is told by the hour: a page view need not write.
SEEN_EVERY = timedelta(hours=1)
OWN_FIELDS = ("public_id", "began_at", "seen_at")


def _sessions(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)


_by_key = Prepared(_sessions)


class SessionStore(DatabaseStore):
    _row: Session | None = None

    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie can hold anything, also characters that a database refuses to look for."""
        return bool(key) and len(str(key)) >= 8 and str(key).isascii() and str(key).isalnum()

    def _get_session_from_db(self) -> Any:
        session = _by_key.first(key=self.session_key) if self.session_key else None
        if session is not None and session.expire_date > timezone.now():
            self._row = session
            _note_that_it_is_used(session)
            return session
        self._session_key = None
        return None

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row to save. What only the row holds is carried over, as long as the key is the same."""
        row: Any = super().create_model_instance(data)
        row.person_id = data.get(SESSION_KEY)
        row.device = data.get(DEVICE, "")
        if self._row is not None and self._row.session_key == row.session_key:
            for name in OWN_FIELDS:
                setattr(row, name, getattr(self._row, name))
        self._row = row
        return row

    @classmethod
    def get_model_class(cls) -> Any:
        return Session


def _note_that_it_is_used(session: Session) -> None:
    now = timezone.now()
    if session.seen_at < now - SEEN_EVERY:
        # A page can be read while the database cannot be written.
        with suppress(DatabaseError):
            Session.objects.filter(pk=session.pk).update(seen_at=now)
        session.seen_at = now
