"""Posters, cards and labels to print: a page to choose from, for everybody and in the console, and the file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.domain.queries import communities
from jiayuan.foundation.places.home import home_of
from jiayuan.foundation.places.open_points import points_in
from jiayuan.services.cases.interfaces.sheet import Sheet
from jiayuan.services.cases.interfaces.visits import limit

from ..domain.game import BINS
from ..enums import COLOURS, ICONS, Category
from ..interfaces.print_sheet import draw, read_wanted

PUBLIC, CONSOLE = "sorting/phone/print.html", "sorting/console/print.html"


@require_safe
def choose(request: Visit) -> HttpResponse:
    return _page(request, PUBLIC)


@console_view(*DESK_STAFF)
@require_safe
def choose_in_console(request: Visit) -> HttpResponse:
    """``place``: the community whose drop points may be printed."""
    return _page(request, CONSOLE)


@require_safe
def file(request: Visit) -> HttpResponse:
    """What was chosen, as a PDF; where the choice makes no sheet, the page again with what is missing."""
    try:
        limit(request, "print")
        wanted = read_wanted(request)
        drawn = draw(wanted, request)
    except DomainError as error:
        sheet = Sheet(values={name: str(value) for name, value in request.GET.items()})
        sheet.note(error)
        return _page(request, PUBLIC, sheet)
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{wanted.file_name}"'
    return answer


def _page(request: Visit, template: str, sheet: Sheet | None = None) -> HttpResponse:
    sheet = sheet or Sheet(values={"point": request.GET.get("point", "")})
    home = home_of(request)
    asked = request.GET.get("place", "")[:24] or sheet.get("point").partition("-")[0]
    place = asked or (home.path if home is not None else "")
    context: dict[str, Any] = {
        "bins": [
            (each, Category(each).label, COLOURS[Category(each)], ICONS[Category(each)]) for each in BINS
        ],
        "languages": [
            ("zh-hans", pgettext("language of a sheet", "Chinese")),
            ("en", pgettext("language of a sheet", "English")),
        ],
        "language": sheet.get("language") or get_language(),
        "home": home,
        "place": place,
        "points": points_in(place),
        "sheet": sheet,
        **({"communities": communities()} if template == CONSOLE else {}),
    }
    return render(request, template, context, status=sheet.status)
