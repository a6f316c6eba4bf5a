"""Reading a report's words with the numbers that point to a person in them. Every reading is recorded."""

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..models import Case
from .perform import role_of


def reveal_words(case: Case, *, by: Actor, reason: str) -> None:
    """Write down who reads them and why; the page may show them in full after that.

    :raises Refused: ``by`` is not one of those who may reach the reporter.
    :raises Invalid: no reason, or one of more than 200 characters (``field="reason"``).
    """
    gate(by, "cases.reveal_contact", case)
    reason = clean_words(reason, field="reason", limit=200)
    record(
        case.stream,
        "cases.reveal_words",
        by=by.person,
        after={"words": reason, "role": role_of(case, by)},
        place_path=case.place_id,
    )
