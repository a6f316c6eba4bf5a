"""What the API offers to the floors below: scopes for tokens, and a duty."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import Duty, registers

from .scopes import offer_scopes

HOUR = 3600


def _tidy() -> int:
    from .once import forget_old_answers

    return forget_old_answers()


def announce() -> None:
    offer_scopes()
    label = _("Forget answers kept for repeated requests")
    registers.duties.add("forget api answers", Duty("forget api answers", label, HOUR, _tidy, 6 * HOUR))
