"""Waste sorting for programs: what everybody may know of bin days and drop points."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.places.models import Place
from jiayuan.modules.waste.domain.queries.near import PointNear, estate_of, points_near, week_of
from jiayuan.modules.waste.streams import stream_facts
from jiayuan.modules.waste.weekdays import numbers_of

from .schemas_waste import BinsOut, StreamOut
from .visitors import OPEN

router = Router(tags=["waste"], auth=OPEN)
PlacePath = Annotated[
    str,
    Query(
        pattern=r"^[0-9]{12,24}$",
        description="Path of a community or an estate.",
        examples=["140106004010001"],
    ),
]


@router.get("/streams", response=list[StreamOut], summary="Streams of waste and the colours of their bins")
def streams(request: HttpRequest) -> Any:  # noqa: ARG001
    return [
        {"code": str(each.stream), "name": str(each.label), "colour": each.colour, "hex": each.hex}
        for each in stream_facts().values()
    ]


@router.get("/near", response=BinsOut, summary="Bin days and drop points near a place")
def near(request: HttpRequest, place: PlacePath) -> Any:  # noqa: ARG001
    """For an estate what is fetched on the next seven days, and where to bring it; for a community its drop points."""
    estate = estate_of(None, place)
    found = estate or Place.objects.current().defer("boundary").filter(pk=place[:12]).first()
    if found is None:
        raise Missing(_("There is no such place."), _("Look for it by its name."))
    rows = [each for _day, due in week_of(estate) for each in due] if estate else []
    return {
        "place": found.path,
        "place_name": found.display_name,
        "collections": [
            {
                "day": each.day, "stream": each.row.stream, "stream_name": each.row.get_stream_display(),
                "at": f"{each.row.at:%H:%M}",
            }
            for each in rows
        ],
        "points": [point_out(each) for each in points_near(found)],
    }  # fmt: skip


def point_out(each: PointNear) -> dict[str, Any]:
    point = each.point
    return {
        **{name: getattr(point, name) for name in ("name", "where", "latitude", "longitude")},
        "id": point.pk,
        "estate": point.estate_id,
        "estate_name": point.estate.display_name,
        "metres": each.metres,
        "is_open": each.open_now is not None,
        "hours": [
            {
                "weekdays": numbers_of(row.weekdays), "opens_at": f"{row.opens_at:%H:%M}",
                "closes_at": f"{row.closes_at:%H:%M}",
            }
            for row in each.hours
        ],
    }  # fmt: skip
