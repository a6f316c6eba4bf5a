"""What the sorting school offers to the floors above: see ``foundation.common.registers``."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import SettingsPage, registers

from .interfaces import home
from .ledger_words import WORDS
from .rules import DESK


def announce() -> None:
    registers.ledger_words.add("sorting", WORDS)
    registers.sign("sorting.LocalItem", said_by=("said_at", "reason", "source"), ended_by=("ended_at",))
    registers.settings_pages.add(
        "console-sorting",
        SettingsPage(
            _("Words of the sorting school"), _("Which bin? What residents asked and nobody knew"),
            "recycle", "console-sorting", lambda actor: bool(actor.reach.has_any(DESK)),
        ),
    )  # fmt: skip
    home.register()
