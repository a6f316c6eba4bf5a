"""What volunteering offers to the floors above: see ``foundation.common.registers``."""

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.abilities import AbilitySource
from jiayuan.foundation.common.registers import DemoChapter, PersonalDataHolder, WorkSource, registers

from . import (  # noqa: F401
    activity_rules,
    certificate_rules,
    efforts,
    exchange_rules,
    figures,
    hour_rules,
    notices,
    volunteer_rules,
    week_rules,
)
from .demo import build_volunteering
from .domain.activities import load_activities
from .domain.paper_photos import PURPOSE, may_see_paper
from .domain.personal_data import COVERED, erase_volunteer, export_volunteer
from .domain.queries.abilities import abilities_of, ability_url, skill_names
from .domain.queries.activities import origin_of
from .domain.queries.certificates import request_counts, request_items
from .domain.queries.hours import hours_counts, hours_items
from .domain.skills import load_skills
from .interfaces import door_sections, exchange_sheet, sheets, volunteer_sheet
from .kind import register_charity_hour
from .ledger_words import WORDS
from .triggers import HOURS


def announce() -> None:
    from django.apps import apps

    registers.ledger_words.add("volunteering", WORDS)
    registers.personal_data.add(
        "volunteering", PersonalDataHolder(_("Volunteering"), export_volunteer, erase_volunteer, COVERED)
    )
    _announce_signed()
    registers.origins.add("volunteering", origin_of)
    registers.photo_guards.add(PURPOSE, may_see_paper)
    registers.demo.add(
        "volunteering", DemoChapter(_("Volunteering"), build_volunteering, after=("gatherings",))
    )
    registers.abilities.add("volunteering", AbilitySource(skill_names, abilities_of, ability_url))
    register_charity_hour()
    registers.work.add("volunteering hours", WorkSource(hours_items, hours_counts))
    registers.work.add("volunteering certificates", WorkSource(request_items, request_counts))
    notices.announce()
    door_sections.register()
    sheets.announce()
    volunteer_sheet.announce()
    exchange_sheet.announce()
    post_migrate.connect(
        HOURS.install,
        sender=apps.get_app_config("volunteering"),
        dispatch_uid="volunteering.triggers",
    )
    post_migrate.connect(
        load_skills, sender=apps.get_app_config("volunteering"), dispatch_uid="volunteering.skills"
    )
    post_migrate.connect(
        load_activities, sender=apps.get_app_config("volunteering"), dispatch_uid="volunteering.activities"
    )


def _announce_signed() -> None:
    registers.sign("volunteering.Pairing", proposed_by=("created_at", "reason"), agreed_by=("agreed_at",))
    registers.sign("volunteering.JointActivity", noted_by=("on", "words"))
    registers.sign("volunteering.SeasonPlan", asked_by=("created_at",))
    registers.sign("volunteering.Volunteer", guardian_noted_by=("guardian_at",))
    registers.sign("volunteering.Qualification", verified_by=("verified_at",))
    registers.sign("volunteering.Thanks", said_by=("said_at", "words"))
    registers.sign("volunteering.MusterCall", called_by=("called_at", "words", "meet_at"))
    registers.sign("volunteering.YearlyItem", written_by=("created_at", "words"))
    registers.sign("volunteering.HourClaim", marked_by=("marked_at",), decided_by=("decided_at", "reason"))
    registers.sign("volunteering.HourEntry", written_by=("written_at",))
    registers.sign(
        "volunteering.Correction", asked_by=("asked_at", "words"), decided_by=("decided_at", "reason")
    )
    registers.sign("volunteering.OutVouch", witness=("said_at",))
    registers.sign("volunteering.CheckMark", marked_by=("marked_at",))
    registers.sign("volunteering.ActivityResult", entered_by=("entered_at",))
    registers.sign("volunteering.ShopVisit", visited_by=("visited_at", "shop", "words"))
    registers.sign("volunteering.WeekNudge", sent_by=("created_at",))
    registers.sign("volunteering.ExchangeFile", made_by=("created_at", "words"))
    registers.sign("volunteering.CertificateRequest", decided_by=("decided_at",))
    registers.sign("volunteering.Certificate", issued_by=("created_at", "reason"))
