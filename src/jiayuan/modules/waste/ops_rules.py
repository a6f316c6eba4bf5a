"""Who may do what with vehicles and rounds."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import check, declare
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.source import entered_at
from jiayuan.foundation.organisations.enums import UnitFunction

OPERATE, DRIVE, END_STOP = "waste.operate", "waste.drive", "waste.end_stop"
PLAN_WEEK = "waste.plan_week"
"""To set the collection days of the estates that the unit collects from, by a plan."""


@check(_("Only a sanitation unit has vehicles and rounds."), _("Ask your sanitation unit."))
def is_sanitation(_actor: Actor, operator: Any) -> bool:
    return bool(operator.function == UnitFunction.SANITATION)


@check(_("Only those who work for this unit may do this."), _("Ask the unit."))
def works_for_it(actor: Actor, operator: Any) -> bool:
    return operator.pk in actor.reach.organisations(Role.UNIT_OFFICER)


@check(_("Only who drives this round may do this."), _("Ask your unit to change the driver."))
def drives_it(actor: Actor, driven: Any) -> bool:
    """``driven``: a round. Who drove it when it was entered does, whoever drives it when it comes."""
    if actor.pk is None or driven.operator_id not in actor.reach.organisations(Role.DRIVER):
        return False
    return bool(driven.was_driven_by(actor.pk, entered_at() or now()))


@check(_("Only who drives this round, or works for its unit, may do this."), _("Ask the unit."))
def drives_or_operates_it(actor: Actor, driven: Any) -> bool:
    return drives_it(actor, driven) or driven.operator_id in actor.reach.organisations(Role.UNIT_OFFICER)


declare(OPERATE, is_sanitation, works_for_it)
declare(PLAN_WEEK, is_sanitation, works_for_it)
declare(DRIVE, drives_it)
declare(END_STOP, drives_or_operates_it)
