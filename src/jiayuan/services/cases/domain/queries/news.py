"""Ledger entries of cases as those concerned read them on their messages page."""

from collections.abc import Mapping, Sequence

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.registers import Spoken
from jiayuan.foundation.ledger.models import Entry

from ...enums import Action
from ...lifecycle import BY_ACTION
from ...models import Case
from .answered import plain_answer
from .cards import mine

TOLD = {Action.FILE, Action.REJECT, Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.APPROVE, Action.RESUME,
        Action.PASS, Action.FAIL, Action.CLOSE, Action.REOPEN, Action.NOTE, Action.CONFIRM_MARK, Action.KEEP_MARK,
        Action.LIFT_MARK}  # fmt: skip
"""What a reporter is told of; the rest stays between the desk and the unit."""


def followed_streams(actor: Actor) -> "Sequence[str] | QuerySet[Case, str]":
    """The streams of what this person or this session reported; a subquery, not run here."""
    if actor.pk is None and not actor.tokens:
        return ()
    return mine(actor).values_list(Concat(Value("case/"), Cast("pk", CharField())), flat=True)


def speak(actor: Actor, entries: Sequence[Entry]) -> Mapping[int, Spoken]:
    """Each entry in words; those not meant for the reporter are left out. One query."""
    keys = {int(entry.stream_id.partition("/")[2]) for entry in entries}
    cases = {case.pk: case for case in mine(actor).filter(pk__in=keys).select_related("version")}
    said = {}
    for entry in entries:
        case = cases.get(int(entry.stream_id.partition("/")[2]))
        if case is not None and (spoken := spoken_to_reporter(case, entry)) is not None:
            said[entry.pk] = spoken
    return said


def spoken_to_reporter(case: Case, entry: Entry) -> Spoken | None:
    """One entry in words; None if it is not meant for the reporter."""
    name = entry.action.removeprefix("cases.")
    if name not in TOLD:
        return None
    transition, after = BY_ACTION[Action(name)], (entry.payload or {}).get("after", {})
    if transition.action == Action.NOTE and after.get("role") != "desk":
        return None
    title = _("%(what)s: %(done)s") % {"what": case.version.display_name, "done": transition.done}
    words = after.get("words", "") if transition.public_words or transition.action == Action.NOTE else ""
    words = "\n".join(filter(None, (plain_answer(entry), words)))
    icon = "star" if transition.action == Action.CLOSE else "message-circle"
    return Spoken(title, words, reverse("case", args=[case.number]), icon)
