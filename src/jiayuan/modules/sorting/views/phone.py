"""Which bin, on the phone: one box, one answer."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.text import clean
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.visits import limit

from ..domain.asking import ask
from ..domain.listing import everything_said
from ..domain.words import wonder
from ..enums import COLOURS, ICONS, Category
from ..interfaces.home import examples
from ..interfaces.shown import show

LONGEST = 60
_A_DAY = 86_400


@require_safe
def which_bin(request: Visit) -> HttpResponse:
    query = clean(request.GET.get("q", "")[:LONGEST])
    number = request.GET.get("a", "")
    chosen = int(number) if number.isascii() and number.isdecimal() and len(number) < 3 else None
    shown = show(ask(query, chosen=chosen)) if query else None
    return render(
        request, "sorting/phone/which_bin.html", {"q": query, "shown": shown, "examples": examples()}
    )


@require_POST
def send_word(request: Visit) -> HttpResponse:
    """Keep a word that nobody knew for the district."""
    query = clean(request.POST.get("q", "")[:LONGEST])
    try:
        limit(request, "suggest")
        wonder(query, nonce=request.POST.get("nonce"))
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.remedy}".strip())
    else:
        messages.success(request, _("Thank you. The district looks it up; ask again in a few days."))
    return HttpResponseRedirect(f"{reverse('sorting')}?{urlencode({'q': query})}")


@require_safe
@never_cache
def away(request: Visit) -> HttpResponse:
    """The same without network: a script answers from the list. Drawn for nobody in particular, as a phone keeps it."""
    context = {
        "bins": [(each, each.label, COLOURS.get(each, ""), ICONS[each]) for each in Category],
        "home_place": None,
        "unread_count": "",
        "account": "",
        "for_nobody": True,
        "messages": [],
    }
    return render(request, "sorting/phone/away.html", context)


@require_safe
@cache_control(public=True, max_age=_A_DAY)
def listed(_request: Visit) -> HttpResponse:
    """All names with their category, for a phone that has no network."""
    return JsonResponse(
        everything_said(), json_dumps_params={"ensure_ascii": False, "separators": (",", ":")}
    )
