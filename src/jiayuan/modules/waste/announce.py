"""What waste sorting offers to the floors above: see ``foundation.common.registers``."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import DemoChapter, PersonalDataHolder, registers

from . import figures  # noqa: F401 (declares the numbers)
from .demo import build_waste
from .domain.personal_data import COVERED, erase_waste, export_waste
from .interfaces import phone_ways
from .ledger_words import WORDS


def announce() -> None:
    registers.ledger_words.add("waste", WORDS)
    registers.personal_data.add(
        "waste", PersonalDataHolder(_("Guides at drop points"), export_waste, erase_waste, COVERED)
    )
    registers.demo.add("waste", DemoChapter(_("Waste sorting"), build_waste))
    phone_ways.register()
