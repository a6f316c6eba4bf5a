"""Kept words: what is said again and again in answers, by place and by unit."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.enums import COMMUNITY_KINDS, STREET_KINDS
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ..domain.queries.catalogue import current_versions, grouped
from ..domain.replies.gaps import GAPS
from ..domain.replies.keep import MANAGE, change_reply, reply_to_change, retire_reply, write_reply
from ..domain.replies.offered import kept_replies
from ..enums import Action
from ..interfaces.reply_sheet import draft_of_reply, sheet_of_reply
from ..interfaces.sheet import Sheet, filled_in, whole_number
from ..models import ReplyTemplate
from ..rules import DESK, UNIT_ROLES

KEEPERS = (*DESK, *UNIT_ROLES)
SILENT = (Action.ACCEPT, Action.TAKE_OVER)
"""Actions that nothing is said with."""


@console_view(*KEEPERS)
@require_safe
def replies(request: Visit) -> HttpResponse:
    """Those of the places around and inside mine, and of my units, in the order of a case's life."""
    place = {action.value: number for number, action in enumerate(Action)}
    found = sorted(kept_replies(request.actor), key=lambda each: (place.get(each.action, -1), each.name))
    labels = {"": _("any action")} | {each.value: str(each.label) for each in Action}
    context = {
        "replies": [(labels.get(each.action, each.action), each) for each in found],
        "category_names": {each.category_id: each.display_name for each in current_versions()},
    }
    return render(request, "cases/console/replies.html", context)


@console_view(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: Visit, pk: int = 0) -> HttpResponse:
    """One of them; without a number a new one. Who may not change it reads it."""
    nonce = filled_in(request.POST).nonce
    found = reply_to_change(pk, by=request.actor, nonce=nonce) if pk else None
    sheet = sheet_of_reply(found) if found else Sheet(values={"keeper": _first_keeper(request)})
    if request.method == "POST":
        sheet = filled_in(request.POST)
        try:
            _do(request, sheet, pk)
        except DomainError as error:
            sheet.note(error)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("console-replies"))
    context: dict[str, Any] = {
        "reply": found,
        "sheet": sheet,
        "may_change": may(request.actor, MANAGE, found) if found else True,
        "actions": [(each.value, each.label) for each in Action if each not in SILENT],
        "category_groups": grouped(current_versions()),
        "gaps": GAPS,
    }
    context |= _keepers(request, found)
    return render(request, "cases/console/reply.html", context, status=sheet.status)


def _do(request: Visit, sheet: Sheet, pk: int) -> None:
    seen = whole_number(sheet.get("seen")) or 0
    if not pk:
        write_reply(draft_of_reply(sheet), by=request.actor, nonce=sheet.nonce)
    elif sheet.get("step") == "retire":
        retire_reply(pk, seen=seen, by=request.actor, nonce=sheet.nonce)
    else:
        change_reply(pk, draft_of_reply(sheet), seen=seen, by=request.actor, nonce=sheet.nonce)


def _first_keeper(request: Visit) -> str:
    paths = request.actor.reach.paths_for(*DESK)
    units = request.actor.reach.organisations(*UNIT_ROLES)
    return f"place:{paths[0]}" if paths else f"unit:{units[0]}" if units else ""


def _keepers(request: Visit, found: ReplyTemplate | None) -> dict[str, Any]:
    """Places and units that I may keep words for, and the one that has this."""
    paths = request.actor.reach.paths_for(*DESK)
    mine = Q(kind__in=(*STREET_KINDS, *COMMUNITY_KINDS)) | Q(path__in=paths)
    shown = inside(paths, field="path") & mine
    units = list(request.actor.reach.organisations(*UNIT_ROLES))
    if found is not None and found.place_id:
        shown |= Q(path=found.place_id)
    return {
        "places": Place.objects.current().filter(shown).defer("boundary").order_by("path"),
        "units": Organisation.objects.filter(pk__in=units).order_by("name"),
    }
