"""What the forms of vehicles, crews and sites send, handed to the domain."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.opening import read_hour
from jiayuan.foundation.common.errors import Faults
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.services.cases.interfaces.sheet import Sheet, whole_number

from ..domain import crews, fleet
from ..limits import CAPACITY_KG, CAPACITY_LITRES, MINUTES
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

    def number_or(self, field: str, empty: int | None) -> int | None:
        return self.number(field) if self.sheet.get(field).strip() else empty

    def degrees(self, field: str) -> float | None:
        return read_degrees(self.sheet.get(field), field)

    def hour(self, field: str) -> Any:
        return read_hour(self.sheet.get(field), field)

    @property
    def revision(self) -> int | None:
        return whole_number(self.sheet.get("revision"))

    def vehicle(self) -> fleet.VehicleDraft:
        """:raises Invalid: what cannot be read, and what else is wrong. Something that would do stands in for what
        cannot be read, while the rest is looked at."""
        get, faults = self.sheet.get, Faults()
        draft = fleet.VehicleDraft(
            get("plate"),
            get("carries"),
            faults.take(lambda: self.number("capacity_kg"), otherwise=CAPACITY_KG[0]),
            faults.take(lambda: self.number("capacity_litres"), otherwise=CAPACITY_LITRES[0]),
            faults.take(lambda: self.degrees("latitude"), otherwise=0.0),
            faults.take(lambda: self.degrees("longitude"), otherwise=0.0),
            faults.take(lambda: self.number_or("range_km", None)),
            faults.take(lambda: self.number_or("charging_minutes", 0), otherwise=0) or 0,
            faults.take(self.day),
        )
        if faults.found:
            faults.take(lambda: fleet.check_vehicle(draft))
        faults.settle()
        return draft

    def site(self) -> fleet.SiteDraft:
        """As :meth:`vehicle`."""
        get, faults = self.sheet.get, Faults()
        draft = fleet.SiteDraft(
            get("name"),
            self.boxes,
            faults.take(lambda: self.degrees("latitude"), otherwise=0.0),
            faults.take(lambda: self.degrees("longitude"), otherwise=0.0),
            faults.take(lambda: self.hour("opens_at"), otherwise=time.min),
            faults.take(lambda: self.hour("closes_at"), otherwise=time.max),
            faults.take(lambda: self.number("unloading_minutes"), otherwise=MINUTES[0]),
            faults.take(self.day),
            has_chargers=get("has_chargers") == "yes",
        )
        if faults.found:
            faults.take(lambda: fleet.check_site(draft))
        faults.settle()
        return draft

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
