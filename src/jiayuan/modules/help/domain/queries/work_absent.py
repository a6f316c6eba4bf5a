"""What waits at the desk because nobody was met: visits without a word, and doors that nobody opened."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.counted import Rows
from jiayuan.foundation.common.registers import WorkItem

from ...enums import HELD_STATES, LIVE_STATES, ClaimState
from ...models import Claim, Visit, Wish
from ...station_enums import VisitState
from ..visits import evening_of
from . import nearest

UNDONE = (*HELD_STATES, ClaimState.RETURNED, ClaimState.LAPSED)
"""Also whoever gave it back, or let it go: the door that nobody opened is there all the same."""
VISIT, ABSENT, NOBODY = "help-visit", "help-absent", "wish-absent"
LABELS: dict[str, str | Promise] = {
    VISIT: gettext_lazy("Visits without a word"),
    ABSENT: gettext_lazy("Nobody was at home"),
    NOBODY: gettext_lazy("Wishes whose helper met nobody"),
}


def rows_of(actor: Actor) -> Iterator[Rows]:
    station = nearest.nearest(actor, "service__post__station__community_id")
    visits = Visit.objects.waiting().filter(station).order_by("day", "pk")
    yield VISIT, visits.filter(state=VisitState.MISSED)
    yield ABSENT, visits.filter(state=VisitState.ABSENT)
    wishes = Wish.objects.filter(nearest.nearest(actor, "place_id"))
    met_nobody = Claim.objects.filter(wish=OuterRef("pk"), absent_at__isnull=False, state__in=UNDONE)
    yield NOBODY, wishes.filter(Exists(met_nobody), state__in=LIVE_STATES).order_by("pk")


def without_word(visit: Visit) -> WorkItem:
    due = evening_of(visit.day)
    return WorkItem(
        key=f"{VISIT}/{visit.pk}", title=_("%(service)s: was somebody there?") % {"service": visit.service},
        where=str(visit.service.post.station), kind=VISIT, kind_label=str(LABELS[VISIT]),
        basis=_("No word of the visit by the evening; somebody may be waiting in vain."),
        action_label=_("Call and look after it"), due_at=due, due_because=_("A word was due by eight in the evening."),
        light="red", url=reverse("console-special", args=[visit.service_id]), weight=9,
    )  # fmt: skip


def not_at_home(visit: Visit) -> WorkItem:
    return WorkItem(
        key=f"{ABSENT}/{visit.pk}", title=_("%(service)s: nobody was at home") % {"service": visit.service},
        where=str(visit.service.post.station), kind=ABSENT, kind_label=str(LABELS[ABSENT]),
        basis=_("A helper went and nobody opened; somebody may need help, or was simply out."),
        action_label=_("Call and look after it"), due_at=evening_of(visit.day),
        due_because=_("Before eight in the evening somebody should have called."),
        light="amber", url=reverse("console-special", args=[visit.service_id]), weight=8,
    )  # fmt: skip


def nobody_there(of_wish: Callable[..., WorkItem], wish: Any) -> WorkItem:
    return of_wish(
        wish, NOBODY,
        basis=_("The helper was there and met nobody; a call helps both."),
        action_label=_("Call and look after it"), weight=6,
    )  # fmt: skip
