"""How sorting goes at places: beside the weeks before, and beside places of about as many households.

Nothing is ranked and no household is looked at. A measure says on how much it stands, and is left out where that is too
little; what others have is given as the middle half of them, never by name. What was missed stands beside all that was
due: calls of the calendar, each once, whether a round took them or not (``domain/weeks.py``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import quantiles
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Substr
from django.utils import timezone

from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH

from ...enums import EVERYDAY, Stream
from ...models import Inspection, LeftCall, RoundStop, WeekWeight
from ...quality_enums import InspectionResult
from ...round_enums import StopState
from .weights import ESTATE_LENGTH, FEWEST_WEEKS, whole_weeks

FEWEST_LIKE = 5
"""With fewer places like it, the middle half of them would be chance, or tell whose it is."""
AS_LARGE = 2.0
"""Places with at most so many times as many households, or as few."""
NOW, BEFORE = 0, 1


@dataclass
class Period:
    """What is known of a place over some weeks, by stream where it is about one."""

    kg: dict[str, float] = field(default_factory=dict)
    household_kg: dict[str, float] = field(default_factory=dict)
    household_weeks: dict[str, int] = field(default_factory=dict)
    weeks: dict[str, int] = field(default_factory=dict)
    due: int = 0
    missed: int = 0
    fine: int = 0
    looked: int = 0

    def a_household(self, stream: str) -> float | None:
        """Kilograms of a household and week, of those weeks in which its estate was fetched from and weighed."""
        households = self.household_weeks.get(stream, 0)
        enough = households and self.weeks.get(stream, 0) >= FEWEST_WEEKS
        return self.household_kg.get(stream, 0.0) / households if enough else None

    @property
    def kitchen_share(self) -> float | None:
        """Of kitchen and residual waste together, in hundredths 厨余分出率; both have to be weighed."""
        both = (Stream.KITCHEN, Stream.RESIDUAL)
        together = sum(self.kg.get(each, 0.0) for each in both)
        enough = together and all(self.weeks.get(each, 0) >= FEWEST_WEEKS for each in both)
        return 100 * self.kg[Stream.KITCHEN] / together if enough else None


@dataclass(frozen=True)
class Measure:
    """A number now, before, and the middle half of places like it (``low`` to ``high``, out of ``others``)."""

    code: str
    value: float | None
    before: float | None
    low: float | None = None
    high: float | None = None
    others: int = 0


@dataclass
class Card:
    place: Place
    households: int
    now: Period = field(default_factory=Period)
    before: Period = field(default_factory=Period)
    measures: Mapping[str, Measure] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.now.due or self.now.looked)


def cards_of(paths: Sequence[str], many: int) -> Sequence[Card]:
    """Communities; estates for who asks for one community. By name. Four queries."""
    length = (
        ESTATE_LENGTH if paths and all(len(each) >= COMMUNITY_LENGTH for each in paths) else COMMUNITY_LENGTH
    )
    found = _all_cards(length, many)
    seen = [each for path, each in found.items() if path.startswith(tuple(paths))] if paths else []
    _compare(seen, list(found.values()))
    return sorted(seen, key=lambda each: (each.place.pinyin or each.place.name, each.place.path))


def card_of(path: str, many: int) -> Card | None:
    """Of a community or an estate. Four queries."""
    if len(path) not in (COMMUNITY_LENGTH, ESTATE_LENGTH):
        return None
    found = _all_cards(len(path), many)
    card = found.get(path)
    if card is not None:
        _compare([card], list(found.values()))
    return card


def _all_cards(length: int, many: int) -> dict[str, Card]:
    """Every place of the district, for each is compared with those like it."""
    sizes = _households(length)
    places = Place.objects.defer("boundary").select_related("parent").defer("boundary", "parent__boundary")
    cards = {path: Card(each, sizes[path]) for path, each in places.in_bulk(list(sizes)).items()}
    _weigh(cards, length, many)
    _look(cards, length, many)
    return cards


def _households(length: int) -> dict[str, int]:
    estates = Place.objects.current().of_kind(PlaceKind.ESTATE).order_by()
    rows = estates.annotate(at=Substr("path", 1, length)).values_list("at").annotate(many=Sum("households"))
    return {path: many or 0 for path, many in rows}


def _half(field_name: str, first: Any) -> Case:
    """Which of the two periods a row belongs to."""
    later = When(**{f"{field_name}__gte": first}, then=Value(NOW))
    return Case(later, default=Value(BEFORE), output_field=IntegerField())


def _weigh(cards: Mapping[str, Card], length: int, many: int) -> None:
    first, end = whole_weeks(many)
    rows = WeekWeight.objects.filter(week__gte=first - timedelta(weeks=many), week__lt=end).order_by()
    fetched, known = Q(collections__gt=0), Q(collections__gt=0, estate__households__gt=0)
    sums = rows.filter(stream__in=EVERYDAY).annotate(
        at=Substr("estate_id", 1, length), half=_half("week", first)
    )
    for row in sums.values("at", "half", "stream").annotate(
        kilograms=Sum("kg"), of_known=Sum("kg", filter=known), households=Sum("estate__households", filter=known),
        over=Count("week", distinct=True, filter=fetched), called=Sum("due"), late=Sum("missed"),
    ):  # fmt: skip
        if row["at"] not in cards:
            continue
        period, stream = _period(cards[row["at"]], row["half"]), row["stream"]
        period.kg[stream], period.weeks[stream] = float(row["kilograms"]), row["over"]
        period.household_kg[stream] = float(row["of_known"] or 0)
        period.household_weeks[stream] = row["households"] or 0
        period.due += row["called"]
        period.missed += row["late"]


def _look(cards: Mapping[str, Card], length: int, many: int) -> None:
    """First looks: one that was repeated would count a fault twice."""
    first, end = whole_weeks(many)
    rows = Inspection.objects.filter(
        rechecks=None, at__gte=_midnight(first - timedelta(weeks=many)), at__lt=_midnight(end)
    )
    halves = rows.order_by().annotate(
        place=Substr("point__estate_id", 1, length), half=_half("at", _midnight(first))
    )
    counted = halves.values("place", "half").annotate(
        looked=Count("pk"), fine=Count("pk", filter=Q(result=InspectionResult.FINE))
    )
    for row in counted:
        if row["place"] in cards:
            period = _period(cards[row["place"]], row["half"])
            period.looked, period.fine = row["looked"], row["fine"]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def _period(card: Card, half: int) -> Period:
    return card.now if half == NOW else card.before


def _values(period: Period) -> dict[str, float | None]:
    streams = {str(each): period.a_household(each) for each in EVERYDAY}
    return {**streams, "share": period.kitchen_share}


def _compare(seen: Iterable[Card], every: Sequence[Card]) -> None:
    known = [(each, _values(each.now)) for each in every if each.households]
    for card in seen:
        others: dict[str, list[float]] = defaultdict(list)
        for each, values in known:
            if each is not card and _is_like(each, card):
                for code, value in values.items():
                    if value is not None:
                        others[code].append(value)
        now, before = _values(card.now), _values(card.before)
        card.measures = {code: _measure(code, now[code], before[code], others[code]) for code in now}


def _is_like(each: Card, card: Card) -> bool:
    return card.households / AS_LARGE <= each.households <= card.households * AS_LARGE


def _measure(code: str, value: float | None, before: float | None, others: Sequence[float]) -> Measure:
    if len(others) < FEWEST_LIKE:
        return Measure(code, value, before, others=len(others))
    low, _middle, high = quantiles(others, n=4, method="inclusive")
    return Measure(code, value, before, low, high, len(others))


def weeks_of_place(path: str, many: int) -> Sequence[tuple[date, Mapping[str, float | None], int, int]]:
    """Week by week, the latest first: kilograms a household by stream, collections made and missed. One query."""
    first, end = whole_weeks(many)
    known = Q(collections__gt=0, estate__households__gt=0)
    rows = (
        WeekWeight.objects.within(path).filter(week__gte=first, week__lt=end, stream__in=EVERYDAY).order_by()
    )
    found: dict[date, tuple[dict[str, float | None], list[int]]] = {}
    for row in rows.values("week", "stream").annotate(
        kilograms=Sum("kg", filter=known), households=Sum("estate__households", filter=known),
        done=Sum(F("due") - F("missed")), late=Sum("missed"),
    ):  # fmt: skip
        streams, counts = found.setdefault(row["week"], ({}, [0, 0]))
        streams[row["stream"]] = (
            float(row["kilograms"] or 0) / row["households"] if row["households"] else None
        )
        counts[0] += row["done"]
        counts[1] += row["late"]
    return [
        (week, streams, made, late) for week, (streams, (made, late)) in sorted(found.items(), reverse=True)
    ]


def looks_of_place(path: str, many: int) -> "QuerySet[Inspection]":
    """First looks of these weeks, the latest first."""
    first, end = whole_weeks(many)
    rows = Inspection.objects.within(path).filter(
        rechecks=None, at__gte=_midnight(first), at__lt=_midnight(end)
    )
    return rows.select_related("point__estate", "recheck").defer("point__estate__boundary")


def missed_of_place(path: str, many: int, most: int) -> Sequence[RoundStop | LeftCall]:
    """Collections that were due in these weeks and not made, the latest first: stops, as far as they are kept, and what
    stood in none. Two queries."""
    first, end = whole_weeks(many)
    about: dict[str, Any] = {"day__gte": first, "day__lt": end, "stream__in": EVERYDAY}
    left = (StopState.MISSED, StopState.REFUSED, StopState.WAITING)
    found = [
        *_latest(RoundStop.objects.within(path).filter(state__in=left, **about), most),
        *_latest(LeftCall.objects.within(path).filter(**about), most),
    ]
    found.sort(key=lambda each: (each.estate_id, each.stream))
    return sorted(found, key=lambda each: each.day, reverse=True)[:most]


def _latest(rows: "QuerySet[Any]", most: int) -> "QuerySet[Any]":
    rows = rows.select_related("estate").defer("estate__boundary")
    return rows.order_by("-day", "estate_id", "stream", "pk")[:most]
