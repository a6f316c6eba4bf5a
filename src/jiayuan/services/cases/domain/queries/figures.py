"""The numbers that cases answer for. Each opens the rows it was counted from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.registers import FigureTile

from ...enums import OPEN_STATES
from ...models import Case
from .listing import in_period


def tiles(actor: Actor, path: str) -> Sequence[FigureTile]:
    """Cases of a place: reported and closed in thirty days, open now, overdue now. One query.

    Who does not work there is given the numbers of the public cases, for those are the rows they can open.
    """
    inside = actor.reach.holds(DESK_STAFF, path)
    rows = (Case.objects.visible_to(actor) if inside else Case.objects.public()).within(path)
    counts = rows.aggregate(
        reported=Count("pk", filter=in_period("reported-30")),
        closed=Count("pk", filter=in_period("closed-30")),
        open=Count("pk", filter=Q(state__in=OPEN_STATES)),
        late=Count("pk", filter=Q(state__in=OPEN_STATES, due_at__lt=now())),
    )
    found = [_tile(spec, counts[spec.key], path, inside=inside) for spec in SPECS]
    return found if inside else [each for each in found if each.public]


@dataclass(frozen=True)
class Spec:
    """A number before it is counted: its names, and the filter that opens its rows."""

    key: str
    label: str | Promise
    unit: str | Promise
    definition: str | Promise
    filters: Mapping[str, str]
    public: bool = True


SPECS = (
    Spec(
        "reported", gettext_lazy("Reported"), gettext_lazy("cases in 30 days"),
        gettext_lazy("Cases reported in this place in the last thirty days, whatever became of them."),
        {"period": "reported-30"},
    ),
    Spec(
        "closed", gettext_lazy("Closed"), gettext_lazy("cases in 30 days"),
        gettext_lazy("Cases closed after verification in the last thirty days."), {"period": "closed-30"},
    ),
    Spec(
        "open", gettext_lazy("Open"), gettext_lazy("cases now"),
        gettext_lazy("Cases neither closed nor declined at this moment."), {"state": "open"},
    ),
    Spec(
        "late", gettext_lazy("Overdue"), gettext_lazy("cases now"),
        gettext_lazy("Open cases whose present stage has passed its promised time."), {"state": "open", "light": "red"},
        public=False,
    ),
)  # fmt: skip


def _tile(spec: Spec, value: int, path: str, *, inside: bool) -> FigureTile:
    address = f"{reverse('console-cases' if inside else 'cases-public')}?{urlencode({'place': path, **spec.filters})}"
    return FigureTile(
        str(spec.label), value, str(spec.unit), address, str(spec.definition), public=spec.public
    )
