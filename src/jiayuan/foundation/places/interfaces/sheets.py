"""Places from and to a spreadsheet: correcting what is known, and entering estates, buildings and units."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate, may
from jiayuan.foundation.common.cells import Cell, degrees, digits, one_of, whole, words
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import NEW, Column, Plan, Row, Sheet, compare

from ..domain.add import NewPlace, add_place
from ..domain.correct import MOST, Particulars, correct_place
from ..domain.rename import rename_place
from ..enums import PATH_LENGTHS, PlaceKind
from ..models import Place
from ..paths import code_of_path, path_of_printed_code

CHANGE = "places.change"
ADDED = (PlaceKind.ESTATE, PlaceKind.BUILDING, PlaceKind.UNIT)
KINDS = [(each.value, each.label) for each in PlaceKind]


def _code(value: Cell) -> str:
    text = digits(value)
    path = path_of_printed_code(text)
    if not (text.isascii() and text.isdigit()) or len(path) not in PATH_LENGTHS.values():
        raise Invalid(
            _("This is no code of a place."),
            _("It has 12 digits down to the community, 15 for an estate, 18 for a building, 20 for a unit."),
            code="place-code",
        )
    return path


class PlaceLoader:
    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.known: dict[str, Place] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        paths = {row["code"] for row in rows}
        around = {path[:length] for path in paths for length in PATH_LENGTHS.values() if length < len(path)}
        self.known |= {
            place.path: place for place in Place.objects.filter(pk__in=paths | around).defer("boundary")
        }

    def plan(self, row: Row) -> Plan:
        gate(self.actor, CHANGE, row["code"])
        place = self.known.get(row["code"])
        if place is None:
            self._check_new(row)
            return Plan(NEW)
        if place.closed_on is not None:
            raise Conflict(
                _("%(name)s no longer exists since %(day)s.") % {"name": place.name, "day": place.closed_on},
                _("Its page names the place that followed it."),
            )
        return compare(_as_row(place), {key: value for key, value in row.items() if key in _SAID})

    def _check_new(self, row: Row) -> None:
        kind = next((each for each in ADDED if PATH_LENGTHS[each] == len(row["code"])), None)
        parents = [path for path in self.known if row["code"].startswith(path) and path != row["code"]]
        if kind is None:
            raise Invalid(
                _("There is no place with this code."),
                _(
                    "Streets and communities come with the district; estates, buildings and units can be added."
                ),
                field="code",
                code="unknown",
            )
        if not parents:
            raise Invalid(
                _("The place around it is not there yet."),
                _("Enter the estate before its buildings."),
                field="code",
            )
        if not row.get("name"):
            raise Invalid(_("A new place needs a name."), _("Fill it in."), field="name", code="required")

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the cursor of the import keeps it once)
        path = row["code"]
        plan = self.plan(row)
        if plan.kind == NEW:
            kind = next(each for each in ADDED if PATH_LENGTHS[each] == len(path))
            place = add_place(NewPlace(path, kind, row["name"]), by=self.actor)
            self.known[path] = place
        elif plan.changes.get("name"):
            rename_place(path, row["name"], by=self.actor)
        if plan.kind == NEW or set(plan.changes) - {"name"}:
            self._correct(row, self.known[path])

    def _correct(self, row: Row, place: Place) -> None:
        def given(key: str) -> Any:
            return getattr(place, key) if row.get(key) is None else row[key]

        particulars = Particulars(given("population"), given("households"), given("address"))
        has_position = row.get("latitude") is not None and row.get("longitude") is not None
        position = (row["latitude"], row["longitude"]) if has_position else None
        correct_place(place.path, particulars, by=self.actor, position=position)


_SAID = ("name", "address", "population", "households", "latitude", "longitude")


def _as_row(place: Place) -> dict[str, Any]:
    return {key: getattr(place, key) for key in _SAID}


def _mine(actor: Actor) -> Any:
    rows = (
        Place.objects.current().within(settings.DISTRICT)
        if may(actor, CHANGE, settings.DISTRICT)
        else Place.objects.none()
    )
    return rows.defer("boundary").order_by("path")


def _rows(actor: Actor) -> Iterator[Row]:
    for place in _mine(actor).iterator(chunk_size=500):
        yield _as_row(place) | {"code": code_of_path(place.path), "kind": place.get_kind_display()}


def _examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    community = _mine(actor).of_kind(PlaceKind.COMMUNITY).first()
    path = community.path if community else f"{settings.DISTRICT}001001"
    return [
        {
            "code": f"{path}901",
            "kind": str(PlaceKind.ESTATE.label),
            "name": _("Example estate"),
            "address": "",
            "households": "320",
        },
        {
            "code": f"{path}902",
            "kind": str(PlaceKind.ESTATE.label),
            "name": _("Second example estate"),
            "population": "900",
        },
    ]


SHEET = Sheet(
    name="places",
    label=gettext_lazy("Places"),
    hint=gettext_lazy("Correct particulars; enter estates, buildings and units"),
    icon="map",
    columns=(
        Column(
            "code",
            gettext_lazy("Code"),
            _code,
            required=True,
            as_text=True,
            example=f"{settings.DISTRICT}004010",
            help=gettext_lazy(
                "The statistical code; three more digits for an estate, three for a building, two for a unit."
            ),
            aliases=("区划代码", "统计代码", "编码", "地区代码", "行政区划代码"),
        ),
        Column(
            "name",
            pgettext_lazy("name of a place or organisation", "Name"),
            words(60),
            example="桃园三社区",
            aliases=("地名", "社区名称", "小区名称"),
        ),
        Column(
            "kind",
            gettext_lazy("Kind"),
            one_of(KINDS),
            help=gettext_lazy("For reading only: the code says it."),
            choices=lambda: [str(label) for _key, label in KINDS],
            aliases=("类别", "类型", "级别"),
        ),
        Column("address", gettext_lazy("Address"), words(120), aliases=("详细地址",)),
        Column("population", gettext_lazy("Population"), whole(0, MOST), aliases=("人口数", "常住人口")),
        Column("households", gettext_lazy("Households"), whole(0, MOST), aliases=("户数", "总户数")),
        Column(
            "latitude",
            gettext_lazy("Latitude"),
            degrees,
            help=gettext_lazy("WGS-84 degrees, such as 37.8617."),
        ),
        Column(
            "longitude",
            gettext_lazy("Longitude"),
            degrees,
            help=gettext_lazy("WGS-84 degrees, such as 112.5627."),
        ),
    ),
    key=("code",),
    may=lambda actor: bool(may(actor, CHANGE, settings.DISTRICT)),
    loader=PlaceLoader,
    rows=_rows,
    count=lambda actor: _mine(actor).count(),
    examples=_examples,
)


def announce() -> None:
    registers.sheets.add("places", SHEET)
