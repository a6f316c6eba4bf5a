"""From JSON to an instance: rows and fields; every fault is found and named at once."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from .faults import Fault

Made = TypeVar("Made")
MOST = 10**6
"""No count or price may be larger: sums stay exact."""


class Reader:
    """Reads on after a fault, so that all are in :attr:`faults` at the end."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, code: str, where: str, text: str) -> None:
        self.faults.append(Fault(code, where, text))

    def whole(
        self, row: Mapping[str, Any], name: str, where: str, *, default: int, least: int = 0, most: int = MOST
    ) -> int:
        value = row.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fault(
                "number", where, f"“{name}” must be a whole number from {least} to {most:,}, not {value!r}."
            )
            return default
        return value

    def degrees(self, row: Mapping[str, Any], name: str, where: str, limit: int) -> float:
        value = row.get(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= limit:
            self.fault(
                "position", where, f"“{name}” must be degrees from -{limit} to {limit}, not {value!r}."
            )
            return 0.0
        return float(value)

    def words(self, row: Mapping[str, Any], name: str, where: str) -> frozenset[str]:
        value = row.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            self.fault("list", where, f"“{name}” must be a list of words.")
            return frozenset()
        return frozenset(value)

    def rows(
        self, data: Mapping[str, Any], name: str, make: Callable[[dict[str, Any], str], Made]
    ) -> tuple[Made, ...]:
        rows = data.get(name)
        if not isinstance(rows, list) or not rows:
            self.fault("empty", name, f"“{name}” must be a list with at least one row.")
            return ()
        made: dict[str, Made] = {}
        for number, row in enumerate(rows, 1):
            where = f"{name}[{number}]"
            if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not row["id"]:
                self.fault("id", where, "Each row is an object with an “id” in quotation marks.")
            elif row["id"] in made:
                self.fault("twice", where, f"“{row['id']}” stands here a second time.")
            else:
                made[row["id"]] = make(row, where)
        return tuple(made.values())
