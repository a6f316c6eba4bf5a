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
            child.wait(timeout=TICK_PAUSE)

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
    """The address, and in the demonstration who can sign in."""
    from django.conf import settings

    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    lines = [
        "",
        f"Jiayuan 家园 is at {address}   (Ctrl-C stops it)",
        *(sign_ins(address) if settings.DEMO else ()),
    ]
    return "\n".join([*lines, ""])


def sign_ins(address: str) -> list[str]:
    """A table of the demonstration's accounts, in both languages."""
    from django.utils import translation

    from jiayuan.doors.cli.demo.accounts import ACCOUNTS

    def spoken(label: object, language: str) -> str:
        with translation.override(language):
            return str(label)

    rows = [
        f"  {each.name}  {spoken(each.label, 'zh-hans'):　<8}{spoken(each.label, 'en')}" for each in ACCOUNTS
    ]
    return ["", f"One click enters as any of these, at {address}demo/", "", *rows]
