"""How often somebody is visited, as the desk reads and chooses it: in weeks, whatever the service's own rule."""

from dataclasses import dataclass

from jiayuan.services.gatherings.recurrence import WEEKDAYS, read_rule

from ..domain.rhythm import ROUNDS
from ..domain.specials import weekdays_of
from ..models import Recipient, SpecialService


@dataclass(frozen=True)
class Told:
    """On which weekdays (from Monday, 0), and every how many weeks."""

    weekdays: list[int]
    weeks: int


def told_rhythm(service: SpecialService, recipient: Recipient) -> Told:
    days = recipient.days.split(",") if recipient.days else weekdays_of(service)
    return Told([WEEKDAYS.index(each) for each in days], recipient.every * weeks_of(service))


def weeks_of(service: SpecialService) -> int:
    """From one round of the service to the next."""
    return read_rule(service.rule, service.first).interval


def rhythms_offered(service: SpecialService) -> list[tuple[int, int]]:
    """Every how many rounds, and what that is in weeks."""
    weeks = weeks_of(service)
    return [(every, every * weeks) for every in ROUNDS]
