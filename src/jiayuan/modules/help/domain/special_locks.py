"""Locks of special services, always in one order: the service, its visits by key, and the ledger last.

Whoever changes who goes where holds the service: planning, swaps and days away of one team queue there.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.locking import lock_first, lock_rows
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
