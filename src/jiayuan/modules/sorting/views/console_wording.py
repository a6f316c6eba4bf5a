"""The words of the pledge: which were in force when, and new ones from draft to their day. For the district."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.errors import Conflict, DomainError, Missing
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, whole_number

from ..domain.pledge_sheet import draw_wording
from ..domain.pledge_texts import current_text, pledge_texts, text_in
from ..domain.wording import (
    begin_draft,
    call_back,
    change_draft,
    drop_draft,
    earliest,
    no_such_wording,
    put_in_force,
    signed_by_version,
)
from ..limits import PROMISE, PROMISES, WORDING_REACH
from ..models import PledgeWording
from ..rules import DESK

SETTLE, RECALL, DROP = "settle", "recall", "drop"


@console_view(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def wordings(request: Visit) -> HttpResponse:
    """Every version with its day and how many pledges stand under it; POST begins a draft, with words that were typed
    for one that is over."""
    if request.method == "POST":
        return _begin(request)
    signed, texts = signed_by_version(), pledge_texts()
    rows = {each.version: each.pk for each in PledgeWording.objects.settled()}
    context = {
        "rows": [(each, signed.get(each.version, 0), rows.get(each.version)) for each in reversed(texts)],
        "current": current_text(texts).version,
        "is_one_to_come": texts[-1].version != current_text(texts).version,
        "draft": PledgeWording.objects.drafts().first(),
    }
    return render(request, "sorting/console/wordings.html", context)


def _begin(request: Visit) -> HttpResponse:
    sheet = filled_in(request.POST)
    if "zh" not in sheet.values:
        return _to_draft(begin_draft(by=request.actor))
    try:
        return _to_draft(begin_draft(by=request.actor, words=(sheet.get("zh"), sheet.get("en"))))
    except DomainError as error:
        sheet.note(error)
    return _hand_back(request, sheet)


def _to_draft(draft: PledgeWording) -> HttpResponse:
    return HttpResponseRedirect(reverse("console-sorting-wording", args=[draft.pk]))


def _hand_back(request: Visit, sheet: Sheet) -> HttpResponse:
    """The words typed for a draft that is none any more, and the way on: they are lost to nobody."""
    context = {"sheet": sheet, "reach": WORDING_REACH, "draft": PledgeWording.objects.drafts().first()}
    return render(request, "sorting/console/wording_kept.html", context, status=sheet.status)


@console_view(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def wording(request: Visit, pk: int) -> HttpResponse:
    """One version as a phone and as the certificate show it; a draft is written here."""
    if request.method != "POST":
        found = _found(pk)
        return _draw(request, found, Sheet(values={"zh": found.zh, "en": found.en}))
    sheet = filled_in(request.POST)
    try:
        change_draft(pk, sheet.get("zh"), sheet.get("en"), seen=_seen(sheet), by=request.actor)
    except DomainError as error:
        sheet.note(_dropped() if isinstance(error, Missing) else error)
        draft = PledgeWording.objects.drafts().select_related("edited_by").filter(pk=pk).first()
        return _hand_back(request, sheet) if draft is None else _draw(request, draft, sheet)
    messages.success(request, _("Saved. Below is how it looks."))
    return HttpResponseRedirect(reverse("console-sorting-wording", args=[pk]))


@console_view(*DESK)
@require_POST
def act(request: Visit, pk: int, action: str) -> HttpResponse:
    """Put in force, call back, drop; a refusal brings the page back with what was typed."""
    found, sheet = _found(pk), filled_in(request.POST)
    try:
        said = _acted(request, pk, action, sheet)
    except Missing:
        raise
    except DomainError as error:
        sheet.note(error)
        sheet.values |= {"zh": found.zh, "en": found.en}
        return _draw(request, found, sheet)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("console-sorting-wordings"))


def _acted(request: Visit, pk: int, action: str, sheet: Sheet) -> str:
    seen, by = _seen(sheet), request.actor
    if action == SETTLE:
        again = sheet.get("ask_again") == "on"
        put_in_force(pk, _day(sheet.get("since")), ask_again=again, seen=seen, by=by)
        return _("The day is set. Until then the words can be called back.")
    if action == RECALL:
        call_back(pk, seen=seen, by=by)
        return _("Called back: they are a draft again.")
    if action == DROP:
        drop_draft(pk, seen=seen, by=by)
        return _("The draft is dropped.")
    raise no_such_wording()


@console_view(*DESK)
@require_safe
@never_cache
def sheet(request: Visit, pk: int) -> HttpResponse:
    """The certificate with these words, as a picture."""
    language = "en" if request.GET.get("language") == "en" else "zh-hans"
    address = absolute(request, reverse("sorting-pledge"))
    drawn = draw_wording(_found(pk), language=language, address=address, by=request.actor)
    return HttpResponse(drawn, content_type="image/png")


def _draw(request: Visit, found: PledgeWording, sheet: Sheet) -> HttpResponse:
    text = text_in(found)
    context = {
        "wording": found,
        "sheet": sheet,
        "seen": sheet.get("seen") or found.revision,
        "previews": [("zh-hans", _("in Chinese"), text.zh), ("en", _("in English"), text.en)],
        "earliest": earliest(),
        "most": PROMISES,
        "limits": PROMISE,
        "reach": WORDING_REACH,
        "signed": signed_by_version().get(found.version or 0, 0),
    }
    return render(request, "sorting/console/wording.html", context, status=sheet.status)


def _found(pk: int) -> PledgeWording:
    found = PledgeWording.objects.select_related("edited_by").filter(pk=pk).first()
    if found is None:
        raise no_such_wording()
    return found


def _dropped() -> Conflict:
    return Conflict(
        _("Meanwhile this draft was dropped."), _("Look at the list of versions."), code="dropped"
    )


def _seen(sheet: Sheet) -> int:
    return whole_number(sheet.get("seen")) or 0


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
