"""Where help is needed, as a form asks it: the community, and of its courtyards the one, where somebody knows it."""

from collections.abc import Sequence

from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH, ESTATE_LENGTH
from jiayuan.services.cases.interfaces.sheet import Sheet


def known_place(path: str) -> dict[str, str]:
    """Both fields by a place that somebody belongs to. A building is kept back: a card shows its place to everybody."""
    if len(path) < COMMUNITY_LENGTH:
        return {"place_path": "", "courtyard": ""}
    courtyard = path[:ESTATE_LENGTH] if len(path) >= ESTATE_LENGTH else ""
    return {"place_path": path[:COMMUNITY_LENGTH], "courtyard": courtyard}


def courtyards(sheet: Sheet) -> Sequence[Place]:
    """The living courtyards of the community that is chosen, by name. At most one query."""
    path = sheet.get("place_path")
    if len(path) != COMMUNITY_LENGTH:
        return ()
    rows = Place.objects.current().within(path).of_kind(PlaceKind.ESTATE)
    return list(rows.defer("boundary").order_by("pinyin", "path"))


def place_path_of(sheet: Sheet) -> str:
    """The courtyard, unless another community was chosen since."""
    community, courtyard = sheet.get("place_path"), sheet.get("courtyard")
    return courtyard if community and courtyard.startswith(community) else community
