"""A small load generator: some connections that stay open, each sending its next request when its answer is there."""

import math
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

LONGEST = 60.0
"""Seconds that one answer may take before it counts as a failure."""


@dataclass
class Measured:
    """``times`` are seconds of each answer that came as wanted."""

    times: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: "Measured") -> None:
        self.times += other.times
        self.failures += other.failures
        self.seconds += other.seconds

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """In milliseconds; 0 if nothing was measured."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)] * 1000 if ordered else 0.0


class Connection:
    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and the whole answer; a connection that the server closed meanwhile is opened anew once."""
        for attempt in (1, 2):
            if self.socket is None:
                self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=LONGEST)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                self.socket.sendall(request)
                return self._answer(self.socket)
            except (ConnectionError, EOFError):
                self.close()
                if attempt == 2:
                    raise
        raise AssertionError

    @staticmethod
    def _answer(connection: socket.socket) -> tuple[int, bytes]:
        found = b""
        while b"\r\n\r\n" not in found:
            found += _received(connection)
        head, _, body = found.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        lengths = [line.partition(b":")[2] for line in lines if line.startswith(b"content-length:")]
        if lengths:
            while len(body) < int(lengths[0]):
                body += _received(connection)
        elif any(b"chunked" in line for line in lines):
            while not body.endswith(b"0\r\n\r\n"):
                body += _received(connection)
        return int(head.split(b" ", 2)[1]), head + b"\r\n\r\n" + body

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def _received(connection: socket.socket) -> bytes:
    found = connection.recv(65536)
    if not found:
        raise EOFError
    return found


def get(path: str, cookie: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: identity\r\nCookie: {cookie}\r\n\r\n".encode()


def load(
    port: int,
    requests: Callable[[int], Iterator[bytes]],
    *,
    wanted: int,
    connections: int,
    seconds: float = 0.0,
    each: int = 0,
) -> Measured:
    """Send ``requests(number of the connection)`` for ``seconds``, or ``each`` of them a connection.

    :param wanted: the status of an answer as it should be; everything else is a failure.
    """
    result, start = Measured(), threading.Barrier(connections + 1)
    until = [math.inf]

    def work(number: int) -> None:
        own, connection, source = Measured(), Connection(port), requests(number)
        start.wait()
        try:
            for count, request in enumerate(source):
                if (each and count >= each) or time.perf_counter() >= until[0]:
                    break
                begun = time.perf_counter()
                try:
                    status, answer = connection.ask(request)
                except (OSError, EOFError) as error:
                    own.failures.append(repr(error))
                    continue
                if status == wanted:
                    own.times.append(time.perf_counter() - begun)
                else:
                    own.failures.append(f"{status} {answer[:300]!r}")
        finally:
            connection.close()
            result.times += own.times
            result.failures += own.failures

    threads = [threading.Thread(target=work, args=(number,)) for number in range(connections)]
    for each_thread in threads:
        each_thread.start()
    if seconds:
        until[0] = time.perf_counter() + seconds
    start.wait()
    begun = time.perf_counter()
    for each_thread in threads:
        each_thread.join()
    result.seconds = time.perf_counter() - begun
    return result
