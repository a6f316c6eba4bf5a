"""What runs beside the server: the announcement that it is ready, and the clock's work in a child process."""

import http.client
import os
import subprocess
import sys
import threading

import click

PAUSE = 0.25
PATIENCE = 60.0
"""Seconds to wait for the first answer before saying that it does not come."""
TICK_PAUSE = 10.0
"""Seconds before a clock that stopped is started again."""
TICK_END = 15.0
"""Seconds that the clock may take to end what it is at; what it cannot end it takes up again at the next start."""
ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 compared with, not bound to
HTTP_OK = 200


class Companion:
    """Started with the server, stopped with it. ``tick``: keep ``jiayuan tick`` running."""

    def __init__(self, host: str, port: int, *, tick: bool) -> None:
        self.host = "127.0.0.1" if host in ANYWHERE else host
        self.port = port
        self.tick = tick
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        """Safe to call twice."""
        self._stopping.set()
        child, self._child = self._child, None
        if child is not None and child.poll() is None:
            child.terminate()
            try:
                child.wait(timeout=TICK_END)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def _run(self) -> None:
        if not self.wait_until_ready():
            click.echo(f"The server has not answered for {PATIENCE:.0f} seconds.", err=True)
        while self.tick and not self._stopping.is_set():
            self._child = subprocess.Popen(  # noqa: S603 our own command
                [sys.executable, "-m", "jiayuan.doors.cli.main", "tick", "--with-parent", str(os.getpid())]
            )
            self._child.wait()
            self._stopping.wait(TICK_PAUSE)

    def wait_until_ready(self) -> bool:
        """Ask until the server answers, then say where it is. False if it never does, or is stopped first."""
        for _attempt in range(int(PATIENCE / PAUSE)):
            if self._stopping.wait(PAUSE):
                return True
            if self._answers():
                click.echo(announcement(self.host, self.port))
                return True
        return False

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PAUSE * 8)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status == HTTP_OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def announcement(host: str, port: int) -> str:
    """The address, and in the demonstration who can sign in; in both languages."""
    from django.conf import settings

    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    lines = [
        "",
        f"Jiayuan 家园 is at {address}   (Ctrl-C stops it)",
        f"家园已经启动，请在浏览器打开 {address}   （按 Ctrl-C 停止）",
        *(sign_ins(address) if settings.DEMO else ()),
    ]
    return "\n".join([*lines, ""])


def sign_ins(address: str) -> list[str]:
    """Those of the demonstration's people who are there, in both languages."""
    from django.utils import translation

    from jiayuan.doors.cli.demo.accounts import ACCOUNTS

    def spoken(label: object, language: str) -> str:
        with translation.override(language):
            return str(label)

    there = _usernames()
    rows = [
        f"  {each.name}  {spoken(each.label, 'zh-hans'):　<8}{spoken(each.label, 'en')}"
        for each in ACCOUNTS
        if each.username in there
    ]
    if not rows:
        return [
            "",
            "Nobody is in the demonstration yet. Build it: jiayuan demo",
            "演示还没有建好，请先运行：jiayuan demo",
        ]
    return [
        "",
        f"One click enters as any of these, at {address}demo/",
        f"打开 {address}demo/ ，点一下就能以这些身份进入：",
        "",
        *rows,
    ]


def _usernames() -> set[str]:
    """Who of the demonstration can sign in. The announcer's thread keeps no connection open."""
    from django.db import connection

    from jiayuan.foundation.people.models import Person

    try:
        return set(Person.objects.filter(is_demo=True, is_active=True).values_list("username", flat=True))
    finally:
        if not connection.in_atomic_block:
            connection.close()
