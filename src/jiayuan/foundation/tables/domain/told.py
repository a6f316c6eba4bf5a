"""What is wrong with a row, in every language there is: whoever reads it need not be who brought the file.

What a column or a room has to say is put into words where it is found, in the language of the moment. So the finding is
made once more in each other language; it says the same, and costs only where something is wrong.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import translation

from jiayuan.foundation.common.errors import DomainError

Words = dict[str, list[str]]
"""Language -> [what is wrong, what to do]."""
LONGEST = 400


def words_of(error: DomainError) -> list[str]:
    return [str(error.message)[:LONGEST], str(error.remedy)[:LONGEST]]


def told(error: DomainError, again: Callable[[], object]) -> Words:
    """``error`` as it was raised, and as ``again`` raises it in the other languages."""
    present = translation.get_language() or settings.LANGUAGE_CODE
    found = {present: words_of(error)}
    for language, _name in settings.LANGUAGES:
        if language not in found:
            with translation.override(language):
                found[language] = words_of(_raised_by(again) or error)
    return found


def _raised_by(again: Callable[[], object]) -> DomainError | None:
    """None where it does not come up any more: then the first words stay."""
    try:
        again()
    except DomainError as error:
        return error
    return None


def raising(made: Callable[[], DomainError]) -> Callable[[], None]:
    """For :func:`told`, where the error is made here and not raised somewhere below."""

    def again() -> None:
        raise made()

    return again


def as_failure(made: Callable[[], DomainError]) -> dict[str, Any]:
    """Why a whole import failed, as its job keeps it."""
    words = told(made(), raising(made))
    message, remedy = words[translation.get_language() or settings.LANGUAGE_CODE]
    return {"message": message, "remedy": remedy, "words": words}
