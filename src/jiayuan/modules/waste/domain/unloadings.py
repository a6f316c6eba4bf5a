"""Tickets of disposal sites, their corrections, and how they compare with what the stops of the trip weighed."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.common.units import in_kilograms
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.ledger.domain.record import clean_nonce, record

from ..limits import TICKET
from ..models import Round, RoundStop, Site, TicketNumber, Unloading
from ..ops_rules import OPERATE
from ..round_enums import HAS_BEGUN, OF_TICKETS, RoundState, StopState
from .entering import check_week
from .rounds import in_place_of, lock_round, moment_of_entry
from .weights import ask_again, read_kg


@dataclass(frozen=True)
class TicketDraft:
    """``sure``: the weight as it was typed the time before."""

    trip: int
    site: int
    ticket: str
    kg: str
    sure: str = ""


@dataclass(frozen=True)
class TicketCorrection:
    """As it should have been entered, and why it was not."""

    ticket: str
    kg: str
    reason: str


def enter_ticket(pk: int, draft: TicketDraft, *, by: Actor, nonce: str | None = None) -> Unloading:
    """Once a trip, and a ticket once a site. :raises Refused, Invalid, Conflict: each in words."""
    kept = clean_nonce(nonce)
    with transaction.atomic():
        found = lock_round(pk, by)
        known = Unloading.objects.filter(nonce=kept).first() if kept else None
        if known is not None and (known.round_id, known.trip) == (found.pk, draft.trip):
            return known
        if known is not None:
            raise Conflict(
                _("This form was sent before, for another trip."),
                _("Open the round anew and enter the ticket once more."),
                code="nonce",
            )
        row = _row(found, draft, by)
        row.nonce = kept
        try:
            with transaction.atomic():
                row.save()
                TicketNumber.objects.create(unloading=row, site=row.site, ticket=row.ticket)
        except IntegrityError as error:
            if not is_taken(error):
                raise
            raise _taken(row) from error
        record(
            found.stream, "waste.unload", by=by.person, place_path=found.operator.place_id,
            on_behalf_of=in_place_of(found, by),
            after={"trip": row.trip, "ticket": row.ticket, "kg": f"{row.kg}", "site": row.site_id},
        )  # fmt: skip
    return row


def correct_ticket(pk: int, draft: TicketCorrection, *, by: Actor) -> Unloading:
    """By the unit, with the reason. What stood before stays to be read; the same again changes nothing.

    :raises Missing, Refused, Invalid, Conflict: each in words.
    """
    if draft.reason not in OF_TICKETS:
        raise Invalid(_("Why is it corrected?"), _("Choose a reason."), field="reason")
    with transaction.atomic():
        round_pk = Unloading.objects.filter(pk=pk).values_list("round_id", flat=True).first()
        if round_pk is None:
            raise no_such_ticket()
        found = lock_round(round_pk, by, OPERATE)
        check_week(found.day)
        last = _standing(pk)
        number = _number(draft.ticket)
        kg = read_kg(draft.kg, last.holds_kg, of_ticket=True)
        if (number, kg) == (last.ticket, last.kg):
            return last
        row = Unloading(
            round=found, trip=last.trip, site=last.site, ticket=number, kg=kg, holds_kg=last.holds_kg, by=by.person,
            reason=draft.reason, corrects=last,
        )  # fmt: skip
        _put_in_place(row, last)
        record(
            found.stream, "waste.correct_ticket", by=by.person, place_path=found.operator.place_id,
            before={"ticket": last.ticket, "kg": f"{last.kg}"},
            after={"trip": row.trip, "ticket": row.ticket, "kg": f"{row.kg}", "reason": row.reason},
        )  # fmt: skip
    return row


def no_such_ticket() -> Missing:
    return Missing(_("There is no such unloading ticket."), _("Look at the rounds of the day."))


def _standing(pk: int) -> Unloading:
    """:raises Conflict: somebody corrected it meanwhile."""
    last = Unloading.objects.select_related("site").get(pk=pk)
    if not TicketNumber.objects.filter(unloading=last).exists():
        raise Conflict(
            _("This ticket was corrected meanwhile."), _("Look at how it stands now."), code="stale"
        )
    return last


def _put_in_place(row: Unloading, last: Unloading) -> None:
    """:raises Conflict: another trip has this number of the site."""
    try:
        with transaction.atomic():
            row.save()
            TicketNumber.objects.filter(unloading=last).update(unloading=row, ticket=row.ticket)
    except IntegrityError as error:
        if not is_taken(error):
            raise
        raise _taken(row) from error


def is_off(ticket: Decimal, weighed: Decimal) -> bool:
    """Do the two differ by more than scales do?"""
    return abs(ticket - weighed) * 100 > weighed * settings.WASTE_TICKET_PERCENT


def _check_has_loads(found: Round) -> None:
    """A round that is over may lack its last ticket: it is taken as long as tickets are corrected."""
    if found.state not in (*HAS_BEGUN, RoundState.FINISHED):
        raise Conflict(_("The round has not begun."), _("Set out first."), code="state")
    check_week(found.day)


def _row(found: Round, draft: TicketDraft, by: Actor) -> Unloading:
    _check_has_loads(found)
    if not RoundStop.objects.filter(round=found, trip=draft.trip).exists():
        raise Invalid(_("This round has no such trip."), _("Choose one of its trips."), field="trip")
    site = Site.objects.filter(pk=draft.site, operator=found.operator_id).first()
    if site is None or found.vehicle.carries not in site.streams:
        raise Invalid(
            _("What this vehicle carries is not taken there."), _("Choose a site of the list."), field="site"
        )
    ticket = _number(draft.ticket)
    kg = read_kg(draft.kg, found.vehicle.capacity_kg, of_ticket=True)
    _ask_if_off(found, draft, kg)
    return Unloading(
        round=found, trip=draft.trip, site=site, ticket=ticket, kg=kg, holds_kg=found.vehicle.capacity_kg,
        by=by.person, at=moment_of_entry(),
    )  # fmt: skip


def _ask_if_off(found: Round, draft: TicketDraft, kg: Decimal) -> None:
    """:raises Invalid: the trip's stops weighed something else, and nobody said yet that it is meant."""
    rows = RoundStop.objects.filter(round=found, trip=draft.trip, state=StopState.DONE)
    weighed = rows.aggregate(kg=Sum("kg"))["kg"] or Decimal(0)
    if weighed and is_off(kg, weighed):
        said = {"kg": in_kilograms(kg), "weighed": in_kilograms(weighed)}
        ask_again(
            draft.kg,
            draft.sure,
            _("The ticket says %(kg)s, the stops of this trip weighed %(weighed)s.") % said,
        )


def _number(typed: str) -> str:
    return clean_words(typed, field="ticket", limit=TICKET, ask=_("Copy the number from the ticket."))


def _taken(row: Unloading) -> Conflict:
    is_ticket = TicketNumber.objects.filter(site=row.site, ticket=row.ticket).exists()
    return Conflict(
        _("This ticket of the site is entered already.")
        if is_ticket
        else _("This trip has an unloading ticket already."),
        _("Nothing was entered twice. Look at the tickets of the round."),
        field="ticket",
        code="ticket",
    )
