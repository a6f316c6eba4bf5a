"""Kits to copy a pilot, in the console: the list, one kit, its draft, its paper."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF, OFFICERS
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import Conflict, DomainError, Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.kits import begin_kit, begin_version, drop_kit, practices_of, publish_kit, save_kit
from ..domain.queries.kits import copies_of, drafts_of, kit_seen, kits_seen, stand
from ..domain.queries.lineage import first_of
from ..interfaces.kit_effect_words import as_of, effect_words
from ..interfaces.kit_forms import filled, read_kit, rows_of, typed_rows
from ..interfaces.kit_paper import draw_kit, paper_name
from ..interfaces.kit_words import compared
from ..kit_enums import StepBy
from ..limits import KIT_TITLE, KIT_WEEKS, KIT_WORDS
from ..models import Kit
from ..rules import WRITE_KIT

KITS, COPIES = 20, 20


@console_view(*DESK_STAFF)
@require_safe
@never_cache
def kits(request: Visit) -> HttpResponse:
    page = page_of(kits_seen(request.actor), by="-pk", after=request.GET.get("after", ""), size=KITS)
    context = {"page": page, "writes": request.actor.reach.has_any(OFFICERS)}
    return render(request, "waste/console/kits.html", context)


@console_view(*OFFICERS)
@require_POST
@never_cache
def new(request: Visit, path: str) -> HttpResponse:
    """From the latest pilot of an estate; with words, if some were typed for a draft that is gone."""
    return _begun(request, begin_kit(path, by=request.actor))


def _begun(request: Visit, draft: Kit) -> HttpResponse:
    """A draft, and beside what it says the words that were sent along: they are not saved over it unseen."""
    if "title" not in request.POST:
        return HttpResponseRedirect(reverse("console-waste-kit", args=[draft.pk]))
    sheet = filled_in(request.POST)
    sheet.note(
        Conflict(
            _("What you typed is not saved yet."), _("Compare it with the draft, and save."), code="stale"
        )
    )
    return _draw_draft(request, kit_seen(draft.pk, request.actor), sheet, is_stale=True)


@console_view(*DESK_STAFF)
@require_safe
@never_cache
def kit(request: Visit, pk: int) -> HttpResponse:
    """A draft as a form, for those who write it; a published one as it stands, and where it was applied."""
    found = kit_seen(pk, request.actor)
    return _draw_draft(request, found, Sheet()) if found.published_at is None else _draw(request, found)


def _draw(request: Visit, found: Kit) -> HttpResponse:
    page = page_of(copies_of(found), by="since", after=request.GET.get("after", ""), size=COPIES)
    stands = stand(page.rows)
    paths = tuple(request.actor.reach.paths_for(*DESK_STAFF))
    context = {
        "kit": found,
        "since": first_of(found.pilot).since,
        "compared": compared(found.practice),
        "said": effect_words(found.effect),
        "as_of": as_of(found.effect),
        "page": page,
        "copies": [(each, stands[each.pk], each.estate_id.startswith(paths)) for each in page],
        "drafts": drafts_of(found, request.actor),
        "applies": request.actor.reach.has_any(OFFICERS),
        "writes": bool(may(request.actor, WRITE_KIT, found.pilot.estate_id)),
    }
    return render(request, "waste/console/kit.html", context)


def _draw_draft(request: Visit, found: Kit, sheet: Sheet, *, is_stale: bool = False) -> HttpResponse:
    """``is_stale``: what was saved meanwhile stands beside what was typed, which is sent again on top of that."""
    context = {
        "kit": found,
        "since": first_of(found.pilot).since,
        "compared": compared(practices_of(found.pilot)),
        "rows": rows_of(found, sheet),
        "sheet": filled(found, sheet, is_stale=is_stale),
        "is_stale": is_stale,
        "who": StepBy.choices,
        "weeks": KIT_WEEKS,
        "limits": {"title": KIT_TITLE, "words": KIT_WORDS},
    }
    return render(request, "waste/console/kit_draft.html", context, status=sheet.status)


@console_view(*OFFICERS)
@require_POST
@never_cache
def act(request: Visit, pk: int, what: str) -> HttpResponse:
    """``save``, and with ``then`` = ``publish`` publish at once; or ``drop``; or of a published one another
    ``version``. A refusal brings the draft back with what was typed."""
    if what == "version":
        return _begun(request, begin_version(pk, by=request.actor))
    if what == "drop":
        drop_kit(pk, by=request.actor)
        messages.success(request, _("The draft is gone."))
        return HttpResponseRedirect(reverse("console-waste-kits"))
    if what != "save":
        raise Missing(_("This cannot be done here."), _("Look at the kit again."))
    return _save(request, pk, filled_in(request.POST))


def _save(request: Visit, pk: int, sheet: Sheet) -> HttpResponse:
    try:
        kept = save_kit(pk, read_kit(sheet), by=request.actor, revision=whole_number(sheet.get("revision")))
        publishes = sheet.get("then") == "publish"
        if publishes:
            publish_kit(pk, by=request.actor, revision=kept.revision)
    except Missing as error:
        estate = sheet.get("estate")
        if not estate.isdecimal():
            raise
        sheet.note(Conflict(_("This draft was thrown away meanwhile."), error.remedy, code="state"))
        return _hand_back(request, sheet, reverse("console-waste-kit-new", args=[estate]))
    except DomainError as error:
        if error.status == 403:
            raise
        sheet.note(error)
        found = kit_seen(pk, request.actor)
        if found.published_at is not None:
            return _hand_back(request, sheet, reverse("console-waste-kit-act", args=[pk, "version"]))
        return _draw_draft(request, found, sheet, is_stale=error.code == "stale")
    messages.success(request, _("Published. It stands still from now on.") if publishes else _("Saved."))
    return HttpResponseRedirect(reverse("console-waste-kit", args=[pk]))


def _hand_back(request: Visit, sheet: Sheet, goes_on: str) -> HttpResponse:
    """The words typed for a draft that is none any more, and the way on with them."""
    context = {"sheet": sheet, "rows": typed_rows(sheet), "goes_on": goes_on}
    return render(request, "waste/console/kit_kept.html", context, status=sheet.status)


@console_view(*DESK_STAFF)
@require_safe
@never_cache
def paper(request: Visit, pk: int) -> HttpResponse:
    """A published kit as a PDF in the reader's language."""
    found = kit_seen(pk, request.actor)
    if found.published_at is None:
        raise Conflict(
            _("This kit is a draft."), _("Publish it first; then it can be printed."), code="draft"
        )
    disposition = content_disposition_header(False, paper_name(found)) or "inline"
    return HttpResponse(
        draw_kit(found), content_type="application/pdf", headers={"Content-Disposition": disposition}
    )
