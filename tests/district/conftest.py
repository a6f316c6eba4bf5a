"""Registers that a test fills itself: shared by the tests of the desk and of the doors."""

from dataclasses import fields
from typing import Any

import pytest

from jiayuan.foundation.common.registers import Register, Registers, registers


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Registers:
    """The registers of the house, emptied for one test."""
    for each in fields(Registers):
        fresh: Register[Any] = Register()
        monkeypatch.setattr(registers, each.name, fresh)
    return registers
