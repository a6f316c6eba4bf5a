"""Waste sorting for programs: what everybody may know of bin days and drop points; and one's own appointments."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from jiayuan.foundation.clock.weekdays import numbers_of
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.masks import mask_phone
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.places.models import Place
from jiayuan.modules.waste.domain.queries.appointments import own_appointment, own_rows, steps_of
from jiayuan.modules.waste.domain.queries.near import PointNear, estate_of, points_near, week_of
from jiayuan.modules.waste.models import Appointment
from jiayuan.modules.waste.streams import stream_facts

from .schemas_waste import AppointmentOut, AppointmentsOut, AppointmentsQuery, BinsOut, StreamOut
from .scopes import OWN_APPOINTMENTS
from .visitors import OPEN, Door, actor_of

router = Router(tags=["waste"], auth=OPEN)
A_PAGE = 50
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
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
    rows = [each for ahead in week_of(estate) for each in ahead.rows] if estate else []
    return {
        "place": found.path,
        "place_name": found.display_name,
        "collections": [
            {
                "day": each.day, "stream": each.row.stream, "stream_name": each.row.get_stream_display(),
                "at": f"{each.row.at:%H:%M}", "moved_from": each.moved_from,
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


@router.get(
    "/appointments", response=AppointmentsOut, auth=Door(OWN_APPOINTMENTS, named=True),
    summary="My appointments for bulky waste and the like",
)  # fmt: skip
def my_appointments(request: HttpRequest, query: Query[AppointmentsQuery]) -> Any:
    """The newest first. Of those that are over neither what it was nor where it stood is kept."""
    page = page_of(own_rows(actor_of(request)), by="-id", after=query.after, size=A_PAGE)
    return {"appointments": [appointment_out(each) for each in page], "next": page.next_cursor}


@router.get(
    "/appointments/{number}", response=AppointmentOut, auth=Door(OWN_APPOINTMENTS),
    summary="One of my appointments",
)  # fmt: skip
def my_appointment(request: HttpRequest, number: Number) -> Any:
    """One's own; or, without an account, with the token of the link that was kept in the header `X-Case-Token`."""
    return appointment_out(own_appointment(actor_of(request), number))


def appointment_out(each: Appointment) -> dict[str, Any]:
    hours = each.hours
    return {
        **{name: getattr(each, name) for name in ("items", "pieces", "address", "contact_name", "state", "ended_at")},
        "id": each.pk,
        "state_label": each.get_state_display(),
        "stream": hours.waste,
        "stream_name": hours.get_waste_display(),
        "day": hours.day,
        "starts_at": f"{hours.starts_at:%H:%M}",
        "ends_at": f"{hours.ends_at:%H:%M}",
        "estate": each.estate_id,
        "estate_name": each.estate.display_name,
        "contact_phone": mask_phone(each.contact_phone),
        "photo": reverse("photo", args=[each.photo_id, "full"]) if each.photo_id else None,
        "booked_at": each.created_at,
        "next_steps": [str(step) for step in steps_of(each)],
    }  # fmt: skip
