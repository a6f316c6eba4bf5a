"""What is told of an appeal: that it waits to who decides, that it is there to the other side, its outcome to both."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.enums import DESK_STAFF, OFFICERS, Role
from jiayuan.foundation.clock.spoken import moment_in_full
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.registers import NoticeKind
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.reach import holders
from jiayuan.foundation.notify.domain.tell import Said, tell

from .models import Appeal
from .rules import UNIT_ROLES

TO_DECIDE, TOLD = "cases.appeal_to_decide", "cases.appeal"
ACTIONS = ("appeal", "decide_appeal", "raise_appeal")
KINDS = (
    NoticeKind(
        TO_DECIDE, gettext_lazy("An appeal to decide"),
        gettext_lazy("Of a line of a frozen month; also when it is late"), ("wechat",), for_roles=OFFICERS,
    ),
    NoticeKind(
        TOLD, gettext_lazy("Appeals of our lines"),
        gettext_lazy("That there is one, and how it was decided"), ("wechat",),
        for_roles=(*DESK_STAFF, *UNIT_ROLES),
    ),
)  # fmt: skip


def tell_appeal(entry: Entry, action: str) -> None:
    """Called with the entry, in its transaction."""
    rows = Appeal.objects.select_related("line__case__version", "line__unit", "line__month", "asked_by")
    appeal = rows.get(pk=entry.payload["after"]["appeal"])
    if action == "decide_appeal":
        people = [appeal.asked_by, *_unit(appeal), *_desk(appeal)]
        tell(TOLD, entry=entry, say=lambda: _decided(appeal), people=_others(people, entry))
        return
    tell(TO_DECIDE, entry=entry, say=lambda: _waits(appeal), people=_others(_above(appeal), entry))
    if action == "appeal":
        other = _desk(appeal) if appeal.for_unit else _unit(appeal)
        tell(TOLD, entry=entry, say=lambda: _waits(appeal), people=_others(other, entry))


def _unit(appeal: Appeal) -> Sequence[Any]:
    return holders(*UNIT_ROLES, organisation=appeal.line.unit_id)


def _desk(appeal: Appeal) -> Sequence[Any]:
    return holders(Role.COMMUNITY_WORKER, around=appeal.line.place_id)


def _above(appeal: Appeal) -> Sequence[Any]:
    """The street; the district where the street appealed or the street is late."""
    is_high = appeal.for_district or appeal.raised_at is not None
    role = Role.DISTRICT_OFFICER if is_high else Role.STREET_OFFICER
    return holders(role, around=appeal.line.place_id)


def _others(people: Sequence[Any], entry: Entry) -> list[Any]:
    """Each once, without whoever did it."""
    found = {each.pk: each for each in people if each.pk != entry.actor_id}
    return list(found.values())


def _said(appeal: Appeal, title: str, words: str) -> Said:
    line = appeal.line
    params = {"number": line.case.number, "matter": line.version.display_name}
    return Said(title, words, reverse("console-performance-line", args=[line.pk]), params)


def _waits(appeal: Appeal) -> Said:
    line = appeal.line
    told = {"month": str(line.month), "number": line.case.number}
    if appeal.raised_at is not None:
        title = _("The appeal of %(month)s, %(number)s, is late") % told
    else:
        title = _("Appealed: the line of %(month)s, %(number)s") % told
    facts = {"ground": appeal.get_ground_display(), "moment": moment_in_full(appeal.decide_by)}
    words = _("%(ground)s. To be decided by %(moment)s.") % facts
    return _said(appeal, title, words)


def _decided(appeal: Appeal) -> Said:
    line = appeal.line
    told = {"month": str(line.month), "number": line.case.number, "state": appeal.get_state_display()}
    title = _("The line of %(month)s, %(number)s: %(state)s") % told
    return _said(appeal, title, mask_words(appeal.reason))
