"""Looking at what an entry of the ledger says: for whom may, for a reason, and recorded.

Stands here and not in the ledger, which knows nothing of roles.
"""

from jiayuan.foundation.ledger.domain.reveal import Change, reveal_payload
from jiayuan.foundation.ledger.models import Entry

from ..actor import Actor
from ..permissions import gate
from ..rules import LEDGER_REVEAL


def reveal_values(entry: Entry, *, by: Actor, reason: str) -> list[Change]:
    """The values of one entry. :raises Refused: they are not IT staff. :raises Invalid, Conflict: no reason; erased."""
    gate(by, LEDGER_REVEAL, entry)
    return reveal_payload(entry, by=by.person, reason=reason)
