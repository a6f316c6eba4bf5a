"""Messengers killed in the middle of their work: every message arrives, and none twice."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.notify.domain.tell import Said, tell
from jiayuan.foundation.notify.enums import State
from jiayuan.foundation.notify.models import Delivery
from tests.foundation.channels.servers.aliyun import AliyunServer

from .killing import HANGS, DeadlyAliyun, SlowAliyun, environment

MESSAGES, KILLS, LEASE = 300, 8, 3
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def database() -> str:
    """The test's database, for another process."""
    known = connection.settings_dict
    who = f"{known['USER']}:{known['PASSWORD']}" if known["PASSWORD"] else known["USER"]
    return f"postgres://{who}@{known['HOST'] or '127.0.0.1'}:{known['PORT'] or 5432}/{known['NAME']}"


def told(messages: int) -> None:
    """That many messages, in three notices, waiting to be sent."""
    for part in range(3):
        phones = [f"+861{part + 3}8{number:08}" for number in range(messages // 3)]
        entry = record(f"sample/{part}", "sample.told")
        assert tell("sample", entry=entry, say=lambda: Said("井盖：已受理"), phones=phones) == len(phones)


def left() -> list[dict[str, Any]]:
    """What was not sent, with all that is known of it: for whoever reads why a test failed."""
    return list(Delivery.objects.exclude(state=State.SENT).values())


def started(server: AliyunServer, *arguments: object, blind: bool = False) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.foundation.notify.killing", *map(str, arguments)],
        env=environment(server, database(), blind=blind),
        cwd=Path(__file__).resolve().parents[3],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> None:
    try:
        _said, error = process.communicate(timeout=HANGS + 20)
    except subprocess.TimeoutExpired:
        process.kill()
        pytest.fail(f"{process.communicate()[1]}\n{left()}")
    assert process.returncode == 0, error


def test_each_message_arrives_once_although_messengers_are_killed() -> None:
    told(MESSAGES)
    with SlowAliyun() as server:
        finish(started(server, KILLS, LEASE, 7))
    references = set(Delivery.objects.values_list("reference", flat=True))
    assert dict(server.deliveries) == dict.fromkeys(references, 1)
    assert len(references) == MESSAGES
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}
    # The messengers did die with messages in their hands.
    assert Delivery.objects.filter(fence__gt=1).exists()


@pytest.mark.parametrize(("blind", "arrived"), [(False, [1] * 9), (True, [1] * 8 + [2])])
def test_what_its_messenger_died_of_arrives_once_because_the_provider_is_asked(
    blind: bool, arrived: list[int]
) -> None:
    """Killed between the provider's taking and its saying so; the next messenger asks, or, blind, sends again."""
    told(9)
    with DeadlyAliyun() as server:
        server.victim = started(server, "alone", LEASE)
        server.victim.wait(HANGS)
        finish(started(server, "alone", LEASE, blind=blind))
    assert sorted(server.deliveries.values()) == arrived
    assert left() == []
