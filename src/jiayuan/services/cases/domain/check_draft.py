"""Everything that stands against a report at once, so that a page can show all of it."""

from collections.abc import Callable, Sequence
from typing import Any

from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.people.phones import normalise_phone

from ..models import CategoryVersion
from .answers import check_answers
from .given import ReportDraft


def check_draft(draft: ReportDraft, version: CategoryVersion) -> Sequence[DomainError]:
    """What :func:`~.report.report_case` would refuse about the words, answers, address and contact; in page order."""
    checks: list[Callable[[], Any]] = [
        lambda: clean_words(draft.words, field="words", limit=2000),
        lambda: check_answers(version, draft.answers),
        lambda: clean_words(draft.address, field="address", limit=120, required=False),
        lambda: clean_words(draft.contact_name, field="contact_name", limit=40, required=False),
    ]
    if draft.contact_phone.strip():
        checks.append(lambda: normalise_phone(draft.contact_phone))
    found = []
    for each in checks:
        try:
            each()
        except DomainError as error:
            found.append(error)
    return found
