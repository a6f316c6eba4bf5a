"""A neighbour no longer wants to be told."""

from django.db import transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.ledger.domain.record import record

from ...models import Case, Joining


def leave_case(case: Case, *, by: Actor) -> int:
    """What they wrote and their number go with them; photos stay with the case, without a tie. Returns how many
    joinings ended (one, unless they had joined with and without an account).

    :raises Refused: they never joined, or left before.
    """
    gate(by, "cases.leave", case)
    with transaction.atomic():
        mine = list(Joining.objects.of(by).filter(case=case).select_for_update().order_by("pk"))
        for joining in mine:
            record(
                case.stream,
                "cases.leave",
                by=by.person,
                after={"role": "joined", "joining": joining.pk},
                place_path=case.place_id,
            )
        Joining.objects.filter(pk__in=[each.pk for each in mine]).delete()
    return len(mine)
