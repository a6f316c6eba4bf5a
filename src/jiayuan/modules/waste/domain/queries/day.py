"""The day of an operator as its board shows it, and a driver's own round."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.organisations.enums import UnitFunction
from jiayuan.foundation.organisations.models import Organisation

from ...models import Round, RoundPlan, RoundStop, Site, Unloading
from ...round_enums import HAS_BEGUN, RoundState, StopReason, StopState
from ..entering import corrected_until, is_open_to_unit
from ..rounds import no_such_round
from ..unloadings import is_off

MOST_PLANS = 5


@dataclass
class Ticket:
    """``is_off``: it differs from what the stops of its trip weighed by more than scales do."""

    row: Unloading
    weighed: Decimal
    is_off: bool
    is_open: bool = False
    """Its week is not closed yet: it can be corrected."""


@dataclass
class RoundSeen:
    row: Round
    stops: list[RoundStop] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    taken_back: list[RoundStop] = field(default_factory=list)
    """Stops that were moved here after another round had ended them, each with what came of it there."""

    @property
    def ended(self) -> int:
        return sum(each.state != StopState.WAITING for each in self.stops)

    @property
    def next(self) -> RoundStop | None:
        return next((each for each in self.stops if each.state == StopState.WAITING), None)

    @property
    def mixed(self) -> list[RoundStop]:
        """The alarm: a bin of another stream than the truck's, or another stream found in the bin."""
        carries = self.row.vehicle.carries
        return [
            each
            for each in self.stops
            if each.reason == StopReason.MIXED or (each.stream != carries and each.state == StopState.WAITING)
        ]

    @property
    def open_trips(self) -> list[int]:
        """Trips with a load that has no ticket yet."""
        entered = {each.row.trip for each in self.tickets}
        return sorted({each.trip for each in self.stops if each.state == StopState.DONE} - entered)

    @property
    def trips_to_unload(self) -> list[int]:
        """Trips that have no ticket yet, whether anything is on the truck or not."""
        entered = {each.row.trip for each in self.tickets}
        return sorted({each.trip for each in self.stops} - entered)

    @property
    def trips_to_enter(self) -> list[int]:
        """Of which a ticket can be entered; of a round that is over, what still lacks one."""
        if self.row.state == RoundState.FINISHED:
            return self.open_trips if self.is_open else []
        return self.trips_to_unload if self.is_under_way else []

    @property
    def is_open(self) -> bool:
        """Its week is not closed yet: what was weighed can be corrected."""
        return today() <= corrected_until(self.row.day)

    @property
    def is_untold(self) -> bool:
        """Closed with its day, and nobody said that it had set out."""
        return self.row.state == RoundState.FINISHED and self.row.started_at is None and not self.kg

    @property
    def stands(self) -> bool:
        return self.row.state != RoundState.CALLED_OFF

    @property
    def is_under_way(self) -> bool:
        """What comes of its stops can be entered."""
        return self.row.state in HAS_BEGUN

    @property
    def kg(self) -> Decimal:
        return sum((each.kg for each in self.stops if each.kg is not None), Decimal(0))


def operators_of(actor: Actor) -> Sequence[Organisation]:
    """The sanitation units that this actor works for. :raises Missing: none."""
    rows = Organisation.objects.filter(
        pk__in=actor.reach.organisations(Role.UNIT_OFFICER), function=UnitFunction.SANITATION
    )
    found = list(rows.order_by("pk"))
    if not found:
        raise Missing(
            _("Rounds are planned by sanitation units."), _("Ask a unit whose function is sanitation.")
        )
    return found


def operator_of(actor: Actor) -> Organisation:
    """The first of them. :raises Missing: none."""
    return operators_of(actor)[0]


def board_of(operator: Organisation, day: date) -> Sequence[RoundSeen]:
    """Rounds with their stops and tickets; those that need somebody first. Four queries."""
    rows = Round.objects.filter(operator=operator, day=day).exclude(state=RoundState.CALLED_OFF)
    found = _seen(list(rows.select_related("vehicle", "driver", "operator").order_by("starts_at", "pk")))
    return sorted(found, key=lambda each: each.row.state != RoundState.BROKEN_DOWN)


def round_of_unit(actor: Actor, pk: int) -> RoundSeen:
    """Four queries. :raises Missing: no unit of theirs has it."""
    rows = Round.objects.visible_to(actor).exclude(state=RoundState.CALLED_OFF).filter(pk=pk)
    found = _seen(list(rows.select_related("vehicle", "driver", "operator")))
    if not found:
        raise no_such_round()
    return found[0]


def stop_of_unit(actor: Actor, pk: int) -> RoundStop:
    """:raises Missing: no round of their units has it."""
    rows = RoundStop.objects.filter(round__in=Round.objects.visible_to(actor), pk=pk)
    found = rows.select_related("round__vehicle", "round__driver", "estate", "site", "desk")
    stop = found.defer("estate__boundary").first()
    if stop is None:
        raise Missing(_("There is no such stop."), _("Look at the rounds of the day."))
    stop.is_open_to_unit = stop.state == StopState.WAITING or is_open_to_unit(stop.round, stop)
    return stop


def stops_beside(stop: RoundStop) -> Sequence[RoundStop]:
    """Those of its round at its estate, itself among them, in order. One query."""
    rows = RoundStop.objects.taking().filter(round=stop.round_id, estate=stop.estate_id)
    return list(rows.order_by("trip", "position", "pk"))


def rounds_of_driver(actor: Actor) -> Sequence[RoundSeen]:
    """Today's and the next day's, and those called off. Four queries."""
    rows = Round.objects.driven_by(actor).select_related("vehicle", "driver", "operator")
    return _seen(list(rows.order_by("day", "starts_at", "pk")))


def _seen(rows: Sequence[Round]) -> list[RoundSeen]:
    found = {each.pk: RoundSeen(each) for each in rows}
    stops = RoundStop.objects.taking().filter(round__in=found).select_related("estate", "site", "desk")
    for stop in stops.defer("estate__boundary").order_by("trip", "position", "pk"):
        stop.is_open_to_unit = is_open_to_unit(found[stop.round_id].row, stop)
        found[stop.round_id].stops.append(stop)
    for stop in _taken_back(found):
        found[stop.round_id].taken_back.append(stop)
    tickets = Unloading.objects.filter(round__in=found, corrected=None).select_related(
        "site", "corrects", "by"
    )
    for ticket in tickets.order_by("trip", "pk"):
        seen = found[ticket.round_id]
        weighed = sum(
            (each.kg for each in seen.stops if each.trip == ticket.trip and each.kg is not None), Decimal(0)
        )
        seen.tickets.append(Ticket(ticket, weighed, is_off(ticket.kg, weighed), seen.is_open))
    return list(found.values())


def _taken_back(rounds: Iterable[int]) -> "QuerySet[RoundStop]":
    rows = RoundStop.objects.filter(round__in=rounds, state=StopState.MOVED).exclude(
        instead_of__state__in=(StopState.WAITING, StopState.MOVED)
    )
    rows = rows.filter(instead_of__isnull=False).select_related("estate", "instead_of__round__vehicle")
    return rows.defer("estate__boundary").order_by("trip", "position", "pk")


def plans_of(operator: Organisation, day: date) -> Sequence[RoundPlan]:
    rows = RoundPlan.objects.filter(operator=operator, day=day).select_related("asked_by")
    return list(rows.order_by("-pk")[:MOST_PLANS])


def sites_for(round_row: Round) -> Sequence[Site]:
    """Where this vehicle may unload what it carries."""
    rows = Site.objects.on(round_row.day).filter(operator=round_row.operator_id).order_by("name")
    return [each for each in rows if round_row.vehicle.carries in each.streams]


def called_off(seen: Sequence[RoundSeen]) -> Sequence[RoundSeen]:
    """Without those in whose place another stands."""
    standing = {(each.row.day, each.row.vehicle_id, each.row.starts_at) for each in seen if each.stands}
    off = [each for each in seen if not each.stands]
    return [each for each in off if (each.row.day, each.row.vehicle_id, each.row.starts_at) not in standing]


def stop_of_driver(actor: Actor, pk: int) -> RoundStop:
    """:raises Missing: none of their rounds has it, nor had it when what comes now was entered."""
    rows = RoundStop.objects.filter(round__in=Round.objects.entered_by(actor))
    rows = rows.select_related("round__vehicle", "estate", "site").defer("estate__boundary")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing(_("There is no such stop."), _("Look at your round."))
    return found
