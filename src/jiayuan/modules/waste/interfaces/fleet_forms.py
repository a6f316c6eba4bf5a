"""What the forms of vehicles, crews and sites send, handed to the domain."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.opening import read_hour
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.services.cases.interfaces.sheet import Sheet, whole_number

from ..domain import crews, fleet
from .reading import read_degrees, read_number, read_weekdays


@dataclass(frozen=True)
class FleetSent:
    """``pk``: of the vehicle or site; 0 where one is added. ``boxes``: what was ticked, days or streams."""

    operator: Organisation
    sheet: Sheet
    boxes: Sequence[str]
    by: Any
    pk: int = 0

    def day(self, field: str = "since") -> Any:
        return read_day(self.sheet.get(field), field)

    def number(self, field: str) -> int:
        return read_number(self.sheet.get(field), field)

    def degrees(self, field: str) -> float | None:
        return read_degrees(self.sheet.get(field), field)

    def hour(self, field: str) -> Any:
        return read_hour(self.sheet.get(field), field)

    @property
    def revision(self) -> int | None:
        return whole_number(self.sheet.get("revision"))

    def vehicle(self) -> fleet.VehicleDraft:
        reach = self.number("range_km") if self.sheet.get("range_km").strip() else None
        charging = self.number("charging_minutes") if self.sheet.get("charging_minutes").strip() else 0
        return fleet.VehicleDraft(
            self.sheet.get("plate"), self.sheet.get("carries"), self.number("capacity_kg"),
            self.number("capacity_litres"), self.degrees("latitude"), self.degrees("longitude"), reach, charging,
            self.day(),
        )  # fmt: skip

    def site(self) -> fleet.SiteDraft:
        return fleet.SiteDraft(
            self.sheet.get("name"), self.boxes, self.degrees("latitude"), self.degrees("longitude"),
            self.hour("opens_at"), self.hour("closes_at"), self.number("unloading_minutes"), self.day(),
            has_chargers=self.sheet.get("has_chargers") == "yes",
        )  # fmt: skip

    def crew(self) -> crews.CrewDraft:
        return crews.CrewDraft(
            whole_number(self.sheet.get("driver")) or 0, read_weekdays(self.boxes), self.hour("starts_at"),
            self.hour("ends_at"), self.day(),
        )  # fmt: skip


ACTS: dict[str, Callable[[FleetSent], object]] = {
    "add-vehicle": lambda sent: fleet.add_vehicle(sent.operator, sent.vehicle(), by=sent.by),
    "change-vehicle": lambda sent: fleet.change_vehicle(
        sent.pk, sent.vehicle(), by=sent.by, revision=sent.revision
    ),
    "end-vehicle": lambda sent: fleet.end_vehicle(sent.pk, sent.day("on"), by=sent.by),
    "add-site": lambda sent: fleet.add_site(sent.operator, sent.site(), by=sent.by),
    "change-site": lambda sent: fleet.change_site(sent.pk, sent.site(), by=sent.by, revision=sent.revision),
    "end-site": lambda sent: fleet.end_site(sent.pk, sent.day("on"), by=sent.by),
    "add-crew": lambda sent: crews.add_crew(sent.pk, sent.crew(), by=sent.by),
    "end-crew": lambda sent: crews.end_crew(
        sent.pk, whole_number(sent.sheet.get("row")) or 0, by=sent.by
    ),
}  # fmt: skip
