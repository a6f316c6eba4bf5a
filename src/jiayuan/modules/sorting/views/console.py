"""Words that nobody knew, and what the district answered."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.common.errors import DomainError, Missing
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import filled_in

from ..domain.asking import city
from ..domain.words import ItemDraft, answer_word, end_item, put_aside
from ..enums import Category
from ..models import AskedWord, LocalItem
from ..rules import DESK

A_PAGE, MOST_ITEMS = 50, 200


@console_view(*DESK)
@require_safe
def words(request: Visit) -> HttpResponse:
    context = {
        "page": page_of(
            AskedWord.objects.open(), by="-times", after=request.GET.get("after", ""), size=A_PAGE
        ),
        "items": LocalItem.objects.standing().select_related("said_by").order_by("-pk")[:MOST_ITEMS],
    }
    return render(request, "sorting/console/words.html", context)


@console_view(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def word(request: Visit, pk: int) -> HttpResponse:
    found = AskedWord.objects.open().filter(pk=pk).first()
    if found is None:
        raise Missing(_("This word does not wait any more."), _("Look at the list of words."))
    sheet = filled_in(request.POST)
    if request.method == "POST":
        draft = ItemDraft(sheet.get("category"), sheet.get("reason"), sheet.get("source"), sheet.get("first"))
        try:
            answer_word(pk, draft, by=request.actor)
        except DomainError as error:
            sheet.note(error)
        else:
            messages.success(request, _("Answered. Whoever asks now is told."))
            return HttpResponseRedirect(reverse("console-sorting"))
    context = {"word": found, "sheet": sheet, "categories": Category.choices, "source": city().get("source")}
    return render(request, "sorting/console/word.html", context, status=sheet.status)


@console_view(*DESK)
@require_POST
def aside(request: Visit, pk: int) -> HttpResponse:
    return _done(request, lambda: put_aside(pk, by=request.actor))


@console_view(*DESK)
@require_POST
def end(request: Visit, pk: int) -> HttpResponse:
    return _done(request, lambda: end_item(pk, by=request.actor))


def _done(request: Visit, act: Callable[[], None]) -> HttpResponse:
    act()
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("console-sorting"))
