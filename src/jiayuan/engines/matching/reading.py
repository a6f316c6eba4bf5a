"""From the JSON of ``jiayuan plan matching`` to an instance; every fault is found and named at once."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from jiayuan.engines.faults import Fault, Faults
from jiayuan.engines.reading import MOST, Reader

from .model import BEST_LEVEL, HOURS, Helper, Instance, Point, Prices, Tier, Urgency, Window, Wish

Name = TypeVar("Name", bound=StrEnum)
MOST_SIZE, MOST_LOAD = 100, 10_000
FIELDS = {
    "wishes": {
        "id", "any_of", "all_of", "qualifications", "languages", "windows",
        "minutes", "urgency", "since", "size", "kinds", "excluded", "past", "tiers", "groups",
    },
    "helpers": {
        "id", "reach", "skills", "qualifications", "languages", "windows",
        "capacity", "load", "asked", "declines", "refused", "is_out", "tier", "groups",
    },
}  # fmt: skip
"""What a row may say: a slip in the name of a hard rule must not open a door."""


class _Reader(Reader):
    def __init__(self, *, now: datetime, is_geographic: bool) -> None:
        super().__init__()
        self.now, self.is_geographic = now, is_geographic

    def place(self, row: Mapping[str, Any], where: str) -> Point:
        if self.is_geographic:
            return self.degrees(row, "longitude", where, 180), self.degrees(row, "latitude", where, 90)
        return self.metres(row, "x", where), self.metres(row, "y", where)

    def metres(self, row: Mapping[str, Any], name: str, where: str) -> float:
        value = row.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= MOST:
            return float(value)
        self.fault("position", where, f"“{name}” must be metres from -{MOST:,} to {MOST:,}, not {value!r}.")
        return 0.0

    def name(self, kind: type[Name], value: object, where: str, default: Name) -> Name:
        if value not in list(kind):
            self.fault("name", where, f"There is no {value!r} here; there are {', '.join(kind)}.")
            return default
        return kind(str(value))

    def moment(self, value: object, where: str) -> int:
        """Minutes from now, rounded down."""
        try:
            when = datetime.fromisoformat(value if isinstance(value, str) else "")
            return math.floor((when - self.now).total_seconds() / 60)
        except (TypeError, ValueError):
            example = self.now.isoformat(timespec="minutes")
            self.fault("moment", where, f"Must be a moment like “now” ({example}), not {value!r}.")
            return 0

    def windows(self, row: Mapping[str, Any], where: str) -> tuple[Window, ...] | None:
        value = row.get("windows")
        if value is None:
            return None
        if not isinstance(value, list):
            self.fault("list", where, "“windows” must be a list of [from, to], or null for any time.")
            return None
        made = []
        for number, each in enumerate(value, 1):
            path = f"{where}.windows[{number}]"
            if not isinstance(each, list) or len(each) != 2:
                self.fault("window", path, "A window is [from, to].")
                continue
            begin, end = (self.moment(one, path) for one in each)
            if begin > end:
                self.fault("window", path, "It ends before it begins.")
            made.append((begin, end))
        return tuple(sorted(made))

    def tidy(self, row: Mapping[str, Any], name: str, where: str) -> None:
        place = {"longitude", "latitude"} if self.is_geographic else {"x", "y"}
        for each in sorted(row.keys() - FIELDS[name] - place):
            self.fault("field", where, f"There is no field “{each}”.")

    def wish(self, row: dict[str, Any], where: str) -> Wish:
        self.tidy(row, "wishes", where)
        self.words(row, "languages", where)
        spoken, tiers = row.get("languages", []), row.get("tiers", list(Tier))
        if not isinstance(tiers, list) or not tiers:
            self.fault("list", where, "“tiers” must be a list with at least one tier.")
            tiers = []
        since = row.get("since")
        waited = -self.moment(since, f"{where}.since") if since is not None else 0
        if waited < 0:
            self.fault("moment", f"{where}.since", "It waits since a moment that is not yet.")
        urgency = row.get("urgency", Urgency.NORMAL)
        return Wish(
            id=row["id"],
            place=self.place(row, where),
            any_of=self.words(row, "any_of", where),
            all_of=self.words(row, "all_of", where),
            qualifications=self.words(row, "qualifications", where),
            languages=tuple(each for each in spoken if isinstance(each, str))
            if isinstance(spoken, list)
            else (),
            windows=self.windows(row, where),
            minutes=self.whole(row, "minutes", where, default=60, least=1),
            urgency=self.name(Urgency, urgency, f"{where}.urgency", Urgency.NORMAL),
            waited=waited,
            size=self.whole(row, "size", where, default=1, least=1, most=MOST_SIZE),
            kinds=self.words(row, "kinds", where),
            excluded=self.words(row, "excluded", where),
            past=self.words(row, "past", where),
            tiers=frozenset(self.name(Tier, each, f"{where}.tiers", Tier.POINT) for each in tiers),
            groups=None if row.get("groups") is None else self.words(row, "groups", where),
        )

    def helper(self, row: dict[str, Any], where: str) -> Helper:
        self.tidy(row, "helpers", where)
        skills = row.get("skills", {})
        if not isinstance(skills, dict):
            self.fault("skills", where, "“skills” must be an object of skill and level.")
            skills = {}
        is_out = row.get("is_out", False)
        if not isinstance(is_out, bool):
            self.fault("is_out", where, "“is_out” must be true or false.")
        path = f"{where}.skills"
        return Helper(
            id=row["id"],
            place=self.place(row, where),
            reach=self.whole(row, "reach", where, default=1_500),
            skills={
                each: self.whole(skills, each, path, default=1, least=1, most=BEST_LEVEL) for each in skills
            },
            qualifications=self.words(row, "qualifications", where),
            languages=self.words(row, "languages", where),
            windows=self.windows(row, where),
            capacity=self.whole(row, "capacity", where, default=2, most=MOST_LOAD),
            load=self.whole(row, "load", where, default=0, most=MOST_LOAD),
            asked=self.whole(row, "asked", where, default=0),
            declines=self.words(row, "declines", where),
            refused=self.words(row, "refused", where),
            is_out=bool(is_out),
            tier=self.name(Tier, row.get("tier", Tier.POINT), f"{where}.tier", Tier.POINT),
            groups=self.words(row, "groups", where),
        )

    def table(self, data: Mapping[str, Any], name: str, usual: Mapping[Any, int]) -> dict[str, int]:
        """An object of known names and whole numbers, such as prices."""
        given = data.get(name, {})
        if not isinstance(given, dict):
            self.fault(name, name, f"“{name}” must be an object of name and whole number.")
            return {str(each): count for each, count in usual.items()}
        for each in sorted(given.keys() - usual.keys()):
            self.fault("name", name, f"There is no “{each}” here; there are {', '.join(usual)}.")
        return {str(each): self.whole(given, str(each), name, default=value) for each, value in usual.items()}


def _now(data: Mapping[str, Any], faults: list[Fault]) -> datetime:
    value = data.get("now")
    try:
        return datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        faults.append(
            Fault("moment", "now", f"“now” must be a moment such as 2026-11-30T08:00, not {value!r}.")
        )
        return datetime.fromisoformat("2026-11-30T08:00")


def _is_geographic(data: Mapping[str, Any]) -> bool:
    """As the first wish says; every row must say its place in the same way."""
    rows = data.get("wishes")
    first = rows[0] if isinstance(rows, list) and rows else None
    return isinstance(first, dict) and ("latitude" in first or "longitude" in first)


def read_instance(data: object) -> Instance:
    """:raises Faults: naming every row that is wrong."""
    if not isinstance(data, dict):
        raise Faults([Fault("object", "file", "The file must hold one JSON object.")])
    faults: list[Fault] = []
    reader = _Reader(now=_now(data, faults), is_geographic=_is_geographic(data))
    reader.faults = faults
    for each in sorted(data.keys() - {"now", "wishes", "helpers", "prices", "hours"}):
        reader.fault("field", "file", f"There is no field “{each}”.")
    made = Instance(
        wishes=reader.rows(data, "wishes", reader.wish),
        helpers=reader.rows(data, "helpers", reader.helper),
        is_geographic=reader.is_geographic,
        prices=Prices(**reader.table(data, "prices", asdict(Prices()))),
        hours={Urgency(each): count for each, count in reader.table(data, "hours", HOURS).items()},
    )
    if reader.faults:
        raise Faults(reader.faults)
    return made
