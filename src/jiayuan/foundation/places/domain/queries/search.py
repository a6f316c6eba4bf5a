"""Finding a place by what people type."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length, Replace

from ...enums import PlaceKind
from ...models import Place, PlaceName

LONGEST = 60


def search_places(text: str, kinds: Sequence[PlaceKind] = (), limit: int = 10) -> list[Place]:
    """Living places whose name, pinyin, initials or former name matches ``text``; best first. One query.

    ``青年路``, ``qingnianlu``, ``qnlys`` all find 青年路一社区. What matches exactly comes before what begins so,
    before what contains it, before what was once called so; the larger place first among equals. Each comes
    with its parent. Nothing typed finds nothing.
    """
    sought = tidy(text)
    if not sought:
        return []
    found: Any = matching(Place.objects.current(), sought)
    if kinds:
        found = found.filter(kind__in=kinds)
    found = found.order_by("rank", Length("path"), "path")
    return list(found.select_related("parent").defer("boundary", "parent__boundary")[:limit])


def tidy(text: str) -> str:
    """What was typed, without spaces, marks and width; empty if it is longer than any name."""
    plain = unicodedata.normalize("NFKC", text[: LONGEST * 4]).lower()
    kept = "".join(each for each in plain if each.isalnum())
    return kept if len(kept) <= LONGEST else ""


def matching(places: "QuerySet[Place]", sought: str) -> Any:
    """The ``places`` that match (already :func:`tidy`), each with its ``rank``: smaller is better."""
    former = PlaceName.objects.filter(place=OuterRef("pk"), until__isnull=False)
    joined: Any = places.annotate(joined=Replace("pinyin", Value(" "), Value("")))
    return joined.annotate(
        rank=Case(
            When(_any("exact", sought), then=0),
            When(_any("startswith", sought), then=1),
            When(_any("contains", sought), then=2),
            When(Exists(former.filter(name__iexact=sought)), then=3),
            When(Exists(former.filter(name__icontains=sought)), then=4),
            output_field=IntegerField(),
        )
    ).filter(rank__isnull=False)


def _any(lookup: str, sought: str) -> Q:
    name = {f"name__i{lookup}": sought}
    return Q(**name) | Q(**{f"joined__{lookup}": sought}) | Q(**{f"initials__{lookup}": sought})
