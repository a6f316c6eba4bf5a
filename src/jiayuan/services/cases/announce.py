"""What cases offer to the floors above: see ``foundation.common.registers``."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.enums import CONSOLE_ROLES
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.registers import (
    DemoChapter,
    Intent,
    MapLayer,
    SettingsPage,
    WorkSource,
    registers,
)

from . import duties, personal
from .appeal_rules import SEE
from .demo import build_cases
from .domain.queries.appeals import appeal_counts, appeal_items
from .domain.queries.cards import nearby_cards, waiting_cards
from .domain.queries.changes import BEFORE
from .domain.queries.doubts import doubt_counts, doubt_items
from .domain.queries.layers import public_features, working_features
from .domain.queries.news import TOLD, followed_streams, speak
from .domain.queries.searching import search_categories
from .domain.queries.ties import lead_of
from .domain.queries.work import work_counts, work_items
from .enums import TieKind
from .interfaces import case_sheet, reply_table, sheets
from .interfaces.door_sections import register_sections
from .ledger_words import WORDS
from .models import Case, CasePhoto, Joining
from .rules import DESK, UNIT_ROLES, works_on_it
from .rules import may_ask_outside as may_see_outside


def may_see_photo(actor: Any, photo: Any) -> bool:
    """Public photos of public cases for everybody; the others for whoever may open the case. What came from outside
    is for those who work on it."""
    appeal = getattr(photo, "appeal", None)
    if appeal is not None:
        return bool(may(actor, SEE, appeal.line))
    attached = getattr(photo, "case_photo", None)
    if attached is None:
        outside = getattr(photo, "outside_photo", None)
        return outside is not None and may_see_outside(actor, outside.answer.link.case)
    rows = Case.objects.filter(pk=attached.case_id)
    if attached.is_public and rows.public().exists():
        return True
    if rows.visible_to(actor).exists() or _sees_for_a_piece(actor, attached):
        return True
    lead = lead_of(attached.case)
    if lead is not None and works_on_it(actor, lead):  # whoever puts it right sees what else was told of it
        return True
    return (
        attached.joining_id is not None and Joining.objects.of(actor).filter(pk=attached.joining_id).exists()
    )


def _sees_for_a_piece(actor: Any, attached: CasePhoto) -> bool:
    """Whoever works on a part sees how the whole was reported."""
    pieces = Case.objects.visible_to(actor).filter(tie__lead_id=attached.case_id, tie__kind=TieKind.PIECE)
    return attached.role in BEFORE and pieces.exists()


def _report(query: str) -> str:
    return f"{reverse('report')}?{urlencode({'q': query})}" if query else reverse("report")


def announce() -> None:
    sheets.announce()
    case_sheet.announce()
    reply_table.announce()
    registers.work.add("cases", WorkSource(work_items, work_counts))
    registers.work.add("case doubts", WorkSource(doubt_items, doubt_counts))
    registers.work.add("case appeals", WorkSource(appeal_items, appeal_counts))
    registers.waiting.add("cases", waiting_cards)
    registers.nearby.add("cases", nearby_cards)
    personal.announce()
    registers.map_layers.add("cases", MapLayer(_("Cases"), working_features))
    registers.map_layers.add("cases-public", MapLayer(_("Reported nearby"), public_features, public=True))
    registers.photo_guards.add("case", may_see_photo)
    registers.demo.add("cases", DemoChapter(_("Cases"), build_cases))
    register_sections()
    registers.searches.add("cases", search_categories)
    registers.followed_streams.add("cases", followed_streams)
    registers.spoken_entries.add("case", speak)
    registers.told_actions.add("case", [f"cases.{action}" for action in sorted(TOLD)])
    registers.ledger_words.add("cases", WORDS)
    duties.announce()
    _announce_settings()
    _announce_intents()


def _announce_settings() -> None:
    registers.settings_pages.add(
        "categories",
        SettingsPage(
            _("Categories and promises"), _("What can be reported, who handles it and how soon"),
            "list", "console-categories",
            lambda actor: actor.reach.has_any(CONSOLE_ROLES),
        ),
    )  # fmt: skip
    registers.settings_pages.add(
        "dispatch",
        SettingsPage(
            _("Dispatch rules"), _("Which unit gets which case, and why"), "split", "console-dispatch",
            lambda actor: actor.reach.has_any(CONSOLE_ROLES),
        ),
    )  # fmt: skip
    registers.settings_pages.add(
        "suggestions",
        SettingsPage(
            _("Suggestions of categories"), _("How often they are right, and how often followed"), "sparkles",
            "console-suggestions", lambda actor: actor.reach.has_any(CONSOLE_ROLES),
        ),
    )  # fmt: skip
    registers.settings_pages.add(
        "replies",
        SettingsPage(
            _("Kept words"), _("What is said again and again, for answers"), "message-square-text",
            "console-replies", lambda actor: actor.reach.has_any((*DESK, *UNIT_ROLES)),
        ),
    )  # fmt: skip
    registers.settings_pages.add(
        "lifecycle",
        SettingsPage(
            _("The life of a case"), _("States, actions and who may do what"), "route", "console-lifecycle",
            lambda actor: actor.reach.has_any(CONSOLE_ROLES),
        ),
    )  # fmt: skip


def _announce_intents() -> None:
    registers.intents.add(
        "report",
        Intent(
            "report",
            _("Report a problem"),
            _("Something is broken, dirty or in the way"),
            "camera",
            _report,
            (
                "坏了",
                "堵了",
                "漏水",
                "报修",
                "投诉",
                "随手拍",
                "反映",
                "问题",
                "broken",
                "report",
                "leak",
                "dirty",
                "blocked",
            ),
        ),
    )
    registers.intents.add(
        "help",
        Intent(
            "help",
            _("Ask the community for help"),
            _("For yourself or for a neighbour"),
            "hand-helping",
            lambda query: reverse("help"),
            ("帮忙", "求助", "帮我", "老人", "没人管我", "陪", "help", "neighbour", "elderly"),
        ),
    )
    registers.intents.add(
        "mine",
        Intent(
            "mine",
            _("See my reports"),
            _("How far they are"),
            "list",
            lambda query: reverse("mine"),
            ("我的", "进度", "办得怎么样", "查询", "到哪了", "my report", "progress", "status"),
        ),
    )
    registers.intents.add(
        "rate",
        Intent(
            "rate",
            _("Rate what was done"),
            _("Your stars count for the service, not for you"),
            "star",
            lambda query: reverse("evaluate"),
            ("评价", "满意", "不满意", "打分", "评一评", "rate", "rating", "satisfied"),
        ),
    )
    registers.intents.add(
        "learn",
        Intent(
            "learn",
            _("See what is promised"),
            _("Who does what, and how soon"),
            "book-open",
            lambda query: reverse("learn"),
            ("多久", "几天", "谁管", "怎么办", "规定", "承诺", "指南", "how long", "who", "guide"),
        ),
    )
    registers.intents.add(
        "nearby",
        Intent(
            "nearby",
            _("What is reported nearby"),
            _("On the map"),
            "map",
            lambda query: reverse("map"),
            ("地图", "附近", "身边", "周围", "map", "nearby"),
        ),
    )
