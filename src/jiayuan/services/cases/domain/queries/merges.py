"""Two reports that may be one problem: which of them can go on for both, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import may

from ...enums import OPEN_STATES, Action, State
from ...lifecycle import BY_ACTION
from ...models import Case
from ...piece_rules import tie_of


@dataclass(frozen=True)
class Merge:
    """``goes`` is merged into ``stays``, which leads from then on."""

    stays: Case
    goes: Case
    why_not: str | Promise = ""

    @property
    def can_be(self) -> bool:
        return not self.why_not


def merges_of(case: Case, other: Case, by: Actor) -> Sequence[Merge]:
    """Both ways round, ``case`` staying first. Select ``tie`` with them to save queries."""
    return [Merge(one, two, _why_not(one, two, by)) for one, two in ((case, other), (other, case))]


def possible_merges(case: Case, other: Case, by: Actor) -> Sequence[Merge]:
    """Those that can be, the one in which the older report stays first."""
    return sorted(
        (each for each in merges_of(case, other, by) if each.can_be), key=lambda each: each.stays.pk
    )


def _why_not(stays: Case, goes: Case, by: Actor) -> str | Promise:
    for each in (goes, stays):
        verdict = may(by, f"cases.{Action.MERGE}", each)
        if not verdict:
            return verdict.because
    if stays.state not in OPEN_STATES:
        return _("It is no longer open and cannot lead.")
    if State(goes.state) not in BY_ACTION[Action.MERGE].sources:
        return _("The other one is too far on its way to be merged into this one.")
    if tie_of(goes) is not None:
        return _("Others were merged into the other one already, so that one leads.")
    return ""
