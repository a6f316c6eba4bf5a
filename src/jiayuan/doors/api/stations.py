"""Help stations for programs: what everybody may know of them, and the services that their desk counts."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.common.paging import page_of
from jiayuan.modules.help.domain.queries.desk_network import desk_station
from jiayuan.modules.help.domain.queries.fund_statement import statement_of
from jiayuan.modules.help.domain.queries.items import things_of
from jiayuan.modules.help.domain.queries.services import services_of
from jiayuan.modules.help.domain.queries.stations import posts_to_join
from jiayuan.modules.help.models import Station

from .schemas_help import ServicesOut, ServicesQuery, StationOut, StationsOut, StationsQuery
from .scopes import SERVICES
from .shapes_help import fund_out, post_out, service_out, station_card_out
from .visitors import OPEN, Door, actor_of

router = Router(tags=["help"], auth=OPEN)
A_PAGE = 50
StationKey = Annotated[int, Path(ge=1, le=2**63 - 1, description="The `id` of a station.")]


def _works_here(request: HttpRequest, **_more: Any) -> None:
    if not actor_of(request).reach.has_any(DESK_STAFF):
        raise Refused(
            _("The lines of a station are for those who work for its place."),
            _("How many were helped stands among the figures."),
        )


@router.get("/stations", response=StationsOut, exclude_none=True, summary="Help stations")
def read_stations(request: HttpRequest, query: Query[StationsQuery]) -> Any:  # noqa: ARG001
    """Those that are open today; the newest first."""
    rows = Station.objects.open().select_related("community").defer("community__boundary")
    rows = rows.within(query.place) if query.place else rows
    page = page_of(rows, by="-id", after=query.after, size=A_PAGE)
    return {"stations": [station_card_out(each) for each in page], "next": page.next_cursor}


@router.get("/stations/{station}", response=StationOut, exclude_none=True, summary="One help station")
def read_station(request: HttpRequest, station: StationKey) -> Any:  # noqa: ARG001
    """With its posts, which of the six things are there, and the community fund of this year: sums, and nobody's
    name."""
    found, posts = posts_to_join(station)
    year = statement_of(found.community_id, today().year)
    return station_card_out(found) | {
        "posts": [post_out(each) for each in posts],
        "things": [str(each.kind) for each in things_of(found) if each.is_there],
        "fund": fund_out(year) if year is not None else None,
    }


@router.get(
    "/stations/{station}/services", response=ServicesOut, exclude_none=True,
    auth=Door(SERVICES, named=True, rule=_works_here), summary="Help that a station gave",
)  # fmt: skip
def read_services(request: HttpRequest, station: StationKey, query: Query[ServicesQuery]) -> Any:
    """Line by line, the newest first, with what was struck out: a seat of a fulfilled wish counts one, on the day it
    was done; of a wish in parts each part by itself."""
    rows = services_of(desk_station(station, actor_of(request)))
    page = page_of(rows, by="-id", after=query.after, size=A_PAGE)
    return {"lines": [service_out(each) for each in page], "next": page.next_cursor}
