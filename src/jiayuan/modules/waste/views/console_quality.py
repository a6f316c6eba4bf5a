"""Weights in the console: place by place, what is out of the ordinary, and what the pilots did."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF, OFFICERS
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.looking import look_into
from ..domain.queries.coverage import seen_paths
from ..domain.queries.effect import pilots_compared
from ..domain.queries.weights import flag_seen, flags_seen, weights_of, whole_weeks
from ..enums import EVERYDAY
from ..models import WeekWeight
from ..quality_enums import Finding
from ..rules import DESK
from ..streams import facts_of

WEEKS = (4, 12, 26)
FLAGS = 20


@console_view(*DESK_STAFF)
@require_safe
@never_cache
def weights(request: Visit) -> HttpResponse:
    """``place``: only what lies there; ``weeks``: so many that are over, four unless it is said; ``flag``: the one out
    of the ordinary that a link is about stands first, on whichever page of them it would be."""
    return _draw(request, Sheet())


@console_view(*DESK)
@require_POST
@never_cache
def look(request: Visit, pk: int) -> HttpResponse:
    """Say what it was. A refusal brings the page back with what was typed."""
    if not WeekWeight.objects.within(*request.actor.reach.paths_for(*DESK)).filter(pk=pk).exists():
        raise Missing(_("There is no such weight."), _("Look at the list of weights."))
    sheet = filled_in(request.POST)
    try:
        look_into(pk, sheet.get("finding"), sheet.get("words"), by=request.actor)
    except DomainError as error:
        sheet.note(error)
        return _draw(request, sheet, pk)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("console-waste-weights"))


def _draw(request: Visit, sheet: Sheet, sent: int = 0) -> HttpResponse:
    path = request.GET.get("place", "")
    asked = request.GET.get("weeks", "")
    many = int(asked) if asked in map(str, WEEKS) else WEEKS[0]
    paths = seen_paths(request.actor, path)
    first, end = whole_weeks(many)
    lines = weights_of(paths, many) if paths else []
    page = page_of(
        flags_seen(request.actor, paths), by="-week", after=request.GET.get("after", ""), size=FLAGS
    )
    linked = sent or whole_number(request.GET.get("flag", "")) or 0
    about = flag_seen(request.actor, linked) if linked else None
    waiting = about is not None and about.looked_at is None
    context = {
        "lines": lines,
        "flags": [about, *(each for each in page if each.pk != linked)] if waiting else list(page),
        "linked": linked if waiting else 0,
        "said": about if about is not None and not waiting and not sent else None,
        "is_lost": bool(linked) and about is None and not sent,
        "by_estate": any(each.place.kind == PlaceKind.ESTATE for each in lines),
        "place": Place.objects.defer("boundary").filter(pk=path).first() if path and paths else None,
        "many": many,
        "choices": WEEKS,
        "first": first,
        "end": end,
        "columns": [facts_of(str(each)) for each in EVERYDAY],
        "page": page,
        "explains": request.actor.reach.has_any(DESK),
        "findings": Finding.choices,
        "sheet": sheet,
        "sent": sent,
        "is_gone": bool(sent) and not waiting,
        "opens": path[:12] == path,
    }
    return render(request, "waste/console/weights.html", context, status=sheet.status)


@console_view(*OFFICERS)
@require_safe
@never_cache
def effect(request: Visit) -> HttpResponse:
    """What the pilots of late did, beside estates like them."""
    found = pilots_compared()
    paths = tuple(request.actor.reach.paths_for(*OFFICERS))
    context = {
        "found": found,
        "writes": [each.path for each in found.places.values() if each.path.startswith(paths)],
        "short": found.named(found.effect.short),
        "unlike": found.named(found.effect.unlike),
    }
    return render(request, "waste/console/effect.html", context)
