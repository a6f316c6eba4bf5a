"""The rules of call-backs as they come with the product."""

import json
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "facts" / "callbacks.json"


@lru_cache(maxsize=1)
def facts() -> dict[str, int]:
    """``share`` in a hundred, ``tries``, ``working_days`` to call in, ``hours_between_tries``."""
    found: dict[str, int] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
