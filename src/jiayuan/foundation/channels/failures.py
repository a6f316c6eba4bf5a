"""From a provider's word for what went wrong to what it means for us: never again, or again after a while."""

from collections.abc import Iterable
from dataclasses import dataclass

from .base import SendingFailed

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True)
class Meaning:
    """For codes that begin with one of ``codes``. ``retry_after`` in seconds; ``permanent``: another try is in vain."""

    codes: tuple[str, ...]
    permanent: bool = False
    retry_after: int | None = None


def failure(code: str, words: str, meanings: Iterable[Meaning]) -> SendingFailed:
    """The first meaning that fits. What nobody has written down may pass, so it is worth another try."""
    found = next((each for each in meanings if code.startswith(each.codes)), Meaning(()))
    return SendingFailed(
        f"{code}: {words}", permanent=found.permanent, retry_after=found.retry_after, code=code
    )
