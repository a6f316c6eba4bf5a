"""What waste sorting offers to the floors above: see ``foundation.common.registers``."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import PersonalDataHolder, registers

from .domain.personal_data import COVERED, erase_waste, export_waste
from .ledger_words import WORDS


def announce() -> None:
    registers.ledger_words.add("waste", WORDS)
    registers.personal_data.add(
        "waste", PersonalDataHolder(_("Guides at drop points"), export_waste, erase_waste, COVERED)
    )
