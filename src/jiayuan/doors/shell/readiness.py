"""What else the first visitor of a process would wait for: all addresses with their pages, and what rooms keep."""

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import override

from jiayuan.foundation.common.registers import registers

SHELLS = ("phone/base.html", "console/base.html")


def make_ready() -> None:
    """Asks the database nothing, so that it can be done before there is one."""
    for language, _name in settings.LANGUAGES:
        with override(language):  # the addresses are read in for each
            reverse("home")
    for shell in SHELLS:
        get_template(shell)
    for read_in in registers.readiness:
        read_in()
