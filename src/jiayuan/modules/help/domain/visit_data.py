"""What special services hold about a person, as who goes and as who is visited: handed out, and forgotten."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from jiayuan.foundation.ledger.domain.erase import erase_personal_payloads
from jiayuan.foundation.ledger.models import Entry

from ..models import Away, Recipient, RecipientContact, SpecialService, Swap, Visit
from .away import hand_back, hold_rotas
from .specials import stop_visiting

VISIT_COVERED = {
    "help.Recipient": ("person", "address"),
    "help.RecipientContact": ("name", "phone"),
    "help.Visit": ("person", "words"),
    "help.Away": ("person",),
    "help.Swap": ("giver", "taker"),
}

ASKED = "asked to be forgotten"
READ = "help.read_recipient"


def export_visits(person: Any) -> dict[str, Any]:
    """Where they are visited, their visits on either side, and their days away."""
    recipients = Recipient.objects.filter(person=person).select_related("service", "place", "contact")
    visits = Visit.objects.filter(Q(person=person) | Q(recipient__person=person)).select_related("service")
    swaps = Swap.objects.filter(Q(giver=person) | Q(taker=person)).select_related("visit")
    return {
        "visited": [_recipient(each) for each in recipients.order_by("pk")],
        "visits": [
            {
                "service": each.service.name, "day": each.day.isoformat(), "state": each.state,
                "minutes": each.minutes, "words": each.words, "mine": each.person_id == person.pk,
            }
            for each in visits.order_by("day", "pk")
        ],
        "swaps": [
            {"day": each.visit.day.isoformat(), "state": each.state, "asked": each.giver_id == person.pk}
            for each in swaps.order_by("pk")
        ],
        "away": [
            {"from": each.first.isoformat(), "until": each.last.isoformat()}
            for each in Away.objects.filter(person=person)
        ],
    }  # fmt: skip


def _recipient(recipient: Recipient) -> dict[str, Any]:
    contact = getattr(recipient, "contact", None)
    return {
        "service": recipient.service.name,
        "place": recipient.place.name,
        "address": recipient.address,
        "since": recipient.since.isoformat(),
        "until": recipient.until.isoformat() if recipient.until else None,
        "contact": {"name": contact.name, "phone": contact.phone} if contact else None,
    }


def lock_services_of(person: Any) -> Sequence[SpecialService]:
    """All that their forgetting changes, at once and so in one order."""
    visited = Recipient.objects.filter(person=person).values_list("service", flat=True)
    return hold_rotas(person.pk, also=visited)


def erase_visits(person: Any) -> int:
    """What was done stays counted; who went, who was visited and what was noted of it goes."""
    rotas = lock_services_of(person)
    rows = Recipient.objects.filter(person=person).select_related("service__post__station")
    recipients = list(rows.order_by("pk"))
    for recipient in recipients:
        recipient.person = None  # first, so that they are not told of it themselves
        RecipientContact.objects.filter(recipient=recipient).delete()
        if recipient.until is None:
            stop_visiting(recipient, by=None)
        else:  # it ended when it ended: how they were reached is all that may be left of it
            recipient.address = ""
            recipient.save()
        Visit.objects.filter(recipient=recipient).update(words="")
    _forget_reasons(person, recipients)
    noted = Visit.objects.filter(person=person).update(words="")
    freed = hand_back(rotas, person.pk, by=None)
    away, _kinds = Away.objects.filter(person=person).delete()
    return len(recipients) + freed + noted + away


def _forget_reasons(person: Any, recipients: Sequence[Recipient]) -> None:
    """Why their name and number were read, in somebody's own words: that it was read stays, the words go."""
    keys = {each.pk for each in recipients}
    streams = {each.service.stream for each in recipients}
    read = Entry.objects.filter(stream__in=streams, action=READ, erased_at=None)
    told = [each.pk for each in read if each.payload and each.payload["after"]["recipient"] in keys]
    erase_personal_payloads(told, by=person, reason=ASKED)
