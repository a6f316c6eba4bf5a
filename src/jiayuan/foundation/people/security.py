"""Listening to allauth: what happens to second factors is written down, and counts for the session."""

import time
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver

from jiayuan.foundation.access.console import SECOND_FACTOR
from jiayuan.foundation.ledger.domain.record import record


def _others(user: Any, authenticator: Authenticator) -> bool:
    rows = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return rows.exclude(pk=authenticator.pk).exists()


@receiver(authenticator_added)
def note_added(request: Any, user: Any, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Setting up one's first authenticator showed that one holds it: this session is let in. A further one is not
    enough, or whoever holds a half-signed-in session could add their own."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    if not _others(user, authenticator):
        request.session[SECOND_FACTOR] = int(time.time())
    record(
        f"person/{user.pk}", "person.second_factor_added", by=user, after={"type": str(authenticator.type)}
    )


@receiver(authenticator_removed)
def note_removed(request: Any, user: Any, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Without any authenticator left, what this session once showed no longer counts."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    if not _others(user, authenticator):
        shown = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            each for each in shown if each.get("method") != "mfa"
        ]
        request.session.pop(SECOND_FACTOR, None)
    record(
        f"person/{user.pk}", "person.second_factor_removed", by=user, after={"type": str(authenticator.type)}
    )
