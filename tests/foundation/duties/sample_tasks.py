"""Tasks to work off in tests. What they do is seen in ``DONE`` or in files."""

import os
import signal
import time
from pathlib import Path

from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.duties.tasks import task

DONE: list[str] = []


@task()
def note(word: str) -> str:
    DONE.append(word)
    return word


@task(attempts=2, pause=10)
def stumble(word: str) -> None:
    DONE.append(word)
    raise RuntimeError(word)


@task(attempts=5)
def ask_for_too_much() -> None:
    raise Refused("no")


@task(attempts=2)
def kill_the_worker_once(path: str) -> None:
    """The first attempt dies with its process; the second writes."""
    mark = Path(path)
    if not mark.exists():
        mark.write_text("begun")
        os.kill(os.getpid(), signal.SIGKILL)
    mark.write_text("done")


@task()
def take_a_while(path: str) -> None:
    Path(path).write_text("begun")
    time.sleep(2)
    Path(path).write_text("done")
