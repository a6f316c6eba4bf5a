"""What the phone home shows of gatherings: what waits for me, and what is near and soon."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import when
from jiayuan.foundation.common.registers import Card

from ...enums import SignUpState, State
from .upcoming import sign_ups_of, upcoming

SOON = timedelta(hours=24)
MOST_WAITING, MOST_NEAR = 2, 2


def waiting_cards(actor: Actor) -> Sequence[Card]:
    """A seat that is offered first, then what I go to within a day."""
    if actor.pk is None:
        return []
    offered = sign_ups_of(actor).filter(state=SignUpState.OFFERED)
    soon = sign_ups_of(actor).filter(
        state=SignUpState.HELD,
        session__state__in=(State.PUBLISHED, State.RUNNING),
        session__ends_at__gt=now(),
        session__starts_at__lt=now() + SOON,
    )
    rows = (offered | soon).order_by("session__starts_at", "pk")[:MOST_WAITING]
    return [_waiting_card(row) for row in rows]


def _waiting_card(row: Any) -> Card:
    is_offer = row.state == SignUpState.OFFERED
    return Card(
        key=f"gathering/{row.session_id}",
        lead=_("A seat is free for you until %(moment)s") % {"moment": when(row.offered_until)}
        if is_offer
        else _("You are signed up: %(moment)s") % {"moment": when(row.session.starts_at)},
        title=row.session.display_title,
        url=reverse("gathering", args=[row.session_id]),
        action_label=_("Take it") if is_offer else _("See"),
        icon="calendar",
        strong=is_offer,
    )


def nearby_cards(_actor: Actor, place: Any) -> Sequence[Card]:
    """What comes next in the community that the reader belongs to."""
    if place is None:
        return []
    rows = upcoming(place.path[:12]).order_by("starts_at", "pk")[:MOST_NEAR]
    return [
        Card(
            key=f"gathering/{session.pk}",
            title=session.display_title,
            url=reverse("gathering", args=[session.pk]),
            action_label=_("See"),
            meta=" · ".join(filter(None, (when(session.starts_at), session.where))),
            icon="calendar",
        )
        for session in rows
    ]
