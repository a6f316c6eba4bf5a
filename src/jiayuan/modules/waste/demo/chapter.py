"""Waste sorting from 2019 to today: 456 estates in 44 communities, 22 pilots, two zones; one gap today."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext

from .later import tell_later
from .rollout import tell_rollout


def tell_waste(context: DemoContext) -> None:
    with at(context.now), transaction.atomic():
        points = tell_rollout(context)
    context.pulse()
    with transaction.atomic():
        tell_later(context, points)
    context.progress(_("Waste sorting: %(points)s drop points") % {"points": len(points)})
    context.pulse()
