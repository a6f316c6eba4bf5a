"""Waste sorting from 2019 to today: 456 estates in 44 communities, 22 pilots, two zones; one gap today. And the
rounds of one street."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext

from .appointments import tell_appointments
from .driven import tell_rounds
from .fleet import tell_fleet
from .kits import tell_kits
from .later import tell_later
from .quality import tell_quality
from .rollout import tell_rollout
from .shifts import tell_shift
from .weekly import tell_week


def tell_waste(context: DemoContext) -> None:
    with at(context.now), transaction.atomic():
        points = tell_rollout(context)
    context.pulse()
    with transaction.atomic():
        tell_later(context, points)
    context.progress(_("Waste sorting: %(points)s drop points") % {"points": len(points)})
    context.pulse()
    if {"unit", "driver"} <= set(context.people):
        with transaction.atomic():
            rounds = tell_rounds(context, tell_fleet(context))
            booked = tell_appointments(context)
            tell_shift(context)
            tell_week(context)
        context.progress(_("Waste sorting: %(rounds)s rounds") % {"rounds": rounds})
        context.progress(_("Bulky waste and appointments: %(booked)s booked") % {"booked": booked})
        context.pulse()
        with transaction.atomic():
            tell_quality(context)
            tell_kits(context)
        context.pulse()
