"""What gatherings offer to the floors above: see ``foundation.common.registers``."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import PersonalDataHolder, registers

from . import duties
from .domain.personal_data import erase_sign_ups, export_sign_ups
from .kinds import GatheringKind, register_kind
from .ledger_words import WORDS


def announce() -> None:
    register_kind(GatheringKind("meeting", _("Get-together"), "users"))
    registers.ledger_words.add("gatherings", WORDS)
    registers.personal_data.add(
        "gatherings", PersonalDataHolder(_("Gatherings I signed up for"), export_sign_ups, erase_sign_ups)
    )
    duties.announce()
