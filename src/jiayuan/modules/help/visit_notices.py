"""Whom each step of a special service concerns: called with every entry recorded about one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.common.registers import NoticeKind, registers
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.tell import Said, tell

from .enums import PostRole
from .models import PostMember, Recipient, RecipientContact, Swap, Visit
from .station_enums import VisitState

OUT = ("wechat", "sms")
MISSED, TURN, VISITED = "help.missed", "help.turn", "help.visited"
KINDS = (
    NoticeKind(
        MISSED, gettext_lazy("No word of a visit"), gettext_lazy("For who keeps a team that visits elders"), OUT
    ),
    NoticeKind(
        TURN, gettext_lazy("My visits"), gettext_lazy("Somebody asks to swap, answers, or calls a visit off"), OUT
    ),
    NoticeKind(VISITED, gettext_lazy("Visits to me"), gettext_lazy("A visit that I expect is called off"), OUT),
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
        tell(TURN, entry=entry, say=lambda: _said(_of_swap(entry.action), swap.visit), people=[to])
    elif entry.action in ("help.give_visits", "help.try_again"):
        _tell_of_turns(entry, after)
    elif entry.action == "help.drop_swap":
        swap = Swap.objects.select_related("visit__service", "giver", "taker").get(pk=after["swap"])
        said = lambda: _said(_("A swap is no longer needed"), swap.visit)  # noqa: E731
        # Whoever was to go is told that it is called off, and not of the swap as well.
        is_off = swap.visit.state == VisitState.OFF
        tell(TURN, entry=entry, say=said, people=[swap.taker] if is_off else [swap.giver, swap.taker])
    elif entry.action == "help.change_rhythm":
        _tell_of_rhythm(entry, after)
    elif entry.action in ("help.end_special", "help.end_recipient"):
        _tell_of_end(entry, after)
    elif entry.action == "help.call_off_visit" and not after.get("together"):
        visit = _visit(after["visit"])
        off = lambda: _said(_("A visit is called off"), visit)  # noqa: E731
        tell(TURN, entry=entry, say=off, people=_goers([visit]))
        if not after.get("by_recipient"):
            _tell_visited(entry, [visit.recipient], lambda: _words(visit))


def _tell_of_turns(entry: Entry, after: Mapping[str, Any]) -> None:
    """Visits that are new to somebody; but not to who chose the day for another try themselves."""
    keys = after["visits"] if "visits" in after else [after["visit"]]
    visits = list(Visit.objects.filter(pk__in=keys).select_related("service", "person").order_by("day"))
    people = [each for each in _goers(visits) if each.pk != entry.actor_id or "visits" in after]
    tell(TURN, entry=entry, say=lambda: _given(visits), people=people)


def _tell_of_end(entry: Entry, after: Mapping[str, Any]) -> None:
    """Of a service, or of visits to somebody: each who was to go, and who was expecting them, once."""
    visits = list(
        Visit.objects.filter(pk__in=after["visits"]).select_related("service", "person").order_by("day")
    )
    if visits:
        tell(TURN, entry=entry, say=lambda: _called_off(visits), people=_goers(visits))
    chosen = {"service": after["special"]} if "special" in after else {"pk": after["recipient"]}
    rows = Recipient.objects.filter(**chosen, pk__in=[each.recipient_id for each in visits])
    recipients = list(rows.select_related("service", "person"))
    _tell_visited(
        entry, recipients, lambda: _("From today on: %(service)s") % {"service": recipients[0].service}
    )


def _tell_of_rhythm(entry: Entry, after: Mapping[str, Any]) -> None:
    """Who was to go on days that are off, once; and who is visited. Who goes on the new days is told by those."""
    rows = Visit.objects.filter(pk__in=after["visits"]).select_related("service", "person").order_by("day")
    if visits := list(rows):
        tell(TURN, entry=entry, say=lambda: _called_off(visits), people=_goers(visits))
    found = Recipient.objects.select_related("service", "person").get(pk=after["recipient"])
    phones = RecipientContact.objects.filter(recipient=found).values_list("phone", flat=True)

    def say() -> Said:
        return Said(_("You are visited on other days"), str(found.service), reverse("help-visited"), {})

    known = [found.person] if found.person is not None else []
    tell(VISITED, entry=entry, say=say, people=known, phones=[] if known else phones)


def _tell_visited(entry: Entry, recipients: Sequence[Recipient], words: Callable[[], str]) -> None:
    """Their account, else the number that they or their family left."""
    known = [each.person for each in recipients if each.person is not None]
    others = [each for each in recipients if each.person is None]
    phones = RecipientContact.objects.filter(recipient__in=others).values_list("phone", flat=True)

    def say() -> Said:
        return Said(_("Nobody comes to you then"), words(), reverse("help-visited"), {})

    tell(VISITED, entry=entry, say=say, people=known, phones=phones)


def _called_off(visits: Sequence[Visit]) -> Said:
    many = len({each.pk for each in visits})
    title = ngettext("A visit of the team is called off", "%(many)s visits of the team are called off", many)
    return _said(title % {"many": many}, visits[0])


def _visit(pk: int) -> Visit:
    return Visit.objects.select_related("service", "person", "recipient__person").get(pk=pk)


def _goers(visits: Sequence[Visit]) -> Sequence[Any]:
    return list({each.person_id: each.person for each in visits if each.person is not None}.values())


def _given(visits: Sequence[Visit]) -> Said:
    """How many, and the next of them."""
    many, first = len(visits), visits[0]
    title = ngettext("A new visit is planned for you", "%(many)s new visits are planned for you", many)
    return _said(title % {"many": many}, first)


def _keepers(visit: Visit) -> Sequence[Any]:
    rows = PostMember.objects.verified().filter(post=visit.service.post_id, role=PostRole.KEEPER)
    return [each.person for each in rows.select_related("person")]


def _missed(visit: Visit) -> Said:
    """Without a name: a message is read on many screens."""
    title = _("No word of a visit. Is somebody waiting in vain?")
    if visit.day == today():
        title = _("No word of today’s visit. Is somebody waiting in vain?")
    return Said(title, _words(visit), reverse("help-rota", args=[visit.service_id]), {})


def _said(title: str, visit: Visit) -> Said:
    return Said(title, _words(visit), reverse("help-visits"), {})


def _words(visit: Visit) -> str:
    return f"{visit.service} · {day_with_weekday(visit.day)}"


def _of_swap(action: str) -> str:
    """Who it is stands on the page that the message leads to."""
    if action == "help.ask_swap":
        return _("A colleague asks whether you can go instead")
    if action == "help.agree_swap":
        return _("A colleague goes instead of you")
    return _("The colleague you asked cannot go instead of you")


def announce() -> None:
    for kind in KINDS:
        registers.notices.add(kind.name, kind)
    registers.after_record.add("help-special", tell_of)
