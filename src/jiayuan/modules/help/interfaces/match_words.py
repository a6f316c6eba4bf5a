"""What the engine found, in words: why somebody fits, and why somebody else is not asked."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiayuan.foundation.clock.spoken import when
from jiayuan.foundation.common.joined import listed

from ..domain.queries.proposal import Candidate
from ..models import MatchLine

Words = str | Promise
NEARLY, KILOMETRE = 50, 1000
"""Metres that nobody counts, and from which one speaks of kilometres."""
WHY_NOT: Mapping[str, Words] = {
    "reach": gettext_lazy("too far for them"),
    "skill": gettext_lazy("did not say that they can do this"),
    "qualification": gettext_lazy("lacks a paper that is needed"),
    "language": gettext_lazy("speaks another language"),
    "declined": gettext_lazy("does not want to be asked for this"),
    "tier": gettext_lazy("it is not offered to their post yet"),
    "group": gettext_lazy("it is not offered to their post yet"),
    "refused": gettext_lazy("said that they cannot this time"),
    "out": gettext_lazy("wants a rest at the moment"),
    "time": gettext_lazy("has no time in the next two weeks"),
    "full": gettext_lazy("has enough on hand"),
}
"""By the code of the rule. Who wished, who is at it and who was asked are not among those left out."""
WHY_NOBODY: Mapping[str, Words] = {
    **WHY_NOT,
    "reach": gettext_lazy("nobody helps near enough"),
    "skill": gettext_lazy("nobody near said that they can do this"),
    "language": gettext_lazy("nobody near speaks the language"),
    "declined": gettext_lazy("nobody near wants to be asked for this"),
    "tier": gettext_lazy("nobody at the posts that it is offered to; offer it further up"),
    "group": gettext_lazy("nobody at the posts that it is offered to; offer it further up"),
    "excluded": gettext_lazy("whoever could is at it or was asked"),
    "refused": gettext_lazy("whoever could said that they cannot this time"),
    "out": gettext_lazy("whoever could wants a rest at the moment"),
    "time": gettext_lazy("nobody who can has time in the next two weeks"),
    "full": gettext_lazy("whoever can has enough on hand"),
    "too_few": gettext_lazy("fewer can than it takes together"),
    "taken": gettext_lazy("whoever can is needed for other wishes"),
    "price": gettext_lazy("very far for everybody who can"),
}


def why(found: Candidate, skills: Mapping[str, Words]) -> list[str]:
    """Why this one, for the desk: what they can, how far, when, what they have on hand, whose turn it is."""
    said = [*fit(found, skills)]
    if found.helped_before:
        said.append(_("helped here before"))
    if found.busy:
        said.append(
            ngettext("%(count)s wish on hand", "%(count)s wishes on hand", found.busy) % {"count": found.busy}
        )
    else:
        said.append(_("nothing on hand"))
    if found.turns:
        turns = ngettext("asked once lately", "asked %(count)s times lately", found.turns) % {
            "count": found.turns
        }
        said.append(turns)
    else:
        said.append(_("not asked lately"))
    return said


def fit(found: Candidate, skills: Mapping[str, Words]) -> list[str]:
    """The part that helpers read of themselves."""
    said = []
    if found.can:
        said.append(
            _("can do: %(skills)s") % {"skills": listed(skills.get(each, each) for each in found.can)}
        )
    said.append(way(found.metres))
    if found.starts is not None:
        said.append(_("has time %(when)s") % {"when": when(found.starts)})
    return said


def way(metres: int) -> str:
    """As people say it: nobody measures who helps in the same courtyard."""
    if metres < NEARLY:
        return _("in the same place")
    if metres < KILOMETRE - NEARLY:
        return _("about %(metres)s m away") % {"metres": max(round(metres, -2), 100)}
    return _("about %(km)s km away") % {"km": f"{metres / KILOMETRE:.1f}".removesuffix(".0")}


def why_not(rules: Sequence[str]) -> list[Words]:
    """Each reason once, in the order of the rules."""
    return list(dict.fromkeys(WHY_NOT[each] for each in rules if each in WHY_NOT))


def reasons_of(line: MatchLine, can: Sequence[str], skills: Mapping[str, Words]) -> list[str]:
    """Why this one in a proposal for all wishes at once."""
    said = []
    if can:
        said.append(_("can do: %(skills)s") % {"skills": listed(skills.get(each, each) for each in can)})
    said.append(way(line.metres))
    if line.starts_at is not None:
        said.append(_("has time %(when)s") % {"when": when(line.starts_at)})
    if line.parts.get("past", 0) < 0:
        said.append(_("helped here before"))
    if not line.parts.get("fairness"):
        said.append(_("not asked lately"))
    return said


def why_nobody(reason: str) -> Words:
    return WHY_NOBODY.get(reason, "")


def fell_at(fell: Mapping[str, int]) -> list[tuple[Words, int]]:
    """How many near ones it does not suit, by the reason."""
    return [(WHY_NOT[code], count) for code, count in fell.items() if code in WHY_NOT]
