"""What gatherings offer to the floors above: see ``foundation.common.registers``."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import DemoChapter, Intent, PersonalDataHolder, registers

from . import duties, efforts, notices  # noqa: F401 (efforts declares the measured forms)
from .demo import build_gatherings
from .domain.material import erase_promises, export_promises
from .domain.personal_data import (
    erase_calendar_address,
    erase_sign_ups,
    export_calendar_address,
    export_sign_ups,
)
from .domain.photos import PURPOSE, may_see_session_photo
from .domain.queries.cards import nearby_cards, waiting_cards
from .domain.queries.news import TOLD, followed_streams, speak
from .domain.wall.personal_data import erase_wall, export_wall
from .interfaces.door_sections import register_sections
from .kinds import GatheringKind, register_kind
from .ledger_words import WORDS


def announce() -> None:
    register_kind(GatheringKind("meeting", _("Get-together"), "users"))
    registers.ledger_words.add("gatherings", WORDS)
    registers.personal_data.add(
        "gatherings",
        PersonalDataHolder(
            _("Gatherings I signed up for"),
            export_sign_ups,
            erase_sign_ups,
            {"gatherings.SignUp": ("person", "name", "phone")},
        ),
    )
    registers.personal_data.add(
        "gatherings-calendar",
        PersonalDataHolder(
            _("Calendar that reads along"),
            export_calendar_address,
            erase_calendar_address,
            {"gatherings.CalendarFeed": ("person",)},
        ),
    )
    registers.personal_data.add(
        "gatherings-wall",
        PersonalDataHolder(
            _("What I asked and voted in a hall"),
            export_wall,
            erase_wall,
            {
                "gatherings.Question": ("asked_by", "words"),
                "gatherings.Support": ("person",),
                "gatherings.PollVote": ("person",),
            },
        ),
    )
    registers.personal_data.add(
        "gatherings-material",
        PersonalDataHolder(
            _("What I said I would bring"),
            export_promises,
            erase_promises,
            {"gatherings.Promise": ("person",)},
        ),
    )
    registers.photo_guards.add(PURPOSE, may_see_session_photo)
    registers.waiting.add("gatherings", waiting_cards)
    registers.nearby.add("gatherings", nearby_cards)
    registers.followed_streams.add("gatherings", followed_streams)
    registers.spoken_entries.add("gathering", speak)
    registers.told_actions.add("gathering", [f"gatherings.{action}" for action in TOLD])
    registers.demo.add("gatherings", DemoChapter(_("Gatherings"), build_gatherings))
    register_sections()
    words = ("title", "title_en", "words", "where")
    registers.sign("gatherings.SignUp", entered_by=("signed_at",))
    registers.sign("gatherings.Session", made_by=("created_at", *words))
    registers.sign("gatherings.Question", decided_by=("decided_at",))
    registers.sign("gatherings.Poll", made_by=("made_at", "words"))
    registers.sign("gatherings.Series", made_by=("created_at", *words))
    duties.announce()
    notices.announce()
    _announce_intents()


def _announce_intents() -> None:
    registers.intents.add(
        "gatherings",
        Intent(
            "gatherings",
            _("See what is on"),
            _("Gatherings near you, and signing up"),
            "calendar",
            lambda _query: reverse("gatherings"),
            (
                "活动",
                "报名",
                "志愿",
                "聚会",
                "课堂",
                "一小时",
                "有什么活动",
                "event",
                "sign up",
                "join",
                "activity",
            ),
        ),
    )
