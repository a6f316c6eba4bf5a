"""Coverage of a day: communities with their counts, and the matrix of one community. Constant numbers of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH, STREET_LENGTH

from ...enums import EVERYDAY, Stream
from ...models import Bin, CollectionDay, DropPoint, OpeningHours, Pilot, standing
from ...requirements import required_on
from ...streams import StreamFacts, facts_of
from .gaps import Gap, estates_on, gaps_of, with_gaps


@dataclass(frozen=True)
class Lacking:
    """An estate, and what it lacks."""

    estate: Place
    community: Place
    gaps: Sequence[Gap]


@dataclass
class CommunityLine:
    place: Place
    estates: int = 0
    covered: int = 0

    @property
    def uncovered(self) -> int:
        return self.estates - self.covered


@dataclass(frozen=True)
class Overview:
    """``lines`` by community in order of path; ``lacking`` are the estates that are not covered."""

    day: date
    lines: Sequence[CommunityLine]
    lacking: Sequence[Lacking]
    streets: Sequence[Place]

    @property
    def estates(self) -> int:
        return sum(each.estates for each in self.lines)

    @property
    def covered(self) -> int:
        return sum(each.covered for each in self.lines)

    @property
    def communities(self) -> int:
        """With all their estates covered."""
        return sum(not each.uncovered for each in self.lines)


@dataclass
class Cell:
    """One stream at one estate."""

    stream: str
    bins: list[Bin] = field(default_factory=list)
    days: list[CollectionDay] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def facts(self) -> StreamFacts:
        return facts_of(self.stream)

    @property
    def count(self) -> int:
        return sum(each.count for each in self.bins)


@dataclass
class EstateLine:
    estate: Place
    cells: Mapping[str, Cell]
    points: list[DropPoint] = field(default_factory=list)
    hours: list[OpeningHours] = field(default_factory=list)
    gaps: Sequence[Gap] = ()
    is_pilot: bool = False

    @property
    def spoken_hours(self) -> list[tuple[int, str]]:
        """Days and hours of its points, each once."""
        return sorted({(each.weekdays, str(each)) for each in self.hours}, key=lambda told: told[1])

    @property
    def other_gaps(self) -> list[Gap]:
        """Those that concern no single stream."""
        return [each for each in self.gaps if not each.stream]


def seen_paths(actor: Actor, path: str = "") -> list[str]:
    """The places whose coverage this actor reads, narrowed to ``path``."""
    reached = actor.reach.paths_for(*DESK_STAFF)
    if not path:
        return reached
    return [path] if any(path.startswith(each) for each in reached) else [
        each for each in reached if each.startswith(path)
    ]  # fmt: skip


def overview(paths: Iterable[str], day: date) -> Overview:
    """Two queries."""
    estates = list(with_gaps(estates_on(day, paths), day).order_by("path"))
    codes = {each.path[:length] for each in estates for length in (STREET_LENGTH, COMMUNITY_LENGTH)}
    places = Place.objects.defer("boundary").in_bulk(list(codes))
    lines = {
        path: CommunityLine(places[path])
        for path in sorted(codes)
        if len(path) == COMMUNITY_LENGTH and path in places
    }
    lacking, required = [], bool(required_on(day).needs)
    for estate in estates:
        line, gaps = lines[estate.path[:COMMUNITY_LENGTH]], gaps_of(estate, day)
        line.estates += 1
        line.covered += required and not gaps
        if gaps:
            lacking.append(Lacking(estate, line.place, gaps))
    streets = [places[path] for path in sorted(codes) if len(path) == STREET_LENGTH and path in places]
    return Overview(day, list(lines.values()), lacking, streets)


def matrix(paths: Iterable[str], day: date) -> Sequence[EstateLine]:
    """Each estate by each stream; estates that lack something first. Six queries."""
    estates = list(with_gaps(estates_on(day, paths), day).order_by("path"))
    lines = {each.path: _line(each, day) for each in estates}
    _add_bins(lines, day)
    for day_row in CollectionDay.objects.on(day).filter(estate__in=lines).order_by("at"):
        cell = lines[day_row.estate_id].cells.get(day_row.stream)
        if cell is not None:
            cell.days.append(day_row)
    for point in DropPoint.objects.on(day).filter(estate__in=lines).order_by("pk"):
        lines[point.estate_id].points.append(point)
    for hours in OpeningHours.objects.on(day).filter(point__estate__in=lines).select_related("point"):
        lines[hours.point.estate_id].hours.append(hours)
    for path in Pilot.objects.on(day).filter(estate__in=lines).values_list("estate_id", flat=True):
        lines[path].is_pilot = True
    return sorted(lines.values(), key=lambda line: (not line.gaps, line.estate.path))


def _line(estate: Place, day: date) -> EstateLine:
    gaps = gaps_of(estate, day)
    of_stream: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        of_stream[gap.stream].append(gap)
    cells = {str(each): Cell(str(each), gaps=of_stream[str(each)]) for each in columns_on(day)}
    return EstateLine(estate, cells, gaps=gaps)


def _add_bins(lines: Mapping[str, EstateLine], day: date) -> None:
    open_then = standing(day, at="point__", first="opened_on", last="closed_on")
    rows = Bin.objects.on(day).filter(open_then, point__estate__in=lines)
    for each in rows.select_related("point").order_by("-litres", "pk"):
        cell = lines[each.point.estate_id].cells.get(each.stream)
        if cell is not None:
            cell.bins.append(each)


def columns_on(day: date) -> Sequence[Stream]:
    """The streams that the matrix shows: those that are required, else all of every day."""
    return required_on(day).streams or EVERYDAY
