"""One community becomes several."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Invalid

from ..enums import PlaceKind, SuccessionKind
from ..models import Place, PlaceSuccession
from ..signals import places_succeeded
from . import checks
from .newcomer import keep_names, new_community, record_change
from .subtree import children_of, next_path, open_and_close, transplant

FEWEST = 2


@dataclass(frozen=True)
class Part:
    """One of the communities that a community is split into.

    :param estates: paths of the estates that come to it; what nobody is named for goes to the principal part.
    :param is_principal: carries on the records of the community that was split.
    """

    name: str
    path: str = ""
    estates: Sequence[str] = field(default=())
    is_principal: bool = False
    population: int | None = None
    households: int | None = None


def split_community(
    source: str, parts: Sequence[Part], *, on: date, by: Actor, because: str = ""
) -> list[Place]:
    """Split a community into new ones; its records go with the principal part (the first if none is named).

    :param because: the grounds, such as the number of a document; kept in the history.
    :raises Refused, Invalid, Conflict, Missing: each in words; nothing is changed then.
    """
    gate(by, "places.change", source)
    grounds = checks.check_grounds(because)
    with transaction.atomic():
        place = checks.lock_community(source)
        Place.objects.select_for_update().get(pk=place.parent_id)
        checks.check_day(on, place)
        shares = _shares(source, parts)
        opened = _open_parts(place, parts, on)
        principal = shares.principal
        open_and_close(opened, {source: opened[principal].path}, on, SuccessionKind.SPLIT)
        others = [new for index, new in enumerate(opened) if index != principal]
        PlaceSuccession.objects.bulk_create(
            PlaceSuccession(before=place, after=new, kind=SuccessionKind.SPLIT, on=on, is_principal=False)
            for new in others
        )
        keep_names(opened[principal], [place], on)
        heirs = {source: opened[principal].path}
        for new, estates in zip(opened, shares.estates, strict=True):
            heirs |= transplant(estates, new.path, on, SuccessionKind.MOVE)
            after = {"name": new.name, "from": [source], "on": on}
            record_change(new.path, "place.opened", by, after=after, because=grounds)
        into = [new.path for new in opened]
        told = {"into": into, "principal": opened[principal].path, "on": on}
        record_change(source, "place.split", by, after=told, because=grounds)
        places_succeeded.send(Place, heirs=heirs, on=on, by=by)
    return opened


@dataclass(frozen=True)
class _Shares:
    principal: int
    estates: list[list[str]]


def _shares(source: str, parts: Sequence[Part]) -> _Shares:
    """Which part is the principal one, and which estates come to each."""
    if len(parts) < FEWEST:
        raise Invalid(_("A split needs two parts or more."), _("Name each new community."), field="parts")
    flagged = [index for index, part in enumerate(parts) if part.is_principal]
    if len(flagged) > 1:
        raise Invalid(_("Only one part can carry on the records."), _("Choose one of them."), field="parts")
    principal = flagged[0] if flagged else 0
    living = children_of(source)
    named = [estate for part in parts for estate in part.estates]
    if len(set(named)) != len(named) or set(named) - set(living):
        raise Invalid(
            _("An estate is named twice, or does not lie in this community."),
            _("Choose the estates again."),
            field="parts",
        )
    estates = [sorted(part.estates) for part in parts]
    estates[principal] = sorted({*estates[principal], *(set(living) - set(named))})
    return _Shares(principal, estates)


def _open_parts(place: Place, parts: Sequence[Part], on: date) -> list[Place]:
    """The new communities, not yet written."""
    street, kind = place.parent_id or "", PlaceKind(place.kind)
    opened: list[Place] = []
    for part in parts:
        name = checks.check_name(part.name)
        checks.check_name_is_free(name, street, apart_from=[place.path])
        taken = [each.path for each in opened]
        path = (
            checks.check_path_is_free(part.path, street, kind)
            if part.path
            else next_path(street, kind, taken)
        )
        if path in taken or name in [each.name for each in opened]:
            raise Invalid(_("Two parts have the same name or code."), _("Give each its own."), field="parts")
        new = new_community(path, kind, name, on=on, follows=[place])
        new.boundary, new.population, new.households = None, part.population, part.households
        opened.append(new)
    return opened
