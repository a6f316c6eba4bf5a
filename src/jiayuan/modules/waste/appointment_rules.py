"""Who may do what with appointments: those who booked them, and the unit that fetches."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import check, declare

from .ops_rules import is_sanitation, works_for_it

KEEP_APPOINTMENT, END_APPOINTMENT, OFFER_HOURS = (
    "waste.keep_appointment",
    "waste.end_appointment",
    "waste.offer_hours",
)


@check(_("Only who booked it may do this."), _("Open it with the link that you kept."))
def booked_it(actor: Actor, appointment: Any) -> bool:
    if actor.pk is not None and appointment.person_id == actor.pk:
        return True
    return appointment.token_hash in actor.tokens


@check(_("Only the unit that fetches it may do this."), _("Ask the unit."))
def fetches_it(actor: Actor, appointment: Any) -> bool:
    return works_for_it(actor, appointment.hours.operator)


declare(KEEP_APPOINTMENT, booked_it)
declare(END_APPOINTMENT, fetches_it)
declare(OFFER_HOURS, is_sanitation, works_for_it)
