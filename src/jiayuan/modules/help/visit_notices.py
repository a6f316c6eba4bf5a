"""Whom each step of a special service concerns: called with every entry recorded about one."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.common.registers import NoticeKind, registers
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.tell import Said, tell

from .enums import PostRole
from .models import PostMember, Swap, Visit

OUT = ("wechat", "sms")
MISSED, TURN = "help.missed", "help.turn"
KINDS = (
    NoticeKind(
        MISSED, gettext_lazy("No word of a visit"), gettext_lazy("For who keeps a team that visits elders"), OUT
    ),
    NoticeKind(
        TURN, gettext_lazy("My visits"), gettext_lazy("Somebody asks to swap, answers, or calls a visit off"), OUT
    ),
)  # fmt: skip


def tell_of(entry: Entry) -> None:
    """Most entries concern nobody, and cost nothing."""
    after = (entry.payload or {}).get("after", {})
    if entry.source == Source.DEMO:
        return
    if entry.action == "help.miss_visit":
        visit = _visit(after["visit"])
        tell(MISSED, entry=entry, say=lambda: _missed(visit), people=_keepers(visit))
    elif entry.action in ("help.ask_swap", "help.agree_swap", "help.decline_swap"):
        swap = Swap.objects.select_related("visit__service", "giver", "taker").get(pk=after["swap"])
        to = swap.taker if entry.action == "help.ask_swap" else swap.giver
        tell(TURN, entry=entry, say=lambda: _said(_of_swap(swap, entry.action), swap.visit), people=[to])
    elif entry.action == "help.call_off_visit":
        visit = _visit(after["visit"])
        if visit.person is not None:
            tell(
                TURN, entry=entry, say=lambda: _said(_("A visit is called off"), visit), people=[visit.person]
            )


def _visit(pk: int) -> Visit:
    return Visit.objects.select_related("service", "person").get(pk=pk)


def _keepers(visit: Visit) -> Sequence[Any]:
    rows = PostMember.objects.verified().filter(post=visit.service.post_id, role=PostRole.KEEPER)
    return [each.person for each in rows.select_related("person")]


def _missed(visit: Visit) -> Said:
    """Without a name: a message is read on many screens."""
    title = _("No word of today’s visit. Is somebody waiting in vain?")
    return Said(title, _words(visit), reverse("help-rota", args=[visit.service_id]), {})


def _said(title: str, visit: Visit) -> Said:
    return Said(title, _words(visit), reverse("help-visits"), {})


def _words(visit: Visit) -> str:
    return f"{visit.service} · {day_with_weekday(visit.day)}"


def _of_swap(swap: Swap, action: str) -> str:
    if action == "help.ask_swap":
        return _("%(name)s asks whether you can go instead") % {"name": swap.giver}
    if action == "help.agree_swap":
        return _("%(name)s goes instead of you") % {"name": swap.taker}
    return _("%(name)s cannot go instead of you") % {"name": swap.taker}


def announce() -> None:
    for kind in KINDS:
        registers.notices.add(kind.name, kind)
    registers.after_record.add("help-special", tell_of)
