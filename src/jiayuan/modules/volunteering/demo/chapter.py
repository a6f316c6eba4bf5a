"""Institutions and communities since 2019, the lists of this year, volunteers, teams and a call."""

from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.ledger.domain.record import record

from ..domain.skills import load_skills
from .pairs import build_pairs
from .people import build_people

STREAM = "volunteering/demo"


def tell_volunteering(context: DemoContext) -> None:
    load_skills()
    pairs = build_pairs(context)
    context.pulse()
    volunteers = build_people(context)
    record(STREAM, "volunteering.invented", after={"pairings": pairs, "volunteers": volunteers})
