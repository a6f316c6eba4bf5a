"""Messengers killed in the middle of their work: every message arrives, and none twice."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.notify.domain.tell import Said, tell
from jiayuan.foundation.notify.enums import State
from jiayuan.foundation.notify.models import Delivery

from .killing import SlowAliyun, environment

MESSAGES, KILLS, LEASE = 300, 8, 3
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def database() -> str:
    """The test's database, for another process."""
    known = connection.settings_dict
    who = f"{known['USER']}:{known['PASSWORD']}" if known["PASSWORD"] else known["USER"]
    return f"postgres://{who}@{known['HOST'] or '127.0.0.1'}:{known['PORT'] or 5432}/{known['NAME']}"


def sent_under_fire(*, blind: bool = False) -> SlowAliyun:
    """Told to many, while the messengers die; the provider with its books."""
    for part in range(3):
        phones = [f"+861{part + 3}8{number:08}" for number in range(MESSAGES // 3)]
        entry = record(f"sample/{part}", "sample.told")
        assert tell("sample", entry=entry, say=lambda: Said("井盖：已受理"), phones=phones) == len(phones)
    with SlowAliyun() as server:
        done = subprocess.run(
            [sys.executable, "-m", "tests.foundation.notify.killing", str(KILLS), str(LEASE), "7"],
            env=environment(server, database()) | ({"MESSENGERS_BLIND": "1"} if blind else {}),
            cwd=Path(__file__).resolve().parents[3],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    return server


def test_each_message_arrives_once_although_messengers_are_killed() -> None:
    server = sent_under_fire()
    references = set(Delivery.objects.values_list("reference", flat=True))
    assert dict(server.deliveries) == dict.fromkeys(references, 1)
    assert len(references) == MESSAGES
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}
    # The messengers did die with messages in their hands.
    assert Delivery.objects.filter(fence__gt=1).exists()


def test_without_asking_the_provider_some_arrive_twice() -> None:
    """By lot no kill may fall between the provider's taking and its saying so: then once more."""
    assert any(max(sent_under_fire(blind=True).deliveries.values()) > 1 for _attempt in range(20))
