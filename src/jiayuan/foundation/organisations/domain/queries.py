"""Reading organisations for the console."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.places.enums import COMMUNITY_KINDS, STREET_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ..enums import OrganisationKind, UnitFunction
from ..models import Organisation
from ..rules import MANAGERS

LEVELS = (PlaceKind.DISTRICT, *STREET_KINDS, *COMMUNITY_KINDS)
LONGEST = 60


@dataclass(frozen=True)
class Filters:
    """What of a list's address narrows it. Values that are not known narrow nothing."""

    text: str = ""
    kind: str = ""
    function: str = ""
    place_path: str = ""
    closed: bool = False

    @classmethod
    def of(cls, given: Any) -> "Filters":
        kind, function, path = given.get("kind", ""), given.get("function", ""), given.get("place", "")
        return cls(
            given.get("q", "").strip()[:LONGEST],
            kind if kind in OrganisationKind.values else "",
            function if function in UnitFunction.values else "",
            path if path.isascii() and path.isdecimal() else "",
            given.get("closed") == "1",
        )


def listed(actor: Actor, filters: Filters) -> "QuerySet[Organisation]":
    """The organisations this actor sees, narrowed, each with its place."""
    rows = Organisation.objects.visible_to(actor).filter(closed_on__isnull=not filters.closed)
    if filters.text:
        text = filters.text
        rows = rows.filter(
            Q(name__icontains=text) | Q(short_name__icontains=text) | Q(name_en__icontains=text)
        )
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.function:
        rows = rows.filter(function=filters.function)
    if filters.place_path:
        rows = rows.within(filters.place_path)
    return rows.select_related("place").defer("place__boundary")


def kinds_counted(actor: Actor) -> list[tuple[OrganisationKind, int]]:
    """How many living organisations of each kind this actor sees; kinds without any are left out."""
    rows = Organisation.objects.visible_to(actor).current().order_by().values_list("kind")
    counts: dict[str, int] = dict(rows.annotate(number=Count("pk")))
    return [(kind, counts[kind]) for kind in OrganisationKind if counts.get(kind)]


def visible_organisation(actor: Actor, pk: int) -> Organisation:
    """:raises Missing: not there, or not for this actor to know of."""
    rows = Organisation.objects.visible_to(actor).select_related("place").defer("place__boundary")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing(
            _("There is no such organisation where you work."), _("Look for it in the list of organisations.")
        )
    return found


def places_to_choose(actor: Actor) -> list[Place]:
    """Where this actor may enter organisations: district, streets and communities, in the order of the
    tree.
    """
    paths = actor.reach.paths_for(*MANAGERS)
    return list(
        Place.objects.current().of_kind(*LEVELS).filter(inside(paths)).defer("boundary").order_by("path")
    )


def people_acting(organisation: Organisation) -> list[Any]:
    """The roles held on its behalf now or later, each with its person and place."""
    grants: Any = organisation.grants
    return list(
        grants.standing().select_related("person", "place").defer("place__boundary").order_by("role", "pk")
    )


def english_names(names: Iterable[str]) -> Mapping[str, str]:
    """For the ledger, which keeps an organisation as it was called then: the English names of these, where the reader
    reads English and there are any. No query for Chinese readers, one for the others."""
    wanted = set(filter(None, names))
    if not wanted or (get_language() or "zh").startswith("zh"):
        return {}
    rows = Organisation.objects.filter(name__in=wanted).exclude(name_en="")
    return dict(rows.order_by("pk").values_list("name", "name_en"))
