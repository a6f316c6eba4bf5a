"""What is kept of somebody who was asked outside: a name and a number, and not for longer than needed."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.notify.domain.personal_data import forget_links

from ...models import OutsideLink

KEEP_NUMBERS = timedelta(days=30)


def export_outside(person: Any) -> list[dict[str, Any]]:
    """The links that went to this person's number, with what was answered."""
    number = person.proven_phone
    rows = OutsideLink.objects.filter(phone=number) if number else OutsideLink.objects.none()
    return [
        {
            "case": link.case.number,
            "name": link.name,
            "phone": link.phone,
            "asked": link.asked,
            "sent_at": link.sent_at.isoformat(),
            "answers": [
                {"at": each.at.isoformat(), "kind": each.kind, "words": each.words}
                for each in link.answers.all()
            ],
        }
        for link in rows.select_related("case").prefetch_related("answers").order_by("pk")
    ]


def erase_outside(person: Any) -> int:
    """The number goes (with what was sent to it: ``notify``); whom the unit asked, and what came back, stays with the
    case."""
    number = person.proven_phone
    return OutsideLink.objects.filter(phone=number).update(phone="") if number else 0


def forget_numbers_of_links() -> int:
    """By the clock: a month after a link ended its number goes, and what was sent to it; how many links."""
    with transaction.atomic():
        rows = OutsideLink.objects.select_for_update().filter(expires_at__lt=now() - KEEP_NUMBERS)
        ended = list(rows.exclude(phone="").order_by("pk"))
        links = [link.pk for link in ended]
        streams, phones = {f"case/{link.case_id}" for link in ended}, {link.phone for link in ended}
        forget_links(streams, links, phones)
        return OutsideLink.objects.filter(pk__in=links).update(phone="")
