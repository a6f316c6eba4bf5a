"""VRPLIB files: capacities (CVRP), hours (VRPTW), several trips with release times (MTVRPTWR).

Instances with hours count in tenths that are cut off, the others in whole numbers, as their best known answers do. What
a file says and this reader does not know is a fault: a limit that is passed over makes a plan that cannot be driven.
"""

from dataclasses import dataclass, field

from jiayuan.engines.faults import Fault, Faults

from .model import ANY_TIME, FAR, Instance, Measure, Place, Roads, Site, Stop, Truck

YARD = "yard"
HARMLESS = {"NAME", "COMMENT", "TYPE", "NODE_COORD_TYPE", "DISPLAY_DATA_TYPE"}
FIELDS = {
    "DIMENSION", "CAPACITY", "VEHICLES", "SERVICE_TIME", "DISTANCE",
    "EDGE_WEIGHT_TYPE", "EDGE_WEIGHT_FORMAT",
}  # fmt: skip
SECTIONS = {
    "NODE_COORD_SECTION", "DEMAND_SECTION", "TIME_WINDOW_SECTION", "RELEASE_TIME_SECTION", "SERVICE_TIME_SECTION",
    "VEHICLES_RELOAD_DEPOT_SECTION", "EDGE_WEIGHT_SECTION", "DEPOT_SECTION",
}  # fmt: skip
Numbers = list[list[float]]


@dataclass
class _Parts:
    fields: dict[str, str] = field(default_factory=dict)
    sections: dict[str, Numbers] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, where: str, text: str) -> None:
        self.faults.append(Fault("file", where, text))

    def whole(self, name: str) -> int | None:
        value = self.fields.get(name)
        try:
            return None if value is None else int(float(value))
        except ValueError:
            self.fault(name, f"“{value}” is not a number.")
            return None

    def table(self, name: str, rows: int, columns: int) -> dict[int, list[float]]:
        """Rows of a section by their first number."""
        found = {int(row[0]): row[1:] for row in self.sections.get(name, []) if row}
        wrong = [each for each in range(1, rows + 1) if len(found.get(each, [])) < columns]
        if wrong:
            self.fault(name, f"Row {wrong[0]} is missing or too short.")
        return found


def read_vrplib(text: str) -> Instance:
    """:raises Faults: naming what is wrong or not understood."""
    parts = _split(text)
    made = None if parts.faults else _Maker(parts).make()
    if parts.faults or made is None:
        raise Faults(parts.faults)
    return made


def _split(text: str) -> _Parts:
    parts, section = _Parts(), ""
    for number, line in enumerate(text.splitlines(), 1):
        words = line.replace(":", " : ", 1).split()
        name = words[0] if words else ""
        if not words or name == "EOF":
            continue
        if name in SECTIONS:
            section = name
            parts.sections[section] = []
        elif name in FIELDS | HARMLESS:
            parts.fields[name] = " ".join(words[1:]).removeprefix(":").strip()
        elif name[0].isalpha():
            parts.fault(f"line {number}", f"“{name}” is not understood here.")
            section = ""
        elif section:
            _row(parts, section, number, words)
    return parts


def _row(parts: _Parts, section: str, number: int, words: list[str]) -> None:
    try:
        parts.sections[section].append([float(each) for each in words])
    except ValueError:
        parts.fault(f"line {number}", f"“{' '.join(words)}” should be numbers.")


class _Maker:
    def __init__(self, parts: _Parts) -> None:
        self.parts = parts
        self.size = parts.whole("DIMENSION") or 0
        self.has_hours = "TIME_WINDOW_SECTION" in parts.sections
        self.times = 10 if self.has_hours else 1

    def make(self) -> Instance | None:
        parts = self.parts
        if self.size < 2:
            parts.fault("DIMENSION", "There must be a depot and at least one customer.")
            return None
        depots = [int(row[0]) for row in parts.sections.get("DEPOT_SECTION", [[1]]) if row and row[0] > 0]
        if depots != [1]:
            parts.fault("DEPOT_SECTION", f"The depot must be place 1 alone, not {depots}.")
        capacity = parts.whole("CAPACITY")
        if capacity is None or capacity <= 0:
            parts.fault("CAPACITY", "A truck must be able to carry something.")
        places, roads = self.places(), self.roads()
        stops, hours = self.stops(), self.hours(1)
        if parts.faults:
            return None
        truck = self.truck(capacity or 0, hours)
        sites = tuple(Site(each, 0, 0, hours) for each in truck.sites)
        return Instance(parts.fields.get("NAME", ""), places, roads, stops, (truck,), sites)

    def places(self) -> tuple[Place, ...]:
        if "NODE_COORD_SECTION" not in self.parts.sections:
            return tuple(Place(0, 0) for _ in range(self.size))
        rows = self.parts.table("NODE_COORD_SECTION", self.size, 2)
        return tuple(Place(*rows.get(each, [0, 0])[:2]) for each in range(1, self.size + 1))

    def roads(self) -> Roads:
        kind = self.parts.fields.get("EDGE_WEIGHT_TYPE", "EUC_2D")
        if kind == "EUC_2D" and "NODE_COORD_SECTION" in self.parts.sections:
            return Roads(Measure.TENTHS if self.has_hours else Measure.ROUND)
        if kind == "EXPLICIT":
            return Roads(Measure.TABLE, metres=self.explicit())
        self.parts.fault("EDGE_WEIGHT_TYPE", f"Lengths of kind “{kind}” are not understood.")
        return Roads(Measure.ROUND)

    def explicit(self) -> tuple[tuple[int, ...], ...]:
        numbers = [int(each) for row in self.parts.sections.get("EDGE_WEIGHT_SECTION", []) for each in row]
        kind, size = self.parts.fields.get("EDGE_WEIGHT_FORMAT", "FULL_MATRIX"), self.size
        if kind == "FULL_MATRIX" and len(numbers) == size * size:
            return tuple(tuple(numbers[row * size : (row + 1) * size]) for row in range(size))
        if kind == "LOWER_ROW" and len(numbers) == size * (size - 1) // 2:

            def at(row: int, column: int) -> int:
                high, low = max(row, column), min(row, column)
                return 0 if high == low else numbers[high * (high - 1) // 2 + low]

            return tuple(tuple(at(row, column) for column in range(size)) for row in range(size))
        self.parts.fault("EDGE_WEIGHT_SECTION", f"{len(numbers)} lengths are not a {kind} of {size} places.")
        return ()

    def stops(self) -> tuple[Stop, ...]:
        demand = self.parts.table("DEMAND_SECTION", self.size, 1)
        release = self._optional("RELEASE_TIME_SECTION")
        service = self._optional("SERVICE_TIME_SECTION")
        same = self.times * (self.parts.whole("SERVICE_TIME") or 0)
        return tuple(
            Stop(
                id=str(each - 1),
                place=each - 1,
                stream="",
                load=(int(demand.get(each, [0])[0]),),
                service=service.get(each, same),
                windows=(self.hours(each),) if self.has_hours else (),
                release=release.get(each, 0),
            )
            for each in range(2, self.size + 1)
        )

    def _optional(self, name: str) -> dict[int, int]:
        if name not in self.parts.sections:
            return {}
        return {
            key: int(self.times * row[0]) for key, row in self.parts.table(name, self.size, 1).items() if row
        }

    def hours(self, place: int) -> tuple[int, int]:
        if not self.has_hours:
            return ANY_TIME
        row = self.parts.table("TIME_WINDOW_SECTION", self.size, 2).get(place, [0, FAR])
        return int(self.times * row[0]), int(self.times * row[1])

    def truck(self, capacity: int, hours: tuple[int, int]) -> Truck:
        longest = self.parts.whole("DISTANCE")
        return Truck(
            id="truck",
            stream="",
            yard=0,
            capacity=(capacity,),
            count=self.parts.whole("VEHICLES"),
            shift=None if longest is None else self.times * longest,
            hours=hours,
            sites=self.reloads(),
        )

    def reloads(self) -> tuple[str, ...]:
        rows = {tuple(row[1:]) for row in self.parts.sections.get("VEHICLES_RELOAD_DEPOT_SECTION", [])}
        if rows - {(1.0,)}:
            self.parts.fault("VEHICLES_RELOAD_DEPOT_SECTION", "Trucks must all come back to place 1.")
        return (YARD,) if rows else ()
