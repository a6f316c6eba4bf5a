"""From the JSON of ``jiayuan plan pairing`` to an instance; every fault is found and named at once."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from jiayuan.engines.faults import Fault, Faults
from jiayuan.engines.reading import Reader

from .model import Community, Instance, Organisation, Prices


class _Reader(Reader):
    def organisation(self, row: dict[str, Any], where: str) -> Organisation:
        return Organisation(
            id=row["id"],
            name=str(row.get("name") or row["id"]),
            latitude=self.degrees(row, "latitude", where, 90),
            longitude=self.degrees(row, "longitude", where, 180),
            capacity=self.whole(row, "capacity", where, default=2),
            least=self.whole(row, "least", where, default=0 if row.get("capacity") == 0 else 1),
            strength=self.whole(row, "strength", where, default=1, least=1),
            skills=self.words(row, "skills", where),
        )

    def community(self, row: dict[str, Any], where: str) -> Community:
        needs = row.get("needs", {})
        if not isinstance(needs, dict):
            self.fault("needs", where, "“needs” must be an object of skill and weight.")
            needs = {}
        return Community(
            id=row["id"],
            name=str(row.get("name") or row["id"]),
            latitude=self.degrees(row, "latitude", where, 90),
            longitude=self.degrees(row, "longitude", where, 180),
            wanted=self.whole(row, "wanted", where, default=1, least=1),
            work=self.whole(row, "work", where, default=1, least=1),
            needs={skill: self.whole(needs, skill, f"{where}.needs", default=1, least=1) for skill in needs},
        )

    def pairs(
        self, data: Mapping[str, Any], name: str, left: Iterable[str], right: Iterable[str]
    ) -> frozenset[tuple[str, str]]:
        """Pairs of ids; what has left the district since last season is passed over in ``continued`` only."""
        known, found = (set(left), set(right)), set()
        value = data.get(name, [])
        if not isinstance(value, list):
            self.fault("list", name, f"“{name}” must be a list of pairs.")
            return frozenset()
        for number, pair in enumerate(value, 1):
            where = f"{name}[{number}]"
            if (
                not isinstance(pair, list)
                or len(pair) != 2
                or not all(isinstance(each, str) for each in pair)
            ):
                self.fault("pair", where, "A pair is [organisation, community].")
            elif pair[0] in known[0] and pair[1] in known[1]:
                found.add((pair[0], pair[1]))
            elif name != "continued":
                missing = pair[0] if pair[0] not in known[0] else pair[1]
                self.fault("unknown", where, f"There is no “{missing}”.")
        return frozenset(found)

    def prices(self, data: Mapping[str, Any]) -> Prices:
        given = data.get("prices", {})
        if not isinstance(given, dict):
            self.fault("prices", "prices", "“prices” must be an object of name and metres.")
            return Prices()
        names = asdict(Prices())
        for name in given.keys() - names:
            self.fault("price", "prices", f"There is no price “{name}”; there are {', '.join(names)}.")
        return Prices(
            **{name: self.whole(given, name, "prices", default=value) for name, value in names.items()}
        )


def read_instance(data: object) -> Instance:
    """:raises Faults: naming every row that is wrong."""
    reader = _Reader()
    if not isinstance(data, dict):
        raise Faults([Fault("object", "file", "The file must hold one JSON object.")])
    organisations = reader.rows(data, "organisations", reader.organisation)
    communities = reader.rows(data, "communities", reader.community)
    ids = [each.id for each in organisations], [each.id for each in communities]
    continued, fixed, forbidden = (
        reader.pairs(data, name, *ids) for name in ("continued", "fixed", "forbidden")
    )
    prices, is_fair = reader.prices(data), data.get("is_fair", True)
    if not isinstance(is_fair, bool):
        reader.fault("is_fair", "is_fair", "“is_fair” must be true or false.")
    if reader.faults:
        raise Faults(reader.faults)
    return Instance(
        organisations, communities, continued, fixed, forbidden, prices, is_fair, str(data.get("season", ""))
    )
