"""The lives of what modules look after, each drawn from its one table."""

from jiayuan.modules.help.lifecycle import TRANSITIONS as WISH_TRANSITIONS
from jiayuan.modules.waste.appointment_lifecycle import (
    APPOINTMENT_TRANSITIONS,
    HOURS_TRANSITIONS,
    AppointmentTransition,
)
from jiayuan.modules.waste.round_lifecycle import ROUND_TRANSITIONS, STOP_TRANSITIONS

from .markdown import table

WISHES = """\
# The life of a wish

From `modules/help/lifecycle.py`. What those who take it on do to it stands in `domain/claims.py`: with every seat taken
it is taken on, with one given back open again, with every seat done it is done. A wish in parts follows how they ended.
"""
ROUNDS = """\
# The life of a round of waste collection

From `modules/waste/round_lifecycle.py`. Called off, all stops that wait are moved; broken down, they go on waiting
until a new plan moves them or the unit gives them up. At noon after its day what still waits was missed, and the round
is finished, or called off where nobody set out.
"""
STOPS = """\
# The life of a stop of a round

From the same file. A weight is entered once; what is wrong is corrected by another entry with its reason.
"""
APPOINTMENTS = """\
# The life of an appointment for waste

From `modules/waste/appointment_lifecycle.py`. Who booked it changes and cancels it; the unit says what came of it. Once
it is over, what it was, where it stood and how to reach anybody is deleted.
"""
HOURS = """\
# The life of hours that are offered for appointments

From the same file; each step until the hours begin. Closed, what is booked stays; withdrawn, each appointment waits for
other hours, which whoever booked it chooses.
"""
_HEADS = ("action", "name", "from", "to", "needs")


def lives() -> list[str]:
    """Headings and tables, in the reader's language."""
    return [
        WISHES,
        _wishes(),
        ROUNDS,
        _rounds(),
        STOPS,
        _stops(),
        APPOINTMENTS,
        _appointments(),
        HOURS,
        _hours(),
    ]


def _wishes() -> str:
    return table(
        _HEADS,
        (
            (
                f"`{each.action.value}`",
                each.action.label,
                ", ".join(str(source.label) for source in each.sources),
                each.target.label if each.target else "–",
                "a reason in words" if each.needs_words else "–",
            )
            for each in WISH_TRANSITIONS
        ),
    )


def _rounds() -> str:
    return table(
        _HEADS[:4],
        (
            (
                f"`{each.action.value}`",
                each.action.label,
                ", ".join(str(source.label) for source in each.sources),
                each.target.label,
            )
            for each in ROUND_TRANSITIONS
        ),
    )


def _stops() -> str:
    return table(
        _HEADS,
        (
            (
                f"`{each.action.value}`",
                each.action.label,
                each.source.label,
                each.target.label,
                "a named reason" if each.needs_reason else "–",
            )
            for each in STOP_TRANSITIONS
        ),
    )


def _appointments() -> str:
    heads = ("action", "name", "from", "to", "when")
    return table(heads, (_appointment_row(each) for each in APPOINTMENT_TRANSITIONS))


def _appointment_row(line: AppointmentTransition) -> tuple[object, ...]:
    when = "from its day on" if line.from_its_day else "–"
    when = "before its hours begin" if line.before_it_begins else when
    sources = ", ".join(str(source.label) for source in line.sources)
    return (f"`{line.action.value}`", line.action.label, sources, line.target.label, when)


def _hours() -> str:
    return table(
        _HEADS[:4],
        (
            (
                f"`{each.action.value}`",
                each.action.label,
                ", ".join(str(source.label) for source in each.sources),
                each.target.label,
            )
            for each in HOURS_TRANSITIONS
        ),
    )
