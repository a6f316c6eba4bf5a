"""The server: granian workers, and beside them what has to happen by the clock."""

import os
import socket

import click

from ..companion import Companion
from ..start import collect_static, prepare_database, with_django

PATIENCE_WITH_WORKERS = 10
"""Seconds that a request under way may take to finish when the server is stopped."""


@click.command()
@click.option(
    "--demo", is_flag=True, help="Serve the demonstration: one-click sign-in, codes shown on the page."
)
@click.option(
    "--host", envvar="HOST", default="127.0.0.1", show_default=True, help="Address to listen on [$HOST]."
)
@click.option(
    "--port",
    envvar="PORT",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Port [$PORT].",
)
@click.option("--workers", type=click.IntRange(1), help="Processes; one for each core unless said.")
@click.option(
    "--threads", type=click.IntRange(1), default=4, show_default=True, help="Threads of each process."
)
@click.option("--reload", is_flag=True, help="Start anew when the source changes (needs watchfiles).")
@click.option("--tick/--no-tick", default=True, help="Run `jiayuan tick` beside the server (the default).")
def serve(
    *, demo: bool, host: str, port: int, workers: int | None, threads: int, reload: bool, tick: bool
) -> None:
    """Serve the house. Brings the database and the static files up to date first; Ctrl-C stops it gently."""
    if demo:
        os.environ["JIAYUAN_DEMO"] = "1"
    _refuse_taken_port(host, port)
    _prepare()
    _serve(
        host,
        port,
        workers or os.cpu_count() or 1,
        threads,
        reload=reload,
        companion=Companion(host, port, tick=tick),
    )


def _refuse_taken_port(host: str, port: int) -> None:
    """The workers share their port, and would silently share it with another server too."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"{host}:{port} cannot be listened on: {error.strerror}. Choose another port: PORT={port + 1}"
            ) from error


@with_django
def _prepare() -> None:
    from django.core.cache import caches
    from django.db import connections

    prepare_database()
    collect_static()
    caches.close_all()
    connections.close_all()  # the workers are forks: none may inherit an open connection


def _serve(host: str, port: int, workers: int, threads: int, *, reload: bool, companion: Companion) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "jiayuan.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE_WITH_WORKERS,
        log_level=LogLevels.warning,
        websockets=False,
        reload=reload,
    )
    server.on_startup(companion.start)
    server.on_shutdown(companion.stop)
    try:
        server.serve()
    finally:
        companion.stop()
