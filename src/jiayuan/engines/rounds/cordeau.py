"""Cordeau's files of periodic rounds: customers, how often each is served, and the sets of days that will do."""

from jiayuan.engines.faults import Fault, Faults

from .model import EXACTLY, Instance, Measure, Place, Roads, Stop, Truck

PERIODIC = 1
HEAD, BEFORE_PATTERNS = 4, 7
MOST_DAYS = 31


def is_cordeau(text: str) -> bool:
    """Four whole numbers in the first line, and nothing else."""
    words = text.split("\n", 1)[0].split()
    return len(words) == HEAD and all(each.isdigit() for each in words)


def read_cordeau(name: str, text: str) -> Instance:
    """:raises Faults: naming the lines that are wrong."""
    faults: list[Fault] = []
    rows = _numbers(text, faults)
    if not rows or len(rows[0][1]) != HEAD:
        raise Faults([Fault("file", "line 1", "should be four numbers: kind, trucks, customers, days.")])
    kind, trucks, customers, days = (int(each) for each in rows[0][1])
    if kind != PERIODIC:
        faults.append(Fault("file", "line 1", f"Kind {kind} is not a periodic problem (1) with one depot."))
    if not 1 <= days <= MOST_DAYS or len(rows) < 2 + days + customers or trucks < 1:
        faults.append(Fault("file", "line 1", f"{customers} customers and {days} days are not what follows."))
    if faults:
        raise Faults(faults)
    limits = {(int(row[0]), int(row[1])) for _, row in rows[1 : 1 + days] if len(row) > 1}
    if len(limits) != 1:
        faults.append(Fault("file", "line 2", "Trucks must be the same every day."))
        raise Faults(faults)
    longest, capacity = min(limits)
    depot = rows[1 + days][1]
    stops, places = [], [Place(*depot[1:3])]
    for number, row in rows[2 + days : 2 + days + customers]:
        stop = _stop(number, row, len(places), days, faults)
        if stop is not None:
            stops.append(stop)
            places.append(Place(row[1], row[2]))
    if faults:
        raise Faults(faults)
    truck = Truck(
        id="truck",
        stream="",
        yard=0,
        capacity=(capacity or sum(stop.load[0] for stop in stops),),
        count=trucks,
        shift=EXACTLY * longest or None,
    )
    return Instance(
        name,
        tuple(places),
        Roads(Measure.EXACT),
        tuple(stops),
        (truck,),
        days=tuple(str(each + 1) for each in range(days)),
    )


def _numbers(text: str, faults: list[Fault]) -> list[tuple[int, list[float]]]:
    """The lines that are not empty, each with its number."""
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            row = [float(word) for word in line.split()]
        except ValueError:
            faults.append(Fault("file", f"line {number}", "should be numbers."))
            continue
        if row:
            rows.append((number, row))
    return rows


def _stop(number: int, row: list[float], place: int, days: int, faults: list[Fault]) -> Stop | None:
    """One customer: number, x, y, service, demand, how often, how many patterns, and the patterns as binary numbers."""
    where = f"line {number}"
    if len(row) < BEFORE_PATTERNS or len(row) < BEFORE_PATTERNS + row[6]:
        faults.append(Fault("file", where, "The line is too short."))
        return None
    codes = [int(each) for each in row[BEFORE_PATTERNS : BEFORE_PATTERNS + int(row[6])]]
    patterns = tuple(dict.fromkeys(_days(code, days) for code in codes))
    if not patterns or any(not 0 < code < 1 << days for code in codes):
        faults.append(Fault("file", where, f"The patterns {codes} are not sets of {days} days."))
        return None
    return Stop(
        id=str(int(row[0])),
        place=place,
        stream="",
        load=(int(row[4]),),
        service=int(EXACTLY * row[3]),
        patterns=patterns,
    )


def _days(code: int, days: int) -> tuple[int, ...]:
    """The days whose bit is set, the highest bit being the first day."""
    return tuple(day for day in range(days) if code >> (days - 1 - day) & 1)
