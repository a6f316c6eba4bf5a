"""Places: by name, by position, and down the tree."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router

from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.places.domain.position import parse_position
from jiayuan.foundation.places.domain.queries import lineage, nearest_communities, place_at, search_places
from jiayuan.foundation.places.domain.queries.page import place_by_code
from jiayuan.foundation.places.models import Place

from .schemas_about import PlaceDetailOut, PlaceOut, PlacesOut, WhereOut
from .visitors import OPEN

router = Router(tags=["places"], auth=OPEN)
A_PAGE = 100
Code = Annotated[
    str, Path(pattern=r"^[0-9]{6,24}$", description="Path or printed code of a place.", examples=["140106"])
]
After = Annotated[str, Query(max_length=400, description="`next` of the page before.")]


def place_out(place: Place) -> dict[str, Any]:
    return {
        "path": place.path,
        "kind": place.kind,
        "name": place.display_name,
        "within": place.parent.display_name if place.parent else "",
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


@router.get("", response=list[PlaceOut], summary="Places by name, pinyin or initials")
def places(request: HttpRequest, q: str = Query("", max_length=60)) -> Any:  # noqa: ARG001
    return [place_out(each) for each in search_places(q, limit=20)]


@router.get("/where", response=WhereOut, summary="The community a position lies in")
def where(
    request: HttpRequest,  # noqa: ARG001
    latitude: float = Query(..., ge=-90, le=90, description="WGS-84 degrees.", example=37.861),
    longitude: float = Query(..., ge=-180, le=180, description="WGS-84 degrees.", example=112.571),
) -> Any:
    """Positions far outside the district are refused: mostly latitude and longitude were mixed up."""
    up, along = parse_position(latitude, longitude)
    found = place_at(up, along)
    return {
        "place": place_out(found) if found else None,
        "nearest": [place_out(each) for each in nearest_communities(up, along)],
    }


@router.get("/{code}", response=PlaceDetailOut, summary="One place")
def one(request: HttpRequest, code: Code) -> Any:  # noqa: ARG001
    """Also places that were merged, split or moved: records keep their old path."""
    place = place_by_code(code)
    around = [each for each in lineage(place.path) if each.path != place.path]
    names = dict(zip((each.path for each in around), around, strict=True))
    return place_out(place) | {
        "code": place.code,
        "around": [
            {
                "path": each.path,
                "kind": each.kind,
                "name": each.display_name,
                "within": names[each.parent_id].display_name if each.parent_id in names else "",
                "latitude": each.latitude,
                "longitude": each.longitude,
            }
            for each in around
        ],
        "opened_on": place.opened_on,
        "closed_on": place.closed_on,
    }


@router.get("/{code}/children", response=PlacesOut, exclude_none=False, summary="Places directly inside")
def children(request: HttpRequest, code: Code, after: After = "") -> Any:  # noqa: ARG001
    """Those that exist today, in the order of their paths."""
    place = place_by_code(code)
    rows = Place.objects.current().filter(parent_id=place.path)
    page = page_of(
        rows.select_related("parent").defer("boundary", "parent__boundary"),
        by="path",
        after=after,
        size=A_PAGE,
    )
    return {"places": [place_out(each) for each in page], "next": page.next_cursor}
