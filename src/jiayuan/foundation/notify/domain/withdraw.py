"""Taking back what was told and has not left the house: it no longer holds, and would only mislead."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from jiayuan.foundation.clock.now import now

from ..enums import MOVE, Because, Event, State
from ..models import Delivery


def withdraw(
    kind: str, *, stream: str, people: Iterable[int] | None = None, params: Mapping[str, str] | None = None
) -> int:
    """Cancel what waits to be sent of this kind about ``stream``: to everybody, or to these people; with
    ``params``, only what was told with these. How many.

    What is in a messenger's hands goes out. The notice stays on the messages page, beside what is told instead.
    Call in the transaction of the change that makes it untrue.
    """
    found = Delivery.objects.filter(state=State.WAITING, notice__kind=kind, notice__entry__stream_id=stream)
    for name, value in (params or {}).items():
        found = found.filter(**{f"notice__params__{name}": value})
    if people is not None:
        found = found.filter(notice__person__in=set(people))
    with transaction.atomic():
        keys = list(
            found.select_for_update(of=("self",), skip_locked=True)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        if not keys:
            return 0
        rows = Delivery.objects.filter(pk__in=keys, state=State.WAITING)
        return rows.update(
            state=MOVE[Event.CANCEL].target, because=Because.WITHDRAWN, ended_at=now(), leased_until=None
        )
