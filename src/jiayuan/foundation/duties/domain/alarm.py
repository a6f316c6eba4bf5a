"""Which duties have not ended well for too long: the alarm that rings when nothing happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.registers import Duty, registers

from ..models import DutyRun


@dataclass(frozen=True)
class Standing:
    """How it stands with one duty. ``run`` is None as long as no clock has known it."""

    duty: Duty
    run: DutyRun | None
    is_late: bool

    @property
    def quiet_since(self) -> datetime | None:
        """When it last ended well, else since when it is known."""
        return (self.run.ok_at or self.run.since) if self.run else None

    @property
    def is_running(self) -> bool:
        return bool(self.run and self.run.leased_until and self.run.leased_until >= now())


def standings() -> Sequence[Standing]:
    """Every duty, in the order of its announcement. One query."""
    runs = DutyRun.objects.in_bulk()
    found = []
    for duty in registers.duties:
        run = runs.get(duty.name)
        since = (run.ok_at or run.since) if run else None
        late = since is not None and now() - since > timedelta(seconds=duty.alarm_after)
        found.append(Standing(duty, run, late))
    return found


def late() -> Sequence[Standing]:
    return [each for each in standings() if each.is_late]
