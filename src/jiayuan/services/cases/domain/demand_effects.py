"""That a demand cannot be met: proposed, signed a second time, looked at again, taken back. With the case locked."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict

from ..demand_rules import live_mark, waits_for_a_look
from ..enums import MarkState
from ..models import Case, DemandMark
from .given import Given

Told = Mapping[str, object]


def _live(case: Case) -> DemandMark:
    mark = live_mark(case)
    if mark is None:
        raise Conflict(_("Nothing is proposed or found any more."), _("Look at the case again."))
    return mark


def propose_mark(case: Case, given: Given, words: str, by: Actor) -> Told:
    mark = DemandMark.objects.create(
        case=case, ground=given.ground, words=words, proposed_by=by.person, proposed_at=now()
    )
    return {"ground": mark.ground}


def confirm_mark(case: Case, given: Given, words: str, by: Actor) -> Told:
    """The second signature. ``words`` are for the reporter."""
    mark = _live(case)
    mark.state, mark.decided_by, mark.decided_at, mark.answer = MarkState.CONFIRMED, by.person, now(), words
    mark.save()
    return {"ground": mark.ground}


def decline_mark(case: Case, given: Given, words: str, by: Actor) -> None:
    mark = _live(case)
    mark.state, mark.decided_by, mark.decided_at = MarkState.DECLINED, by.person, now()
    mark.save()


def ask_second_look(case: Case, given: Given, words: str, by: Actor) -> None:
    """What the reporter says with it stands in the ledger, and in what the district is told of that entry: both are
    forgotten together."""
    mark = _live(case)
    mark.look_asked_at = now()
    mark.save(update_fields=["look_asked_at"])


def keep_mark(case: Case, given: Given, words: str, by: Actor) -> Told:
    mark = _live(case)
    mark.looked_by, mark.looked_at, mark.answer = by.person, now(), words
    mark.save()
    return {"ground": mark.ground}


def lift_mark(case: Case, given: Given, words: str, by: Actor) -> None:
    mark = _live(case)
    if waits_for_a_look(case):
        mark.looked_by, mark.looked_at = by.person, now()
    mark.state, mark.lifted_at = MarkState.LIFTED, now()
    mark.save()
