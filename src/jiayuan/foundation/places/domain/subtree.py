"""New codes for what lies below a place that gets a new code."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid

from ..enums import PATH_LENGTHS, PlaceKind, SuccessionKind
from ..models import Place, PlaceSuccession

NUMBERS = {PlaceKind.COMMUNITY: (1, 199), PlaceKind.VILLAGE: (200, 399)}
"""The statistical codes keep communities and villages apart."""
COPIED = (
    "kind", "name", "pinyin", "initials", "population", "households", "latitude", "longitude", "position_is_estimated",
    "boundary", "address", "is_demo",
)  # fmt: skip


def next_path(parent: str, kind: PlaceKind, also_taken: Iterable[str] = ()) -> str:
    """The first code after the highest ever used below ``parent``; codes of closed places stay theirs.

    :param also_taken: paths that are about to be used.
    """
    width = PATH_LENGTHS[kind] - len(parent)
    lowest, highest = NUMBERS.get(kind, (1, 10**width - 1))
    used = [*Place.objects.filter(parent_id=parent).values_list("path", flat=True), *also_taken]
    numbers = [int(path[len(parent) :]) for path in used]
    number = max((each for each in numbers if lowest <= each <= highest), default=lowest - 1) + 1
    if number > highest:
        raise Invalid(
            _("There are no codes left below %(code)s.") % {"code": parent},
            _("Choose a code yourself."),
            field="path",
        )
    return f"{parent}{number:0{width}d}"


def transplant(roots: Sequence[str], parent: str, on: date, kind: SuccessionKind) -> dict[str, str]:
    """Close the living places at ``roots`` and below, and open them again below ``parent`` with new codes.

    :param roots: estates (or whatever lies directly below a place), all of one kind.
    :returns: former path -> new path of everything that moved. Successions are written one to one.
    """
    heirs: dict[str, str] = {}
    for root in roots:
        heirs[root] = next_path(parent, PlaceKind.ESTATE, also_taken=heirs.values())
    mapping: dict[str, str] = {}
    opened: list[Place] = []
    for root, heir in heirs.items():
        for place in Place.objects.select_for_update().within(root).current().order_by("path"):
            path = heir + place.path[len(root) :]
            above = parent if place.path == root else heir + (place.parent_id or "")[len(root) :]
            opened.append(_copy(place, path, above, on))
            mapping[place.path] = path
    open_and_close(opened, mapping, on, kind)
    return mapping


def _copy(place: Place, path: str, parent: str, on: date) -> Place:
    return Place(
        path=path, parent_id=parent, opened_on=on, **{field: getattr(place, field) for field in COPIED}
    )


def open_and_close(opened: list[Place], heirs: dict[str, str], on: date, kind: SuccessionKind) -> None:
    """Write the new places, close the old, and link each to its principal heir."""
    Place.objects.bulk_create(opened, batch_size=500)
    former = list(heirs)
    for start in range(0, len(former), 500):
        Place.objects.filter(pk__in=former[start : start + 500]).update(closed_on=on)
    PlaceSuccession.objects.bulk_create(
        [
            PlaceSuccession(before_id=before, after_id=after, kind=kind, on=on)
            for before, after in heirs.items()
        ],
        batch_size=500,
    )


def children_of(path: str) -> list[str]:
    """The living places directly below."""
    return list(
        Place.objects.current().filter(parent_id=path).order_by("path").values_list("path", flat=True)
    )
