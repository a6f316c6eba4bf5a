"""Messengers that are killed, and killed again, while they send. For the suite and for the benchmark.

``python -m tests.foundation.notify.killing KILLS LEASE SEED`` forks two messengers, kills one after the other with
SIGKILL at moments drawn by lot, starts each anew, and lets the last two finish. ``… killing alone LEASE`` is one
messenger that works until nothing is left. With ``MESSENGERS_BLIND`` they send again what they find in doubt, without
asking the provider. Where they hang, they say where: after ``HANGS`` seconds each writes down what it is doing.
"""

import faulthandler
import os
import random
import signal
import subprocess
import sys
import time
from typing import Any

from tests.foundation.channels.servers.aliyun import SIGNATURE, AliyunServer
from tests.foundation.channels.servers.base import KEY_ID, KEY_SECRET, Said

MESSENGERS = 2
HANGS = 240
"""Seconds; many times what all their work takes."""


class SlowAliyun(AliyunServer):
    """Takes its time between taking a message and saying so: there the messenger likes to be killed."""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Said:
        said = super().answer(path, headers, body)
        time.sleep(random.uniform(0, 0.04))
        return said


class DeadlyAliyun(AliyunServer):
    """Takes the first message and kills the messenger that brought it, before saying so."""

    victim: subprocess.Popen[str] | None = None

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Said:
        said = super().answer(path, headers, body)
        victim, self.victim = self.victim, None
        if victim is not None and self.deliveries:
            victim.kill()
            victim.wait()
        return said


def environment(server: AliyunServer, database: str, *, blind: bool = False) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "jiayuan.settings",
        "JIAYUAN_QUIET_HOURS": "none",
        "JIAYUAN_SMS": "aliyun",
        "JIAYUAN_SMS_URL": server.url,
        "JIAYUAN_SMS_KEY_ID": KEY_ID,
        "JIAYUAN_SMS_KEY_SECRET": KEY_SECRET,
        "JIAYUAN_SMS_SIGNATURE": SIGNATURE,
        "JIAYUAN_SMS_TEMPLATES": '{"*": {"code": "SMS_1", "fields": ["title"]}}',
    } | ({"MESSENGERS_BLIND": "1"} if blind else {})


def _start(lease: int) -> int:
    from jiayuan.foundation.channels import aliyun  # noqa: F401 loaded once, before the messengers are born

    child = os.fork()
    if child:
        return child
    work(lease)
    os._exit(0)


def work(lease: int) -> None:
    """One messenger, until nothing is left to be sent, or nobody is left who started it."""
    from jiayuan.foundation.notify.domain import deliver
    from jiayuan.foundation.notify.models import Delivery

    parent = os.getppid()
    faulthandler.dump_traceback_later(HANGS)
    random.seed()
    if os.environ.get("MESSENGERS_BLIND"):  # the guard off
        deliver._has_arrived = lambda *_: False
    while os.getppid() == parent and Delivery.objects.filter(state__in=["waiting", "sending"]).exists():
        deliver.deliver_due(seconds=5, lease=lease)
        time.sleep(0.05)


def kill_often(kills: int, lease: int, seed: int) -> dict[str, Any]:
    """How many of them were alive when they were killed, and how long it all took."""
    lot, begun, struck = random.Random(seed), time.monotonic(), 0
    running = [_start(lease) for _ in range(MESSENGERS)]
    for turn in range(kills):
        time.sleep(lot.uniform(0.05, 0.6))
        index = turn % MESSENGERS
        os.kill(running[index], signal.SIGKILL)
        _pid, status = os.waitpid(running[index], 0)
        struck += os.WIFSIGNALED(status)
        running[index] = _start(lease)
    for child in running:
        os.waitpid(child, 0)
    return {"kills": struck, "seconds": round(time.monotonic() - begun, 1)}


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "alone":
        work(int(sys.argv[2]))
    else:
        print(kill_often(*(int(each) for each in sys.argv[1:4])))  # noqa: T201
