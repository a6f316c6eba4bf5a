"""Cases on the map: exact for those who work on them, snapped and without words that point to somebody for the rest."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.places.geo import snap

from ...enums import OPEN_STATES
from ...models import Case, CaseQuerySet

Box = tuple[float, float, float, float]
MOST = 2000
SNAP_METRES = 100


def _inside(rows: CaseQuerySet, box: Box) -> CaseQuerySet:
    west, south, east, north = box
    return (
        rows.filter(longitude__gte=west, longitude__lte=east, latitude__gte=south, latitude__lte=north)
        .select_related("version")
        .order_by("-pk")[:MOST]
    )


def _feature(case: Case, latitude: float, longitude: float, text: str, url: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {
            "title": case.version.display_name,
            "text": text,
            "state": case.state,
            "state_label": case.get_state_display(),
            "url": url,
            "group": case.version.category_id[:3],
        },
    }


def public_features(actor: Actor, box: Box) -> Sequence[dict[str, Any]]:
    """Open public cases, each at the middle of its 100-metre square."""
    found = []
    for case in _inside(Case.objects.public().filter(state__in=OPEN_STATES), box):
        latitude, longitude = snap(case.latitude or 0.0, case.longitude or 0.0, SNAP_METRES)
        found.append(
            _feature(case, latitude, longitude, case.public_words, reverse("case", args=[case.number]))
        )
    return found


def working_features(actor: Actor, box: Box) -> Sequence[dict[str, Any]]:
    """Open cases that this actor may open, where they are."""
    return [
        _feature(
            case,
            case.latitude or 0.0,
            case.longitude or 0.0,
            case.words[:80],
            reverse("console-case", args=[case.number]),
        )
        for case in _inside(Case.objects.visible_to(actor).filter(state__in=OPEN_STATES), box)
    ]
