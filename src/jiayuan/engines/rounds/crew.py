"""Several processes that search at once. Started clean (nothing of a running server is copied), ended with the plan.

Each mate reads jobs from its standard input and answers on its standard output. Where one does not answer in time, what
it was given stays as it was.
"""

import os
import pickle  # between our own processes only
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, Any, Protocol, TypeVar

Answer = TypeVar("Answer")
Answer_co = TypeVar("Answer_co", covariant=True)


class Job(Protocol[Answer_co]):
    """Something to do until a moment."""

    @property
    def until(self) -> float: ...

    def run(self) -> Answer_co: ...


GRACE = 0.2
"""Seconds beyond its time that a mate may take to answer."""
ROOT = Path(__file__).resolve().parents[3]


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew:
    """This process and as many mates as make it ``most``, each counted from when it is ready."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._mates: list[_Mate] = []

    def __enter__(self) -> "Crew":
        self._mates = [_Mate() for _ in range(self.most - 1)]
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._mates:
            each.end()

    @property
    def size(self) -> int:
        """How many jobs can be done at once just now."""
        return 1 + sum(each.is_ready for each in self._mates)

    def run(self, jobs: Sequence[Job[Answer]]) -> list[Answer | None]:
        """One job each, the first by this process itself; None where no answer came."""
        mates = [each for each in self._mates if each.is_ready][: len(jobs) - 1]
        for mate, job in zip(mates, jobs[1:], strict=True):
            mate.ask(job)
        found: list[Answer | None] = [jobs[0].run()]
        return found + [mate.answer(job.until + GRACE) for mate, job in zip(mates, jobs[1:], strict=True)]


class _Mate:
    def __init__(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 ourselves
            [sys.executable, "-m", f"{__package__}.mate"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])},
        )
        self.threads = ThreadPoolExecutor(1)
        self.said: Future[Any] = self.threads.submit(self._hear)

    @property
    def is_ready(self) -> bool:
        """Has it begun, and answered whatever it was asked?"""
        return self.process.poll() is None and self.said.done() and self.said.exception() is None

    def ask(self, job: Job[Any]) -> None:
        self.said = self.threads.submit(self._ask, job)

    def answer(self, until: float) -> Any:
        """None if there is none by that moment; it is not asked again then until it has come."""
        try:
            return self.said.result(max(until - monotonic(), 0.01))
        except (TooLate, EOFError, OSError, pickle.UnpicklingError):
            return None

    def _ask(self, job: Job[Any]) -> Any:
        pickle.dump(job, self._pipe(self.process.stdin))
        self._pipe(self.process.stdin).flush()
        return self._hear()

    def _hear(self) -> Any:
        return pickle.load(self._pipe(self.process.stdout))  # noqa: S301

    def _pipe(self, pipe: IO[bytes] | None) -> IO[bytes]:
        if pipe is None:
            raise OSError
        return pipe

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.threads.shutdown(wait=True)
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                self._pipe(pipe).close()
