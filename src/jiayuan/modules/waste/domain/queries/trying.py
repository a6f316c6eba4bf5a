"""Pilots and zones as the desk reads them: what stands on a day, and today also what is ahead, so that it can be taken
back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.places.enums import COMMUNITY_KINDS
from jiayuan.foundation.places.models import Place

from ...models import Pilot, Zone


def on_or_ahead(rows: Any, day: date) -> Any:
    """Of pilots or zones. What stands comes before what is ahead."""
    return rows.on(day) | rows.ahead(day) if day == today() else rows.on(day)


def pilots_seen(actor: Actor, day: date) -> "QuerySet[Pilot]":
    rows = on_or_ahead(Pilot.objects.all(), day).within(*actor.reach.paths_for(*DESK_STAFF))
    return rows.select_related("estate__parent").defer("estate__boundary", "estate__parent__boundary")


def zones_seen(actor: Actor, day: date) -> Sequence[Zone]:
    """Two queries."""
    places = Prefetch("places", Place.objects.defer("boundary").order_by("path"))
    rows = on_or_ahead(Zone.objects.all(), day).within(*actor.reach.paths_for(*DESK_STAFF))
    return list(rows.prefetch_related(places))


def places_of_zones() -> Sequence[Place]:
    """Communities that a zone can be made of."""
    return list(Place.objects.current().of_kind(*COMMUNITY_KINDS).defer("boundary").order_by("path"))
