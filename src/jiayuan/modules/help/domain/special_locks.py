"""Locks of special services, always in one order: the services by key; under them the turns of those who go there and
the visits, each by key; swaps by key; the members of the team; and the ledger last. Who forgets a person holds the
services before the person, and comes to what is theirs of the rest after that.

Whoever changes who goes where holds the service: planning, swaps and days away of one team queue there. Turns and
visits need no order between them, because a visit is wanted only by who holds its service. Somebody of two teams is
planned by two services: so whoever gives them a day holds their turns as well. That is a name and not their row: who
forgets a person holds the row already when it comes here.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.locking import lock_first, lock_name, lock_rows
from jiayuan.foundation.ledger.domain.record import record

from ..models import Recipient, SpecialService, Visit


def lock_special(pk: int) -> SpecialService:
    """:raises Missing: there is none."""
    found = lock_first(SpecialService.objects.select_related("post__station"), pk)
    if found is None:
        raise Missing(_("There is no such service."), _("Look at the special services of the station."))
    return found


def lock_visits(keys: Iterable[int]) -> dict[int, Visit]:
    """Their services first, then the visits, each as it is once nobody else can change it."""
    wanted = set(keys)
    services = set(Visit.objects.filter(pk__in=wanted).values_list("service", flat=True))
    lock_rows(SpecialService, services)
    lock_rows(Visit, wanted)
    rows = Visit.objects.filter(pk__in=wanted).select_related(
        "service__post__station", "recipient__contact", "person"
    )
    return {each.pk: each for each in rows}


def lock_visit(pk: int) -> Visit:
    """:raises Missing: there is none."""
    found = lock_visits([pk]).get(pk)
    if found is None:
        raise Missing(_("There is no such visit."), _("See your own visits."))
    return found


def lock_turns(people: Iterable[int]) -> None:
    """Nobody else gives these people a day, in whatever service. Call with their services held."""
    for pk in sorted(set(people)):
        lock_name(f"help-turns/{pk}")


def lock_recipient(pk: int) -> Recipient:
    """:raises Missing: there is none."""
    service = Recipient.objects.filter(pk=pk).values_list("service", flat=True).first()
    lock_rows(SpecialService, [service] if service else [])
    found = lock_first(Recipient.objects.select_related("service__post__station", "place"), pk)
    if found is None:
        raise Missing(_("There is nobody of this number."), _("Look at the list of the service."))
    return found


def note(service: SpecialService, action: str, by: Actor | None = None, **told: Any) -> None:
    """Into the chain of the service."""
    record(
        service.stream,
        action,
        by=by.person if by is not None else None,
        place_path=service.post.station.community_id,
        **told,
    )
