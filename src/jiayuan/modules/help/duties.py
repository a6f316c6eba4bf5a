"""What happens to wishes by the clock."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import Duty, registers

from .domain.asking import expire_askings
from .domain.callback_draw import draw_last_month
from .domain.callbacks import expire_callbacks
from .domain.claims import lapse_all
from .domain.confirming import confirm_silent
from .domain.ladder import climb_all
from .domain.match_runs import forget_runs
from .domain.visit_plan import plan_all
from .domain.visits import miss_silent
from .domain.voices import let_go_of_old_voices

MINUTE, HOUR = 60, 3600


def announce() -> None:
    for duty in (
        Duty("help leases", _("Give back wishes whose lease ran out"), MINUTE, lapse_all, 15 * MINUTE),
        Duty("help ladder", _("Offer wishes further up that nobody took on"), MINUTE, climb_all, 15 * MINUTE),
        Duty("help rota", _("Plan visits of special services"), HOUR, plan_all, 24 * HOUR),
        Duty("help missed", _("Look for visits of which there was no word"), HOUR, miss_silent, 3 * HOUR),
        Duty("help call-backs", _("Draw last month's call-backs"), 6 * HOUR, draw_last_month, 48 * HOUR),
        Duty("help calls in time", _("End call-backs that nobody made"), HOUR, expire_callbacks, 24 * HOUR),
        Duty(
            "help asking",
            _("Give askings that nobody answered back to the desk"),
            MINUTE,
            expire_askings,
            15 * MINUTE,
        ),
        Duty(
            "help runs",
            _("Forget proposals for all wishes that are a week old"),
            HOUR,
            forget_runs,
            26 * HOUR,
        ),
        Duty("help silence", _("Take done wishes as fulfilled"), HOUR, confirm_silent, 6 * HOUR),
        Duty(
            "help voices", _("Remove voice notes of wishes long over"), HOUR, let_go_of_old_voices, 6 * HOUR
        ),
    ):
        registers.duties.add(duty.name, duty)
