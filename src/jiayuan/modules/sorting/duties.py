"""What happens in the sorting school by the clock."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import Duty, registers

from .domain.classes import close_old

MINUTE, HOUR = 60, 3600


def announce() -> None:
    registers.duties.add(
        "sorting classes",
        Duty("sorting classes", _("Delete classes that are over"), 10 * MINUTE, close_old, 2 * HOUR),
    )
