"""Drop points on the map of the district: which streams, which hours, and whether somebody can bring something now."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.opening import spoken_openings
from jiayuan.foundation.common.registers import MAP_CAP, MapLayer, registers

from ..domain.queries.standing import PointStanding, in_box
from ..enums import PointState
from ..streams import facts_of

Box = tuple[float, float, float, float]
TONES = {PointState.OPEN: "success", PointState.SHUT: "neutral", PointState.ENDED: "error"}


def public_features(_actor: Actor, box: Box) -> Sequence[dict[str, Any]]:
    """Three queries."""
    return _features(box, _public_url)


def working_features(actor: Actor, box: Box) -> Sequence[dict[str, Any]]:
    """Those that this actor works for open at the desk, and stand first. Three queries."""
    paths = tuple(actor.reach.paths_for(*DESK_STAFF))

    def url(path: str) -> str:
        return reverse("console-waste-estate", args=[path]) if path.startswith(paths) else _public_url(path)

    return _features(box, url, paths)


def _public_url(path: str) -> str:
    return f"{reverse('waste-bins')}?estate={path}"


def _features(box: Box, url: Callable[[str], str], first: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    rows = in_box(box, MAP_CAP)
    if first:
        rows = sorted(rows, key=lambda each: not each.point.estate_id.startswith(first))
    return [_feature(each, url(str(each.point.estate_id))) for each in rows]


def _feature(each: PointStanding, url: str) -> dict[str, Any]:
    streams = [facts_of(code) for code in each.streams]
    about = {
        "title": f"{each.point.estate.display_name} · {each.point}",
        "text": each.said or spoken_openings(each.hours) or _("When it is open is not known yet."),
        "where": _(", ").join(str(facts.label) for facts in streams),
        "group": list(each.streams),
        "group_label": [str(facts.label) for facts in streams],
        "state": each.state.value,
        "state_label": str(each.state.label),
        "tone": TONES.get(each.state, "neutral"),
        "icon": "recycle",
        "url": url,
    }
    where = {"type": "Point", "coordinates": [each.point.longitude, each.point.latitude]}
    return {"type": "Feature", "geometry": where, "properties": about}


def _layer(
    features: Callable[[Actor, Box], Sequence[dict[str, Any]]], list_name: str, *, public: bool
) -> MapLayer:
    return MapLayer(
        gettext_lazy("Drop points"), features, public, apart=True, list_name=list_name,
        about=gettext_lazy("Where to bring which waste, when it is open, and whether it is open now."),
    )  # fmt: skip


def register() -> None:
    registers.map_layers.add("drop-points", _layer(working_features, "console-waste", public=False))
    registers.map_layers.add("drop-points-public", _layer(public_features, "waste-all-points", public=True))
