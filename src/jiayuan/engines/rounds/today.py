"""Today's rounds, as the module's own JSON has them: to compare with, and to begin from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .model import Charger, Route, Site, Stop, Trip, Truck
from .rows import Rows

ROUTE, TRIP = ("day", "truck", "starts", "trips"), ("stops", "site", "charge")


@dataclass
class Today:
    """What its rows may name."""

    rows: Rows
    days: tuple[str, ...]
    stops: Sequence[Stop]
    trucks: Sequence[Truck]
    sites: Sequence[Site]
    chargers: Sequence[Charger] = ()

    def read(self, value: object) -> tuple[Route, ...]:
        """Stops that are no longer there are passed over, as they are in a plan of last week."""
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.rows.fault("list", "today", "“today” must be a list of routes.")
            return ()
        found = [self.route(row, f"today[{number}]") for number, row in enumerate(value, 1)]
        return tuple(each for each in found if each is not None and each.trips)

    def route(self, row: dict[str, Any], where: str) -> Route | None:
        rows = self.rows
        rows.tidy(row, ROUTE, where)
        truck = next((each for each in self.trucks if each.id == row.get("truck")), None)
        if truck is None:
            rows.fault("unknown", where, f"There is no truck {row.get('truck')!r}.")
            return None
        day = rows.day(row.get("day", self.days[0]), self.days, where)
        start = rows.clock(row["starts"], where) if "starts" in row else truck.hours[0]
        given = row.get("trips")
        if not isinstance(given, list) or not all(_is_trip(each) for each in given):
            rows.fault("list", where, "“trips” must be a list of objects with “stops” and “site”.")
            return None
        trips = [self.trip(each, truck, where) for each in given]
        return Route(day, truck.id, tuple(each for each in trips if each.stops), start)

    def trip(self, row: dict[str, Any], truck: Truck, where: str) -> Trip:
        self.rows.tidy(row, TRIP, where)
        site = row.get("site", truck.sites[0] if truck.sites and truck.must_unload else None)
        if site is not None and site not in [each.id for each in self.sites]:
            self.rows.fault("unknown", where, f"There is no disposal site {site!r}.")
        charge = row.get("charge")
        if charge is not None and charge not in [each.id for each in self.chargers]:
            self.rows.fault("unknown", where, f"There is no charger {charge!r}.")
        known = [part for each in row["stops"] for part in self.parts(str(each), truck)]
        return Trip(tuple(known), site, charge)

    def parts(self, name: str, truck: Truck) -> list[str]:
        """The stop of that name, with or without its stream; all parts of it, if it was divided."""
        names = {name, f"{name}/{truck.stream}"}
        return [each.id for each in self.stops if each.id in names or each.id.rpartition("#")[0] in names]


def _is_trip(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("stops"), list)
