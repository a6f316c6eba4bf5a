"""Ledger entries of cases as those concerned read them on their messages page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.registers import Spoken
from jiayuan.foundation.ledger.models import Entry

from ...enums import Action
from ...lifecycle import BY_ACTION
from ...models import Case, Joining
from .answered import plain_answer
from .cards import followed, mine
from .spoken_acts import spoken_decision, spoken_pieces, spoken_return

TOLD = {Action.FILE, Action.REJECT, Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.APPROVE, Action.RESUME,
        Action.PASS, Action.FAIL, Action.CLOSE, Action.REOPEN, Action.NOTE, Action.CONFIRM_MARK, Action.KEEP_MARK,
        Action.LIFT_MARK, Action.MERGE, Action.UNMERGE, Action.SPLIT, Action.GO_ON}  # fmt: skip
"""What a reporter is told of; the rest stays between the desk and the unit."""
BETWEEN_TWO = {Action.NOTE, Action.CONFIRM_MARK, Action.KEEP_MARK, Action.LIFT_MARK}
"""Of that, what is said to the reporter alone and not to those who joined."""
RESIDENTS = ("reporter", "joined")
"""Parts of those for whom it is done, as the ledger has them."""


def followed_streams(actor: Actor) -> "Sequence[str] | QuerySet[Case, str]":
    """The streams of what this person or this session reported or joined; a subquery, not run here (what was joined is
    asked for at once)."""
    if actor.pk is None and not actor.tokens:
        return ()
    return followed(actor).values_list(Concat(Value("case/"), Cast("pk", CharField())), flat=True)


def speak(actor: Actor, entries: Sequence[Entry]) -> Mapping[int, Spoken]:
    """Each entry in words; those not meant for who reported or joined are left out. Three queries at most."""
    keys = {int(entry.stream_id.partition("/")[2]) for entry in entries}
    own = {case.pk: case for case in mine(actor).filter(pk__in=keys).select_related("version")}
    joined = {
        each.case_id: each
        for each in Joining.objects.of(actor).filter(case_id__in=keys).select_related("case__version")
    }
    said = {}
    for entry in entries:
        key = int(entry.stream_id.partition("/")[2])
        spoken = None
        if key in own:
            spoken = spoken_to_reporter(own[key], entry)
        elif key in joined and entry.at >= joined[key].joined_at:
            spoken = spoken_to_neighbour(joined[key].case, entry)
        if spoken is not None:
            said[entry.pk] = spoken
    return said


def spoken_to_reporter(case: Case, entry: Entry) -> Spoken | None:
    """One entry in words; None if it is not meant for the reporter."""
    action, after = _told(entry)
    if action is None or (action == Action.NOTE and after.get("role") != "desk"):
        return None
    words = after.get("words", "") if BY_ACTION[action].public_words or action == Action.NOTE else ""
    words = mask_words(words) if after.get("role") == "joined" else words
    return _spoken(case, entry, action, "\n".join(filter(None, (plain_answer(entry), words))))


def spoken_to_neighbour(case: Case, entry: Entry) -> Spoken | None:
    """The same for who joined: nothing that was said between the desk and the reporter, nor in a neighbour's words."""
    action, after = _told(entry)
    if action is None or action in BETWEEN_TWO:
        return None
    is_open = BY_ACTION[action].public_words and after.get("role") not in RESIDENTS
    return _spoken(case, entry, action, mask_words(after.get("words", "")) if is_open else "")


def _told(entry: Entry) -> tuple[Action | None, dict[str, Any]]:
    name = entry.action.removeprefix("cases.")
    return Action(name) if name in TOLD else None, (entry.payload or {}).get("after", {})


def _spoken(case: Case, entry: Entry, action: Action, words: str) -> Spoken:
    done = spoken_decision(entry) or spoken_return(entry) or spoken_pieces(entry) or BY_ACTION[action].done
    title = _("%(what)s: %(done)s") % {"what": case.version.display_name, "done": done}
    icon = "star" if action == Action.CLOSE else "message-circle"
    return Spoken(title, words, reverse("case", args=[case.number]), icon)
