"""Up the tree, and back in time."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.prepared import prepared_for

from ...enums import COMMUNITY_KINDS, kinds_alike
from ...models import Place, PlaceSuccession
from ...paths import ancestors, inside


def current_district() -> Place:
    """The district served (``JIAYUAN_DISTRICT``), without its boundary. :raises Missing: if it was never
    loaded.
    """
    district = Place.objects.defer("boundary").filter(pk=settings.DISTRICT).first()
    if district is None:
        raise Missing(
            _("The places of the district are not loaded yet."),
            _("IT staff can load them: jiayuan places load."),
        )
    return district


def lineage(path: str) -> list[Place]:
    """The places around ``path`` from the district down, and the place itself last. One query."""
    return list(Place.objects.defer("boundary").filter(pk__in=[*ancestors(path), path]).order_by("path"))


def ranges_of(place: Place) -> list[str]:
    """The paths under which records of this place lie: its own, and those of all whose records it carries on.

    Records keep the path they were made under. A place that was merged, split or moved hands them to its
    principal heir, again and again down to today, so every former path belongs to exactly one living place
    of its kind. One query, however long the history.
    """
    return _back_from(place.path, _predecessors(kinds_alike(place.kind)))


def ranges_of_communities(paths: Iterable[str]) -> dict[str, list[str]]:
    """:func:`ranges_of` for several communities and villages at once, by path. One query."""
    predecessors = _predecessors(COMMUNITY_KINDS)
    return {path: _back_from(path, predecessors) for path in paths}


def _predecessors(kinds: Iterable[str]) -> dict[str, list[str]]:
    """Who handed its records to whom: path of the heir -> paths before it, in order."""
    wanted = tuple(kinds)
    asked = prepared_for(("successions", wanted), lambda: _successions(wanted))
    found: dict[str, list[str]] = defaultdict(list)
    for before, after in asked.rows():
        found[after].append(before)
    return found


def _successions(kinds: Iterable[str]) -> Any:
    pairs = PlaceSuccession.objects.filter(is_principal=True, before__kind__in=kinds)
    return pairs.order_by("before_id").values_list("before_id", "after_id")


def _back_from(path: str, predecessors: dict[str, list[str]]) -> list[str]:
    found, waiting = [path], [path]
    while waiting:
        earlier = predecessors.get(waiting.pop(), [])
        found += earlier
        waiting += earlier
    return found


def inside_place(place: Place, field: str = "place_id") -> Q:
    """A condition: ``field`` holds a path inside ``place`` as it is or as it was (:func:`ranges_of`)."""
    return inside(ranges_of(place), field=field)
