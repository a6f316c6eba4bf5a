"""Where a wish is needed now, as the form asks it."""

from jiayuan.services.cases.interfaces.sheet import Sheet

from ..domain.acts import Given
from ..models import Wish
from .where import known_place, place_path_of


def place_values(wish: Wish) -> dict[str, str]:
    """As it stands, for a form that nobody filled in yet."""
    return known_place(wish.place_id) | {"address": wish.address}


def place_of(sheet: Sheet) -> Given:
    """The courtyard, or else the community; the house and the door as they were typed."""
    return Given(place_path=place_path_of(sheet), address=sheet.get("address"))
