"""Appeals of lines: in a list, and in the inbox of who has to decide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import OFFICERS, Role
from jiayuan.foundation.clock.explain import explain
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.working import light
from jiayuan.foundation.common.counted import Counted, Rows
from jiayuan.foundation.common.registers import WorkItem
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.paths import inside

from ...appeal_enums import AppealState
from ...appeal_rules import DECIDE_TERM, JUDGED
from ...models import Appeal, AppealQuerySet, CasePart, ScoreMonth
from ...rules import UNIT_ROLES

KIND = "case-appeal"


@dataclass(frozen=True)
class AppealFilter:
    """``mine``: those that the reader has to decide."""

    state: str = ""
    month: str = ""
    mine: bool = False


def appeals_for(actor: Actor, wanted: AppealFilter) -> AppealQuerySet:
    rows = appeals_to_decide(actor) if wanted.mine else Appeal.objects.visible_to(actor)
    if wanted.state in AppealState.values:
        rows = rows.filter(state=wanted.state)
    if wanted.month:
        rows = rows.filter(line__month__in=[each.pk for each in months() if str(each) == wanted.month])
    return with_facts(rows)


def months() -> "QuerySet[ScoreMonth]":
    """Those in which something was appealed, the latest first."""
    return ScoreMonth.objects.filter(Exists(Appeal.objects.filter(line__month=OuterRef("pk")))).order_by(
        "-month"
    )


def with_facts(rows: AppealQuerySet) -> AppealQuerySet:
    found = rows.select_related(
        "line__month", "line__case", "line__version", "line__unit", "line__place", "asked_by", "decided_by"
    )
    return found.defer("line__place__boundary")


def appeals_to_decide(actor: Actor) -> AppealQuerySet:
    """What waits for this actor: of their street what the street decides; of their district what the street appealed
    or is late with. Not where they are one of the sides, or had a part in the case."""
    street = _within(actor, Role.STREET_OFFICER) & Q(for_district=False)
    district = _within(actor, Role.DISTRICT_OFFICER) & (Q(for_district=True) | Q(raised_at__isnull=False))
    rows = Appeal.objects.waiting().filter(street | district).exclude(asked_by_id=actor.pk)
    rows = rows.exclude(line__unit__in=actor.reach.organisations(*UNIT_ROLES))
    for name in ("handler", "verifier", "dispatched_by"):
        rows = rows.exclude(**{f"line__case__{name}": actor.pk})
    parts = CasePart.objects.filter(case=OuterRef("line__case"), person_id=actor.pk)
    stream = Concat(Value("case/"), Cast(OuterRef("line__case_id"), CharField()), output_field=CharField())
    judged = Entry.objects.filter(stream_id=stream, action__in=JUDGED, actor_id=actor.pk)
    return rows.exclude(Exists(parts)).exclude(Exists(judged))


def _within(actor: Actor, role: Role) -> Q:
    return inside(actor.reach.paths_for(role), field="line__place_id")


def _waiting(actor: Actor) -> Iterator[Rows]:
    """Nothing is asked for those who oversee nobody."""
    if actor.reach.has_any(OFFICERS):
        yield KIND, appeals_to_decide(actor)


appeal_counts = Counted({KIND: gettext_lazy("Appeals to decide")}, _waiting)


def appeal_items(actor: Actor, limit: int) -> Sequence[WorkItem]:
    """The most urgent first. One query."""
    if not actor.reach.has_any(OFFICERS):
        return []
    rows = with_facts(appeals_to_decide(actor)).order_by(F("decide_by").asc(), "pk")[:limit]
    return [_item(each) for each in rows]


def _item(appeal: Appeal) -> WorkItem:
    line = appeal.line
    told = {"who": appellant_of(appeal), "ground": appeal.get_ground_display()}
    return WorkItem(
        key=f"case-appeal/{appeal.pk}",
        title=_("%(matter)s: line of %(month)s")
        % {"matter": line.version.display_name, "month": str(line.month)},
        where=" · ".join((line.place.display_name, line.case.number)),
        kind=KIND,
        kind_label=_("Appeals to decide"),
        basis=_basis(appeal) % told,
        action_label=_("Look and decide"),
        url=reverse("console-performance-line", args=[line.pk]),
        due_at=appeal.decide_by,
        due_because=because_of(appeal),
        light=light(appeal.asked_at, appeal.decide_by),
        weight=5 + 3 * (appeal.decide_by < now()),
    )


def _basis(appeal: Appeal) -> str:
    """Why it is whose inbox it is in, with places for who appealed and the ground."""
    if appeal.for_district:
        return _("%(who)s appeals: %(ground)s. The street appealed, so the district decides")
    if appeal.raised_at is not None:
        return _(
            "%(who)s appeals: %(ground)s. The street did not decide in time, so the district sees it, too"
        )
    return _("%(who)s appeals: %(ground)s. The office above decides, and you had no part in the case")


def appellant_of(appeal: Appeal) -> str:
    """Whose appeal it is: the unit's, or that of the place."""
    return str(appeal.line.unit.display_name if appeal.for_unit else appeal.line.place.display_name)


def because_of(appeal: Appeal) -> str:
    """Why it is to be decided by then, in the reader's language."""
    return explain(appeal.asked_at, DECIDE_TERM)
