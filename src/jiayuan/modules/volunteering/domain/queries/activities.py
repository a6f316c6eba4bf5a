"""Reading what charity hours do and what came of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import now
from jiayuan.services.gatherings.models import Session
from jiayuan.services.gatherings.rules import HOST

from ...activity_enums import Measure
from ...activity_rules import TAKE_PART
from ...enums import CHARITY_HOUR, PairingState
from ...hour_enums import Because
from ...models import ActivityKind, ActivityResult, CheckMark, Pairing, SessionActivity, ShopVisit
from ..activities import activity_of
from .hours import open_hours_of


@dataclass(frozen=True)
class Outcome:
    """``amounts``: (number, its unit); ``checks``: (code, name, is it done)."""

    activity: SessionActivity | None
    amounts: Sequence[tuple[int, str]] = ()
    checks: Sequence[tuple[str, str, bool]] = ()
    shops: int = 0
    findings: int = 0
    may_write: bool = False
    own: Mapping[str, int] = field(default_factory=dict)
    visits: Sequence[Any] = ()

    @property
    def counts(self) -> bool:
        """Where nobody said otherwise it is voluntary service organised by the community."""
        return self.activity is None or self.activity.counts

    @property
    def because(self) -> Any:
        return self.activity.get_because_display() if self.activity else Because.ORGANISED.label

    @property
    def done(self) -> int:
        return sum(each[2] for each in self.checks)


def outcome_of(session: Session, actor: Actor) -> Outcome:
    """At most seven queries."""
    activity = activity_of(session)
    if activity is None:
        return Outcome(None)
    amounts = results_of([session.pk]).get(session.pk, {})
    done = set(CheckMark.objects.filter(session=session, is_done=True).values_list("code", flat=True))
    own = ActivityResult.objects.filter(session=session, entered_by=actor.pk) if actor.pk else ()
    visits = (
        list(ShopVisit.objects.filter(session=session).select_related("case"))
        if activity.content.visits_shops
        else []
    )
    return Outcome(
        activity,
        [(amounts[code], str(label)) for code, label in Measure.choices if code in amounts],
        [(code, name, code in done) for code, name in activity.content.named_checks()],
        len(visits),
        sum(each.case_id is not None for each in visits),
        bool(may(actor, TAKE_PART, session)),
        {each.measure: each.amount for each in own},
        visits,
    )


def results_of(sessions: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
    """By session, the sum of each measure. One query."""
    rows = ActivityResult.objects.filter(session__in=sessions, amount__gt=0).order_by()
    found: dict[int, dict[str, int]] = {}
    for session, measure, amount in rows.values_list("session", "measure").annotate(sum=Sum("amount")):
        found.setdefault(session, {})[measure] = amount
    return found


def amounts_in_words(sessions: Sequence[int]) -> Mapping[int, list[tuple[int, str]]]:
    """By session, each number with its unit; shops visited among them. Two queries."""
    found = {
        session: [(amounts[code], str(label)) for code, label in Measure.choices if code in amounts]
        for session, amounts in results_of(sessions).items()
    }
    visits = ShopVisit.objects.filter(session__in=sessions).order_by().values_list("session")
    for session, number in visits.annotate(number=Count("pk")):
        found.setdefault(session, []).append((number, shops_visited(number)))
    return found


def shops_visited(number: int) -> str:
    return ngettext("shop visited", "shops visited", number)


def phone_part(session: Session, actor: Actor) -> tuple[str, Mapping[str, Any]] | None:
    """What stands on the page of a charity hour, where one signs up."""
    if session.kind != CHARITY_HOUR:
        return None
    outcome = outcome_of(session, actor)
    to_mark = open_hours_of(session) if session.ends_at < now() and may(actor, HOST, session) else 0
    given = {"outcome": outcome, "session": session, "to_mark": to_mark}
    return "volunteering/parts/outcome.html", given


def kinds_in_use() -> list[ActivityKind]:
    """All, with ``used``: how many charity hours went by each, and ``changes``: how often it was changed. One query."""
    used = SessionActivity.objects.filter(kind=OuterRef("pk")).order_by().values("kind")
    return list(
        ActivityKind.objects.annotate(
            used=Coalesce(Subquery(used.annotate(number=Count("pk")).values("number")), 0),
            changes=Count("versions"),
        )
    )


def partners_of(path: str) -> list[Pairing]:
    """Pairings of the community that stand. One query."""
    rows = Pairing.objects.filter(community_id=path[:12], state=PairingState.AGREED)
    return list(rows.select_related("organisation").order_by("organisation__name", "pk"))


def origin_of(actor: Actor, stream: str) -> tuple[str, str] | None:
    """The shop visit that a case came about in, for those who work for the place. One query."""
    kind, _slash, key = stream.partition("/")
    if kind != "case" or not key.isdecimal():
        return None
    visit = ShopVisit.objects.filter(case=int(key)).select_related("session").defer("session__secret").first()
    if visit is None or not actor.reach.holds(DESK_STAFF, visit.session.place_id):
        return None
    label = _("Visit to “%(shop)s”, %(title)s") % {"shop": visit.shop, "title": visit.session.display_title}
    return label, reverse("console-hours-activity", args=[visit.session_id])
