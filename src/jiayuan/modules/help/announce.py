"""What help stations offer to the floors above: see ``foundation.common.registers``."""

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import DemoChapter, PersonalDataHolder, WorkSource, registers

from . import (  # noqa: F401 (figures and efforts declare the numbers and the measured forms)
    callback_figures,
    duties,
    efforts,
    figures,
    notices,
    visit_notices,
)
from .demo import build_help
from .domain.forget import erase_help, lock_theirs
from .domain.fund_payments import PURPOSE
from .domain.items import PURPOSE as STATION_PHOTO
from .domain.items import may_see_item_photo
from .domain.ladder import load_ladder
from .domain.personal_data import COVERED, export_help
from .domain.pictures import PURPOSE as WISH_PICTURES
from .domain.pictures import keeping_of_picture, may_see_picture
from .domain.proof import PURPOSE as WISH_PHOTOS
from .domain.queries.fund import may_see_receipt
from .domain.queries.news import TOLD, followed_streams, speak
from .domain.queries.photos import keeping_of_wish_photo, may_see_wish_photo
from .domain.queries.work import work_counts, work_items
from .domain.voices import PURPOSE as VOICE
from .domain.voices import may_hear_wish
from .interfaces import door_sections, table_members, table_posts, table_services
from .ledger_words import WORDS
from .triggers import install as install_triggers


def announce() -> None:
    from django.apps import apps

    registers.ledger_words.add("help", WORDS)
    registers.personal_data.add(
        "help", PersonalDataHolder(_("Wishes and help"), export_help, erase_help, COVERED, lock_theirs)
    )
    registers.sign("help.Asking", asked_by=("asked_at",))
    registers.sign("help.MatchRun", asked_by=("created_at",))
    registers.sign("help.PostMember", verified_by=("verified_at",))
    registers.sign("help.Ladder", made_by=("since", "reason"))
    registers.sign("help.Allotment", set_by=("set_at",))
    registers.sign("help.Transfer", made_by=("at", "words"))
    registers.sign(
        "help.Payment",
        asked_by=("asked_at", "words"),
        first_by=("first_at",),
        second_by=("second_at",),
        paid_by=("paid_at",),
        ended_by=("ended_at", "reason"),
    )
    registers.photo_guards.add(PURPOSE, may_see_receipt)
    registers.photo_guards.add(STATION_PHOTO, may_see_item_photo)
    registers.sign("help.StationItem", looked_by=("looked_at", "note"))
    registers.photo_guards.add(WISH_PHOTOS, may_see_wish_photo)
    registers.photo_keeping.add(WISH_PHOTOS, keeping_of_wish_photo)
    registers.photo_guards.add(WISH_PICTURES, may_see_picture)
    registers.photo_keeping.add(WISH_PICTURES, keeping_of_picture)
    registers.sign("help.CallBack", decided_by=("decided_at",), answered_by=("answered_at",))
    registers.sign("help.WishPhoto", wisher_yes_noted_by=("wisher_yes_at",), looked_by=("looked_at",))
    registers.sound_guards.add(VOICE, may_hear_wish)
    registers.sign(
        "help.ServiceRecord", written_by=("written_at", "words"), struck_by=("struck_at", "reason")
    )
    registers.demo.add("help", DemoChapter(_("Help stations"), build_help, after=("cases", "volunteering")))
    registers.followed_streams.add("help", followed_streams)
    registers.spoken_entries.add("wish", speak)
    registers.told_actions.add("wish", TOLD)
    registers.work.add("help", WorkSource(work_items, work_counts))
    duties.announce()
    notices.announce()
    visit_notices.announce()
    door_sections.register()
    table_posts.announce()
    table_members.announce()
    table_services.announce()
    post_migrate.connect(load_ladder, sender=apps.get_app_config("help"), dispatch_uid="help.ladder")
    post_migrate.connect(install_triggers, sender=apps.get_app_config("help"), dispatch_uid="help.triggers")
