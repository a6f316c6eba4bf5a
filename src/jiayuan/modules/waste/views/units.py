"""For which unit a page of the console is, where its reader works for several."""

from typing import Any

from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.services.cases.interfaces.sheet import whole_number

from ..domain.queries.day import operators_of

KEPT = "waste-unit"


def unit_of(request: Visit) -> Organisation:
    """Whom the form or the address names, else whom was chosen last, else the first. One query.

    :raises Missing: the reader works for no sanitation unit.
    """
    units = {each.pk: each for each in operators_of(request.actor)}
    asked = whole_number(request.POST.get("unit") or request.GET.get("unit", "")) or 0
    if asked in units and len(units) > 1:
        request.session[KEPT] = asked
    chosen = asked if asked in units else request.session.get(KEPT)
    return units[chosen] if chosen in units else next(iter(units.values()))


def keep_unit(request: Visit, operator: int) -> None:
    """Its pages are shown from now on: what somebody has just done was done for this one."""
    if len(request.actor.reach.organisations()) > 1:
        request.session[KEPT] = operator


def units_shown(request: Visit) -> dict[str, Any]:
    """To choose from; nothing where there is one."""
    if len(request.actor.reach.organisations()) < 2:
        return {"units": ()}
    units = operators_of(request.actor)
    return {"units": units if len(units) > 1 else ()}
