"""Institutions and communities since 2019, the lists of this year, volunteers, their hours and certificates."""

from django.utils.translation import gettext as _

from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.ledger.domain.record import record

from ..domain.skills import load_skills
from .activities import tell_activities
from .certificates import build_certificates
from .exchange import send_hours
from .history import tell_history
from .hours import tell_hours
from .pairs import build_pairs
from .people import build_people

STREAM = "volunteering/demo"


def tell_volunteering(context: DemoContext) -> None:
    load_skills()
    pairs = build_pairs(context)
    context.pulse()
    volunteers = build_people(context)
    context.pulse()
    entries = tell_history(context, volunteers)
    context.progress(_("Hours: %(count)s entries") % {"count": entries})
    context.pulse()
    send_hours(context)
    tell_hours(context, volunteers)
    build_certificates(context, volunteers)
    context.pulse()
    done = tell_activities(context)
    after = {"pairings": pairs, "volunteers": len(volunteers), "entries": entries, **done}
    record(STREAM, "volunteering.invented", after=after)
