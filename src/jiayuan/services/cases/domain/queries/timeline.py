"""What happened to a case, read from the ledger: with names for those who work on it, with parts for its reporter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.ledger.models import Entry

from ...enums import Action, State
from ...lifecycle import BY_ACTION, FORMER, Transition
from ...models import Case, CasePhoto
from ...outside_enums import OutsideKind
from ...rules import is_of_the_unit, is_the_reporter, works_here
from ..dispatch.spoken import spoken_why
from .news import BETWEEN_TWO, RESIDENTS, TOLD
from .spoken_acts import category_names, spoken_act, unit_names
from .told import told_of

OF_PIECES = ("piece_done", "piece_dropped", "piece_reopened")
"""What the case that leads tells of its parts: no words, and for everybody who follows it."""
PARTS: dict[str, str | Promise] = {
    "desk": gettext_lazy("The community"),
    "street": gettext_lazy("The street office"),
    "district": gettext_lazy("The district office"),
    "unit": gettext_lazy("The unit"),
    "reporter": gettext_lazy("The reporter"),
    "joined": gettext_lazy("A neighbour"),
    "other": gettext_lazy("A colleague"),
}


@dataclass(frozen=True)
class Line:
    """One line of the timeline. ``words`` are empty where the reader is not meant to have them."""

    at: datetime
    action: str
    what: str
    who: str
    words: str
    state: str
    number: int
    photos: Sequence[CasePhoto] = ()
    by_resident: bool = False
    """Did somebody act for whom it is done: the reporter, or a neighbour who joined?"""
    why: str = ""
    """Of a dispatch: which rule led to this unit. For those who work on it."""


@dataclass(frozen=True)
class Names:
    """How categories, by their key, and units, by their Chinese name, are called for this reader."""

    categories: Mapping[int, str]
    units: Mapping[str, str]


def timeline(case: Case, actor: Actor) -> Sequence[Line]:
    """Two queries: the entries with who acted, and the photos (none if ``photos`` is prefetched); one more where the
    category was changed, and one for the English names of units where English is read."""
    inside = works_here(actor, case) or is_of_the_unit(actor, case)
    is_neighbour = not inside and not is_the_reporter(actor, case)
    entries = told_of(case)
    shown = _photos_by_entry(entries, list(case.photos.all()))
    names = Names(category_names(entries), unit_names(entries))
    lines = [line for each in entries if (line := _line(each, inside, shown[each.number], names)) is not None]
    return [line for each in lines if (line := _for_neighbours(each))] if is_neighbour else lines


def _for_neighbours(line: Line) -> Line | None:
    """What somebody who joined sees of it: public photos, no words of others who told of it, no talk with them."""
    if line.action in BETWEEN_TWO or line.action not in (*TOLD, *OF_PIECES, "report", "escalate"):
        return None
    words = "" if line.by_resident else mask_words(line.words)
    return replace(line, words=words, photos=[each for each in line.photos if each.is_public])


def _line(entry: Entry, inside: bool, photos: Sequence[CasePhoto], names: Names) -> Line | None:
    action = entry.action.removeprefix("cases.")
    after = _after(entry)
    transition = BY_ACTION.get(Action(action)) if action in Action.values else None
    if (
        transition is None
        and action not in ("report", "escalate", "claim", *OF_PIECES, *FORMER)
        and not inside
    ):
        return None
    if transition is not None and transition.inside and not inside:
        return None
    if action == Action.NOTE and not inside and after.get("role") not in ("reporter", "desk"):
        return None
    return Line(
        at=entry.at,
        action=action,
        what=spoken_act(entry, names.categories, names.units) or _what(action, transition),
        who=_who(entry, after, inside, names.units),
        words=_words(after) if inside or _may_read(transition, after) else "",
        state=str(State(after["state"]).label) if after.get("state") in State.values else "",
        number=entry.number,
        photos=photos,
        by_resident=after.get("role") in RESIDENTS,
        why=spoken_why(after["why"]) if inside and after.get("why") else "",
    )


def _words(after: dict[str, str]) -> str:
    words = after.get("words", "")
    return mask_words(words) if after.get("role") == "joined" else words


def _what(action: str, transition: Transition | None) -> str:
    if transition is not None:
        return str(transition.done)
    return {
        "report": _("Reported"),
        "escalate": _("Raised, because it is late"),
        "order_late": _("Supervision order not answered in time, raised to the district"),
        "claim": _("Taken into the reporter's account"),
        "claim_joining": _("A joining was taken into an account"),
        "join": _("A neighbour joined: the same problem"),
        "take_in": _("Another report of the same problem was merged into this one"),
        "give_back": _("A report was taken out again"),
        "leave": _("A neighbour no longer follows it"),
        "piece": _("Split off as a part of another case"),
        "reveal": _("Contact of the reporter looked up"),
        "reveal_words": _("Words of the report read in full"),
        "dossier": _("Proof file made"),
        "dossier_fetched": _("Proof file fetched"),
        "raise_appeal": _("An appeal is late: raised to the district"),
        "outside_sent": _("Somebody outside was asked by a link"),
        "outside_reminded": _("Reminded by message"),
        "outside_revoked": _("The link was taken back"),
        "outside_noted": _("Took note of the answer from outside"),
        **{f"outside_{each}": str(each.label) for each in OutsideKind},
        **{name: str(words) for name, words in FORMER.items()},
    }.get(action, action)


def _who(entry: Entry, after: dict[str, str], inside: bool, units: Mapping[str, str]) -> str:
    if after.get("role") == "outside":
        return _("%(name)s, by link") % {"name": after["name"]}
    if after.get("unit") and not (inside and entry.actor):
        return units.get(after["unit"], after["unit"])
    if inside and entry.actor is not None and after.get("role") not in RESIDENTS:
        return str(entry.actor)
    if entry.actor is None and "role" not in after:
        return _("The platform")
    return str(PARTS.get(after.get("office") or after.get("role", "other"), PARTS["other"]))


def _may_read(transition: Transition | None, after: dict[str, str]) -> bool:
    if transition is not None and transition.action == Action.NOTE:
        return True  # a note that is not for this reader makes no line at all
    return (transition is not None and transition.public_words) or after.get("role") == "reporter"


_ROLE_OF_ACTION = {
    "report": "report",
    "show_before": "before",
    "hand_in": "after",
    "pass": "verify",
    "fail": "verify",
    "answer_order": "order",
}


def _photos_by_entry(
    entries: Sequence[Entry], photos: Sequence[CasePhoto]
) -> Mapping[int, Sequence[CasePhoto]]:
    """The photos that each entry, by its number, shows: those that it names. What no entry names, because it came
    before entries named their photos, stands with every act of its part."""
    named = {each.number: _after(each).get("photos", ()) for each in entries}
    claimed = {photo for each in named.values() for photo in each}
    old = [each for each in photos if str(each.photo_id) not in claimed]
    shown: dict[int, Sequence[CasePhoto]] = {}
    for each in entries:
        role = _ROLE_OF_ACTION.get(each.action.removeprefix("cases."))
        wanted = named[each.number]
        shown[each.number] = (
            [photo for photo in photos if str(photo.photo_id) in wanted]
            if wanted
            else [photo for photo in old if photo.role == role]
        )
    return shown


def _after(entry: Entry) -> dict[str, Any]:
    after: dict[str, Any] = (entry.payload or {}).get("after", {})
    return after
