"""What is told where somebody outside is asked by a link: they, by text message; and those who wait for the answer."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.spoken import moment_in_full
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.registers import NoticeKind
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.reach import holders
from jiayuan.foundation.notify.domain.tell import Said, tell
from jiayuan.foundation.notify.domain.withdraw import withdraw

from .domain.outside.send import PERMISSION
from .domain.outside.tokens import path_of
from .models import OutsideLink
from .outside_enums import OutsideKind
from .rules import UNIT_ROLES

ANSWERS = {f"outside_{each}": each for each in OutsideKind}
TO_THEM = ("outside_sent", "outside_reminded", "outside_noted")
TAKEN_BACK = "outside_revoked"
ACTIONS = (*TO_THEM, TAKEN_BACK, *ANSWERS)
NOBODY = ("",)
"""It goes to numbers without an account, so nobody has it among their choices."""


def _link_of(notice: Any) -> str:
    """The address with its token: made now, for the message alone."""
    link = OutsideLink.objects.filter(pk=notice.params.get("link", 0)).first()
    return path_of(link) if link is not None and link.revoked_at is None else ""


ASKED, ANSWERED = "cases.outside", "cases.outside_answered"
KINDS = (
    NoticeKind(
        ASKED, gettext_lazy("Asked by a link"), gettext_lazy("To somebody without an account"), ("sms",),
        link=_link_of, for_roles=NOBODY,
    ),
    NoticeKind(
        ANSWERED, gettext_lazy("Answered from outside"),
        gettext_lazy("By somebody who was asked by a link"), ("wechat",),
        for_roles=(*UNIT_ROLES, Role.COMMUNITY_WORKER),
    ),
)  # fmt: skip


def tell_outside(entry: Entry, action: str) -> None:
    """Called with the entry, in its transaction."""
    after = entry.payload["after"]
    if action == TAKEN_BACK:  # by a link that leads nowhere nobody can answer
        withdraw(ASKED, stream=entry.stream_id, params={"link": str(after["link"])})
        return
    rows = OutsideLink.objects.select_related("case__version", "case__handler", "unit", "sent_by")
    link = rows.get(pk=after["link"])
    if action in ANSWERS:
        tell(
            ANSWERED, entry=entry, say=lambda: _answered(link, after, ANSWERS[action]), people=_waiting(link)
        )
    elif link.phone and (action != "outside_noted" or after["words"]):
        tell(ASKED, entry=entry, say=lambda: _asked(link, after, action), phones=[link.phone])


def _waiting(link: OutsideLink) -> Sequence[Any]:
    """Who handles it and who asked, if they may still do so; where nobody handles it, the unit or else the desk."""
    if link.case.handler is not None:
        return _still_at_it(link, link.case.handler, link.sent_by)
    unit = holders(*UNIT_ROLES, organisation=link.unit_id)
    others = unit or holders(Role.COMMUNITY_WORKER, around=link.case.place_id)
    return [*others, *_still_at_it(link, link.sent_by)]


def _still_at_it(link: OutsideLink, *people: Any) -> Sequence[Any]:
    """Roles end while links wait."""
    return [each for each in people if may(Actor(person=each), PERMISSION, link.case)]


def _asked(link: OutsideLink, after: dict[str, Any], action: str) -> Said:
    told = {"unit": link.unit, "matter": link.case.version.display_name, "until": moment_in_full(link.until)}
    if action == "outside_noted":
        title = _("%(unit)s replied about “%(matter)s”") % told
    elif action == "outside_reminded":
        title = _("%(unit)s still waits for your answer about “%(matter)s”, by %(until)s") % told
    else:
        title = _("%(unit)s asks you about “%(matter)s”, please answer by %(until)s") % told
    words = after.get("words", "") if action == "outside_noted" else link.asked
    return Said(title, words, "", {"link": str(link.pk), "number": link.case.number})


def _answered(link: OutsideLink, after: dict[str, Any], kind: OutsideKind) -> Said:
    title = _("%(name)s: %(what)s (%(matter)s)") % {
        "name": link.name,
        "what": kind.label,
        "matter": link.case.version.display_name,
    }
    url = reverse("console-outside", args=[link.case.number])
    return Said(title, mask_words(after.get("words", "")), url, {"number": link.case.number})
