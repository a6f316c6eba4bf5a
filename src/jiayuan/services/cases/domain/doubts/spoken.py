"""Signs in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...doubt_enums import DoubtKind

HOURS_A_DAY = 24


def spoken_doubt(kind: str, measured: Mapping[str, Any]) -> str:
    """One sentence: what was seen, and what would have been usual."""
    return _SPOKEN[DoubtKind(kind)](measured)


def _no_photo(found: Mapping[str, Any]) -> str:
    if found.get("is_asked"):
        return _("No photo of the result came along, though this kind of case asks for one.")
    return _(
        "No photo of the result came along; of the last %(many)s cases of this kind %(share)s %% had one."
    ) % {"many": found["many"], "share": found["share"]}


def _reused(found: Mapping[str, Any]) -> str:
    if found.get("is_own"):
        return _("The photo of the result looks like the one from before the work.")
    return _("The photo of the result looks like one that was used in case %(number)s before.") % found


def _far(found: Mapping[str, Any]) -> str:
    return (
        _("The photo of the result was taken %(metres)s m from the place; up to %(allowed)s m is usual.")
        % found
    )


def _old(found: Mapping[str, Any]) -> str:
    hours = int(found["hours"])
    ago = (
        ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
        if hours < 2 * HOURS_A_DAY
        else ngettext("%(count)s day", "%(count)s days", hours // HOURS_A_DAY)
        % {"count": hours // HOURS_A_DAY}
    )
    if found.get("is_older"):
        return _(
            "The photo of the result is older than the report: taken %(ago)s before it was handed in."
        ) % {"ago": ago}
    return _("The photo of the result was taken %(ago)s before it was handed in.") % {"ago": ago}


def _quick(found: Mapping[str, Any]) -> str:
    minutes = int(found["minutes"])
    if minutes < 1:
        return _("It was reported as done less than a minute after it was accepted.")
    return ngettext(
        "It was reported as done %(count)s minute after it was accepted.",
        "It was reported as done %(count)s minutes after it was accepted.",
        minutes,
    ) % {"count": minutes}


def _again(found: Mapping[str, Any]) -> str:
    days = int(found["days"])
    when = (
        ngettext("%(count)s day later", "%(count)s days later", days) % {"count": days}
        if days
        else _("the same day")
    )
    said = {"when": when, "metres": found["metres"], "number": found["number"]}
    return _("It was closed, but reported again %(when)s, %(metres)s m away: %(number)s.") % said


def _reopened(found: Mapping[str, Any]) -> str:
    days = int(found["days"])
    if not days:
        return _("It was reopened on the day it was closed.")
    return ngettext(
        "It was reopened %(count)s day after it was closed.",
        "It was reopened %(count)s days after it was closed.",
        days,
    ) % {"count": days}


def _rated_low(found: Mapping[str, Any]) -> str:
    return ngettext(
        "It was rated with %(count)s star of 5.",
        "It was rated with %(count)s stars of 5.",
        int(found["score"]),
    ) % {"count": found["score"]}


_SPOKEN = {
    DoubtKind.NO_PHOTO: _no_photo,
    DoubtKind.REUSED: _reused,
    DoubtKind.FAR: _far,
    DoubtKind.OLD: _old,
    DoubtKind.QUICK: _quick,
    DoubtKind.AGAIN: _again,
    DoubtKind.REOPENED: _reopened,
    DoubtKind.RATED_LOW: _rated_low,
}
