"""The module's own JSON: yards, disposal sites, trucks by stream, stops by stream and day (docs/engines/rounds.md).

What cannot be read is a fault. What can be read and not be driven (a stop without a position, a truck without range) is
left out of the rounds and named, so that one missing position does not keep a district's trucks at home.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from jiayuan.engines.faults import Fault, Faults
from jiayuan.engines.reading import MOST

from .model import ANY_TIME, Charger, Instance, Left, Note, Place, Site, Stop, Truck
from .patterns import spaced, widest
from .rows import MINUTE, Rows
from .tables import read_roads
from .today import Today

WINDING, SPEED, SHIFT, PRICE = 1.3, 18, 480, 50
"""Usual: streets wind by 1.3, 18 km/h from stop to stop, eight hours, and one truck more has to save 50 km."""
MOST_DAYS = 31
MOST_PARTS = 200
"""Loads that one stop is divided into; what needs more is larger than any plan can carry."""
FILE = ("name", "days", "winding", "matrix", "truck_price_km", "sites", "trucks", "stops", "today")
SITES = ("id", "name", "kind", "latitude", "longitude", "opens", "closes", "minutes", "streams", "charging")
TRUCKS = (
    "id", "name", "stream", "yard", "sites", "kg", "m3", "count", "range_km", "starts", "ends", "minutes", "speed_kmh",
    "grams_km", "charge_minutes", "left_km", "days",
)  # fmt: skip
LOADS = ("kg", "m3", "minutes", "windows", "times", "apart", "patterns")
STOPS = ("id", "name", "latitude", "longitude", "stream", "streams", *LOADS)
NO_POSITION = "It has no position: enter where it is, until then it is in no round."
NO_RANGE = "It has no range and stays in its yard: charge it, or correct “range_km”."


def read_district(data: object, name: str = "") -> Instance:
    """:raises Faults: naming every row that is wrong."""
    if not isinstance(data, dict):
        raise Faults([Fault("object", "file", "The file must hold one JSON object.")])
    reader = _Reader(data)
    made = reader.make(name)
    if reader.faults:
        raise Faults(reader.faults)
    return made


class _Reader(Rows):
    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__()
        self.data = data
        self.places: list[Place] = []
        self.left: list[Left] = []
        self.notes: list[Note] = []
        self.chargers: list[Charger] = []
        self.has_table = data.get("matrix") is not None

    def make(self, name: str) -> Instance:
        data = self.data
        self.tidy(data, FILE, "file")
        self.days = self.read_days(data.get("days", 1))
        self.price = round(1_000 * self.number(data, "truck_price_km", "file", PRICE))
        yards, sites = self.sites()
        trucks = tuple(self.truck(row, where, yards, sites) for row, where in self.objects(data, "trucks"))
        stops = [
            stop
            for row, where in self.objects(data, "stops", may_be_empty=True)
            for stop in self.stop(row, where, trucks)
        ]
        for stop, count in Counter(each.id for each in stops).items():
            if count > 1:
                self.fault("twice", "stops", f"“{stop}” is the name of more than one stop.")
        if not stops and not self.left:
            self.notes.append(
                Note("empty", "stops", "There is nothing to collect: all trucks stay in their yards.")
            )
        winding = round(1_000 * self.number(data, "winding", "file", WINDING, most=10))
        return Instance(
            name=str(data.get("name", name)),
            places=tuple(self.places),
            roads=read_roads(self, data, len(self.places), winding),
            stops=tuple(stops),
            trucks=trucks,
            sites=tuple(sites),
            days=self.days,
            left=tuple(self.left),
            notes=tuple(self.notes),
            chargers=tuple(self.chargers),
            today=Today(self, self.days, stops, trucks, sites, self.chargers).read(data.get("today", [])),
        )

    def read_days(self, value: object) -> tuple[str, ...]:
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_DAYS:
            return tuple(str(each + 1) for each in range(value))
        if (
            isinstance(value, list)
            and 1 <= len(value) <= MOST_DAYS
            and all(isinstance(each, str) and each for each in value)
            and len(set(value)) == len(value)
        ):
            return tuple(value)
        self.fault(
            "days", "days", f"“days” must be a number from 1 to {MOST_DAYS} or a list of different names."
        )
        return ("1",)

    def put(self, row: Mapping[str, Any], where: str) -> int | None:
        """The number of the row's place; with a table of ways, positions are not needed."""
        position = self.position(row, where)
        if position is None and not self.has_table:
            return None
        self.places.append(Place(*(position or (0.0, 0.0))))
        return len(self.places) - 1

    def sites(self) -> tuple[dict[str, int], list[Site]]:
        yards, sites = {}, []
        for row, where in self.objects(self.data, "sites"):
            self.tidy(row, SITES, where)
            place = self.put(row, where)
            if place is None:
                self.fault("position", where, "A yard or site needs “latitude” and “longitude”.")
                continue
            if self.is_charging(row, where) or row.get("kind") == "charger":
                hours = self.hours(row, ("opens", "closes"), where, ANY_TIME)
                self.chargers.append(Charger(row["id"], place, hours))
            if row.get("kind") == "yard":
                yards[row["id"]] = place
            elif row.get("kind") == "charger":
                continue
            elif row.get("kind") == "disposal":
                hours = self.hours(row, ("opens", "closes"), where, ANY_TIME)
                unloading = round(MINUTE * self.number(row, "minutes", where, 15))
                sites.append(Site(row["id"], place, unloading, hours, self.words(row, "streams", where)))
            else:
                self.fault(
                    "kind", where, f"“kind” must be “yard”, “disposal” or “charger”, not {row.get('kind')!r}."
                )
        return yards, sites

    def ranges(self, row: Mapping[str, Any], where: str) -> tuple[int | None, int | None]:
        """Metres that a full charge reaches, and what is charged now; none: no limit."""
        full = self.perhaps(row, "range_km", where, self.number)
        left = self.perhaps(row, "left_km", where, self.number)
        if left is not None and (full is None or left > full):
            self.fault("range", where, "“left_km” cannot be more than “range_km”.")
        reach = full if left is None else left
        return _metres(full), _metres(reach)

    def charge(self, row: Mapping[str, Any], where: str) -> int | None:
        minutes = self.perhaps(row, "charge_minutes", where, self.number)
        return round(MINUTE * minutes) if minutes else None

    def is_charging(self, row: Mapping[str, Any], where: str) -> bool:
        value = row.get("charging", False)
        if not isinstance(value, bool):
            self.fault("charging", where, f"“charging” must be true or false, not {value!r}.")
        return value is True

    def truck(self, row: dict[str, Any], where: str, yards: dict[str, int], sites: list[Site]) -> Truck:
        self.tidy(row, TRUCKS, where)
        yard = row.get("yard", next(iter(yards), None))
        if yard not in list(yards):
            self.fault("unknown", where, f"There is no yard {yard!r}.")
        stream = row.get("stream", "")
        chosen = self.words(row, "sites", where)
        for each in sorted(chosen - {site.id for site in sites}):
            self.fault("unknown", where, f"There is no disposal site “{each}”.")
        full, reach = self.ranges(row, where)
        count = self.perhaps(row, "count", where, lambda *given: self.whole(*given, default=1))
        if reach == 0:
            self.notes.append(Note("range", f"{where} “{row['id']}”", NO_RANGE))
        minutes = self.perhaps(row, "minutes", where, self.number)
        return Truck(
            id=row["id"],
            stream=str(stream),
            yard=yards.get(str(yard), 0),
            capacity=(
                self.whole(row, "kg", where, default=1, least=1),
                round(1_000 * self.number(row, "m3", where, MOST)),
            ),
            count=0 if reach == 0 else None if count is None else int(count),
            reach=reach or None,
            full=full or None,
            charge=self.charge(row, where),
            shift=MINUTE * SHIFT if minutes is None else round(MINUTE * minutes),
            hours=self.hours(row, ("starts", "ends"), where, ANY_TIME),
            speed=max(round(1_000 * self.number(row, "speed_kmh", where, SPEED)), 1),
            sites=tuple(each.id for each in sites if not chosen or each.id in chosen),
            must_unload=bool(sites),
            price=self.price,
            grams=self.whole(row, "grams_km", where, default=0),
            days=frozenset(self.day(each, self.days, where) for each in self.words(row, "days", where)),
        )

    def stop(self, row: dict[str, Any], where: str, trucks: tuple[Truck, ...]) -> list[Stop]:
        """One for each stream, and more where a truck cannot carry it at once."""
        self.tidy(row, STOPS, where)
        streams = row.get("streams")
        if streams is None:
            named = {row["id"]: (str(row.get("stream", "")), row, where)}
        elif isinstance(streams, dict) and all(isinstance(each, dict) for each in streams.values()):
            common = {key: value for key, value in row.items() if key in LOADS}
            named = {
                f"{row['id']}/{stream}": (stream, {**common, **own}, f"{where}.streams.{stream}")
                for stream, own in streams.items()
            }
            for stream, own in streams.items():
                self.tidy(own, LOADS, f"{where}.streams.{stream}")
        else:
            self.fault("streams", where, "“streams” must be an object of stream and its load.")
            return []
        place = self.put(row, where)
        if place is None:
            self.left += [Left(each, "position", NO_POSITION) for each in named]
            return []
        made = [self.task(name, place, *given) for name, given in named.items()]
        return [part for stop in made for part in self.divided(stop, trucks)]

    def task(self, name: str, place: int, stream: str, row: Mapping[str, Any], where: str) -> Stop:
        return Stop(
            id=name,
            place=place,
            stream=stream,
            load=load_of(self.number(row, "kg", where), self.number(row, "m3", where)),
            service=round(MINUTE * self.number(row, "minutes", where, 3)),
            windows=self.windows(row, where),
            patterns=self.patterns(row, where),
        )

    def patterns(self, row: Mapping[str, Any], where: str) -> tuple[tuple[int, ...], ...]:
        """The sets of days themselves, or so many times a week, so many days apart (as wide as can be, unless said)."""
        days, given = len(self.days), row.get("patterns")
        if given is not None:
            if (
                not isinstance(given, list)
                or not given
                or not all(isinstance(each, list) and each for each in given)
            ):
                self.fault("patterns", where, "“patterns” must be a list of lists of days.")
                return ((0,),)
            sets = (tuple(sorted({self.day(day, self.days, where) for day in each})) for each in given)
            return tuple(dict.fromkeys(sets))
        times = self.whole(row, "times", where, default=days if days == 1 else 1, least=1, most=days)
        apart = self.whole(row, "apart", where, default=widest(days, times), least=1, most=days)
        found = spaced(days, times, apart)
        if not found:
            self.fault("apart", where, f"{times} visits in {days} days cannot be {apart} days apart.")
        return found or ((0,),)

    def divided(self, stop: Stop, trucks: tuple[Truck, ...]) -> list[Stop]:
        """As many equal loads as the largest truck of its stream needs to take it; whole where that is no plan."""
        able = [each.capacity for each in trucks if each.stream == stop.stream and each.count != 0]
        parts = parts_of(stop.load, able)
        if parts == 1 or parts > MOST_PARTS:
            return [stop]
        text = f"No truck can take it at once: it is planned as {parts} loads."
        self.notes.append(Note("divided", stop.id, text))
        load = tuple(-(-each // parts) for each in stop.load)
        return [replace(stop, id=f"{stop.id}#{number}", load=load) for number in range(1, parts + 1)]


def load_of(kg: float, m3: float) -> tuple[int, int]:
    """Kilograms and litres, as a stop has them."""
    return -int(-kg // 1), round(1_000 * m3)


def parts_of(load: tuple[int, ...], able: Sequence[tuple[int, ...]]) -> int:
    """Into how many equal loads it is divided, so that the largest of trucks that are able to drive takes each."""
    return min((_parts(load, each) for each in able), default=1)


def _parts(load: tuple[int, ...], capacity: tuple[int, ...]) -> int:
    return max(1, *(-(-has // max(most, 1)) for has, most in zip(load, capacity, strict=True)))


def _metres(kilometres: float | None) -> int | None:
    return None if kilometres is None else round(1_000 * kilometres)
