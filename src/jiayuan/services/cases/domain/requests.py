"""What becomes of a request that nobody decided."""

from jiayuan.foundation.clock.now import now

from ..enums import RequestState
from ..models import Case


def let_requests_fall(case: Case) -> None:
    """The case goes on otherwise. What waited was neither granted nor refused, and counts for nothing."""
    waiting = case.requests.filter(state=RequestState.PENDING)
    waiting.update(state=RequestState.FELL_AWAY, decided_at=now())
