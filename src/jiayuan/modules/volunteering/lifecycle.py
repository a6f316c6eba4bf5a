"""The life of a pairing as one table: state → action → state."""

from collections.abc import Sequence
from dataclasses import dataclass

from .enums import PairingAction, PairingState


@dataclass(frozen=True)
class Step:
    """``permission`` names the rule; ``needs_reason``: it is not done without words."""

    action: PairingAction
    sources: Sequence[PairingState]
    target: PairingState
    permission: str
    needs_reason: bool = False


STEPS = (
    Step(PairingAction.AGREE, (PairingState.PROPOSED,), PairingState.AGREED, "volunteering.agree_pairing"),
    Step(
        PairingAction.END,
        (PairingState.PROPOSED, PairingState.AGREED),
        PairingState.ENDED,
        "volunteering.end_pairing",
        needs_reason=True,
    ),
)
BY_ACTION = {each.action: each for each in STEPS}


def steps_from(state: str) -> list[Step]:
    """What can be done with a pairing in this state."""
    return [each for each in STEPS if state in each.sources]
