"""What the token pages show."""

from typing import Any

from jiayuan.foundation.places.enums import COMMUNITY_KINDS, STREET_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ...actor import Actor
from ...enums import Role
from ..models import ApiToken, SystemAccount

LEVELS = (PlaceKind.DISTRICT, *STREET_KINDS, *COMMUNITY_KINDS)


def systems_of(actor: Actor) -> list[SystemAccount]:
    """The systems that this actor keeps."""
    rows = SystemAccount.objects.filter(inside(actor.reach.paths_for(Role.IT_STAFF), field="place_id"))
    return list(
        rows.select_related("person", "place").defer("place__boundary").order_by("person__name", "pk")
    )


def places_in_reach(actor: Actor, *roles: Role) -> list[Any]:
    """District, streets and communities where ``roles`` hold; each with its name indented by depth."""
    paths = actor.reach.paths_for(*(roles or tuple(Role)))
    rows = Place.objects.current().of_kind(*LEVELS).filter(inside(paths)).defer("boundary").order_by("path")
    places: list[Any] = list(rows)
    for each in places:
        each.indented = "\u3000" * max(len(each.path) // 3 - 2, 0) + str(each)
    return places


def tokens_of(actor: Actor) -> Any:
    """The tokens this actor may revoke, newest first when paged by id."""
    return (
        ApiToken.objects.visible_to(actor)
        .select_related("person__system", "place", "issued_by")
        .defer("place__boundary")
    )
