"""What happens to cases by the clock, besides what is told of them."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import Duty, registers

from .domain.resume_over import resume_over

MINUTE = 60


def announce() -> None:
    over = Duty("cases resume", _("Resume cases whose suspension is over"), MINUTE, resume_over, 15 * MINUTE)
    registers.duties.add(over.name, over)
