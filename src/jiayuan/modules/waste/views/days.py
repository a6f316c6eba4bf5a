"""Of which day a page is."""

from datetime import date

from django.contrib import messages
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.days import read_day
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.visit import Visit

from ..interfaces.reading import asked_day


def day_of(request: Visit, *, ahead: bool = False) -> date:
    """``on`` of the address, today if it says none; ``ahead``: also one to come. Where that will not do, the page is of
    today and says why: nobody is led away from it."""
    typed = request.GET.get("on", "")
    try:
        return (read_day(typed, "on") or today()) if ahead else asked_day(typed)
    except Invalid as error:
        today_shown = _("What you see is today.")
        messages.warning(request, f"{error.message} {today_shown}")
        return today()
