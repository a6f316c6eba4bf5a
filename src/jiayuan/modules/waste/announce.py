"""What waste sorting offers to the floors above: see ``foundation.common.registers``."""

from django.apps import apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import (
    DemoChapter,
    Duty,
    PersonalDataHolder,
    WorkSource,
    registers,
)
from jiayuan.foundation.evidence.keeping import Keeping

from . import efforts, figures, notices, shift_notices, week_notices  # noqa: F401 (they declare the measured forms and the numbers)
from .demo import build_waste
from .domain import appointments
from .domain.appointment_drafts import PURPOSE as APPOINTMENTS
from .domain.inspections import PURPOSE as INSPECTION
from .domain.leftovers import close_days
from .domain.personal_data import COVERED, erase_waste, export_waste
from .domain.queries.appointments import may_see_appointment_photo
from .domain.queries.inspections import may_see_inspection_photo
from .domain.queries.photos import may_see_stop_photo
from .domain.queries.quality_work import quality_counts, quality_items
from .domain.stops import PURPOSE
from .domain.weeks import close_weeks
from .interfaces import phone_ways, points_layer, printed_points, tables
from .ledger_words import WORDS
from .triggers import WEIGHTS

HOUR = 3600


def announce() -> None:
    registers.ledger_words.add("waste", WORDS)
    registers.personal_data.add(
        "waste",
        PersonalDataHolder(_("Guides at drop points and drivers"), export_waste, erase_waste, COVERED),
    )
    registers.demo.add("waste", DemoChapter(_("Waste sorting"), build_waste))
    phone_ways.register()
    printed_points.register()
    tables.register()
    points_layer.register()
    registers.notices.add(notices.MISSED, notices.KIND)
    registers.after_record.add("waste-round", notices.tell_of)
    registers.after_record.add("waste-estate", notices.tell_of)
    registers.notices.add(notices.APPOINTMENT, notices.APPOINTMENT_KIND)
    registers.notices.add(notices.UNSEATED, notices.UNSEATED_KIND)
    registers.after_record.add("waste-appointment", notices.tell_of_appointment)
    registers.notices.add(shift_notices.SHIFTED, shift_notices.KIND)
    registers.after_record.add("waste-shift", shift_notices.tell_of_shift)
    registers.notices.add(week_notices.DAYS_CHANGED, week_notices.KIND)
    registers.after_record.add("waste-week", week_notices.tell_of_week)
    registers.photo_guards.add(APPOINTMENTS, may_see_appointment_photo)
    registers.photo_keeping.add(APPOINTMENTS, lambda _photo: Keeping.NEVER)
    registers.photo_guards.add(PURPOSE, may_see_stop_photo)
    registers.photo_keeping.add(PURPOSE, lambda _photo: Keeping.NEVER)
    registers.sign("waste.Weighing", by=("at",))
    registers.sign("waste.RoundStop", desk=("ended_at",))
    registers.sign("waste.Unloading", by=("at",))
    registers.sign("waste.RoundPlan", asked_by=("created_at",))
    registers.sign("waste.WeekPlan", asked_by=("created_at",))
    registers.photo_guards.add(INSPECTION, may_see_inspection_photo)
    registers.photo_keeping.add(INSPECTION, lambda _photo: Keeping.NEVER)
    registers.sign("waste.Inspection", by=("at", "note"))
    registers.sign("waste.WeekWeight", looked_by=("looked_at", "words"))
    registers.sign("waste.KitTick", by=("created_at",))
    registers.work.add("waste quality", WorkSource(quality_items, quality_counts))
    forgotten = Duty(
        "waste appointments",
        _("Let go of old appointments"),
        6 * HOUR,
        appointments.lapse_forgotten,
        26 * HOUR,
    )
    registers.duties.add(forgotten.name, forgotten)
    days = Duty("waste days", _("End what is left of rounds of past days"), 2 * HOUR, close_days, 26 * HOUR)
    registers.duties.add(days.name, days)
    weeks = Duty("waste weeks", _("Work out the weights of past weeks"), 6 * HOUR, close_weeks, 26 * HOUR)
    registers.duties.add(weeks.name, weeks)
    for each in WEIGHTS:
        post_migrate.connect(
            each.install, sender=apps.get_app_config("waste"), dispatch_uid=f"waste.triggers.{each.table}"
        )
