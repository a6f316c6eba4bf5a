"""Cases on the map: exact for those who work on them, snapped and without words that point to somebody for the rest."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.working import light
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.registers import MAP_CAP
from jiayuan.foundation.places.geo import snap

from ...enums import OPEN_STATES
from ...models import Case, CaseQuerySet, CategoryVersion, Tie
from ...rules import UNIT_ROLES

Box = tuple[float, float, float, float]
SNAP_METRES = 100


def _inside(rows: CaseQuerySet, box: Box) -> CaseQuerySet:
    """Open cases in the box, those due first in front."""
    west, south, east, north = box
    return (
        rows.filter(longitude__gte=west, longitude__lte=east, latitude__gte=south, latitude__lte=north)
        .filter(state__in=OPEN_STATES)
        .select_related("version__category", "place")
        .order_by(F("due_at").asc(nulls_last=True), "-pk")[:MAP_CAP]
    )


def _group_labels() -> Mapping[str, str]:
    """The names of the classes that categories stand under. One query."""
    headings = CategoryVersion.objects.current().filter(category__children__isnull=False).distinct()
    return {each.category_id: each.display_name for each in headings}


def _properties(case: Case, labels: Mapping[str, str]) -> dict[str, Any]:
    group = case.version.category.parent_id or case.version.category_id
    return {
        "title": case.version.display_name,
        "where": case.place.display_name,
        "state": case.state,
        "state_label": case.get_state_display(),
        "group": group,
        "group_label": labels.get(group, case.version.display_name),
    }


def _feature(latitude: float, longitude: float, properties: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def public_features(actor: Actor, box: Box) -> Sequence[dict[str, Any]]:
    """Open public cases, each at the middle of its 100-metre square. Two queries."""
    found, labels = [], _group_labels()
    for case in _inside(Case.objects.public(), box):
        latitude, longitude = snap(case.latitude or 0.0, case.longitude or 0.0, SNAP_METRES)
        told = {"text": mask_words(case.public_words), "url": reverse("case", args=[case.number])}
        found.append(_feature(latitude, longitude, _properties(case, labels) | told))
    return found


def _once(actor: Actor) -> CaseQuerySet:
    """A case that was divided stands on the map once; a unit that has only a part of it sees that part."""
    parts = Tie.objects.pieces().filter(case=OuterRef("pk"))
    of_my_unit = Q(unit_id__in=actor.reach.organisations(*UNIT_ROLES))
    return Case.objects.visible_to(actor).filter(of_my_unit | ~Exists(parts))


def working_features(actor: Actor, box: Box) -> Sequence[dict[str, Any]]:
    """Open cases that this actor may open, where they are. Two queries, and one for the actor's roles."""
    found, labels = [], _group_labels()
    for case in _inside(_once(actor), box):
        told = {
            "text": mask_words(case.words)[:80],
            "url": reverse("console-case", args=[case.number]),
            "light": light(case.stage_since, case.due_at) if case.stage_since and case.due_at else "none",
        }
        found.append(_feature(case.latitude or 0.0, case.longitude or 0.0, _properties(case, labels) | told))
    return found
