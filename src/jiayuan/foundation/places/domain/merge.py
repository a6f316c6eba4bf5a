"""Several communities become one."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Invalid

from ..enums import PlaceKind, SuccessionKind
from ..models import Place
from ..signals import places_succeeded
from . import checks
from .newcomer import keep_names, new_community, record_change
from .subtree import children_of, next_path, open_and_close, transplant

FEWEST = 2


def merge_communities(
    sources: Sequence[str],
    *,
    into_name: str,
    on: date,
    by: Actor,
    into_path: str | None = None,
    because: str = "",
) -> Place:
    """Merge communities of one street into a new one, which carries on the records of all.

    :param sources: two or more paths.
    :param into_path: the new code if it was assigned already; otherwise the next free one.
    :param because: the grounds, such as the number of a document; kept in the history.
    :raises Refused, Invalid, Conflict, Missing: each in words; nothing is changed then.
    """
    for path in sources:
        gate(by, "places.change", path)
    grounds = checks.check_grounds(because)
    with transaction.atomic():
        merged = _lock_mergeable(sources)
        checks.check_day(on, *merged)
        street, kind = merged[0].parent_id or "", _kind_of(merged)
        name = checks.check_name(into_name)
        checks.check_name_is_free(name, street, apart_from=[place.path for place in merged])
        path = checks.check_path_is_free(into_path, street, kind) if into_path else next_path(street, kind)
        new = new_community(path, kind, name, on=on, follows=merged)
        heirs = {place.path: path for place in merged}
        open_and_close([new], heirs, on, SuccessionKind.MERGE)
        keep_names(new, merged, on)
        estates = [estate for place in merged for estate in children_of(place.path)]
        heirs |= transplant(estates, path, on, SuccessionKind.MOVE)
        for place in merged:
            record_change(place.path, "place.merged", by, after={"into": path, "on": on}, because=grounds)
        after = {"name": name, "from": [place.path for place in merged], "estates": len(estates), "on": on}
        record_change(path, "place.opened", by, after=after, because=grounds)
        places_succeeded.send(Place, heirs=heirs, on=on, by=by)
    return new


def _lock_mergeable(sources: Sequence[str]) -> list[Place]:
    if len(set(sources)) < FEWEST or len(set(sources)) != len(sources):
        raise Invalid(
            _("A merger needs two different communities or more."), _("Choose them again."), field="sources"
        )
    merged = [checks.lock_community(path) for path in sorted(sources)]
    if len({place.parent_id for place in merged}) != 1:
        raise Invalid(
            _("Only communities of one street can be merged."),
            _("Between streets, the statistics office issues new codes: load its list instead."),
            field="sources",
        )
    Place.objects.select_for_update().get(pk=merged[0].parent_id)
    return merged


def _kind_of(merged: Sequence[Place]) -> PlaceKind:
    only_villages = all(place.kind == PlaceKind.VILLAGE for place in merged)
    return PlaceKind.VILLAGE if only_villages else PlaceKind.COMMUNITY
