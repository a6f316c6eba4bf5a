"""Organisations that the caller works with."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.organisations.domain.queries import Filters, listed, visible_organisation
from jiayuan.foundation.organisations.models import Organisation

from .schemas_about import OrganisationOut, OrganisationsOut
from .scopes import ORGANISATIONS
from .visitors import Door, actor_of

router = Router(tags=["organisations"], auth=Door(ORGANISATIONS, named=True))
A_PAGE = 50
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


class OrganisationQuery(Schema):
    """What a filter cannot mean is left out."""

    q: str = Field("", max_length=60, description="Part of a name.")
    kind: str = Field("", description="Such as handling_unit.")
    function: str = Field("", description="What a unit does.")
    place: str = Field("", description="Path of a place; everything inside it counts.")
    closed: str = Field("", description="1: those that are closed.")
    after: str = Field("", max_length=400, description="`next` of the page before.")


def organisation_out(each: Organisation) -> dict[str, Any]:
    return {
        "id": each.pk,
        "name": each.display_name,
        "short_name": each.short_name,
        "kind": each.kind,
        "kind_label": each.get_kind_display(),
        "function": each.function,
        "function_label": each.get_function_display() if each.function else "",
        "place": each.place_id,
        "place_name": each.place.display_name,
        "address": each.address,
        "closed_on": each.closed_on,
    }


@router.get("", response=OrganisationsOut, summary="Organisations that I work with")
def organisations(request: HttpRequest, query: Query[OrganisationQuery]) -> Any:
    """Where I work, above it, and my own; newest first."""
    rows = listed(actor_of(request), Filters.of(query.dict()))
    page = page_of(rows, by="-id", after=query.after, size=A_PAGE)
    return {"organisations": [organisation_out(each) for each in page], "next": page.next_cursor}


@router.get("/{number}", response=OrganisationOut, summary="One organisation")
def organisation(request: HttpRequest, number: Number) -> Any:
    return organisation_out(visible_organisation(actor_of(request), number))
