"""Calling commands as the shell does."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from jiayuan.doors.cli.main import jiayuan


@pytest.fixture
def call() -> Callable[..., Result]:
    """``call("ledger", "verify")``: in this process, with the test's database."""
    return lambda *arguments, **kwargs: CliRunner().invoke(jiayuan, arguments, **kwargs)
