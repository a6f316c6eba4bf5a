"""What becomes of moved collection when places that it is about became others.

It goes on for the estates that it was declared for, and for no other: a community that is merged does not bring its
neighbours along, and of one that is split no part is left behind.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.locking import lock_rows
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH, ESTATE_LENGTH

from ..models import Shift
from .shifts import around


def follow_shifts(heirs: Mapping[str, str], on: date, by: Actor) -> None:
    """Those that take from a day, or bring to one, on which the heirs are there."""
    ahead = Shift.objects.live().filter(Q(day__gte=on) | Q(to_day__gte=on))
    keys = list(ahead.values_list("pk", flat=True))
    lock_rows(Shift, keys)
    for shift in ahead.filter(pk__in=keys).with_places().order_by("pk"):
        _follow(shift, heirs, on, by)


def _follow(shift: Shift, heirs: Mapping[str, str], on: date, by: Actor) -> None:
    before = list(shift.paths)
    moved = {
        heir
        for former, heir in heirs.items()
        if len(former) == ESTATE_LENGTH and former.startswith(tuple(before))
    }
    if not moved:
        return
    chosen = {path for path in before if path not in heirs} | moved
    communities = {heirs[path] for path in before if path in heirs and len(path) == COMMUNITY_LENGTH}
    after = _outermost(chosen | {each for each in communities if _estates_of(each) <= chosen})
    if after == before:
        return
    shift.places.set(Place.objects.filter(pk__in=after))
    shift.revision += 1
    shift.save(update_fields=["revision", "updated_at"])
    record(
        shift.stream, "waste.followed", by=by.person, place_path=around(after),
        before={"places": before}, after={"places": after, "on": on.isoformat()},
    )  # fmt: skip


def _estates_of(community: str) -> set[str]:
    rows = Place.objects.current().of_kind(PlaceKind.ESTATE).within(community)
    return set(rows.values_list("pk", flat=True))


def _outermost(paths: Iterable[str]) -> list[str]:
    """Without those that lie in another, in their order."""
    found: list[str] = []
    for path in sorted(paths):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return found
