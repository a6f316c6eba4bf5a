"""What happens to gatherings by the clock."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import Duty, registers

from .domain.clockwork import begin_and_end, lapse_offers
from .domain.generate import generate_all
from .domain.reminders import remind_all

MINUTE, HOUR = 60, 3600


def announce() -> None:
    offers = Duty(
        "gatherings offers", _("Offer seats onward whose offer ran out"), MINUTE, lapse_offers, 15 * MINUTE
    )
    registers.duties.add(offers.name, offers)
    clock = Duty("gatherings begin", _("Begin and end gatherings"), MINUTE, begin_and_end, 30 * MINUTE)
    registers.duties.add(clock.name, clock)
    reminders = Duty("gatherings reminders", _("Remind those who signed up"), MINUTE, remind_all, 30 * MINUTE)
    registers.duties.add(reminders.name, reminders)
    series = Duty("gatherings series", _("Prepare the next weeks of series"), HOUR, generate_all, 6 * HOUR)
    registers.duties.add(series.name, series)
