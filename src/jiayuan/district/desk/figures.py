"""Whose figures somebody reads, and what they manage."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import CONSOLE_ROLES
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.common.registers import SettingsPage, registers
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside


def scopes(actor: Actor) -> Sequence[Place]:
    """The places whose figures this actor reads: where they work, and what lies directly inside. One query."""
    paths = actor.reach.paths_for(*CONSOLE_ROLES)
    around = Place.objects.current().filter(inside(paths, field="path")).defer("boundary").order_by("path")
    shortest = min((len(path) for path in paths), default=0)
    return [place for place in around.filter(kind__in=SCOPE_KINDS) if len(place.path) <= shortest + STEP]


SCOPE_KINDS = ("district", "street", "town", "community", "village")
STEP = 3
"""Digits from a place to those directly inside it."""


def scope_of(path: str, among: Sequence[Place]) -> Place:
    """The place asked for, or the widest there is.

    :raises Refused: it lies outside where the actor works.
    """
    if not among:
        raise Refused(_("You hold no role for a place."), _("Ask your street office for one."))
    if not path:
        return among[0]
    found = next((place for place in among if place.path == path), None)
    if found is None:
        raise Refused(
            _("You do not work for this place."),
            _("Choose one of the places in the list, or ask its street."),
        )
    return found


def settings_pages(actor: Actor) -> list[SettingsPage]:
    """What this actor may manage."""
    return [page for page in registers.settings_pages if page.may(actor)]
