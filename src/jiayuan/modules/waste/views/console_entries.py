"""What the unit enters for a round in its driver's place, or about its driver, in the console."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.cases.interfaces.sheet import filled_in, whole_number

from ..domain.rounds import change_driver, no_such_round
from ..models import Round
from .console_rounds import draw_board, to_board
from .units import keep_unit


@console_view(Role.UNIT_OFFICER)
@require_POST
@never_cache
def driver(request: Visit, pk: int) -> HttpResponse:
    """Who drives this round on its day."""
    sheet, found = filled_in(request.POST), _round_of(request.actor, pk)
    keep_unit(request, found.operator_id)
    try:
        change_driver(pk, whole_number(sheet.get("driver")) or 0, by=request.actor)
    except DomainError as error:
        if error.status == 403:
            raise
        sheet.note(error)
        return draw_board(request, found.day, sheet, f"driver{pk}")
    messages.success(request, _("Saved."))
    return to_board(found.day)


def _round_of(actor: Actor, pk: int) -> Round:
    found = Round.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise no_such_round()
    return found
