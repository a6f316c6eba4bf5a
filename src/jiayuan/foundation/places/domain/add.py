"""A place that was not there before: an estate, a building, a unit."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Invalid

from ..enums import PARENT_LENGTH, PATH_LENGTHS, PlaceKind
from ..models import Place
from ..pinyin import spell
from . import checks
from .newcomer import record_change

ADDED = (PlaceKind.ESTATE, PlaceKind.BUILDING, PlaceKind.UNIT)


@dataclass(frozen=True)
class NewPlace:
    path: str
    kind: PlaceKind
    name: str


def add_place(new: NewPlace, *, by: Actor) -> Place:
    """Enter a place below a community. Its position is not known until somebody sets it.

    :raises Refused: not for this actor. :raises Invalid: a kind that comes with the district, a code that does not fit.
    :raises Missing, Conflict: the place around it is not there; code or name are taken.
    """
    gate(by, "places.change", new.path)
    if new.kind not in ADDED:
        raise Invalid(
            _("Streets and communities come with the district."),
            _("Enter estates, buildings and units."),
            field="kind",
        )
    above = new.path[: PARENT_LENGTH[PATH_LENGTHS[new.kind]]]
    with transaction.atomic():
        parent = checks.lock_living(above)
        path = checks.check_path_is_free(new.path, parent.path, new.kind)
        name = checks.check_name(new.name)
        checks.check_name_is_free(name, parent.path)
        pinyin, initials = spell(name)
        place = Place.objects.create(
            path=path,
            kind=new.kind,
            name=name,
            parent=parent,
            pinyin=pinyin,
            initials=initials,
            opened_on=today(),
        )
        record_change(path, "place.opened", by, after={"name": name, "kind": new.kind})
    return place
