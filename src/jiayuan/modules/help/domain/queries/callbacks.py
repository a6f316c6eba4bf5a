"""Call-backs as those read them who call, and those who answer what was found."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import Verdict, may

from ...callback_enums import CallState
from ...callback_rules import ANSWER_FINDING, CALL_BACK
from ...models import CallBack, Wish
from ...rules import DESK
from ..callbacks import no_such_callback
from .parts import done_parts_of
from .seen import Seen, see


@dataclass(frozen=True)
class OpenCall:
    """A call-back with what its reader sees of the wish, and what they may do."""

    callback: CallBack
    seen: Seen
    may_call: Verdict
    may_answer: Verdict
    parts: Sequence[Wish] = ()
    """Of a wish that was done in part, those that are asked about."""


def listed_callbacks(actor: Actor) -> "QuerySet[CallBack]":
    """Those to be called first in the eyes of who calls: the newest draw is the one that waits."""
    rows = CallBack.objects.visible_to(actor, *DESK).select_related("wish", "served", "checker")
    return rows.defer("served__boundary", "checker__boundary")


def open_callback(pk: int, actor: Actor) -> OpenCall:
    """:raises Missing: there is none for this actor."""
    rows = listed_callbacks(actor).select_related("wish__place", "wish__contact", "draw")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise no_such_callback()
    is_open = found.state == CallState.WAITING
    return OpenCall(
        found,
        see(found.wish, actor),
        may(actor, CALL_BACK, found) if is_open else Verdict(False),
        may(actor, ANSWER_FINDING, found) if found.really_done is False else Verdict(False),
        done_parts_of(found.wish),
    )
