"""A clock of one's own."""

import pytest
from django.db import connection

from jiayuan.foundation.common.registers import Register, registers


@pytest.fixture(autouse=True)
def _only_where_it_can_run(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def duties(monkeypatch: pytest.MonkeyPatch) -> Register:
    """An empty register of duties."""
    empty: Register = Register()
    monkeypatch.setattr(registers, "duties", empty)
    return empty
