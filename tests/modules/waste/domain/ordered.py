"""Two who want the same stop, one after the other: the second asks while the first holds it, and waits."""

from collections import Counter
from collections.abc import Callable
from threading import Event
from typing import Any
from unittest import mock

from jiayuan.modules.waste.domain import stops
from tests.racing import until_wait
from tests.services.cases.domain.test_races import together

PATIENCE = 10


def one_then_other(
    first: Callable[[], object], second: Callable[[], object], *, waits: bool = True
) -> Counter[str]:
    """``waits``: the first lets go only when the second waits for it; else when the second is through."""
    inside, through, ask = Event(), Event(), stops.record_end

    def held(*given: Any) -> None:
        ask(*given)
        if inside.is_set():
            return
        inside.set()
        if waits:
            until_wait()
        else:
            through.wait(timeout=PATIENCE)

    def after() -> None:
        assert inside.wait(timeout=PATIENCE)
        try:
            second()
        finally:
            through.set()

    with mock.patch.object(stops, "record_end", held):
        return together(first, after)
