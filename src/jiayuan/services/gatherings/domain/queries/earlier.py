"""Earlier gatherings that one can start from."""

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import may

from ...enums import State
from ...models import Session
from ...rules import HOST, PLAN

SHOWN, LOOKED_THROUGH = 5, 60


def earlier_ones(actor: Actor, place: str = "") -> list[Session]:
    """The last few that this actor ran, each sort once: what bears the same name at the same place is one sort. One
    query. ``place``: only inside it."""
    rows = Session.objects.hosted_by(actor).exclude(state=State.CANCELLED)
    rows = rows.within(place) if place else rows
    found: dict[tuple[str, str, str], Session] = {}
    for each in rows.for_lines().order_by("-starts_at", "-pk")[:LOOKED_THROUGH]:
        found.setdefault((each.kind, each.place_id, each.title), each)
    return list(found.values())[:SHOWN]


def earlier_one(actor: Actor, key: str) -> Session | None:
    """The one that an address or a form names, if this actor may plan another like it."""
    if not (key.isascii() and key.isdigit() and len(key) <= 9):
        return None
    found = Session.objects.select_related("place", "organisation").filter(pk=int(key)).first()
    return found if found is not None and may(actor, HOST, found) and may(actor, PLAN, found) else None
