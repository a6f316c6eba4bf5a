"""Whose desk is the nearest: a community's own, the street's where nobody works in the community, then the district's.

What waits at a desk falls to one, so that nobody reads in her inbox what others do every day. What is late goes up.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.prepared import Slot
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH, DISTRICT_LENGTH, STREET_LENGTH, inside

from ...models import Wish

STREET_LATE, DISTRICT_LATE = timedelta(), timedelta(days=3)
"""So long after its time a wish that nobody looked at stands in the inbox of the street, and of the district."""
_LENGTHS = (DISTRICT_LENGTH, STREET_LENGTH, COMMUNITY_LENGTH)


def moments() -> Mapping[str, object]:
    """What the slots here are filled with."""
    return {
        "help_works_today": today(),
        "help_late_street": now() - STREET_LATE,
        "help_late_district": now() - DISTRICT_LATE,
    }


def nearest(actor: Actor, field: str, but: str = "") -> Q:
    """``field`` is the path of a place whose nearest desk is theirs.

    :param but: names who cannot decide, as it is about them: where nobody else works there, the desk above does.
    """
    alone = ~_somebody_is(Role.COMMUNITY_WORKER, field, but)
    return (
        _theirs(actor, Role.COMMUNITY_WORKER, field)
        | (_theirs(actor, Role.STREET_OFFICER, field) & alone)
        | (
            _theirs(actor, Role.DISTRICT_OFFICER, field)
            & alone
            & ~_somebody_is(Role.STREET_OFFICER, field, but)
        )
    )


def raised(actor: Actor) -> Q:
    """Wishes whose time to be looked at has passed, above the desk to which they fall."""
    street, district = (Slot(f"help_late_{each}", Wish, "sort_by") for each in ("street", "district"))
    return (
        (_theirs(actor, Role.STREET_OFFICER, "place_id") & Q(sort_by__lte=street))
        | (_theirs(actor, Role.DISTRICT_OFFICER, "place_id") & Q(sort_by__lte=district))
    ) & ~nearest(actor, "place_id")


def _theirs(actor: Actor, role: Role, field: str) -> Q:
    return inside(actor.reach.paths_for(role), field=field)


def _somebody_is(role: Role, field: str, but: str = "") -> Exists:
    """Holds this role for the place or one around it, and is not the one named by ``but``."""
    around = reduce(or_, (Q(place_id=Substr(OuterRef(field), 1, length)) for length in _LENGTHS))
    today_ = Slot("help_works_today", RoleGrant, "since")
    grants = RoleGrant.objects.in_force(today_).filter(around, role=role)
    return Exists(grants.exclude(person_id=OuterRef(but)) if but else grants)
