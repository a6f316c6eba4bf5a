"""A wish that sounds like a danger: it would wait for somebody to look at it, and a report is heard at once."""

from jiayuan.services.cases.domain.queries.catalogue import current_versions
from jiayuan.services.cases.domain.suggesting.suggest import propose
from jiayuan.services.cases.models import CategoryVersion


def danger_in(words: str) -> CategoryVersion | None:
    """The urgent category of reports that these words are most likely of. It is offered; who wished decides. A constant
    number of queries."""
    best = propose(words, current_versions()).best if words else None
    return best.version if best is not None and best.version.is_urgent else None
