"""What waits at the desk: second looks that are due, and weights out of the ordinary."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.working import light
from jiayuan.foundation.common.counted import Counted, Rows
from jiayuan.foundation.common.prepared import prepared_for
from jiayuan.foundation.common.registers import WorkItem

from ...models import Inspection, WeekWeight
from ...rules import DESK

RECHECK, FLAG = "waste-recheck", "waste-weight"
END_OF_WORK = time(18)
LABELS = {
    RECHECK: gettext_lazy("Drop points to look at again"),
    FLAG: gettext_lazy("Weights out of the ordinary"),
}


def _rows(actor: Actor) -> Iterator[Rows]:
    if not actor.reach.has_any(DESK):
        return
    paths = actor.reach.paths_for(*DESK)
    yield RECHECK, Inspection.objects.within(*paths).to_recheck().order_by("due_on", "pk")
    yield FLAG, WeekWeight.objects.within(*paths).to_look_at().order_by("-week", "pk")


quality_counts = Counted(LABELS, _rows)


def quality_items(actor: Actor, limit: int) -> Sequence[WorkItem]:
    """Two queries."""
    makers: dict[str, Callable[[Any], WorkItem]] = {RECHECK: _recheck, FLAG: _flag}
    items: list[WorkItem] = []
    for kind, waiting in _rows(actor):
        known_by = ("waste quality", kind, actor.pk, actor.reach.grants, limit)
        asked = prepared_for(known_by, partial(_first, waiting, kind, limit))
        items += [makers[kind](each) for each in asked.rows()]
    return items


def _first(rows: "QuerySet[Any]", kind: str, limit: int) -> "QuerySet[Any]":
    at = "point__estate" if kind == RECHECK else "estate"
    return rows.select_related(at).defer(f"{at}__boundary")[:limit]


def _recheck(found: Inspection) -> WorkItem:
    due = timezone.make_aware(datetime.combine(found.due_on or found.at.date(), END_OF_WORK))
    return WorkItem(
        key=f"waste-recheck/{found.pk}",
        title=_("%(point)s: %(what)s") % {"point": found.point, "what": _(", ").join(found.wanting_labels)},
        where=str(found.point.estate),
        kind=RECHECK,
        kind_label=_("to look at again"),
        basis=_("Something was to be put right by this day; somebody has to look."),
        action_label=pgettext("drop point", "Look again"),
        url=reverse("console-waste-inspection", args=[found.pk]),
        due_at=due,
        light=light(found.at, due),
    )


def _flag(found: WeekWeight) -> WorkItem:
    return WorkItem(
        key=f"waste-weight/{found.pk}",
        title=_("%(stream)s: %(flag)s")
        % {"stream": found.get_stream_display(), "flag": found.get_flag_display()},
        where=str(found.estate),
        kind=FLAG,
        kind_label=_("out of the ordinary"),
        basis=_("A week’s weight differs much from the weeks before."),
        action_label=_("Say what it was"),
        url=f"{reverse('console-waste-weights')}?flag={found.pk}#flag{found.pk}",
    )
