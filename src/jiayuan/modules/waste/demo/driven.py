"""Two weeks of rounds, today's as far as the clock is, and tomorrow's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from jiayuan.foundation.clock.weekdays import bit_of
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.ledger.domain.record import record

from ..domain.planning.needs import Need, due, needs_of
from ..models import Crew, Round, RoundStop, TicketNumber, Unloading, Weighing
from ..round_enums import CorrectionReason, RoundState, StopReason, StopState
from .fleet import Fleet
from .left import left_near, tell_left
from .refused import record_refusal, refuse_one
from .ways import Leg, driven, shared

DAYS_BACK = 14
MISSED_ONE_IN = 160
WHY_MISSED = (StopReason.BLOCKED, StopReason.LOCKED, StopReason.TIME)
TENTH = Decimal("0.1")


@dataclass
class Rows:
    """``odd``: the day of a ticket that does not agree with its stops, so that the board has something to show;
    ``short``: a day whose rounds leave one collection out, ``left``."""

    random: Random
    now: datetime
    shown: Any
    home: str
    odd: date
    short: date
    left: Need | None = None
    rounds: list[Round] = field(default_factory=list)
    stops: list[RoundStop] = field(default_factory=list)
    weighings: list[Weighing] = field(default_factory=list)
    tickets: list[Unloading] = field(default_factory=list)


def tell_rounds(context: DemoContext, fleet: Fleet) -> int:
    """How many rounds."""
    now = timezone.localtime(context.now)
    people = context.people
    rows = Rows(
        context.random("waste-rounds"), now, people["driver"], people["resident"].home_place_id or "",
        now.date() - timedelta(days=3), now.date() - timedelta(days=2),
    )  # fmt: skip
    for number in range(-DAYS_BACK, 2):
        _day(rows, fleet, now.date() + timedelta(days=number))
    refused = refuse_one(rows.stops, rows.weighings, rows.tickets, rows.home)
    Round.objects.bulk_create(rows.rounds)
    RoundStop.objects.bulk_create(rows.stops, batch_size=400)
    Weighing.objects.bulk_create(rows.weighings, batch_size=800)
    Unloading.objects.bulk_create(rows.tickets)
    TicketNumber.objects.bulk_create(
        TicketNumber(unloading=each, site=each.site, ticket=each.ticket) for each in rows.tickets
    )
    _correct(rows, fleet)
    for each in rows.rounds:
        many = {"day": each.day.isoformat(), "state": str(each.state)}
        record(
            each.stream, "waste.invented", after=many, place_path=fleet.operator.place_id, begins=True,
            at=min(moment(each.day, each.starts_at) - timedelta(hours=12), context.now),
        )  # fmt: skip
    if refused is not None:
        record_refusal(refused)
    if rows.left is not None:
        tell_left(fleet.operator, rows.left, rows.short, moment(rows.short + timedelta(days=1), time(13)))
    return len(rows.rounds)


def moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())


def _day(rows: Rows, fleet: Fleet, day: date) -> None:
    streams = [stream for stream, crews in fleet.crews.items() if crews and crews[0].weekdays & bit_of(day)]
    needs = needs_of(due(fleet.operator, day, streams), day, ())
    if day == rows.short:
        rows.left = left_near(rows.home, needs)
        needs = [each for each in needs if each is not rows.left]
    for stream in streams:
        ours = [each for each in needs if each.stream == stream and each.estate.latitude is not None]
        for crew, part in zip(fleet.crews[stream], shared(ours, len(fleet.crews[stream])), strict=False):
            if part:
                _round(rows, fleet, crew, day, part)


def _round(rows: Rows, fleet: Fleet, crew: Crew, day: date, needs: Sequence[Need]) -> None:
    site = fleet.sites[needs[0].stream]
    legs = list(driven(crew, site, day, needs))
    row = Round(
        operator=fleet.operator, day=day, vehicle=crew.vehicle, driver=crew.driver, starts_at=crew.starts_at,
        ends_at=crew.ends_at, crew=crew,
    )  # fmt: skip
    done = _turned(rows, row, legs)
    stops = [_stop(rows, row, site, leg, number < done) for number, leg in enumerate(legs)]
    rows.rounds.append(row)
    rows.stops += stops
    is_over = row.state == RoundState.FINISHED
    trips = sorted({each.trip for each in stops})
    for trip in (
        trips if is_over else [each for each in trips if each < stops[min(done, len(stops) - 1)].trip]
    ):
        _ticket(rows, row, site, [each for each in stops if each.trip == trip])


def _turned(rows: Rows, row: Round, legs: Sequence[Leg]) -> int:
    """As the clock has it: how many stops are behind it. Who is entered with one tap has half of the round before
    them, however late it is."""
    starts = moment(row.day, row.starts_at)
    if rows.now < starts:
        return 0
    row.started_at = starts + timedelta(minutes=rows.random.randint(0, 6))
    past = sum(leg.at <= rows.now for leg in legs)
    is_over = moment(row.day, row.ends_at) <= rows.now
    if row.day == rows.now.date() and row.driver_id == rows.shown.pk:
        past, is_over = min(past, len(legs) // 2), False
    row.state = RoundState.FINISHED if is_over else RoundState.DRIVING
    if is_over:
        row.ended_at = legs[-1].at + timedelta(minutes=40)
    return len(legs) if is_over else past


def _stop(rows: Rows, row: Round, site: Any, leg: Leg, is_past: bool) -> RoundStop:
    stop = RoundStop(
        round=row, estate=leg.need.estate, stream=leg.need.stream, day=row.day, trip=leg.trip, position=leg.position,
        site=site, expected_at=leg.at, expected_kg=Decimal(leg.need.kg).quantize(TENTH),
        holds_kg=row.vehicle.capacity_kg, call_id=leg.need.call,
    )  # fmt: skip
    if not is_past:
        return stop
    stop.ended_at = min(leg.at + timedelta(minutes=rows.random.randint(1, 4)), rows.now)
    if _is_missed(rows, stop):
        stop.state, stop.reason = StopState.MISSED, rows.random.choice(WHY_MISSED)
        return stop
    stop.state = StopState.DONE
    stop.kg = Decimal(leg.need.kg * rows.random.uniform(0.62, 0.98)).quantize(TENTH)
    rows.weighings.append(
        Weighing(stop=stop, kg=stop.kg, holds_kg=stop.holds_kg, by=row.driver, at=stop.ended_at)
    )
    return stop


def _is_missed(rows: Rows, stop: RoundStop) -> bool:
    """Here and there; and yesterday where the resident of the demonstration lives."""
    chance = rows.random.randrange(MISSED_ONE_IN)
    is_home = stop.estate_id == rows.home and stop.stream == "residual"
    return chance == 0 or (is_home and stop.day == rows.now.date() - timedelta(days=1))


def _ticket(rows: Rows, row: Round, site: Any, stops: Sequence[RoundStop]) -> None:
    weighed = sum((each.kg for each in stops if each.kg is not None), Decimal(0))
    if not weighed:
        return
    share = rows.random.uniform(0.985, 1.015)
    if row.day == rows.odd and not any(each.round.day == rows.odd for each in rows.tickets):
        share = 0.84
    kg = min((weighed * Decimal(share)).quantize(TENTH), Decimal(row.vehicle.capacity_kg))
    latest = max(each.ended_at for each in stops if each.ended_at is not None)
    rows.tickets.append(
        Unloading(
            round=row, trip=stops[0].trip, site=site, ticket=f"{row.day:%y%m%d}-{len(rows.tickets) + 1:03d}", kg=kg,
            holds_kg=row.vehicle.capacity_kg, by=row.driver, at=latest + timedelta(minutes=25),
        )
    )  # fmt: skip


def _correct(rows: Rows, fleet: Fleet) -> None:
    """One weight of last week was typed wrong; the first stays to be read."""
    first = next(_typed_wrong(rows), None)
    if first is None:
        return
    first.stop.kg = (first.kg / 2).quantize(TENTH)
    first.stop.save(update_fields=["kg"])
    Weighing.objects.create(
        stop=first.stop, kg=first.stop.kg, holds_kg=first.holds_kg, reason=CorrectionReason.TYPED, corrects=first,
        by=fleet.unit.person, at=first.at + timedelta(hours=7),
    )  # fmt: skip


def _typed_wrong(rows: Rows) -> Iterator[Weighing]:
    day = rows.now.date() - timedelta(days=6)
    return (each for each in rows.weighings if each.stop.day == day)
