"""Fields of the module's own JSON, read one by one; every fault is found and named at once."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jiayuan.engines.reading import MOST, Reader

from .model import Window

CLOCK = re.compile(r"([0-4]?\d):([0-5]\d)")
HOUR, MINUTE = 3_600, 60


class Rows(Reader):
    def tidy(self, row: Mapping[str, Any], known: Iterable[str], where: str) -> None:
        """A slip in the name of a limit must not make a plan that cannot be driven."""
        for each in sorted(row.keys() - set(known)):
            self.fault("field", where, f"There is no field “{each}”.")

    def number(
        self, row: Mapping[str, Any], name: str, where: str, default: float = 0.0, most: float = MOST
    ) -> float:
        """What may have decimals, from 0."""
        value = row.get(name, default)
        if _is_number(value) and 0 <= value <= most:
            return float(value)
        self.fault("number", where, f"“{name}” must be a number from 0 to {most:,.0f}, not {value!r}.")
        return default

    def perhaps(
        self, row: Mapping[str, Any], name: str, where: str, read: Callable[..., float | int]
    ) -> float | int | None:
        """None where the field is missing or null."""
        return None if row.get(name) is None else read(row, name, where)

    def clock(self, value: object, where: str, default: int = 0) -> int:
        """“05:30” as seconds; after midnight hours go on (“25:00”)."""
        found = CLOCK.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            self.fault("clock", where, f"A time is written like “05:30”, not {value!r}.")
            return default
        return int(found[1]) * HOUR + int(found[2]) * MINUTE

    def hours(self, row: Mapping[str, Any], names: tuple[str, str], where: str, default: Window) -> Window:
        begin, end = (
            self.clock(row[name], f"{where}.{name}", usual) if row.get(name) is not None else usual
            for name, usual in zip(names, default, strict=True)
        )
        if begin > end:
            self.fault("hours", where, f"“{names[1]}” lies before “{names[0]}”.")
        return begin, end

    def windows(self, row: Mapping[str, Any], where: str) -> tuple[Window, ...]:
        """A list of [from, to]; missing: any time."""
        value, found = row.get("windows") or [], []
        if not isinstance(value, list):
            self.fault("list", where, "“windows” must be a list of [from, to].")
            return ()
        for number, each in enumerate(value, 1):
            path = f"{where}.windows[{number}]"
            if not isinstance(each, list) or len(each) != 2:
                self.fault("window", path, "A window is [from, to].")
                continue
            begin, end = (self.clock(one, path) for one in each)
            if begin > end:
                self.fault("window", path, "It ends before it begins.")
            found.append((begin, end))
        return tuple(sorted(found))

    def position(self, row: Mapping[str, Any], where: str) -> tuple[float, float] | None:
        """Longitude and latitude; None where both are missing: that is known to happen, and no fault."""
        if row.get("latitude") is None and row.get("longitude") is None:
            return None
        return self.degrees(row, "longitude", where, 180), self.degrees(row, "latitude", where, 90)

    def objects(
        self, data: Mapping[str, Any], name: str, *, may_be_empty: bool = False
    ) -> list[tuple[dict[str, Any], str]]:
        """Rows with an id of their own, and where each stands."""
        if may_be_empty and data.get(name) == []:
            return []
        return list(self.rows(data, name, lambda row, where: (row, where)))

    def day(self, value: object, days: tuple[str, ...], where: str) -> int:
        if value in days:
            return days.index(str(value))
        self.fault("day", where, f"There is no day {value!r}; there are {', '.join(days)}.")
        return 0


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
