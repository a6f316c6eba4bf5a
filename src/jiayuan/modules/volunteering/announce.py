"""What volunteering offers to the floors above: see ``foundation.common.registers``."""

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import DemoChapter, PersonalDataHolder, WorkSource, registers

from . import certificate_rules, figures, hour_rules, notices, volunteer_rules  # noqa: F401
from .demo import build_volunteering
from .domain.personal_data import erase_volunteer, export_volunteer
from .domain.queries.hours import hours_counts, hours_items
from .domain.skills import load_skills
from .interfaces import door_sections, sheets, volunteer_sheet
from .kind import register_charity_hour
from .ledger_words import WORDS
from .triggers import install_triggers


def announce() -> None:
    from django.apps import apps

    registers.ledger_words.add("volunteering", WORDS)
    registers.personal_data.add(
        "volunteering", PersonalDataHolder(_("Volunteering"), export_volunteer, erase_volunteer)
    )
    registers.demo.add("volunteering", DemoChapter(_("Volunteering"), build_volunteering))
    register_charity_hour()
    registers.work.add("volunteering hours", WorkSource(hours_items, hours_counts))
    notices.announce()
    door_sections.register()
    sheets.announce()
    volunteer_sheet.announce()
    post_migrate.connect(
        install_triggers,
        sender=apps.get_app_config("volunteering"),
        dispatch_uid="volunteering.triggers",
    )
    post_migrate.connect(
        load_skills, sender=apps.get_app_config("volunteering"), dispatch_uid="volunteering.skills"
    )
