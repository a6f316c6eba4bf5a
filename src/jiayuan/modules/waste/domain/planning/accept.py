"""Accepting a plan: its rounds and stops are made, and what waited elsewhere is moved to them.

Locks: the plan, the day, its rounds by key, the stops by key, and the ledger last, by name. The day is that of all
operators: two that work at one place would else take the same estate at once.

What holds afterwards: a collection stands in one round; nobody drives two rounds at once; a planned round has something
to fetch, and its driver is whom the plan named.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.locking import lock_rows
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.ledger.domain.record import record

from ...models import Round, RoundPlan, RoundStop
from ...round_enums import PlanState, RoundState, StopReason, StopState
from ..rounds import lock_day
from .draw import lock_plan, note_plan
from .needs import WHOLE
from .standing import Driver, Standing, moment_of, standing_of


def accept_plan(pk: int, *, by: Actor) -> RoundPlan:
    """Once only. :raises Conflict: it is not ready, or the day is not as it was when it was drawn."""
    with transaction.atomic():
        plan = lock_plan(pk, by)
        if plan.state == PlanState.ACCEPTED:
            return plan
        if plan.state != PlanState.READY:
            raise Conflict(_("This plan is not ready."), _("Look at it again."), code="state")
        lock_day(plan.day)
        rounds = Round.objects.filter(operator=plan.operator_id, day=plan.day)
        lock_rows(Round, rounds.values_list("pk", flat=True))
        standing = standing_of(plan.operator, plan.day)
        lock_rows(RoundStop, [each.pk for each in standing.free])
        if standing.seen != plan.seen:
            raise _stale()
        _carry_out(_Move(plan, standing, by))
        plan.state = PlanState.ACCEPTED
        plan.save()
    return plan


def is_overtaken(plan: RoundPlan) -> bool:
    """Has the day changed since it was drawn? Five queries, none for what is not to be accepted."""
    return plan.state == PlanState.READY and standing_of(plan.operator, plan.day).seen != plan.seen


def _carry_out(move: "_Move") -> None:
    """:raises Conflict: what it would make stands already, by somebody who asked for no lock."""
    try:
        with transaction.atomic():
            move.carry_out()
    except IntegrityError as error:
        if not is_taken(error):
            raise
        raise _stale() from error


def _stale() -> Conflict:
    return Conflict(
        _("The day is not as it was when this was drawn: a round, a stop, a crew or a bin day has changed."),
        _("Have the rest planned anew; it takes seconds."),
        code="stale",
    )


class _Move:
    """``old`` are stops that the plan may move, by key; what it takes over in place leaves them."""

    def __init__(self, plan: RoundPlan, standing: Standing, by: Actor) -> None:
        self.plan, self.standing, self.by = plan, standing, by
        self.moment: datetime = now()
        self.drivers = {each.crew.pk: each for each in standing.drivers}
        self.old = {each.pk: each for each in standing.free}
        self.parts = defaultdict[tuple[str, str], set[int]](set)
        self.said: list[tuple[str, str, str, dict[str, Any]]] = []
        for each in (*standing.kept, *standing.elsewhere):
            self.parts[each.estate_id, each.stream].add(each.part)

    def carry_out(self) -> None:
        """What is given up first, then what takes its place: so that a driver or a shift is free again by then."""
        drawn = [(self._driver(each), each) for each in self.plan.drawn["rounds"]]
        fresh = [
            (driver, stop)
            for driver, each in drawn
            for stop in each["stops"]
            if not self._in_place(driver.round, stop)
        ]
        self._check_not_taken([stop for _driver, stop in fresh])
        self._leave()
        self._call_off_empty({driver.round.pk for driver, _each in drawn if driver.round is not None})
        rows = self._rounds(drawn)
        RoundStop.objects.bulk_create([self._stop(rows[driver.crew.pk], stop) for driver, stop in fresh])
        for driver, each in drawn:
            row = rows[driver.crew.pk]
            many = {"day": f"{row.day}", "stops": len(each["stops"]), "plan": self.plan.pk}
            self.said.append((row.stream, "waste.plan_round", self.plan.operator.place_id, many))
        note_plan(self.plan, "waste.accept_plan", self.by, rounds=len(drawn))
        for stream, action, place, after in sorted(self.said, key=lambda each: each[:3]):
            record(stream, action, by=self.by.person, after=after, place_path=place)

    def _check_not_taken(self, fresh: Sequence[dict[str, Any]]) -> None:
        """:raises Conflict: another operator has taken one of them since."""
        taken = {each.call_id or (each.estate_id, each.stream) for each in self.standing.elsewhere}
        if any(stop.get("call") in taken or (stop["estate"], stop["stream"]) in taken for stop in fresh):
            raise _stale()

    def _driver(self, drawn: dict[str, Any]) -> Driver:
        driver = self.drivers.get(drawn["crew"])
        if driver is None or driver.person.pk != drawn.get("driver", driver.person.pk):
            raise _stale()
        return driver

    def _rounds(self, drawn: Sequence[tuple[Driver, dict[str, Any]]]) -> dict[int, Round]:
        """By crew. Those whose driver changes are set aside for the moment, so that two may change places."""
        aside = [
            each.round.pk
            for each, _row in drawn
            if each.round is not None and each.round.driver != each.person
        ]
        Round.objects.filter(pk__in=aside).update(state=RoundState.CALLED_OFF)
        return {each.crew.pk: self._round(each, row) for each, row in drawn}

    def _round(self, driver: Driver, drawn: dict[str, Any]) -> Round:
        crew = driver.crew
        row = driver.round or Round(
            operator=self.plan.operator, day=self.plan.day, vehicle=crew.vehicle, starts_at=crew.starts_at,
            revision=0,
        )  # fmt: skip
        if row.state == RoundState.PLANNED:
            row.hand_over(driver.person)
            row.crew, row.ends_at = crew, crew.ends_at
        row.charges = [each for each in row.charges if each["trip"] < driver.first_trip]
        row.charges += drawn.get("charges", [])
        row.revision += 1
        row.save()
        return row

    def _in_place(self, row: Round | None, drawn: dict[str, Any]) -> bool:
        """Is it in this round already, so that only its turn changes?"""
        known = self.old.get(drawn["of"] or 0)
        if known is None or row is None or known.round_id != row.pk:
            return False
        del self.old[known.pk]
        self._fill(known, drawn)
        known.save()
        self.parts[known.estate_id, known.stream].add(known.part)
        return True

    def _fill(self, stop: RoundStop, drawn: dict[str, Any]) -> None:
        stop.call_id, stop.share = drawn.get("call"), drawn.get("share", WHOLE)
        stop.trip, stop.position, stop.site_id = drawn["trip"], drawn["position"], drawn["site"]
        stop.expected_at, stop.expected_kg = moment_of(self.plan.day, drawn["at"]), drawn["kg"]

    def _leave(self) -> None:
        """Of what waited elsewhere: what another round takes over is moved; what no round can take today is missed,
        and its residents are told."""
        drawn = {stop["of"] for each in self.plan.drawn["rounds"] for stop in each["stops"]}
        for stop in sorted(self.old.values(), key=lambda each: each.pk):
            is_missed = self.plan.drawn["is_rest"] and stop.pk not in drawn
            stop.ended_at = self.moment
            stop.state = StopState.MISSED if is_missed else StopState.MOVED
            if is_missed:
                stop.reason = StopReason.NO_ROUND
                after = {
                    "stop": stop.pk, "stream": stop.stream, "state": stop.state, "day": stop.day.isoformat(),
                    "reason": stop.reason,
                }  # fmt: skip
                self.said.append((f"waste-round/{stop.round_id}", "waste.stop_miss", stop.estate_id, after))
                self.parts[stop.estate_id, stop.stream].add(stop.part)
            stop.save()

    def _stop(self, row: Round, drawn: dict[str, Any]) -> RoundStop:
        taken = self.parts[drawn["estate"], drawn["stream"]]
        part = next(each for each in range(1, len(taken) + 2) if each not in taken)
        taken.add(part)
        stop = RoundStop(
            round=row, estate_id=drawn["estate"], stream=drawn["stream"], day=row.day, part=part,
            holds_kg=row.vehicle.capacity_kg, instead_of_id=drawn["of"],
        )  # fmt: skip
        self._fill(stop, drawn)
        return stop

    def _call_off_empty(self, drawn: Collection[int]) -> None:
        """A planned round that nothing is left of does not leave its yard, whether it has a crew still or not."""
        for row in self.standing.rounds:
            if row.state != RoundState.PLANNED or row.pk in drawn:
                continue
            if row.stops.filter(state=StopState.WAITING).exists():
                continue
            row.state, row.ended_at, row.revision = RoundState.CALLED_OFF, self.moment, row.revision + 1
            row.save()
            place = self.plan.operator.place_id
            self.said.append((row.stream, "waste.round_call_off", place, {"state": str(row.state)}))
