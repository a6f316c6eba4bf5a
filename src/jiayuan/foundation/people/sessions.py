"""Sessions in the database as Django keeps them, but read by a prepared question: there is one with every request."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from jiayuan.foundation.common.prepared import Prepared, Slot

_LIVING = Prepared(
    lambda: Session.objects.filter(
        session_key=Slot("key", Session, "session_key"),
        expire_date__gt=Slot("moment", Session, "expire_date"),
    )
)


class SessionStore(DatabaseStore):
    """Rows, keys and signing are those of Django's own store: sessions of before stay open."""

    def _get_session_from_db(self) -> Session | None:
        found = _LIVING.first(key=self.session_key, moment=timezone.now())
        if found is None:
            self._session_key = None
        return found
