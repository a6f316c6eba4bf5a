"""What becomes of a request that nobody decided."""

from datetime import datetime

from jiayuan.foundation.clock.now import now

from ..enums import RequestState
from ..models import Case


def let_requests_fall(case: Case, at: datetime | None = None) -> None:
    """The case goes on otherwise. What waited was neither granted nor refused, and counts for nothing."""
    waiting = case.requests.filter(state=RequestState.PENDING)
    waiting.update(state=RequestState.FELL_AWAY, decided_at=at or now())


def let_requests_wait(case: Case, fallen_at: datetime) -> None:
    """What fell away at that moment waits again, for the case is with the same unit again."""
    fallen = case.requests.filter(state=RequestState.FELL_AWAY, decided_at=fallen_at, unit=case.unit_id)
    fallen.update(state=RequestState.PENDING, decided_at=None)
