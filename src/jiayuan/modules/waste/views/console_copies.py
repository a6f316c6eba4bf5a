"""Applying a kit to estates, in the console: choose, look at what would change, confirm; then tick off its steps."""

from collections.abc import Container, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF, OFFICERS
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, DomainError, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.copying.compare import BLOCKED, CHANGE, SAME
from ..domain.copying.confirm import confirm_copy
from ..domain.copying.draft import compare_anew, draft_copies, drop_copy
from ..domain.copying.ticking import tick_step, untick_step
from ..domain.queries.kits import (
    check_list,
    communities_to_copy,
    copy_seen,
    drafts_of,
    estates_to_copy,
    kit_seen,
    stand,
)
from ..interfaces.kit_words import line_because, line_now, line_then, line_title
from ..models import Kit, KitCopy
from ..rules import DESK, KEEP


@console_view(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def apply(request: Visit, pk: int) -> HttpResponse:
    """``place``: the community whose estates are shown to choose from."""
    kit, sheet = kit_seen(pk, request.actor), filled_in(request.POST)
    chosen = request.POST.getlist("estates")
    if request.method == "POST":
        try:
            since = read_day(sheet.get("since"), "since")
            drafted = draft_copies(pk, chosen, since, by=request.actor)
        except DomainError as error:
            if error.status in (403, 404):
                raise
            sheet.note(error)
        else:
            return _to(drafted[0].pk)
    return _draw_choice(request, kit, sheet, chosen)


def _draw_choice(request: Visit, kit: Kit, sheet: Sheet, chosen: list[str]) -> HttpResponse:
    communities = communities_to_copy(request.actor)
    asked = request.GET.get("place", "") or kit.pilot.estate_id[:12]
    place = next(
        (each for each in communities if each.path == asked), communities[0] if communities else None
    )
    context = {
        "kit": kit,
        "streets": [(street, list(rows)) for street, rows in groupby(communities, lambda each: each.parent)],
        "place": place,
        "estates": estates_to_copy(kit, request.actor, place.path if place else ""),
        "chosen": chosen,
        "sheet": sheet,
        "first": today().isoformat(),
    }
    return render(request, "waste/console/kit_apply.html", context, status=sheet.status)


@console_view(*DESK_STAFF)
@require_safe
@never_cache
def copy(request: Visit, pk: int) -> HttpResponse:
    """A draft with what would change; or an estate under way with its check list."""
    found = copy_seen(pk, request.actor)
    return _draw_draft(request, found) if found.confirmed_at is None else _draw(request, found)


def _spoken(line: Mapping[str, Any]) -> dict[str, Any]:
    because = line_because(line) if line["state"] == BLOCKED else ""
    return {
        "key": line["key"], "kind": line["kind"], "stream": line["stream"], "title": line_title(line),
        "now": line_now(line), "then": line_then(line), "because": because, "kept": line.get("kept", False),
    }  # fmt: skip


def _in_state(found: KitCopy, state: str) -> list[dict[str, Any]]:
    return [_spoken(each) for each in found.lines if each["state"] == state]


def _left_out(request: Visit, found: KitCopy, what: str) -> set[str]:
    """Lines of the draft as it was shown whose tick was taken out. Only a form with the ticks in it can say so."""
    if what != "confirm" and "ticked" not in request.POST:
        return set()
    return {each["key"] for each in found.lines} - set(request.POST.getlist("line"))


def _draw_draft(
    request: Visit, found: KitCopy, sheet: Sheet | None = None, left: Container[str] = ()
) -> HttpResponse:
    sheet = sheet or Sheet()
    changes = [
        each | {"left": each["key"] in left, "field": f"guide-{each['key']}"}
        for each in _in_state(found, CHANGE)
    ]
    context = {
        "copy": found,
        "changes": changes,
        "same": _in_state(found, SAME),
        "blocked": _in_state(found, BLOCKED),
        "others": [each for each in drafts_of(found.kit, request.actor) if each.pk != found.pk],
        "is_late": found.since < today(),
        "first": today().isoformat(),
        "sheet": sheet,
    }
    return render(request, "waste/console/copy_draft.html", context, status=sheet.status)


def _draw(request: Visit, found: KitCopy, sheet: Sheet | None = None, sent: int = 0) -> HttpResponse:
    sheet = sheet or Sheet()
    steps = check_list(found)
    context = {
        "copy": found,
        "steps": steps,
        "done": sum(each.tick is not None for each in steps),
        "stands": stand([found])[found.pk],
        "changes": _in_state(found, CHANGE),
        "blocked": _in_state(found, BLOCKED),
        "ticks": bool(may(request.actor, KEEP, found.estate_id)),
        "others": drafts_of(found.kit, request.actor),
        "today": today().isoformat(),
        "sheet": sheet,
        "sent": sent,
    }
    return render(request, "waste/console/copy.html", context, status=sheet.status)


def _to(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("console-waste-copy", args=[pk]))


@console_view(*DESK)
@require_POST
@never_cache
def act(request: Visit, pk: int, what: str) -> HttpResponse:
    """A refusal brings the page back with what was ticked and typed."""
    found = copy_seen(pk, request.actor)
    if what not in ACTS:
        raise Missing(_("This cannot be done here."), _("Look at the page again."))
    sheet, left = filled_in(request.POST), _left_out(request, found, what)
    try:
        return ACTS[what](request, found, sheet)
    except DomainError as error:
        if error.status in (403, 404):
            raise
        sheet.note(error)
    found = copy_seen(pk, request.actor)
    if found.confirmed_at is None:
        return _draw_draft(request, found, sheet, left)
    return _draw(request, found, sheet, whole_number(sheet.get("step")) or 0)


def _guides(sheet: Sheet) -> dict[str, str]:
    """Who was named, by line."""
    return {
        name.removeprefix("guide-"): text for name, text in sheet.values.items() if name.startswith("guide-")
    }


def _confirm(request: Visit, found: KitCopy, sheet: Sheet) -> HttpResponse:
    _check_compared(found, read_day(sheet.get("since"), "since"))
    done = confirm_copy(found.pk, request.POST.getlist("line"), _guides(sheet), by=request.actor)
    many = sum(bool(each.get("kept")) for each in done.lines)
    words = ngettext(
        "Entered: %(n)s change. The estate is a pilot now, and its effect is measured.",
        "Entered: %(n)s changes. The estate is a pilot now, and its effect is measured.",
        many,
    )
    messages.success(request, words % {"n": many})
    return _to(found.pk)


def _check_compared(found: KitCopy, since: date | None) -> None:
    """:raises Conflict: another day is chosen than the one that what is shown was compared for."""
    if found.confirmed_at is None and since not in (None, found.since):
        raise Conflict(
            _("Another day is chosen than the one that is shown."),
            _("Compare anew from this day, look at it and confirm then."), field="since", code="stale",
        )  # fmt: skip


def _again(request: Visit, found: KitCopy, sheet: Sheet) -> HttpResponse:
    """Names that were typed already, and ticks that were taken out, stay."""
    left = _left_out(request, found, "again")
    compare_anew(found.pk, read_day(sheet.get("since"), "since"), by=request.actor)
    messages.success(request, _("Compared anew with how it is now."))
    if not left and not any(_guides(sheet).values()):
        return _to(found.pk)
    return _draw_draft(request, copy_seen(found.pk, request.actor), sheet, left)


def _drop(request: Visit, found: KitCopy, _sheet: Sheet) -> HttpResponse:
    drop_copy(found.pk, by=request.actor)
    messages.success(request, _("The draft is gone."))
    return HttpResponseRedirect(reverse("console-waste-kit", args=[found.kit_id]))


def _tick(request: Visit, found: KitCopy, sheet: Sheet) -> HttpResponse:
    step = whole_number(sheet.get("step")) or 0
    tick_step(found.pk, step, read_day(sheet.get("on"), "on"), by=request.actor)
    messages.success(request, _("Ticked off."))
    return _to(found.pk)


def _untick(request: Visit, found: KitCopy, sheet: Sheet) -> HttpResponse:
    untick_step(found.pk, whole_number(sheet.get("step")) or 0, by=request.actor)
    messages.success(request, _("The tick is taken back."))
    return _to(found.pk)


ACTS = {"confirm": _confirm, "again": _again, "drop": _drop, "tick": _tick, "untick": _untick}
