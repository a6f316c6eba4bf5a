"""The one that lives the year, and can be killed at any moment; whoever is born next goes on where the journal ends.

The journal has a line for each act that was answered, forced onto the disk before the next act begins. What a killed
child had begun and not answered is done again by the next, with the same nonce.
"""

import json
import mmap
import os
import random
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from _ladder_calendar import moment
from _ladder_purse import Purse
from _ladder_street import Street
from _ladder_world import Act, World

BETWEEN, BEGUN, INSIDE, UNANSWERED = range(4)
PHASES = ("between two acts", "reading for one", "in a transaction", "done and not yet answered")
TWICE = 0.03
"""How many acts are sent a second time at once, as a phone does over a bad line."""


class Journal:
    """Answers in their order."""

    def __init__(self, path: Path) -> None:
        self.path, self.read_to = path, 0
        path.touch()

    def fresh(self) -> list[dict[str, Any]]:
        """Whatever was answered since the last look. A line that was cut short was never answered: it goes."""
        with self.path.open("r+b") as file:
            file.seek(self.read_to)
            whole, _, torn = file.read().rpartition(b"\n")
            self.read_to += len(whole) + 1 if whole else 0
            if torn:
                file.truncate(self.read_to)
        return [json.loads(line) for line in whole.splitlines()]

    def writer(self) -> Callable[[dict[str, Any]], None]:
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND)

        def write(answer: dict[str, Any]) -> None:
            os.write(descriptor, json.dumps(answer).encode() + b"\n")
            os.fsync(descriptor)

        return write


def bear(world: World, street: Street, journal: Journal, phase: mmap.mmap) -> tuple[int, int]:
    """A child, and a pipe that is closed when it is gone."""
    pipe, end = os.pipe()
    child = os.fork()
    if child:
        os.close(end)
        return child, pipe
    os.close(pipe)
    try:
        _live(world, Purse(street), journal.writer(), phase)
    except BaseException:  # noqa: BLE001 told, and then the process ends
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _live(world: World, hands: Purse, write: Callable[[dict[str, Any]], None], phase: mmap.mmap) -> None:
    from django.db import connection

    def watch(execute: Any, *given: Any) -> Any:
        phase[0] = INSIDE if connection.in_atomic_block else BEGUN
        return execute(*given)

    is_first, parent = True, os.getppid()
    with connection.execute_wrapper(watch):
        while world.heap and os.getppid() == parent:
            phase[0] = BEGUN
            answer = _do(world, world.heap[0], hands, asks=is_first)
            phase[0], is_first = UNANSWERED, False
            write(answer)
            phase[0] = BETWEEN
            world.answered(answer)


def _do(world: World, act: Act, hands: Purse, *, asks: bool) -> dict[str, Any]:
    """The act, and its answer. ``asks``: was it done already, by one who died before answering?"""
    from jiayuan.foundation.clock.now import at
    from jiayuan.foundation.common.errors import DomainError

    answer: dict[str, Any] = {"number": act.number, "kind": act.kind, "out": "done"}
    before = _entries() if asks else -1
    hands.nonce = f"year-{world.seed}-{act.number}"
    is_twice = random.Random(f"{hands.nonce}/twice").random() < TWICE
    with at(moment(act.minute)):
        for _turn in range(2 if is_twice else 1):
            hands.lot = world.lot(act)
            try:
                answer |= getattr(hands, act.kind)(**act.about)
            except DomainError as error:
                return answer | {"out": "refused", "code": error.code, "again": _turn}
    return answer | {"known": True} if before == _entries(asks) else answer


def _entries(asks: bool = True) -> int:
    from jiayuan.foundation.ledger.models import Entry

    return Entry.objects.count() if asks else -2
