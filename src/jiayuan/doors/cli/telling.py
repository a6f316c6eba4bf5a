"""Telling how far a long piece of work is: one line that changes on a terminal, a few lines elsewhere."""

import re
from typing import TextIO

_PERCENT = re.compile(r"\s*(\d{1,3}) %")
_STEP = 10
_CLEAR = "\r\x1b[2K"


class Telling:
    """Give it lines; :meth:`done` ends the changing line.

    Elsewhere than on a terminal (a log, a pipe) lines that begin with a percentage come every tenth only.
    """

    def __init__(self, out: TextIO):
        self._out = out
        self._is_live = out.isatty()
        self._tenth = 0
        self._is_open = False

    def __call__(self, line: str) -> None:
        if self._is_live:
            self._out.write(f"{_CLEAR}  {line}")
            self._is_open = True
        elif self._is_new(line):
            self._out.write(f"  {line}\n")
        self._out.flush()

    def _is_new(self, line: str) -> bool:
        found = _PERCENT.match(line)
        if found is None:
            self._tenth = 0
            return True
        tenth = int(found.group(1)) // _STEP
        is_new, self._tenth = tenth > self._tenth, tenth
        return is_new

    def done(self) -> None:
        """What is written next begins on a line of its own."""
        if self._is_open:
            self._out.write(_CLEAR)
            self._out.flush()
            self._is_open = False
