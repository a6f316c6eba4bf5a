"""The network of help stations in the console: posts, who is in them, and where nobody helps."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.paths import inside
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.network import add_by_phone, leave_post, verify_member
from ..domain.network_drafts import PostDraft, PostNames, StationDraft
from ..domain.queries.desk_network import (
    communities_without,
    desk_station,
    desk_stations,
    gaps_of,
    places_in,
    posts_of,
)
from ..domain.queries.items import ALL, lacking, things_of
from ..domain.queries.visits import specials_of
from ..domain.stations import change_post, change_station, close_station, end_post, open_post, open_station
from ..enums import PostRole, Tier
from ..interfaces.station_hours import lines_of, openings_of, typed_hours
from ..models import Post, PostMember, Station
from ..rules import DESK, MANAGE
from ..station_enums import ItemKind

Act = Callable[[Sheet, Station, Any], object]
OPENED = (Tier.TEAM, Tier.POINT, Tier.MERCHANT)


@console_view(*DESK_STAFF)
@require_safe
def stations(request: Visit) -> HttpResponse:
    found = list(desk_stations(request.actor))
    lacks, wanted = lacking(found), request.GET.get("lacks", "")
    shown = [
        (each, lacks[each.pk]) for each in found if wanted not in ItemKind.values or wanted in lacks[each.pk]
    ]
    context = {
        "stations": shown,
        "any": bool(found),
        "all": ALL,
        "kinds": ItemKind.choices,
        "lacks": wanted,
        "complete": sum(not each for each in lacks.values()),
        "opens": request.actor.reach.has_any(DESK),
    }
    return render(request, "help/console/stations.html", context)


@console_view(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Visit) -> HttpResponse:
    sheet = filled_in(request.POST)
    if request.method == "POST":
        try:
            station = open_station(sheet.get("community"), _draft(sheet), by=request.actor)
        except DomainError as error:
            sheet.note(error)
        else:
            return HttpResponseRedirect(reverse("console-station", args=[station.pk]))
    context = {"sheet": sheet, "hours": lines_of(sheet), "places": communities_without(request.actor)}
    return render(request, "help/console/station_new.html", context, status=sheet.status)


def _draft(sheet: Sheet) -> StationDraft:
    """:raises Invalid: a line of the opening hours cannot be read."""
    names = ("name", "name_en", "address", "hours_note")
    return StationDraft(
        **{name: sheet.get(name) for name in names},
        openings=openings_of(sheet),
        opens_on_holidays=bool(sheet.get("opens_on_holidays")),
        phone=sheet.get("contact_phone"),
    )


@console_view(*DESK_STAFF)
@require_safe
@never_cache
def station(request: Visit, pk: int) -> HttpResponse:
    return _draw(request, desk_station(pk, request.actor))


def _draw(request: Visit, station: Station, sheet: Sheet | None = None, sent: str = "") -> HttpResponse:
    """``sheet`` is the form ``sent`` that comes back with what was typed."""
    sheet, posts = sheet or Sheet(), posts_of(station)
    manages = bool(may(request.actor, MANAGE, station))
    card = sheet if sent == "change" else _filled(station)
    context = {
        "station": station,
        "posts": [(post, members, f"add{post.pk}", f"names{post.pk}") for post, members in posts],
        "things": things_of(station),
        "specials": specials_of(station),
        "gaps": gaps_of(station, posts),
        "manages": manages,
        "tiers": [(str(each), each.label) for each in OPENED],
        "roles": PostRole.choices,
        "places": places_in(station) if manages else [],
        "organisations": _organisations(station) if manages else [],
        "card": card,
        "hours": lines_of(card),
        "sheet": sheet,
        "sent": sent,
    }
    return render(request, "help/console/station.html", context, status=sheet.status)


def _filled(station: Station) -> Sheet:
    """The form of a station that nobody changed yet."""
    values = {name: getattr(station, name) for name in ("name", "name_en", "address")}
    return Sheet(values={**values, **typed_hours(station), "contact_phone": station.phone})


def _organisations(station: Station) -> Any:
    rows = Organisation.objects.current().filter(inside([station.community_id], field="place_id"))
    return rows.order_by("name")[:200]


def _change(sheet: Sheet, station: Station, by: Any) -> object:
    return change_station(station.pk, _draft(sheet), by=by)


def _post(sheet: Sheet, station: Station, by: Any) -> object:
    draft = PostDraft(
        tier=sheet.get("tier"), name=sheet.get("name"), place_path=sheet.get("place_path"),
        service=sheet.get("service"), organisation_id=whole_number(sheet.get("organisation_id")),
    )  # fmt: skip
    return open_post(station.pk, draft, by=by)


def _names(sheet: Sheet, station: Station, by: Any) -> object:
    post = _key(sheet, "post", Post.objects.filter(station=station))
    draft = PostNames(*(sheet.get(name) for name in ("name", "name_en", "service")))
    return change_post(post, draft, by=by)


def _end(sheet: Sheet, station: Station, by: Any) -> object:
    return end_post(_key(sheet, "post", Post.objects.filter(station=station)), by=by)


def _add(sheet: Sheet, station: Station, by: Any) -> object:
    post = _key(sheet, "post", Post.objects.filter(station=station))
    return add_by_phone(post, sheet.get("contact_phone"), sheet.get("role"), by=by)


def _close(_: Sheet, station: Station, by: Any) -> object:
    return close_station(station.pk, by=by)


def _verify(sheet: Sheet, station: Station, by: Any) -> object:
    return verify_member(_key(sheet, "member", PostMember.objects.filter(post__station=station)), by=by)


def _leave(sheet: Sheet, station: Station, by: Any) -> object:
    return leave_post(_key(sheet, "member", PostMember.objects.filter(post__station=station)), by=by)


def _key(sheet: Sheet, name: str, rows: Any) -> int:
    """:raises Missing: it belongs to no such station."""
    key = whole_number(sheet.get(name))
    if key is None or not rows.filter(pk=key).exists():
        raise Missing(_("There is no such line."), _("Look at the station again."))
    return key


ACTS: dict[str, Act] = {
    "change": _change, "close": _close, "post": _post, "names": _names, "end": _end, "add": _add,
    "verify": _verify, "leave": _leave,
}  # fmt: skip
OF_A_POST = ("add", "names")
"""Forms that a page has once for each post."""


@console_view(*DESK)
@require_POST
@never_cache
def act(request: Visit, pk: int, what: str) -> HttpResponse:
    """A refusal brings the page back with what was typed and the reason."""
    station, sheet = desk_station(pk, request.actor), filled_in(request.POST)
    if what not in ACTS:
        raise Missing(_("This cannot be done here."), _("Look at the station again."))
    try:
        ACTS[what](sheet, station, request.actor)
    except DomainError as error:
        sheet.note(error)
        sent = f"{what}{sheet.get('post')}" if what in OF_A_POST else what
        return _draw(request, desk_station(pk, request.actor), sheet, sent)
    messages.success(request, _("Saved."))
    there = reverse("console-stations") if what == "close" else reverse("console-station", args=[pk])
    return HttpResponseRedirect(there)
