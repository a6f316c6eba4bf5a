"""What can be done next with a case, by this actor, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import Check, Verdict, may

from ...demand_rules import mark_is_in_force, mark_is_proposed, second_look_is_asked
from ...enums import Action, State
from ...lifecycle import Transition, actions_from
from ...models import Case
from ...order_rules import answer_waits, has_a_live_order, order_waits_for_an_answer
from ...piece_rules import waits_for_a_piece
from ...rules import something_is_asked

_ANSWERS: dict[Action, Check] = {
    Action.APPROVE: something_is_asked,
    Action.DECLINE: something_is_asked,
    Action.CONFIRM_MARK: mark_is_proposed,
    Action.DECLINE_MARK: mark_is_proposed,
    Action.ASK_SECOND_LOOK: mark_is_in_force,
    Action.KEEP_MARK: second_look_is_asked,
    Action.LIFT_MARK: mark_is_in_force,
    Action.ANSWER_ORDER: order_waits_for_an_answer,
    Action.ACCEPT_ANSWER: answer_waits,
    Action.RETURN_ANSWER: answer_waits,
    Action.WITHDRAW_ORDER: has_a_live_order,
    Action.GO_ON: waits_for_a_piece,
}
"""What answers something else, and is not spoken of before that is there."""
_SIDE = (
    Action.NOTE,
    Action.EDIT_PUBLIC,
    Action.RECLASSIFY,
    Action.SHOW_BEFORE,
    Action.TAKE_OVER,
    Action.ASK_SUSPENSION,
    Action.ASK_EXTENSION,
    Action.RECALL,
    Action.DISPUTE,
    Action.REJECT,
    Action.MERGE,
    Action.UNMERGE,
    Action.SPLIT,
    Action.GO_ON,
    Action.MARK_DEMAND,
    Action.DECLINE_MARK,
    Action.ASK_SECOND_LOOK,
    Action.LIFT_MARK,
    Action.ISSUE_ORDER,
    Action.RETURN_ANSWER,
    Action.WITHDRAW_ORDER,
)


@dataclass(frozen=True)
class Offer:
    """One action of the table that the state permits; ``verdict`` says whether this actor may, or why not."""

    transition: Transition
    verdict: Verdict
    target: State | None = None
    """Where it leads from the state that the case is in."""

    @property
    def action(self) -> Action:
        return self.transition.action

    @property
    def is_main(self) -> bool:
        """Does it move the case on its way?"""
        return self.action not in _SIDE


def offers(case: Case, actor: Actor) -> Sequence[Offer]:
    """Allowed ones first, those that move the case on before the others. Prefetch ``requests``,
    ``parts``, ``marks`` and ``orders`` to save queries."""
    found = [
        Offer(each, may(actor, f"cases.{each.action}", case), each.target_of(State(case.state)))
        for each in actions_from(State(case.state))
        if each.action not in _ANSWERS or _ANSWERS[each.action](actor, case)
    ]
    return sorted(found, key=lambda offer: (not offer.verdict.allowed, not offer.is_main))
