"""What each change's form asks the domain to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor

from ..domain.change import Part, merge_communities, move_estate, rename_place, split_community
from ..enums import COMMUNITY_KINDS, PlaceKind
from ..models import Place
from .change_forms import ESTATE, MOST_PARTS, ChangeForm, MergeForm, MoveForm, RenameForm, SplitForm

Given = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A kind of change. ``act`` answers with the places that there are afterwards; ``closing``: paths of those that
    there are no longer. ``label`` is on the button; ``done`` is said afterwards."""

    name: str
    label: Any
    lead: Any
    done: Any
    icon: str
    kinds: tuple[PlaceKind, ...]
    form: type[ChangeForm]
    act: Callable[[Place, Given, Actor], Sequence[Place]]
    closing: Callable[[Place, Given], list[str]]


def _merge(place: Place, given: Given, by: Actor) -> list[Place]:
    merged = merge_communities(
        [place.path, *given["sources"]],
        into_name=given["name"],
        into_path=given["path"].strip() or None,
        on=given["on"],
        because=given["because"],
        by=by,
    )
    return [merged]


def _split(place: Place, given: Given, by: Actor) -> list[Place]:
    shares: dict[str, list[str]] = {str(number): [] for number in range(1, MOST_PARTS + 1)}
    for field, number in given.items():
        if field.startswith(ESTATE):
            shares[number].append(field.removeprefix(ESTATE))
    parts = [
        Part(given[f"name_{number}"], estates=estates, is_principal=number == given["principal"])
        for number, estates in shares.items()
        if given[f"name_{number}"].strip() or estates or number == given["principal"]
    ]
    return split_community(place.path, parts, on=given["on"], because=given["because"], by=by)


def _move(place: Place, given: Given, by: Actor) -> list[Place]:
    return [move_estate(place.path, given["into"], on=given["on"], because=given["because"], by=by)]


def _rename(place: Place, given: Given, by: Actor) -> list[Place]:
    return [rename_place(place.path, given["name"], on=given["on"], because=given["because"], by=by)]


CHANGES = {
    each.name: each
    for each in (
        Change(
            "merge",
            _("Merge"),
            _("Several communities of one street become a new one, which carries on the records of all."),
            _("Merged. This is the new community."),
            "merge",
            COMMUNITY_KINDS,
            MergeForm,
            _merge,
            lambda place, given: [place.path, *given["sources"]],
        ),
        Change(
            "split",
            _("Split"),
            _("One community becomes several new ones. Each estate goes to one of them."),
            _("Split. This is the part that carries on the records."),
            "split",
            COMMUNITY_KINDS,
            SplitForm,
            _split,
            lambda place, _given: [place.path],
        ),
        Change(
            "move",
            _("Move"),
            _("The estate, with its buildings, comes to another community."),
            _("Moved. This is the estate at its new place."),
            "arrow-right-left",
            (PlaceKind.ESTATE,),
            MoveForm,
            _move,
            lambda place, _given: [place.path],
        ),
        Change(
            "rename",
            _("Rename"),
            _("The same place under another name. Who looks for the old one still finds it."),
            _("Renamed. The old name stays below."),
            "pencil-line",
            tuple(PlaceKind),
            RenameForm,
            _rename,
            lambda _place, _given: [],
        ),
    )
}


def changes_of(place: Place) -> list[Change]:
    """Those that a place of this kind can go through."""
    return [each for each in CHANGES.values() if place.kind in each.kinds]
