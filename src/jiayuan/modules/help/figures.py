"""How many help stations there are, who helps in them, and how often somebody was helped."""

from decimal import Decimal
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.figures import Line, Scope, Shape, Total, figure
from jiayuan.foundation.common.joined import told_of
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from .domain.queries.items import complete_on
from .enums import Tier
from .fund_enums import AccountKind
from .models import Post, PostMember, ServiceRecord, Station, Transfer


def _on(day: Any, first: str, last: str, at: str = "") -> Q:
    """Of rows, or of what they hang on: it had begun by this day and was not over."""
    return Q(**{f"{at}{first}__lte": day}) & (Q(**{f"{at}{last}": None}) | Q(**{f"{at}{last}__gt": day}))


def _stations(scope: Scope) -> "QuerySet[Station]":
    open_ones = Station.objects.filter(_on(scope.day, "opened_on", "closed_on"))
    return open_ones.filter(inside(scope.paths, field="community_id"))


def _posts(scope: Scope) -> "QuerySet[Post]":
    return Post.objects.filter(_on(scope.day, "since", "ended_on"), station__in=_stations(scope))


def _station(station: Station, _is_public: bool) -> Line:
    return Line(str(station), station.community.display_name)


def _community(place: Place, _is_public: bool) -> Line:
    return Line(place.display_name, place.code)


def _post(post: Post, _is_public: bool) -> Line:
    return Line(str(post), f"{post.station} · {post.service}" if post.service else str(post.station))


def _member(member: PostMember, _is_public: bool) -> Line:
    return Line(f"{member.get_role_display()} · {member.post}", f"{member.post.station} · {member.since}")


def _service(row: ServiceRecord, is_public: bool) -> Line:
    what = "" if is_public else row.words
    return Line(told_of(row.day, f"{what or row.get_kind_display()} × {row.people}"), str(row.post.station))


def _transfer(row: Transfer, _is_public: bool) -> Line:
    day = timezone.localdate(row.at, timezone.get_default_timezone())
    return Line(told_of(day, f"¥{row.amount / 100:,.2f}"), str(row.origin.fund))


STATION = Shape("help-station", _station, ("community",), ("community__boundary",))
COMMUNITY = Shape("place", _community, (), ("boundary",))
POST = Shape("help-post", _post, ("station",))
MEMBER = Shape("help-member", _member, ("post__station",))
SERVICE = Shape("help-service", _service, ("post__station",))
TRANSFER = Shape("help-transfer", _transfer, ("origin__fund__community",))


@figure(
    "help.stations",
    name=_("Help stations"),
    unit="station",
    unit_name=pgettext_lazy("unit of a figure", "stations"),
    definition=_("Stations of communities in this place that are open on the day."),
    shape=STATION,
    is_public=True,
    in_hall=True,
)
def stations(scope: Scope) -> "QuerySet[Station]":
    return _stations(scope)


@figure(
    "help.stations_complete",
    name=_("Complete help stations"),
    unit="station",
    unit_name=pgettext_lazy("unit of a figure", "stations"),
    definition=_(
        "Open stations that have all six: a room, a team, projects, equipment, house rules and a sign, each seen by "
        "the desk and there since the day or before."
    ),
    shape=STATION,
    is_public=True,
)
def complete_stations(scope: Scope) -> "QuerySet[Station]":
    return complete_on(_stations(scope), scope.day)


@figure(
    "help.communities",
    name=_("Communities with a help station"),
    unit="community",
    unit_name=pgettext_lazy("unit of a figure", "communities"),
    definition=_("Communities in this place whose help station is open on the day."),
    shape=COMMUNITY,
    is_public=True,
)
def communities(scope: Scope) -> "QuerySet[Place]":
    return Place.objects.filter(Exists(_stations(scope).filter(community=OuterRef("pk"))))


@figure(
    "help.teams",
    name=_("Mutual help teams"),
    unit="team",
    unit_name=pgettext_lazy("unit of a figure", "teams"),
    definition=_("Teams of open stations in this place that exist on the day."),
    shape=POST,
    is_public=True,
)
def teams(scope: Scope) -> "QuerySet[Post]":
    return _posts(scope).filter(tier=Tier.TEAM)


@figure(
    "help.volunteers",
    name=_("Helpers of the stations"),
    unit="person",
    unit_name=pgettext_lazy("unit of a figure", "people"),
    definition=_(
        "People whom the community has verified and who are in a post of an open station on the day; who is in several "
        "posts counts once."
    ),
    shape=MEMBER,
    is_public=True,
    in_hall=True,
)
def volunteers(scope: Scope) -> "QuerySet[PostMember]":
    rows = PostMember.objects.filter(
        _on(scope.day, "since", "until"), verified_at__lte=scope.as_of, post__in=_posts(scope)
    )
    first = rows.order_by().values("person").annotate(first=Min("pk")).values("first")
    return PostMember.objects.filter(pk__in=first)


@figure(
    "help.services",
    name=_("Help given by the stations"),
    unit="person-time",
    unit_name=pgettext_lazy("unit of a figure", "person-times"),
    definition=_(
        "Each seat of a fulfilled wish counts one, on the day it was done, and so does a wish that the community fund "
        "paid for; visits and services without a wish count as many as the desk wrote down. What was struck out does "
        "not count, nor what a call-back found not done, nor what was paid and reversed."
    ),
    shape=SERVICE,
    measure=Total("people"),
    is_flow=True,
    is_public=True,
    in_hall=True,
)
def services(scope: Scope) -> "QuerySet[ServiceRecord]":
    rows = ServiceRecord.objects.standing().filter(day__lte=scope.day).within(*scope.paths)
    if scope.since is None:
        return rows
    return rows.filter(day__gte=timezone.localdate(scope.since, timezone.get_default_timezone()))


def _yuan(rows: "QuerySet[Transfer]") -> Decimal:
    return Decimal(rows.aggregate(sum=Sum("amount"))["sum"] or 0) / 100


@figure(
    "help.fund_spent",
    name=_("Paid by the community funds"),
    unit="yuan",
    unit_name=pgettext_lazy("unit of a figure", "yuan"),
    definition=_(
        "What the community funds paid out against a receipt. What was reversed by the day does not count."
    ),
    shape=TRANSFER,
    measure=_yuan,
    is_flow=True,
    is_public=True,
)
def fund_spent(scope: Scope) -> "QuerySet[Transfer]":
    paid = Transfer.objects.filter(
        inside(scope.paths, field="origin__fund__community_id"),
        target__kind=AccountKind.SPENT,
        at__lte=scope.as_of,
    ).exclude(reversal__at__lte=scope.as_of)
    return paid if scope.since is None else paid.filter(at__gte=scope.since)
