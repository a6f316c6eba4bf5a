"""A pin and a chosen community on one form: do they agree, and which of them does the reporter go by?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.source import Source, current_source
from jiayuan.foundation.places.domain.position import parse_position
from jiayuan.foundation.places.domain.queries import nearest_communities, place_at
from jiayuan.foundation.places.geo import Position
from jiayuan.foundation.places.models import Place

from .sheet import Sheet

PIN, CHOSEN = "pin", "chosen"
NEAR = 3


@dataclass(frozen=True)
class Pinned:
    """Where the pin lies, what lies near, and the community that was chosen beside it. ``decided``: which of the two
    the reporter said is right; empty while they did not."""

    place: Place | None
    near: list[Place]
    chosen: Place | None
    decided: str = ""

    @property
    def is_apart(self) -> bool:
        return self.place is not None and self.chosen is not None and not _agree(self.place, self.chosen)


def _agree(place: Place, chosen: Place) -> bool:
    return chosen.path.startswith(place.path) or place.path.startswith(chosen.path)


def position_on(sheet: Sheet) -> Position | None:
    """None also for a position that will not do; the form says so when it is sent."""
    if not sheet.get("latitude").strip() or not sheet.get("longitude").strip():
        return None
    try:
        return parse_position(sheet.get("latitude"), sheet.get("longitude"))
    except DomainError:
        return None


def pinned_on(sheet: Sheet, offered: str = "") -> Pinned | None:
    """None without a pin.

    :param offered: the community that the form had chosen by itself. Where that still stands, nobody chose against the
        pin: the pin counts, and the form says so.
    """
    position = position_on(sheet)
    if position is None:
        return None
    chosen = Place.objects.current().defer("boundary").filter(pk=sheet.get("place_path")[:24] or None).first()
    decided = sheet.get("place_by") if sheet.get("place_by") in (PIN, CHOSEN) else ""
    if not decided and offered and sheet.get("place_path") == offered:
        decided = PIN
    return Pinned(place_at(*position), nearest_communities(*position, NEAR), chosen, decided)


def settle_place(sheet: Sheet, offered: str = "") -> None:
    """Let the sheet say what its reporter decided. While they did not, it is noted and both stay as they are. What a
    phone kept is sent while nobody looks: there the pin counts, as the page after it says."""
    pinned = pinned_on(sheet, offered)
    if pinned is None or pinned.place is None or not pinned.is_apart:
        return
    if pinned.decided == CHOSEN:
        for name in ("latitude", "longitude"):
            sheet.values.pop(name, None)
    elif pinned.decided == PIN or current_source() == Source.OFFLINE:
        sheet.values["place_path"] = pinned.place.path
    else:
        sheet.note(
            Invalid(
                _("The pin lies in %(pin)s, and chosen is %(chosen)s.")
                % {"pin": pinned.place, "chosen": pinned.chosen},
                _("Say which of the two is right."),
                field="place_by",
            )
        )
