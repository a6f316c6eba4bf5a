"""What volunteering offers to the floors above: see ``foundation.common.registers``."""

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import DemoChapter, PersonalDataHolder, registers

from . import figures, notices, volunteer_rules  # noqa: F401
from .demo import build_volunteering
from .domain.personal_data import erase_volunteer, export_volunteer
from .domain.skills import load_skills
from .interfaces import door_sections, sheets, volunteer_sheet
from .ledger_words import WORDS


def announce() -> None:
    from django.apps import apps

    registers.ledger_words.add("volunteering", WORDS)
    registers.personal_data.add(
        "volunteering", PersonalDataHolder(_("Volunteering"), export_volunteer, erase_volunteer)
    )
    registers.demo.add("volunteering", DemoChapter(_("Volunteering"), build_volunteering))
    notices.announce()
    door_sections.register()
    sheets.announce()
    volunteer_sheet.announce()
    post_migrate.connect(
        load_skills, sender=apps.get_app_config("volunteering"), dispatch_uid="volunteering.skills"
    )
