"""Before a process takes its first request, the pages and what they look things up in are there."""

from jiayuan.doors.shell.readiness import make_ready
from jiayuan.modules.sorting.domain.knowing import sorter
from jiayuan.modules.sorting.domain.listing import everything


def test_the_lists_are_read_before_somebody_asks() -> None:
    """And without a database: there may be none yet."""
    everything.cache_clear()
    sorter.cache_clear()
    make_ready()
    assert sorter.cache_info().currsize == everything.cache_info().currsize == 1
