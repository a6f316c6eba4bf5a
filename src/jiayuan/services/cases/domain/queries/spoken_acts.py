"""Acts that are told more exactly than by their name alone."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.organisations.domain.queries import english_names

from ...appeal_enums import AppealGround, AppealState
from ...doubt_enums import DoubtState
from ...enums import Action, DemandGround, DisputeGround, RequestKind, State
from ...lifecycle import BY_ACTION
from ...models import CategoryVersion
from ..doubts.spoken import spoken_doubt


def category_names(entries: Iterable[Entry]) -> Mapping[int, str]:
    """The names of the categories that a case was changed from and to; no query where it never was."""
    told = [_told(each) for each in entries if each.action == f"cases.{Action.RECLASSIFY}"]
    keys = {int(side["version_id"]) for pair in told for side in pair if "version_id" in side}
    if not keys:
        return {}
    return {each.pk: each.display_name for each in CategoryVersion.objects.filter(pk__in=keys)}


def unit_names(entries: Iterable[Entry]) -> Mapping[str, str]:
    """The English names of the units that acted or were chosen, for who reads English."""
    told = [_told(each)[1] for each in entries]
    named = [str(after[name]) for after in told for name in ("unit", "to") if after.get(name)]
    return english_names([*named, *(str(unit) for after in told for unit in after.get("units", ()))])


def spoken_act(entry: Entry, names: Mapping[int, str], units: Mapping[str, str] | None = None) -> str:
    """Empty where the name of the act says it all."""
    before, after = _told(entry)
    if entry.action == f"cases.{Action.RECLASSIFY}" and {
        before.get("version_id"),
        after.get("version_id"),
    } <= set(names):
        told = {"before": names[before["version_id"]], "after": names[after["version_id"]]}
        return _("Category changed from “%(before)s” to “%(after)s”") % told
    if entry.action == f"cases.{Action.RESUME}" and after.get("planned_until"):
        return _("Resumed: the time of the suspension is over")
    if entry.action == f"cases.{Action.EDIT_PUBLIC}" and "is_public" in after:
        return _("Shown to the public") if after["is_public"] else _("No longer shown to the public")
    if said := spoken_return(entry) or spoken_decision(entry, units):
        return said
    ground = ground_of(entry)
    if ground:
        named: dict[str, Any] = {
            "done": BY_ACTION[Action(entry.action.removeprefix("cases."))].done,
            "ground": ground,
        }
        return _("%(done)s (%(ground)s)") % named
    return _order(after) or _sign(after) or spoken_pieces(entry, units)


def spoken_return(entry: Entry) -> str:
    """How a case goes on that is no longer merged; empty for everything else."""
    after = _told(entry)[1]
    if entry.action != f"cases.{Action.UNMERGE}" or after.get("state") not in State.values:
        return ""
    said = _OF_RETURNS.get(after.get("comes_back", ""))
    return str(said) % {"state": State(after["state"]).label} if said else ""


_OF_RETURNS = {
    "before": gettext_lazy(
        "No longer merged: it goes on where it stood, “%(state)s”. The time in which it was merged does not count"
    ),
    "over": gettext_lazy("No longer merged: its suspension ended meanwhile, so it is “%(state)s” again"),
    "gone": gettext_lazy("No longer merged: the unit it was with no longer works here, so another is chosen"),
}


def spoken_pieces(entry: Entry, names: Mapping[str, str] | None = None) -> str:
    """What is said of the parts of a case, with their units; empty for everything else."""
    said = _OF_PIECES.get(entry.action.removeprefix("cases."))
    units = [(names or {}).get(each, each) for each in _told(entry)[1].get("units", ())]
    return str(said) % {"units": pgettext("between items", ", ").join(units)} if said and units else ""


_OF_PIECES = {
    Action.SPLIT.value: gettext_lazy("Divided: %(units)s each do a part"),
    Action.GO_ON.value: gettext_lazy("Goes on without waiting for %(units)s"),
    "piece_done": gettext_lazy("The part of %(units)s is done"),
    "piece_dropped": gettext_lazy("The part of %(units)s was not taken up"),
    "piece_reopened": gettext_lazy("The part of %(units)s was opened again"),
}


def _order(after: Mapping[str, Any]) -> str:
    """A supervision order as it was issued."""
    if not after.get("wanted"):
        return ""
    told = {"number": after.get("order", ""), "wanted": mask_words(after["wanted"])}
    return _("Supervision order %(number)s issued: %(wanted)s") % told


def _sign(after: Mapping[str, Any]) -> str:
    """A reason to look twice, or what somebody said of one; an appeal of a line of a month, or what was decided."""
    if after.get("outcome"):
        said = {"month": after["month"], "outcome": AppealState(after["outcome"]).label}
        return _("Appeal of the line of %(month)s: %(outcome)s") % said
    if after.get("appeal_ground"):
        said = {"month": after["month"], "ground": AppealGround(after["appeal_ground"]).label}
        return _("Appealed the line of %(month)s: %(ground)s") % said
    if after.get("measured"):
        return _("Look twice: %(sign)s") % {"sign": spoken_doubt(after["kind"], after["measured"])}
    if after.get("verdict"):
        return _("Looked at: %(verdict)s") % {"verdict": DoubtState(after["verdict"]).label}
    return ""


def ground_of(entry: Entry) -> str:
    """The ground named with it, in words; empty where none was."""
    ground = str(_told(entry)[1].get("ground"))
    found = next((kind for kind in (DemandGround, DisputeGround) if ground in kind.values), None)
    return str(found(ground).label) if found is not None else ""


def spoken_decision(entry: Entry, units: Mapping[str, str] | None = None) -> str:
    """What was decided on a dispute; empty for everything else."""
    after = _told(entry)[1]
    if after.get("request") != RequestKind.DISPUTE:
        return ""
    if entry.action == f"cases.{Action.DECLINE}":
        return _("Dispute dismissed: it stays with the unit")
    if after.get("to"):
        return _("Dispute upheld: sent on to %(unit)s") % {
            "unit": (units or {}).get(after["to"], after["to"])
        }
    return _("Dispute upheld: the community chooses anew")


def _told(entry: Entry) -> tuple[dict[str, Any], dict[str, Any]]:
    payload = entry.payload or {}
    return payload.get("before", {}), payload.get("after", {})
