"""The wall of fulfilled wishes as everybody reads it: the card, the photos, the place; never a name."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH, inside

from ...models import Claim, WishPhoto

A_FEW = 3


def hung(path: str = "") -> "QuerySet[Claim]":
    """What was done by one helper, of which photos hang on the wall: with its wish and these photos, before first.
    Two queries."""
    up = WishPhoto.objects.up()
    rows = Claim.objects.filter(Exists(up.filter(claim=OuterRef("pk"))))
    if path:
        rows = rows.filter(inside([path], field="wish__place_id"))
    photos = Prefetch("photos", up.order_by("-side", "pk"), to_attr="hung_photos")
    return rows.select_related("wish__place").defer("wish__place__boundary").prefetch_related(photos)


def latest_hung(path: str = "") -> Sequence[Claim]:
    """The few newest. Two queries, one where nothing hangs."""
    return list(hung(path).order_by("-pk")[:A_FEW])


def place_on_the_wall(path: str, home: Place | None) -> Place | None:
    """The place asked for, else the community that somebody belongs to; None for the whole district."""
    if path.isascii() and path.isdigit():
        return Place.objects.current().defer("boundary").filter(pk=path).first()
    if home is None or len(home.path) < COMMUNITY_LENGTH:
        return None
    return Place.objects.current().defer("boundary").filter(pk=home.path[:COMMUNITY_LENGTH]).first()
