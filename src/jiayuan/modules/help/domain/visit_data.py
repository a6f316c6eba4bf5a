"""What special services hold about a person, as who goes and as who is visited: handed out, and forgotten."""

from typing import Any

from django.db.models import Q

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.locking import lock_rows

from ..models import Away, Recipient, SpecialService, Swap, Visit
from ..station_enums import SwapState
from .away import free_visits
from .specials import stop_visiting

VISIT_COVERED = {
    "help.Recipient": ("person", "address"),
    "help.RecipientContact": ("name", "phone"),
    "help.Visit": ("person", "words"),
    "help.Away": ("person",),
    "help.Swap": ("giver", "taker"),
}


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


def erase_visits(person: Any) -> int:
    """What was done stays counted; who went, who was visited and what was noted of it goes."""
    recipients = list(Recipient.objects.filter(person=person).order_by("pk"))
    lock_rows(SpecialService, [each.service_id for each in recipients])
    for recipient in recipients:
        stop_visiting(recipient)
        recipient.person = None
        recipient.save()
        Visit.objects.filter(recipient=recipient).update(words="")
    noted = Visit.objects.filter(person=person).update(words="")
    freed = free_visits(person.pk, today(), by=None)
    asked = Swap.objects.filter(Q(giver=person) | Q(taker=person), state=SwapState.ASKED)
    gone = asked.update(state=SwapState.GONE)
    away, _kinds = Away.objects.filter(person=person).delete()
    return len(recipients) + freed + noted + gone + away
