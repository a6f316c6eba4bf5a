"""Coming with a token: who acts, and how far they may go."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError

from ...actor import Actor, hash_token
from ...scope import Scope
from ..models import ApiToken


class NotKnown(DomainError):
    """Who knocks is not known: HTTP 401."""

    status = 401
    code = "unknown"


@dataclass(frozen=True)
class Presented:
    """A token that opens, and the actor it yields."""

    token: ApiToken
    actor: Actor


def present(text: str) -> Presented:
    """The person behind a token, cut to its scopes and its place; today is noted as its last day of use.

    :raises NotKnown: there is none, or it was revoked or ran out, or its person left. The answer does not tell which.
    """
    token = (
        ApiToken.objects.in_force()
        .select_related("person")
        .filter(hash=hash_token(text), person__is_active=True)
        .first()
    )
    if token is None:
        raise NotKnown(
            _("This token opens nothing."),
            _("It may have run out or been revoked. Issue a new one in the console, under settings."),
        )
    _note_use(token)
    scope = Scope(frozenset(token.scopes), token.place_id)
    # Whoever issued it had shown the second factor; nothing else can be issued (rules: is_proven_staff).
    return Presented(token, Actor(person=token.person, scope=scope))


def _note_use(token: ApiToken) -> None:
    """One write a day and token."""
    if token.last_used_on != today():
        stale = Q(last_used_on=None) | ~Q(last_used_on=today())
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_on=today())
