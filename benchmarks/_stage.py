"""A filled database with both servers in front of it: ours and the bare page's."""

import contextlib
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from _load import Connection, get

HERE = Path(__file__).resolve().parent
PATIENCE = 180.0
READERS = 4
LOOKED_AT = 800
_turns = count(1)


class Stage:
    """``with Stage("sqlite", 10_000, folder) as stage``. ``can_be`` is False where the database is not there."""

    def __init__(self, database: str, many: int, cache: Path, *, fresh: bool = False) -> None:
        self.database, self.many, self.fresh = database, many, fresh
        self.folder = cache / f"{database}-{many}"
        self.environment = {
            **os.environ,
            "JIAYUAN_DATA": str(self.folder),
            "JIAYUAN_BEHIND_PROXY": "1",
            "JIAYUAN_SHOW_CODES": "0",
            "PYTHONPATH": os.pathsep.join([str(HERE.parent / "src"), str(HERE)]),
        }
        self.environment.pop("DATABASE_URL", None)
        self.server = _postgres() if database == "postgres" else ""
        self.can_be = bool(self.server) or database == "sqlite"
        if self.server:
            self.environment["DATABASE_URL"] = f"{self.server}/jiayuan_bench_{many}"
        self.port, self.bare_port = _free_port(), _free_port()
        self.running: list[subprocess.Popen[bytes]] = []
        self.cookies: list[str] = []
        self.numbers: list[list[str]] = []
        self.paths: list[str] = []
        self.csrf = self.category = ""

    def __enter__(self) -> Self:
        self._fill()
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._stop()

    def _fill(self) -> None:
        mark = self.folder / "filled"
        if mark.exists() and not self.fresh:
            self._python("-m", "jiayuan.doors.cli.main", "manage", "migrate", "--verbosity", "0")
            return
        print(f"\n{self.database}: filling with {self.many:,} cases …", flush=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob("jiayuan.sqlite3*"):
            old.unlink()
        mark.unlink(missing_ok=True)
        if self.server:
            _anew(self.server, f"jiayuan_bench_{self.many}")
        self._python(str(HERE / "_city.py"), "--cases", str(self.many))
        mark.touch()

    def _start(self) -> None:
        told = json.loads(self._python(str(HERE / "_readers.py"), str(READERS), str(LOOKED_AT), capture=True))
        self.cookies, self.numbers, self.paths = told["cookies"], told["numbers"], told["paths"]
        self._run(
            "-m",
            "jiayuan.doors.cli.main",
            "serve",
            "--port",
            str(self.port),
            "--workers",
            "1",
            "--threads",
            "4",
            "--no-tick",
        )
        self._run(str(HERE / "_bare.py"), str(self.bare_port), "1", "4")
        for port, path in ((self.port, "/healthz"), (self.bare_port, "/")):
            self._wait(port, path)
        _status, answer = Connection(self.port).ask(get(f"/report/?category={told['category']}&form=blank"))
        self.category = told["category"]
        found = re.search(rb"set-cookie:\s*csrftoken=([^;]+)", answer, re.IGNORECASE)
        self.csrf = found.group(1).decode() if found else ""

    def reports(self, who: str) -> Iterator[bytes]:
        """Reports as a phone sends them, each from an address of its own: who reports often is slowed down."""
        for turn in count():
            number = next(_turns)
            body = {
                "category_code": self.category,
                "words": f"{_unheard()} {who} {turn}",
                "place_path": self.paths[number % len(self.paths)],
                "address": f"{number % 40}号楼前",
                "contact_name": "刘建国",
                "contact_phone": f"138{number % 100_000_000:08}",
                "nonce": secrets.token_hex(16),
                "csrfmiddlewaretoken": self.csrf,
            }
            yield self._post("/report/", number, body)

    def hints(self) -> Iterator[bytes]:
        """What the form asks while somebody types: was this reported already?"""
        while True:
            number = next(_turns)
            body = {
                "category_code": self.category,
                "words": f"{_unheard()} {number}",
                "place_path": self.paths[number % len(self.paths)],
                "csrfmiddlewaretoken": self.csrf,
            }
            yield self._post("/report/similar/", number, body)

    def _post(self, path: str, number: int, fields: dict[str, str]) -> bytes:
        """From an address of its own."""
        body = urlencode(fields).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"X-Forwarded-For: 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}\r\n"
            f"Cookie: csrftoken={self.csrf}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def count(self) -> int:
        """How many cases there are now."""
        return int(self._python(str(HERE / "_readers.py"), "count", capture=True))

    def _python(self, *arguments: str, capture: bool = False) -> str:
        done = subprocess.run(  # noqa: S603
            [sys.executable, *arguments],
            env=self.environment,
            check=True,
            text=True,
            stdout=subprocess.PIPE if capture else None,
        )
        return done.stdout or ""

    def _run(self, *arguments: str) -> None:
        self.running.append(
            subprocess.Popen([sys.executable, *arguments], env=self.environment, stdout=subprocess.DEVNULL)  # noqa: S603
        )

    @staticmethod
    def _wait(port: int, path: str) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(OSError, EOFError):
                if Connection(port).ask(get(path))[0] == 200:
                    return
            time.sleep(0.3)
        raise SystemExit(f"The server on port {port} does not answer.")

    def _stop(self) -> None:
        for each in self.running:
            each.terminate()
        for each in self.running:
            try:
                each.wait(timeout=30)
            except subprocess.TimeoutExpired:
                each.kill()
        self.running = []


def _unheard() -> str:
    """Words that nobody reported before. Whoever reports what somebody reported already is asked whether it is the same
    and not taken in at once; here all are taken in, and each is looked for."""
    return "".join(chr(0x4E00 + secrets.randbelow(8_000)) for _ in range(16))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _postgres() -> str:
    import psycopg

    given = (
        os.environ.get("DATABASE_URL")
        or os.environ.get("JIAYUAN_TEST_POSTGRES")
        or "postgres://postgres@127.0.0.1:5432/x"
    )
    server = re.sub(r"(postgres(?:ql)?://[^/]+).*", r"\1", given)
    try:
        psycopg.connect(f"{server}/postgres", connect_timeout=3).close()
    except psycopg.Error:
        return ""
    return server


def _anew(server: str, name: str) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
