"""What was passed on between who wished and who took it on, as either side reads it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ...enums import TAKING_STATES
from ...models import Claim, RelayLine
from ..relay import is_open
from .seen import Reader, Seen


@dataclass(frozen=True)
class Conversation:
    """``as_wisher``: the reader is who wished."""

    claim: Claim
    lines: Sequence[RelayLine]
    is_open: bool
    as_wisher: bool

    @property
    def key(self) -> str:
        """Of its section and its form on the page."""
        return f"say{self.claim.pk}"


def conversations_of(seen: Seen) -> Sequence[Conversation]:
    """For who wished one for each helper, for a helper their own, for everybody else none. At most two queries."""
    claims = _claims(seen)
    if not claims:
        return ()
    lines: dict[int, list[RelayLine]] = defaultdict(list)
    for line in RelayLine.objects.filter(claim__in=claims).order_by("pk"):
        line.words = seen.told(line.words)  # to be shown, and never saved
        lines[line.claim_id].append(line)
    for claim in claims:
        claim.wish = seen.wish
    as_wisher = seen.reader is Reader.WISHER
    found = [Conversation(each, lines[each.pk], is_open(each), as_wisher) for each in claims]
    return [each for each in found if each.is_open or each.lines]


def _claims(seen: Seen) -> Sequence[Claim]:
    if seen.reader is Reader.WISHER:
        return list(Claim.objects.taking().filter(wish=seen.wish).select_related("post").order_by("pk"))
    own = seen.claim
    return [own] if own is not None and own.state in TAKING_STATES else []
