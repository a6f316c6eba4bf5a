"""What tables offer to the floors above: see ``foundation.common.registers``."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import Duty, SettingsPage, registers

from . import rules  # noqa: F401  declares the permissions
from .ledger_words import WORDS

MINUTE, HOUR, DAY = 60, 3600, 86400


def _resume() -> int:
    from .domain.work import resume_abandoned

    return resume_abandoned()


def _tidy() -> int:
    from .domain.tidy import forget_files

    return forget_files()


def keeps_a_list(actor: Any) -> bool:
    return any(sheet.may(actor) for sheet in registers.sheets)


def announce() -> None:
    registers.ledger_words.add("tables", WORDS)
    registers.sign("tables.Export", who=("created_at", "reason"))
    registers.sign("tables.Job", who=("created_at", "file_name"))
    registers.settings_pages.add(
        "tables",
        SettingsPage(
            _("Import and export"), _("Lists from and to Excel or CSV"), "file-spreadsheet", "console-tables",
            keeps_a_list,
        ),
    )  # fmt: skip
    resume = _("Take up imports whose worker died")
    registers.duties.add(
        "resume imports", Duty("resume imports", resume, MINUTE, _resume, HOUR, lease=HOUR, apart=True)
    )
    tidy = _("Forget the files of old imports and exports")
    registers.duties.add("forget tables", Duty("forget tables", tidy, DAY, _tidy, 2 * DAY))
