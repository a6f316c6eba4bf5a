"""Kinds of places, and how wide each kind's part of the path is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlaceKind(TextChoices):
    DISTRICT = "district", _("District")
    STREET = "street", _("Street")
    TOWN = "town", _("Town")
    COMMUNITY = "community", _("Community")
    VILLAGE = "village", _("Village")
    ESTATE = "estate", _("Estate")
    BUILDING = "building", _("Building")
    UNIT = "unit", _("Building unit")


PATH_LENGTHS = {
    PlaceKind.DISTRICT: 6,
    PlaceKind.STREET: 9,
    PlaceKind.TOWN: 9,
    PlaceKind.COMMUNITY: 12,
    PlaceKind.VILLAGE: 12,
    PlaceKind.ESTATE: 15,
    PlaceKind.BUILDING: 18,
    PlaceKind.UNIT: 20,
}
"""Digits of a path by kind. Down to the community it is the statistical code without its trailing zeros."""

PARENT_LENGTH = {6: 0, 9: 6, 12: 9, 15: 12, 18: 15, 20: 18}
STREET_KINDS = (PlaceKind.STREET, PlaceKind.TOWN)
COMMUNITY_KINDS = (PlaceKind.COMMUNITY, PlaceKind.VILLAGE)


def kinds_alike(kind: "PlaceKind | str") -> tuple[PlaceKind, ...]:
    """The kinds that stand on the same step of the tree: a town is a street, a village a community."""
    given = PlaceKind(kind)
    return tuple(each for each in PlaceKind if PATH_LENGTHS[each] == PATH_LENGTHS[given])


class Datum(TextChoices):
    """What coordinates are measured against."""

    WGS84 = "wgs84", _("WGS-84 or CGCS2000 (survey, satellite receiver)")
    GCJ02 = "gcj02", _("GCJ-02 (Amap, Tencent and other maps on the web)")


class SuccessionKind(TextChoices):
    MERGE = "merge", _("Merged into")
    SPLIT = "split", _("Split into")
    MOVE = "move", _("Moved to")
