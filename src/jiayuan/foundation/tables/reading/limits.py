"""How large a table may be, and why a file cannot be read."""

from typing import Any

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELLS = 6_000_000
MAX_CELL_LENGTH = 4_000
MAX_TABLES = 50
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_MARKS = 200_000
HEADER_ROWS = 30
"""Among so many first rows the headings are looked for."""
MEMORY = 2 * 1024 * 1024 * 1024
SECONDS = 180


class Unreadable(Exception):
    """A file or table that cannot be taken in. ``code`` is put into words by :mod:`.problems`."""

    def __init__(self, code: str, **facts: Any):
        super().__init__(code)
        self.code = code
        self.facts = facts
