"""The six things of a help station: looked at with the phone in the hand."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.items import Look, look_at_item, remove_item_photo
from ..domain.queries.desk_network import desk_station
from ..domain.queries.items import Thing, things_of
from ..interfaces.station_photos import photos_sent
from ..models import Station
from ..rules import DESK, MANAGE
from ..station_enums import ItemKind, ItemState

REMOVE = "remove-photo"


@console_view(*DESK_STAFF)
@require_safe
@never_cache
def things(request: Visit, pk: int) -> HttpResponse:
    """What is there, what is missing, and a form for each."""
    return _draw(request, desk_station(pk, request.actor), Sheet())


@console_view(*DESK)
@require_POST
@never_cache
def look(request: Visit, pk: int, kind: str) -> HttpResponse:
    """Note one of them, or take a photo out. A refusal brings the page back with what was typed."""
    station, sheet = desk_station(pk, request.actor), filled_in(request.POST)
    if kind not in (*ItemKind.values, REMOVE):
        raise Missing(_("This cannot be done here."), _("Look at the station again."))
    if kind == REMOVE:
        remove_item_photo(pk, whole_number(sheet.get("photo")) or 0, by=request.actor)
        return _back(request, pk, _("The photo is taken out."))
    try:
        look_at_item(pk, _seen(request, sheet, kind), by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        sheet.note(error)
        return _draw(request, station, sheet, kind)
    return _back(request, pk, _("Saved."), kind)


def _seen(request: Visit, sheet: Sheet, kind: str) -> Look:
    return Look(
        kind,
        sheet.get("state"),
        read_day(sheet.get("since"), "since"),
        sheet.get("note"),
        photos_sent(request, request.actor, sheet.nonce),
    )


def _back(request: Visit, pk: int, words: str, kind: str = "") -> HttpResponse:
    messages.success(request, words)
    anchor = f"#{kind}" if kind else ""
    return HttpResponseRedirect(reverse("console-station-things", args=[pk]) + anchor)


def _draw(request: Visit, station: Station, sheet: Sheet, sent: str = "") -> HttpResponse:
    found = things_of(station)
    context = {
        "station": station,
        "things": [(each, sheet if sent == each.kind else _filled(each)) for each in found],
        "many": sum(each.is_there for each in found),
        "all": len(found),
        "states": ItemState.choices,
        "manages": bool(may(request.actor, MANAGE, station)),
        "today": today().isoformat(),
    }
    return render(request, "help/console/things.html", context, status=sheet.status)


def _filled(thing: Thing) -> Sheet:
    item = thing.item
    values: Mapping[str, Any] = (
        {"state": item.state, "since": item.since.isoformat(), "note": item.note} if item else {}
    )
    return Sheet(values=dict(values))
