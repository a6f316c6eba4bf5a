"""The rules of call-backs as they come with the product."""

import json
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from ..limits import MOST_CALLS

FILE = Path(__file__).resolve().parents[1] / "facts" / "callbacks.json"


@lru_cache(maxsize=1)
def facts() -> dict[str, int]:
    """``share`` in a hundred, ``tries``, ``working_days`` to call in, ``hours_between_tries``.

    :raises ImproperlyConfigured: more tries than the database takes: said when it is read, not at somebody's call.
    """
    found: dict[str, int] = json.loads(FILE.read_text(encoding="utf-8"))
    if not 1 <= found["tries"] <= MOST_CALLS:
        raise ImproperlyConfigured(f"{FILE.name}: from 1 to {MOST_CALLS} tries, not {found['tries']}")
    return found
