"""Who reads which numbers."""

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.places.models import Place

READERS = (*DESK_STAFF, Role.IT_STAFF)
"""Who opens the page of numbers."""


def sees_only_public(actor: Actor, place: Place) -> bool:
    """Who does not work there is given the numbers of what is public, for those are the rows they can open."""
    return not actor.reach.holds(DESK_STAFF, place.path)
