"""Places as people name them in a table: by code or by name."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from jiayuan.foundation.common.cells import Cell, digits, text_of, unknown
from jiayuan.foundation.common.errors import Invalid

from ..enums import COMMUNITY_KINDS, STREET_KINDS, PlaceKind
from ..models import Place
from ..paths import path_of_printed_code

LEVELS = (PlaceKind.DISTRICT, *STREET_KINDS, *COMMUNITY_KINDS)
LONGEST = 60


def place_cell(value: Cell) -> str:
    """A code as its path, a name as it stands."""
    text = text_of(value)
    plain = digits(value)
    if plain.isascii() and plain.isdigit():
        return path_of_printed_code(plain)
    return text[: LONGEST + 1]


class PlaceFinder:
    """Finds living places for many rows: those down to the community at once, those below when asked for."""

    def __init__(self) -> None:
        self.names: dict[str, list[Place]] = {}
        self.paths: dict[str, Place] = {}
        self._asked: set[str] = set()
        self._take(_living().of_kind(*LEVELS))

    def prepare(self, texts: Iterable[Any]) -> None:
        """Look up what is not known yet, in one query."""
        wanted = {text for text in texts if text} - self._asked - self.paths.keys() - self.names.keys()
        if wanted:
            self._asked |= wanted
            self._take(_living().filter(Q(path__in=wanted) | Q(name__in=wanted)))

    def _take(self, places: Iterable[Place]) -> None:
        for place in places:
            if place.path not in self.paths:
                self.paths[place.path] = place
                self.names.setdefault(place.name, []).append(place)

    def find(self, text: str, *, field: str = "place") -> Place:
        """:raises Invalid: no such place, with the likeliest; or several of this name."""
        if text in self.paths:
            return self.paths[text]
        found = self.names.get(text, [])
        if len(found) == 1:
            return found[0]
        if found:
            raise Invalid(
                _("There are %(count)s places called %(name)s.") % {"count": len(found), "name": text},
                _("Write the code instead of the name."),
                field=field,
                code="several-places",
            )
        error = unknown(
            text, list(self.names), _("Write the name as it stands in the list of places, or the code.")
        )
        error.field = field
        raise error


def community_path(places: PlaceFinder, text: str) -> str:
    """The path of a community named by its name or code. :raises Invalid: no community."""
    place = places.find(text, field="community")
    if place.kind not in COMMUNITY_KINDS:
        raise Invalid(
            _("This is no community."), _("Write the name of a community, or its code."), field="community",
            code="no-community",
        )  # fmt: skip
    return place.path


def place_names() -> Sequence[str]:
    """Names down to the community, for the drop-down of an empty table."""
    return list(_living().of_kind(*LEVELS).order_by("path").values_list("name", flat=True)[:400])


def _living() -> Any:
    return Place.objects.current().defer("boundary")


def example_code() -> str:
    """For examples: the code of the first community that is there, else one as this district would have it."""
    known = (
        Place.objects.current().of_kind(PlaceKind.COMMUNITY).order_by("path").values_list("path", flat=True)
    )
    return known.first() or f"{settings.DISTRICT}001001"
