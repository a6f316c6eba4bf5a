"""Visits as those who make them, who keeps the team, and who is visited read them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Missing

from ...limits import LATE_WORD
from ...models import Away, PostMember, Recipient, SpecialService, Swap, Visit
from ...models.visit import VisitQuerySet
from ...special_rules import SPECIAL_KEEP, VISIT_DO
from ...station_enums import SwapState, VisitState

MOST = 60
BACK, AHEAD = timedelta(days=14), timedelta(days=28)
_TOLD = ("service__post__station", "recipient__contact", "recipient__place", "person")


@dataclass(frozen=True)
class Mine:
    """``now`` are those to be told about, ``later`` those to come, ``open`` those of my teams that nobody makes."""

    now: Sequence[Visit]
    later: Sequence[Visit]
    open: Sequence[Visit]
    asked: Sequence[Swap]
    away: Sequence[Away]
    kept: Sequence[SpecialService]


def _visits() -> VisitQuerySet:
    return Visit.objects.select_related(*_TOLD).defer("recipient__place__boundary")


def _own(actor: Actor) -> VisitQuerySet:
    """Of the teams that they are in: who left one has nothing to do with its visits any more."""
    return _visits().filter(person=actor.pk or 0, service__post__in=_teams(actor))


def _teams(actor: Actor) -> "QuerySet[PostMember, Any]":
    return PostMember.objects.verified().filter(person=actor.pk or 0).values("post")


def my_visits(actor: Actor) -> Mine:
    """Six queries."""
    own, posts = _own(actor), _teams(actor)
    late = own.waiting().filter(day__gte=today() - LATE_WORD)
    coming = list(own.planned().order_by("day", "pk")[:MOST])
    unmade = _visits().planned().filter(person=None, day__gte=today(), service__post__in=posts)
    kept = PostMember.objects.verified().filter(person=actor.pk, role="keeper").values("post")
    return Mine(
        [*late.order_by("day"), *(each for each in coming if each.day <= today())],
        [each for each in coming if each.day > today()],
        list(unmade.order_by("day", "pk")[:MOST]),
        list(swaps_asked(actor).order_by("visit__day", "pk")[:MOST]),
        list(Away.objects.filter(person=actor.pk, last__gte=today())),
        list(SpecialService.objects.running().filter(post__in=kept).select_related("post__station")),
    )


def visits_today(actor: Actor) -> "QuerySet[Visit]":
    return _own(actor).planned().filter(day=today()).order_by("pk")


def swaps_asked(actor: Actor) -> "QuerySet[Swap]":
    """What colleagues ask this person."""
    rows = Swap.objects.filter(taker=actor.pk or 0, state=SwapState.ASKED, visit__state=VisitState.PLANNED)
    rows = rows.filter(visit__service__post__in=_teams(actor))
    return rows.select_related("visit__service", "visit__recipient__place", "giver", "other").defer(
        "visit__recipient__place__boundary"
    )


def opened_visit(pk: int, actor: Actor) -> Visit:
    """:raises Missing: it is neither theirs to make nor to look after."""
    visit = _visits().filter(pk=pk).first()
    if visit is None or not may(actor, VISIT_DO, visit):
        raise Missing(_("There is no such visit."), _("See your own visits."))
    return visit


def shows_where(visit: Visit) -> bool:
    """Who goes there reads the address as long as they can have to do with it: before the visit, and while a word of it
    is still to come. Afterwards it is for who keeps the team, as that of a wish is."""
    is_live = visit.state == VisitState.PLANNED or visit.waits
    return is_live and visit.day >= today() - LATE_WORD


def opened_special(pk: int, actor: Actor) -> SpecialService:
    """:raises Missing: it is not theirs to keep."""
    service = SpecialService.objects.select_related("post__station__community").filter(pk=pk).first()
    if service is None or not may(actor, SPECIAL_KEEP, service):
        raise Missing(_("There is no such service."), _("Look at the special services of the station."))
    return service


def team_of(visit: Visit) -> Sequence[PostMember]:
    """Whom one can ask to go instead."""
    rows = PostMember.objects.verified().filter(post=visit.service.post_id).exclude(person=visit.person_id)
    return list(rows.select_related("person").order_by("pk"))


def theirs_to_swap(visit: Visit) -> Sequence[Visit]:
    """Planned visits of the others of the team, which could be had in exchange."""
    rows = Visit.objects.planned().filter(service=visit.service_id, day__gte=today(), person__isnull=False)
    others = rows.exclude(person=visit.person_id).exclude(day=visit.day)
    return list(others.select_related("person").order_by("day", "pk")[:MOST])


def waiting_swaps(visit: Visit) -> Sequence[Swap]:
    """Whom was asked and has not answered."""
    return list(visit.swaps.filter(state=SwapState.ASKED).select_related("taker", "other"))


def rota_of(service: SpecialService) -> Mapping[date, Sequence[Visit]]:
    """Day -> its visits, from two weeks ago to four weeks ahead. One query."""
    rows = _visits().filter(service=service, day__gte=today() - BACK, day__lte=today() + AHEAD)
    found: dict[date, list[Visit]] = {}
    for visit in rows.order_by("day", "pk"):
        found.setdefault(visit.day, []).append(visit)
    return found


def turns_in(rota: Mapping[date, Sequence[Visit]]) -> Sequence[tuple[Any, int]]:
    """Person -> how often they go in these weeks: for the keeper, so that nobody goes too often; by name."""
    rows = [each for visits in rota.values() for each in visits if each.person is not None]
    counted = Counter(each.person_id for each in rows if each.state != VisitState.OFF)
    people = {each.person_id: each.person for each in rows}
    return sorted(((people[pk], many) for pk, many in counted.items()), key=lambda pair: str(pair[0]))


def recipients_of(service: SpecialService) -> Sequence[Recipient]:
    rows = Recipient.objects.current().filter(service=service).select_related("contact", "place", "consent")
    return list(rows.defer("place__boundary").order_by("pk"))


def visited_by_token(token: str) -> Recipient:
    """:raises Missing: the link is an old one."""
    rows = Recipient.objects.current().select_related("service__post__station")
    found = rows.filter(token_hash=hash_token(token)).first()
    if found is None:
        raise Missing(_("This link leads nowhere any more."), _("Ask the community office for a new one."))
    return found


def coming_to(recipient: Recipient) -> Sequence[Visit]:
    """Who comes next, as far as it is planned."""
    rows = Visit.objects.filter(recipient=recipient, state=VisitState.PLANNED, day__gte=today())
    return list(rows.select_related("person", "service").order_by("day")[:8])


def visited(actor: Actor) -> Sequence[Recipient]:
    """Where somebody with an account is visited themselves."""
    if actor.pk is None:
        return ()
    rows = Recipient.objects.current().filter(person=actor.pk)
    return list(rows.select_related("service__post__station").order_by("pk"))


def specials_of(station: Any) -> Sequence[SpecialService]:
    """Running ones of a station."""
    rows = SpecialService.objects.running().filter(post__station=station)
    return list(rows.select_related("post").order_by("pk"))
