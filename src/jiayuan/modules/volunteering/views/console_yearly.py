"""The three lists of a year in the console."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.visit import Visit

from ..domain.queries.pairings import communities_of
from ..domain.queries.yearly import ListFilter, lists_of, open_offers, partners_in
from ..domain.skills import skills_in_use
from ..domain.yearly import ItemDraft, finish_item, match_items, write_item
from ..enums import ItemKind, ItemState
from ..interfaces.forms import ItemForm, choices_of, number_of
from ..models import YearlyItem
from ..rules import MATCH, READERS
from .common import done, tree, try_it


@console_view(*READERS)
@require_safe
def lists(request: Visit) -> HttpResponse:
    """``place`` and ``year`` in the address."""
    return _show(request, request.GET)


def _show(request: Visit, asked: Any, form: ItemForm | None = None) -> HttpResponse:
    communities = communities_of(request.actor)
    wanted = ListFilter.of(asked, [each.path for each in communities])
    found = lists_of(request.actor, wanted)
    partners = partners_in(request.actor, wanted.place)
    context = {
        "wanted": wanted,
        "places": tree(communities),
        "place": next((each for each in communities if each.path == wanted.place), None),
        "lists": [(kind, kind.label, rows) for kind, rows in found.items()],
        "offers": open_offers(found),
        "open_state": ItemState.OPEN,
        "need": ItemKind.NEED,
        "matching": may(request.actor, MATCH, wanted.place),
        "form": form or _form(None, partners, wanted.year),
    }
    return render(request, "volunteering/console/yearly.html", context, status=422 if form else 200)


def _form(given: Any, partners: list[Any], year: int) -> ItemForm:
    organisations = [("", ""), *((str(each.pk), str(each.organisation)) for each in partners)]
    choices = {"organisation": organisations, "skill": choices_of(skills_in_use())}
    return ItemForm(given, choices=choices, initial={"year": year})


@console_view(*READERS)
@require_POST
def write(request: Visit) -> HttpResponse:
    """Put something on a list."""
    given = request.POST
    partners = partners_in(request.actor, given.get("place", ""))
    form = _form(given, partners, number_of(given.get("year", "")))
    chosen = next((each for each in partners if str(each.pk) == given.get("organisation")), None)
    kind = given.get("kind", "")
    draft = ItemDraft(
        kind, number_of(given.get("year", "")), given.get("words", ""), given.get("place", ""),
        None if kind == ItemKind.NEED else chosen, given.get("skill", ""),
    )  # fmt: skip
    made = try_it(form, lambda: write_item(draft, by=request.actor))
    return _show(request, given, form) if made is None else _back(made)


@console_view(*READERS)
@require_POST
def match(request: Visit, pk: int) -> HttpResponse:
    """Say what meets a need."""
    item = _item(request, pk)
    match_items(item.pk, number_of(request.POST.get("offer", "")), by=request.actor)
    return _back(item)


@console_view(*READERS)
@require_POST
def finish(request: Visit, pk: int) -> HttpResponse:
    item = _item(request, pk)
    finish_item(item.pk, by=request.actor)
    done(request, _("Done. What it was matched with is done, too."), "console-yearly")
    return _back(item)


def _item(request: Visit, pk: int) -> YearlyItem:
    item = YearlyItem.objects.visible_to(request.actor).filter(pk=pk).first()
    if item is None:
        raise Missing(_("There is no such item."), _("Look for it in the lists of the year."))
    return item


def _back(item: YearlyItem) -> HttpResponse:
    return redirect(f"{reverse('console-yearly')}?place={item.community_id}&year={item.year}")
