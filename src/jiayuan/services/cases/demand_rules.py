"""Who may say, of a case and never of a person, that what it demands cannot be met."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import OFFICERS, Role
from jiayuan.foundation.access.permissions import check, declare

from .enums import Action, MarkState
from .models import Case, DemandMark
from .models.demand import LIVE_MARKS
from .piece_rules import is_no_piece
from .rules import is_the_reporter


def live_mark(case: Case) -> DemandMark | None:
    """Proposed or in force. Prefetch ``marks`` to save a query."""
    return next((each for each in case.marks.all() if each.state in LIVE_MARKS), None)


@check(
    _("The community's workers propose this; the street or the district signs second."),
    _("Tell the community what you found."),
)
def may_propose_a_mark(actor: Actor, case: Case) -> bool:
    return actor.reach.holds([Role.COMMUNITY_WORKER], case.place_id)


@check(_("It is proposed or found already."), _("Look at what was said; it can be taken back with a reason."))
def is_not_marked(actor: Actor, case: Case) -> bool:
    return live_mark(case) is None


@check(
    _("The district looked at it again and took it back; that holds."),
    _("Handle the demand like any other."),
)
def was_not_lifted_on_a_second_look(actor: Actor, case: Case) -> bool:
    return not any(each.state == MarkState.LIFTED and each.looked_at for each in case.marks.all())


@check(_("Only the street or the district may do this."), _("The proposal is in their inbox already."))
def is_of_the_office_above(actor: Actor, case: Case) -> bool:
    return actor.reach.holds(OFFICERS, case.place_id)


@check(_("No proposal waits for a second signature."))
def mark_is_proposed(actor: Actor, case: Case) -> bool:
    mark = live_mark(case)
    return mark is not None and mark.state == MarkState.PROPOSED


@check(_("It is not found that the demand cannot be met."))
def mark_is_in_force(actor: Actor, case: Case) -> bool:
    mark = live_mark(case)
    return mark is not None and mark.state == MarkState.CONFIRMED


@check(_("Who proposed it does not sign twice."), _("A colleague of the street or the district decides."))
def did_not_propose_it(actor: Actor, case: Case) -> bool:
    mark = live_mark(case)
    return mark is not None and mark.proposed_by_id != actor.pk


@check(_("A second look was asked for before."), _("The case itself goes on; add a note to it."))
def no_second_look_yet(actor: Actor, case: Case) -> bool:
    return all(each.look_asked_at is None for each in case.marks.all())


def waits_for_a_look(case: Case) -> bool:
    mark = live_mark(case)
    return mark is not None and mark.look_asked_at is not None and mark.looked_at is None


@check(_("Nobody asked for a second look."))
def second_look_is_asked(actor: Actor, case: Case) -> bool:
    return waits_for_a_look(case)


def _is_a_third(actor: Actor, case: Case) -> bool:
    mark = live_mark(case)
    return (
        mark is not None
        and actor.pk not in (mark.proposed_by_id, mark.decided_by_id)
        and actor.reach.holds([Role.DISTRICT_OFFICER], case.place_id)
    )


@check(
    _("Only somebody of the district who has not signed may look at it again."),
    _("A colleague of the district does it."),
)
def looks_with_fresh_eyes(actor: Actor, case: Case) -> bool:
    return _is_a_third(actor, case)


@check(
    _("A second look is asked for: only somebody of the district who has not signed decides now."),
    _("A colleague of the district does it."),
)
def may_lift_now(actor: Actor, case: Case) -> bool:
    return not waits_for_a_look(case) or _is_a_third(actor, case)


_ABOVE = (is_of_the_office_above, mark_is_proposed, did_not_propose_it)
declare(
    f"cases.{Action.MARK_DEMAND}",
    may_propose_a_mark,
    is_not_marked,
    was_not_lifted_on_a_second_look,
    is_no_piece,
)
declare(f"cases.{Action.CONFIRM_MARK}", *_ABOVE)
declare(f"cases.{Action.DECLINE_MARK}", *_ABOVE)
declare(f"cases.{Action.ASK_SECOND_LOOK}", is_the_reporter, mark_is_in_force, no_second_look_yet)
declare(f"cases.{Action.KEEP_MARK}", mark_is_in_force, second_look_is_asked, looks_with_fresh_eyes)
declare(f"cases.{Action.LIFT_MARK}", is_of_the_office_above, mark_is_in_force, may_lift_now)
