"""Special services at the desk: arranged, with who is visited, the rota, and what to look after."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.burden.saved import note_saved
from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Invalid, Missing
from jiayuan.foundation.common.visit import Visit as Request
from jiayuan.foundation.people.enums import ConsentManner
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number
from jiayuan.services.cases.interfaces.visits import absolute
from jiayuan.services.gatherings.recurrence import WEEKDAYS

from ..domain.queries.desk_network import desk_station, places_in
from ..domain.queries.visits import opened_special, recipients_of, rota_of, turns_in
from ..domain.rhythm_change import change_rhythm, days_to_come, foresee_rhythm
from ..domain.specials import (
    RecipientDraft,
    SpecialDraft,
    add_recipient,
    end_recipient,
    end_special,
    new_link,
    open_special,
    read_note,
    reveal_recipient,
    weekdays_of,
)
from ..domain.visit_absence import try_again
from ..domain.visit_plan import plan_special
from ..domain.visits import call_off, do_visit, settle_visit
from ..interfaces.rhythm_words import rhythms_offered, told_rhythm
from ..models import Post, Recipient, SpecialService, Visit
from ..rules import DESK

DAY_NAMES = tuple(zip(WEEKDAYS, range(7), strict=True))


@console_view(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: Request, pk: int) -> HttpResponse:
    """Arrange one for a post of a station."""
    station, sheet = desk_station(pk, request.actor), filled_in(request.POST)
    if request.method == "POST":
        try:
            post = _key(sheet, "post", Post.objects.filter(station=station))
            service = open_special(post, _draft(request, sheet), by=request.actor, nonce=sheet.nonce)
        except DomainError as error:
            sheet.note(error)
        else:
            messages.success(request, _("Arranged. Enter next who is visited."))
            return HttpResponseRedirect(reverse("console-special", args=[service.pk]))
    context = {
        "station": station,
        "posts": Post.objects.active().filter(station=station),
        "sheet": sheet,
        "weekdays": DAY_NAMES,
        "days": request.POST.getlist("days"),
        "today": today().isoformat(),
    }
    return render(request, "help/console/special_new.html", context, status=sheet.status)


def _draft(request: Request, sheet: Sheet) -> SpecialDraft:
    days = [each for each in request.POST.getlist("days") if each in WEEKDAYS]
    if not days:
        raise Invalid(_("On which days?"), _("Choose at least one weekday."), field="days")
    return SpecialDraft(
        name=sheet.get("name"),
        words=sheet.get("words"),
        days=",".join(days),
        weeks=whole_number(sheet.get("weeks")) or 1,
        starts=_time(sheet.get("starts")),
        first=read_day(sheet.get("first"), "first") or today(),
        minutes=whole_number(sheet.get("minutes")) or 0,
        people=whole_number(sheet.get("people")) or 0,
        keeps_ties=bool(sheet.get("keeps_ties")),
        rests_on_holidays=bool(sheet.get("rests_on_holidays")),
    )


def _time(text: str) -> time:
    try:
        found = parse_time(text)
    except ValueError:
        found = None
    if found is None:
        raise Invalid(_("At what time?"), _("Write it as 10:00."), field="starts")
    return found.replace(tzinfo=None)


@console_view(*DESK)
@require_safe
@never_cache
def page(request: Request, pk: int) -> HttpResponse:
    return _draw(request, opened_special(pk, request.actor), Sheet())


def _draw(
    request: Request, service: SpecialService, sheet: Sheet, sent: str = "", **more: Any
) -> HttpResponse:
    days = rota_of(service)
    context = {
        "service": service,
        "station": service.post.station,
        "days": days.items(),
        "turns": turns_in(days),
        "tomorrow": (today() + timedelta(days=1)).isoformat(),
        "waiting": Visit.objects.waiting()
        .filter(service=service)
        .select_related("person", "recipient__contact"),
        "recipients": [
            (each, told_rhythm(service, each), f"contact{each.pk}", f"rhythm{each.pk}")
            for each in recipients_of(service)
        ],
        "weekdays": [each for each in DAY_NAMES if each[0] in weekdays_of(service)],
        "chosen": request.POST.getlist("days"),
        "rhythms": rhythms_offered(service),
        "places": places_in(service.post.station),
        "manners": ConsentManner.choices,
        "sheet": sheet,
        "sent": sent,
    } | more
    return render(request, "help/console/special.html", context, status=sheet.status)


def _settle(sheet: Sheet, service: SpecialService, by: Any) -> object:
    return settle_visit(_visit(sheet, service), by=by, words=sheet.get("words"), nonce=sheet.nonce)


def _was_there(sheet: Sheet, service: SpecialService, by: Any) -> object:
    return do_visit(_visit(sheet, service), by=by, words=sheet.get("words"), nonce=sheet.nonce)


def _again(sheet: Sheet, service: SpecialService, by: Any) -> object:
    return try_again(_visit(sheet, service), read_day(sheet.get("day"), "day"), by=by, nonce=sheet.nonce)


def _off(sheet: Sheet, service: SpecialService, by: Any) -> object:
    return call_off(_visit(sheet, service), by=by, nonce=sheet.nonce)


def _leave(sheet: Sheet, service: SpecialService, by: Any) -> object:
    return end_recipient(_recipient(sheet, service), by=by)


def _rhythm(sheet: Sheet, service: SpecialService, by: Any) -> object:
    return change_rhythm(_recipient(sheet, service), **_wanted(sheet), by=by, nonce=sheet.nonce)


def _wanted(sheet: Sheet) -> dict[str, Any]:
    """Each weekday has a field of its own, so that they come back as they were typed."""
    days = ",".join(each for each in WEEKDAYS if sheet.get(f"day_{each}"))
    return {"days": days, "every": whole_number(sheet.get("every")) or 1}


def _plan(_sheet: Sheet, service: SpecialService, _by: Any) -> object:
    return plan_special(service.pk)


def _end(_sheet: Sheet, service: SpecialService, by: Any) -> object:
    return end_special(service.pk, by=by)


ACTS: dict[str, Callable[[Sheet, SpecialService, Any], object]] = {
    "settle": _settle, "done": _was_there, "again": _again, "off": _off,
    "leave": _leave, "rhythm": _rhythm, "plan": _plan, "end": _end,
}  # fmt: skip
SHOWING = ("add", "link", "contact", "note", "foresee")
"""Acts whose answer is shown once, on the page that comes back."""
FORMS = {"contact": "contact", "foresee": "rhythm", "rhythm": "rhythm"}
"""Of which there is one for each who is visited."""


@console_view(*DESK)
@require_POST
@never_cache
def act(request: Request, pk: int, what: str) -> HttpResponse:
    """A refusal brings the page back with what was typed and the reason."""
    service, sheet = opened_special(pk, request.actor), filled_in(request.POST)
    if what not in ACTS and what not in SHOWING:
        raise Missing(_("This cannot be done here."), _("Look at the service again."))
    try:
        if what in SHOWING:
            shown = _shown(request, service, sheet, what)
            note_saved(request)
            return _draw(request, service, shown.pop("sheet", Sheet()), **shown)
        ACTS[what](sheet, service, request.actor)
    except DomainError as error:
        sheet.note(error)
        sent = f"{FORMS[what]}{sheet.get('recipient')}" if what in FORMS else what
        return _draw(request, opened_special(pk, request.actor), sheet, sent)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("console-special", args=[pk]))


def _shown(request: Request, service: SpecialService, sheet: Sheet, what: str) -> dict[str, Any]:
    if what == "contact":
        found = reveal_recipient(_recipient(sheet, service), reason=sheet.get("reason"), by=request.actor)
        return {"shown_contact": found}
    if what == "note":
        return {"shown_note": read_note(_visit(sheet, service), by=request.actor)}
    if what == "foresee":
        then = foresee_rhythm(_recipient(sheet, service), **_wanted(sheet), by=request.actor)
        return {"sheet": sheet, "sent": f"rhythm{then.pk}", "foreseen": days_to_come(then)}
    if what == "link":
        recipient, token = new_link(_recipient(sheet, service), by=request.actor)
    else:
        recipient, token = add_recipient(
            service.pk, _recipient_draft(request, sheet), by=request.actor, nonce=sheet.nonce
        )
        plan_special(service.pk)
    link = absolute(request, reverse("help-coming", args=[token])) if token else ""
    return {"shown_link": link, "shown_recipient": recipient}


def _recipient_draft(request: Request, sheet: Sheet) -> RecipientDraft:
    return RecipientDraft(
        days=",".join(each for each in request.POST.getlist("days") if each in WEEKDAYS),
        every=whole_number(sheet.get("every")) or 1,
        name=sheet.get("contact_name"),
        phone=sheet.get("contact_phone"),
        place_path=sheet.get("place_path"),
        address=sheet.get("address"),
        manner=sheet.get("manner"),
    )


def _visit(sheet: Sheet, service: SpecialService) -> int:
    return _key(sheet, "visit", Visit.objects.filter(service=service))


def _recipient(sheet: Sheet, service: SpecialService) -> int:
    return _key(sheet, "recipient", Recipient.objects.filter(service=service))


def _key(sheet: Sheet, name: str, rows: Any) -> int:
    """:raises Missing: it belongs to something else."""
    key = whole_number(sheet.get(name))
    if key is None or not rows.filter(pk=key).exists():
        raise Missing(_("There is no such line."), _("Look at the page again."))
    return key
