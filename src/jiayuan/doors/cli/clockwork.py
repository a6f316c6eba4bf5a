"""The process beside the server: the clock, the messenger and the worker, in one to save memory."""

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence

from django.db import close_old_connections

from jiayuan.foundation.common.registers import Duty, registers
from jiayuan.foundation.duties.domain.run import run_due
from jiayuan.foundation.duties.domain.work import Labourer

ROUND = 5.0
"""Seconds between two looks at what is due."""
APART_ROUND = 1.0
END = 10.0
"""Seconds that threads are given to end what they are at."""


def stop_on_signals(stopping: threading.Event) -> None:
    """Ctrl-C and SIGTERM ask for the end; what is under way is finished."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())


class Clockwork:
    """One thread for ordinary duties, one for each that is apart, one for background tasks.

    Each takes leases in the database, so that it may run on many machines, and be killed at any moment.
    """

    def __init__(self, *, with_work: bool = True, parent: int | None = None) -> None:
        self.stopping = threading.Event()
        self.parent = parent
        ordinary = [duty for duty in registers.duties if not duty.apart]
        self._loops: list[Callable[[], None]] = [lambda: self._rounds(ordinary, ROUND)]
        for duty in registers.duties:
            if duty.apart:
                self._loops.append(lambda duty=duty: self._rounds([duty], APART_ROUND))  # type: ignore[misc]
        if with_work:
            self._loops.append(Labourer(self.stopping).work_for_ever)

    def run(self) -> None:
        """Until a signal comes or the parent is gone."""
        stop_on_signals(self.stopping)
        threads = [threading.Thread(target=loop, daemon=True) for loop in self._loops]
        for thread in threads:
            thread.start()
        while not self.stopping.wait(1):
            if self.parent and os.getppid() != self.parent:
                self.stopping.set()
        until = time.monotonic() + END
        for thread in threads:
            thread.join(timeout=max(until - time.monotonic(), 0))

    def _rounds(self, duties: Sequence[Duty], pause: float) -> None:
        while not self.stopping.is_set():
            close_old_connections()
            run_due(duties)
            close_old_connections()
            self.stopping.wait(pause)
