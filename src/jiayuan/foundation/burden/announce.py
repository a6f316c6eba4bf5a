"""What the measuring of forms offers to the floors above: see ``foundation.common.registers``."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import DemoChapter, SettingsPage, registers

from .demo import build_efforts
from .rules import READERS


def announce() -> None:
    registers.settings_pages.add(
        "burden",
        SettingsPage(
            _("Work of forms"), _("Minutes and fields a task takes, and where it is used"), "timer", "console-burden",
            lambda actor: actor.reach.has_any(READERS),
        ),
    )  # fmt: skip
    registers.demo.add("burden", DemoChapter(_("Work of forms"), build_efforts, after=AFTER))


AFTER = ("cases", "gatherings", "volunteering", "help")
"""Chapters whose records it counts."""
