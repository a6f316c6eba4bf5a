"""What happens to cases by the clock, besides what is told of them."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import Duty, registers

from .domain.dossier.tidy import forget_dossiers
from .domain.doubts.again import DUTY, notice_repeats
from .domain.escalate_orders import escalate_orders
from .domain.outside.personal_data import forget_numbers_of_links
from .domain.resume_over import resume_over
from .domain.scores.freezing import freeze_due
from .domain.scores.late_appeals import raise_late_appeals
from .domain.suggesting.learn import learn_nightly

MINUTE, HOUR = 60, 3600
DAY = 24 * HOUR


def announce() -> None:
    over = Duty("cases resume", _("Resume cases whose suspension is over"), MINUTE, resume_over, 15 * MINUTE)
    registers.duties.add(over.name, over)
    orders = Duty(
        "cases orders", _("Raise supervision orders that are late"), MINUTE, escalate_orders, 15 * MINUTE
    )
    registers.duties.add(orders.name, orders)
    numbers = Duty(
        "cases outside numbers",
        _("Forget the numbers of links that ended"),
        DAY,
        forget_numbers_of_links,
        3 * DAY,
    )
    registers.duties.add(numbers.name, numbers)
    again = Duty(
        DUTY, _("Notice what was reported again after it was closed"), HOUR, notice_repeats, 6 * HOUR
    )
    registers.duties.add(again.name, again)
    files = Duty("cases proof files", _("Forget proof files after a week"), DAY, forget_dossiers, 3 * DAY)
    registers.duties.add(files.name, files)
    freeze = Duty("cases freeze month", _("Freeze what a month is judged by"), 6 * HOUR, freeze_due, 2 * DAY)
    registers.duties.add(freeze.name, freeze)
    learn = Duty(
        "cases learn", _("Learn which words are filed under which category"), DAY, learn_nightly, 3 * DAY,
        lease=3600, apart=True,
    )  # fmt: skip
    registers.duties.add(learn.name, learn)
    late = Duty("cases late appeals", _("Raise appeals that are late"), HOUR, raise_late_appeals, 6 * HOUR)
    registers.duties.add(late.name, late)
