"""What lies on the map for whom: the layers that modules announce, narrowed and bounded."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.registers import MAP_CAP, MapLayer, registers

Box = tuple[float, float, float, float]
WHOLE_EARTH: Box = (-180.0, -90.0, 180.0, 90.0)
LISTED = 50
"""Rows of the list beside the map."""
LONGEST_BOX = 200
LONGEST_VALUE = 40
NARROWED_BY = ("group", "state")
TONES = {"red": "error", "amber": "warning"}
STATE_TONES = {
    "reported": "info",
    "filed": "info",
    "dispatched": "info",
    "handling": "secondary",
    "suspended": "neutral",
    "handed_in": "secondary",
    "verified": "success",
    "closed": "success",
}


@dataclass(frozen=True)
class Choice:
    """A value the map can be narrowed to."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Overview:
    """``features`` are GeoJSON; ``is_cut`` when there are more than the map can use."""

    features: Sequence[dict[str, Any]]
    is_cut: bool
    total: int
    choices: dict[str, list[Choice]] = field(default_factory=dict)
    """By property: ``group`` and ``state``; over everything in the box, whatever is chosen."""

    @property
    def listed(self) -> Sequence[dict[str, Any]]:
        return [feature["properties"] for feature in self.features[:LISTED]]

    def as_geojson(self) -> dict[str, Any]:
        return {"type": "FeatureCollection", "features": list(self.features), "note": self.note}

    @property
    def note(self) -> str:
        """What to say where the map cannot show everything."""
        if not self.is_cut:
            return ""
        said = _("Only %(count)s of the points are shown. Move closer to see all of them.")
        return said % {"count": len(self.features)}


def parse_box(text: str) -> Box:
    """``west,south,east,north`` in WGS-84 degrees; nothing means everything.

    :raises Invalid: not four numbers, not finite, not on Earth, or the corners swapped; each in its own words.
    """
    if not text.strip():
        return WHOLE_EARTH
    remedy = _("Send bbox=west,south,east,north in degrees, as in bbox=112.5,37.8,112.6,37.9.")
    parts = text[:LONGEST_BOX].split(",")
    try:
        west, south, east, north = (float(each) for each in parts)
    except ValueError as error:
        raise Invalid(_("The box on the map is not four numbers."), remedy, field="bbox") from error
    if not all(math.isfinite(each) for each in (west, south, east, north)):
        raise Invalid(_("A side of the box on the map is not a finite number."), remedy, field="bbox")
    if not all(abs(each) <= 90 for each in (south, north)):
        swapped = all(abs(each) <= 90 for each in (west, east))
        message = _("Latitude and longitude are swapped.") if swapped else _("The box is not on Earth.")
        raise Invalid(message, remedy, field="bbox")
    if not all(abs(each) <= 180 for each in (west, east)):
        raise Invalid(_("The box is not on Earth."), remedy, field="bbox")
    if west > east or south > north:
        raise Invalid(_("The corners of the box on the map are swapped."), remedy, field="bbox")
    return west, south, east, north


def overview(
    actor: Actor, box: Box, *, public: bool, chosen: dict[str, str], layer: MapLayer | None = None
) -> Overview:
    """What ``actor`` may see inside ``box``, narrowed to ``chosen`` values of ``group`` and ``state``.

    A constant number of queries: those of the layers. ``layer``: only this one, which stands apart.
    """
    drawn_layers = [layer] if layer is not None else layers(public=public)
    features = list(chain.from_iterable(each.features(actor, box) for each in drawn_layers))
    wanted = {name: value for name, value in chosen.items() if value}
    found = [each for each in features if all(wanted[name] in dict(_values(each, name)) for name in wanted)]
    is_cut = len(features) >= MAP_CAP
    drawn = [dressed(each) for each in found[:MAP_CAP]]
    return Overview(drawn, is_cut, len(found), {name: choices(features, name) for name in chosen})


def _values(feature: dict[str, Any], name: str) -> list[tuple[str, str]]:
    """Codes and names of a property that may hold one or several."""
    codes, labels = feature["properties"].get(name, ""), feature["properties"].get(f"{name}_label", "")
    if not isinstance(codes, list):
        codes, labels = [codes], [labels]
    return [(str(code), str(label)) for code, label in zip(codes, labels, strict=True)]


def chosen_from(query: Mapping[str, str]) -> dict[str, str]:
    """The values chosen in an address."""
    return {name: query.get(name, "")[:LONGEST_VALUE] for name in NARROWED_BY}


def dressed(feature: dict[str, Any]) -> dict[str, Any]:
    """The feature with what the drawing reads: ``label`` and ``tone`` of its state, ``meta`` as its second line."""
    given = feature["properties"]
    light = str(given.get("light", ""))
    drawn = {
        "label": given.get("state_label", ""),
        "tone": TONES.get(light) or STATE_TONES.get(str(given.get("state", "")), "primary"),
        "meta": " · ".join(filter(None, (str(given.get("text", "")), str(given.get("where", ""))))),
    }
    return feature | {"properties": drawn | given}


def layers(*, public: bool) -> list[MapLayer]:
    """The public layers, or those of the console, where the redacted twin of a layer is left out; none that stands
    apart."""
    return [layer for _name, layer in _seen(public=public) if not layer.apart]


def apart(*, public: bool) -> Mapping[str, MapLayer]:
    """Layers that are shown alone, by the word that asks for them in an address."""
    return {name.removesuffix("-public"): layer for name, layer in _seen(public=public) if layer.apart}


def _seen(*, public: bool) -> list[tuple[str, MapLayer]]:
    return [
        (name, registers.map_layers[name])
        for name in registers.map_layers.names()
        if (
            registers.map_layers[name].public
            if public
            else name.removesuffix("-public") == name or _alone(name)
        )
    ]


def about_layers(shown: str, *, public: bool) -> dict[str, Any]:
    """For the page: what can be shown alone, and the layer ``shown`` that is, if any."""
    standing = apart(public=public)
    return {"standing": standing, "shown": shown if shown in standing else "", "layer": standing.get(shown)}


def _alone(name: str) -> bool:
    return name.removesuffix("-public") not in registers.map_layers.names()


def choices(features: Iterable[dict[str, Any]], name: str) -> list[Choice]:
    """The values of one property that occur and have a label, the most frequent first."""
    labels: dict[str, str] = {}
    counts: dict[str, int] = {}
    for feature in features:
        for code, label in _values(feature, name):
            if code and label:
                labels[code] = label
                counts[code] = counts.get(code, 0) + 1
    found = [Choice(code, labels[code], count) for code, count in counts.items()]
    return sorted(found, key=lambda each: (-each.count, each.label))
