"""The rules themselves: plain data in, a unit out, with the rule that led there. No database.

Rules are asked in their order. The first that fits the case and leads to a unit decides; one that fits and leads
nowhere (no such unit near the case) is passed over. Of several units with the wanted function the nearest is taken:
one whose own place holds the case, the smallest such place first; then one inside the case's community.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

COMMUNITY_DIGITS = 12
"""Of a path: one community."""


@dataclass(frozen=True)
class RuleFacts:
    """``function`` and ``unit``: one of both, or neither for the function that the case's category names."""

    name: str
    categories: tuple[str, ...] = ()
    place: str = ""
    only_urgent: bool = False
    only_out_of_hours: bool = False
    function: str = ""
    unit: int | None = None
    position: int = 0


@dataclass(frozen=True)
class CaseFacts:
    pk: int
    place: str
    category: str
    function: str
    is_urgent: bool = False
    is_out_of_hours: bool = False


@dataclass(frozen=True)
class UnitFacts:
    pk: int
    place: str
    function: str


@dataclass(frozen=True)
class Choice:
    """``unit`` and ``rule`` are None where no rule leads to a unit."""

    unit: int | None = None
    rule: RuleFacts | None = None


def fits(rule: RuleFacts, case: CaseFacts) -> bool:
    """Does the case meet every condition of the rule?"""
    return (
        (not rule.categories or case.category.startswith(rule.categories))
        and case.place.startswith(rule.place)
        and (case.is_urgent or not rule.only_urgent)
        and (case.is_out_of_hours or not rule.only_out_of_hours)
    )


def covers(earlier: RuleFacts, later: RuleFacts) -> bool:
    """Does every case that fits ``later`` fit ``earlier`` too?"""
    return (
        _is_within(later.categories, earlier.categories)
        and later.place.startswith(earlier.place)
        and (later.only_urgent or not earlier.only_urgent)
        and (later.only_out_of_hours or not earlier.only_out_of_hours)
    )


def _is_within(codes: tuple[str, ...], wider: tuple[str, ...]) -> bool:
    return not wider or (bool(codes) and all(each.startswith(wider) for each in codes))


def reaches(unit_place: str, case_place: str) -> bool:
    """A unit works in its own place and all inside, and for the community that it stands in."""
    return case_place.startswith(unit_place) or unit_place.startswith(case_place[:COMMUNITY_DIGITS])


def overlaps(unit_place: str, place: str) -> bool:
    """Is there anywhere in a place a case that a unit reaches?"""
    return unit_place.startswith(place) or reaches(unit_place, place)


def nearness(unit: UnitFacts, case_place: str) -> tuple[bool, int, int]:
    """Smaller is nearer."""
    return (not case_place.startswith(unit.place), -len(unit.place), unit.pk)


@dataclass
class Units:
    """The units there are, asked by function and place; answers are kept, for many cases lie in one place."""

    units: Iterable[UnitFacts]
    _by_function: dict[str, list[UnitFacts]] = field(default_factory=dict, init=False)
    _places: dict[int, str] = field(default_factory=dict, init=False)
    _near: dict[tuple[str, str], list[int]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for unit in self.units:
            self._by_function.setdefault(unit.function, []).append(unit)
            self._places[unit.pk] = unit.place

    def near(self, function: str, place: str) -> Sequence[int]:
        """Units with this function that reach the place, the nearest first."""
        found = self._near.get((function, place))
        if found is None:
            reaching = [each for each in self._by_function.get(function, ()) if reaches(each.place, place)]
            found = [each.pk for each in sorted(reaching, key=lambda unit: nearness(unit, place))]
            self._near[function, place] = found
        return found

    def led_to(self, rule: RuleFacts, case: CaseFacts) -> Sequence[int]:
        """Where a rule that fits leads, the nearest first; perhaps nowhere."""
        if rule.unit is not None:
            return (
                [rule.unit]
                if rule.unit in self._places and reaches(self._places[rule.unit], case.place)
                else []
            )
        return self.near(rule.function or case.function, case.place)


def choose(case: CaseFacts, rules: Sequence[RuleFacts], units: Units) -> Choice:
    """The unit for a case."""
    for rule in rules:
        if fits(rule, case) and (found := units.led_to(rule, case)):
            return Choice(found[0], rule)
    return Choice()


def all_choices(case: CaseFacts, rules: Sequence[RuleFacts], units: Units) -> list[Choice]:
    """Every unit that some rule leads to, each once, in the order in which they would be taken."""
    found: dict[int, Choice] = {}
    for rule in rules:
        if fits(rule, case):
            for unit in units.led_to(rule, case):
                found.setdefault(unit, Choice(unit, rule))
    return list(found.values())
