"""Sessions in the database, as Django keeps them, read by a prepared statement."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from course.prepared import Prepared


def _sessions(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)


_by_key = Prepared(_sessions)


class SessionStore(DatabaseStore):
    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie can hold anything, also characters that a database refuses to look for."""
        return bool(key) and len(str(key)) >= 8 and str(key).isascii() and str(key).isalnum()

    def _get_session_from_db(self) -> Session | None:
        session = _by_key.first(key=self.session_key) if self.session_key else None
        if session is not None and session.expire_date > timezone.now():
            return session
        self._session_key = None
        return None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session
