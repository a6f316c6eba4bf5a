"""A kind of notice, and a provider that says what it is told to say."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection

from jiayuan.foundation.channels.base import Message, Sent
from jiayuan.foundation.common.registers import NoticeKind, registers
from jiayuan.foundation.notify.domain import deliver


class Provider:
    """Takes every message, remembers its reference, and fails as often as ``faults`` says."""

    name = "sample"

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.faults: list[Exception] = []
        self.memory: bool | None = True
        """False: denies everything; None: cannot say."""
        self.asked: list[tuple[str, str, date]] = []

    def send(self, message: Message) -> Sent:
        if self.faults:
            raise self.faults.pop(0)
        self.taken.append(message)
        return Sent("number-1")

    def was_sent(self, reference: str, to: str, day: date) -> bool | None:
        self.asked.append((reference, to, day))
        if self.memory:
            return reference in {each.reference for each in self.taken}
        return self.memory


@pytest.fixture(autouse=True)
def _only_where_it_can_run(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture(autouse=True)
def _no_quiet(settings: Any) -> None:
    settings.QUIET_HOURS = "none"
    settings.PUBLIC_URL = "https://jiayuan.example.cn"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    """One for every way."""
    made = Provider()
    monkeypatch.setattr(deliver, "channel", lambda _way: made)
    return made


@pytest.fixture(autouse=True)
def kind() -> Iterator[NoticeKind]:
    """``sample``, over WeChat or by text message."""
    made = NoticeKind("sample", "Sample", "For tests", ("wechat", "sms"))
    registers.notices.add("sample", made)
    yield made
    registers.notices._entries.pop("sample")
