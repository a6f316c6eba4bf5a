"""Is the house in order? Questions with an answer in words, for ``/readyz`` and ``jiayuan doctor``."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import translation

from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.working import calendar_warning
from jiayuan.foundation.duties.domain.alarm import standings


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """One answer. ``remedy``: what to do about it. Neither ever holds a secret."""

    name: str
    level: Level
    words: str
    remedy: str = ""


def find_database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # noqa: BLE001 whatever it is, the database does not answer
        return Finding(
            "database",
            Level.FAULT,
            "The database does not answer.",
            "Look at DATABASE_URL and at the server.",
        )
    return Finding("database", Level.OK, f"The database answers ({connection.vendor}).")


def find_migrations() -> Finding:
    try:
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Exception:  # noqa: BLE001 as above
        return Finding(
            "migrations", Level.FAULT, "The migrations cannot be read.", "Put the database right first."
        )
    if missing:
        return Finding(
            "migrations", Level.FAULT, f"{missing} migrations are not applied.", "Run: jiayuan migrate"
        )
    return Finding("migrations", Level.OK, "All migrations are applied.")


def find_cache() -> Finding:
    """The cache must be one for all workers: rate limits count in it."""
    stamp = now().isoformat()
    try:
        cache.set("health:probe", stamp, timeout=60)
        kept = cache.get("health:probe") is not None
    except Exception:  # noqa: BLE001 as above
        kept = False
    if not kept:
        return Finding(
            "cache",
            Level.FAULT,
            "The shared cache keeps nothing.",
            "Look at REDIS_URL, or run: jiayuan migrate",
        )
    return Finding("cache", Level.OK, "The shared cache keeps what it is given.")


def find_calendar() -> Finding:
    with translation.override("en"):
        warning = calendar_warning(today())
    if warning:
        return Finding("calendar", Level.WARNING, warning)
    return Finding("calendar", Level.OK, "The working days of the next 45 days are known.")


def find_duties() -> Finding:
    """A duty that silently stopped is found here, also when whatever should have told of it stopped as well."""
    try:
        found = standings()
    except Exception:  # noqa: BLE001 as above
        return Finding(
            "duties", Level.WARNING, "Nobody can say what happened by the clock.", "See the database."
        )
    remedy = "Start the server without --no-tick, or run: jiayuan tick"
    if all(each.run is None for each in found):
        return Finding("duties", Level.WARNING, "Nothing has run by the clock yet.", remedy)
    late = [each for each in found if each.is_late]
    if late:
        words = ", ".join(f"{each.duty.name} since {each.quiet_since:%Y-%m-%d %H:%M} UTC" for each in late)
        return Finding("duties", Level.WARNING, f"Not done in time: {words}.", remedy)
    return Finding("duties", Level.OK, "What has to happen by the clock does.")


READINESS: tuple[Callable[[], Finding], ...] = (
    find_database,
    find_migrations,
    find_cache,
    find_calendar,
    find_duties,
)


def healthz(_request: HttpRequest) -> JsonResponse:
    """The process is alive. Asks nothing of the database."""
    return JsonResponse({"status": "ok"})


def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when requests can be served; 503 with the names of what is missing. Warnings do not make it unready."""
    findings = [find() for find in READINESS]
    is_ready = all(each.level != Level.FAULT for each in findings)
    body = {
        "status": "ready" if is_ready else "not ready",
        "checks": {each.name: each.level.value for each in findings},
        "warnings": [each.words for each in findings if each.level == Level.WARNING],
    }
    return JsonResponse(body, status=200 if is_ready else 503)
