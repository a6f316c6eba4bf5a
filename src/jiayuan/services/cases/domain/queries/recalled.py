"""What was taken back from a unit: it no longer sees the case, but that it is gone, and why."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.spoken import when
from jiayuan.foundation.common.prepared import Slot
from jiayuan.foundation.common.registers import WorkItem

from ...models import Case, Recall
from ...rules import UNIT_ROLES
from .waiting import Waiting

TOLD_FOR = timedelta(days=3)
"""How long a recall stands in the unit's inbox; on its page it stands for good."""
KIND = "case-recalled"
LABEL = gettext_lazy("Taken back from us")


def recall_from(case: Case, actor: Actor) -> Recall | None:
    """The latest recall of this case from one of the actor's units; one query for those who work for a unit."""
    units = actor.reach.organisations(*UNIT_ROLES)
    if not units:
        return None
    return Recall.objects.filter(case=case, unit_id__in=units).select_related("unit", "handler").first()


def _rows(actor: Actor) -> "Iterator[tuple[str, QuerySet[Recall]]]":
    """Not those whose case has come back to the unit."""
    units = actor.reach.organisations(*UNIT_ROLES)
    rows = Recall.objects.filter(unit_id__in=units, at__gte=Slot("told_since", Recall, "at"))
    yield KIND, rows.exclude(case__unit_id=F("unit_id"))


def _items(_actor: Actor, found: Mapping[int, str]) -> Sequence[WorkItem]:
    return [
        WorkItem(
            key=f"case-recall/{each.pk}",
            title=_("%(what)s is no longer with us") % {"what": each.case.version.display_name},
            where=each.case.place.display_name,
            kind=KIND,
            kind_label=str(LABEL),
            basis=_("Taken back %(when)s: %(reason)s") % {"when": when(each.at), "reason": each.reason},
            action_label=_("Look at it"),
            url=reverse("console-case", args=[each.case.number]),
            weight=2,
        )
        for each in Recall.objects.filter(pk__in=found).select_related("case__version", "case__place")
    ]


RECALLS = Waiting({KIND: LABEL}, _rows, _items)
