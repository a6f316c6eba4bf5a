"""The questions of ``jiayuan doctor``: those of ``/readyz``, and what only the machine's own staff may ask."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from jiayuan.doors.shell.health import READINESS, Finding, Level
from jiayuan.foundation.channels.base import without_provider
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.ledger.domain.queries import last_verification

GIBIBYTE = 1 << 30
LITTLE_SPACE = 5 * GIBIBYTE
NO_SPACE = GIBIBYTE // 2
SHORT_KEY = 32
VERIFIED_WITHIN = timedelta(days=30)


def find_data_folder() -> Finding:
    folder = Path(settings.DATA_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Finding(
            "data", Level.FAULT, f"{folder} cannot be written: {error.strerror}.", "Look at JIAYUAN_DATA."
        )
    return Finding("data", Level.OK, f"Data lies in {folder}.")


def find_space() -> Finding:
    folder = Path(settings.DATA_DIR)
    free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    words = f"{free / GIBIBYTE:.1f} GiB are free on the disk."
    if free < NO_SPACE:
        return Finding("disk", Level.FAULT, words, "Make room before photos can no longer be taken in.")
    if free < LITTLE_SPACE:
        return Finding("disk", Level.WARNING, words, "Make room soon.")
    return Finding("disk", Level.OK, words)


def find_static() -> Finding:
    built = settings.PACKAGE / "static_built"
    if not built.is_dir() or not any(built.iterdir()):
        return Finding("static", Level.FAULT, "Styles and scripts are not built.", "Run: make setup")
    return Finding("static", Level.OK, "Styles and scripts are built.")


def find_catalogues() -> Finding:
    sources = sorted(settings.PACKAGE.glob("locale/*/LC_MESSAGES/*.po"))
    compiled = sorted(settings.PACKAGE.glob("locale/*/LC_MESSAGES/*.mo"))
    stale = [po for po in sources if not po.with_suffix(".mo").exists()]
    if stale or not compiled:
        return Finding("catalogues", Level.FAULT, "Message catalogues are not compiled.", "Run: make setup")
    return Finding("catalogues", Level.OK, f"{len(compiled)} message catalogues are compiled.")


def find_secret_key() -> Finding:
    kept = Path(settings.DATA_DIR) / "secret-key"
    if len(settings.SECRET_KEY) < SHORT_KEY:
        return Finding(
            "secret key",
            Level.FAULT,
            "The secret key is too short.",
            "Give JIAYUAN_SECRET_KEY 50 characters.",
        )
    if not os.environ.get("JIAYUAN_SECRET_KEY") and kept.exists() and kept.stat().st_mode & 0o077:
        return Finding(
            "secret key", Level.FAULT, "Others on this machine can read the secret key.", f"chmod 600 {kept}"
        )
    return Finding("secret key", Level.OK, "The secret key is there, and nobody else's to read.")


def find_second_factor() -> Finding:
    if settings.STAFF_SECOND_FACTOR:
        return Finding("second factor", Level.OK, "Staff enter the console with a second factor.")
    return Finding(
        "second factor",
        Level.WARNING,
        "Staff enter the console with a password alone.",
        "Remove JIAYUAN_STAFF_SECOND_FACTOR, unless the city's sign-on asks for a second factor itself.",
    )


def find_demonstration() -> Finding:
    if settings.SHOW_CODES and not settings.DEMO:
        return Finding(
            "codes",
            Level.FAULT,
            "One-time codes are shown on the page to anybody.",
            "Remove JIAYUAN_SHOW_CODES.",
        )
    if settings.DEBUG:
        return Finding(
            "debug", Level.FAULT, "Errors show their insides to visitors.", "Remove JIAYUAN_DEBUG."
        )
    if settings.DEMO:
        return Finding(
            "demonstration", Level.WARNING, "This is the demonstration: anybody may enter as anybody."
        )
    return Finding("demonstration", Level.OK, "This is not the demonstration.")


def find_address() -> Finding:
    if settings.DEMO:
        return Finding("address", Level.OK, "The demonstration answers under any name.")
    if not settings.PUBLIC_URL:
        return Finding(
            "address",
            Level.WARNING,
            "The public address is not set: links in messages and QR codes use the visitor's.",
            "Set JIAYUAN_URL=https://… and JIAYUAN_HOSTS.",
        )
    if not settings.HTTPS:
        return Finding(
            "address", Level.WARNING, "The public address is without HTTPS.", "See docs/operation.md."
        )
    return Finding("address", Level.OK, f"The public address is {settings.PUBLIC_URL}.")


def find_time_zone() -> Finding:
    if settings.TIME_ZONE != "Asia/Shanghai":
        return Finding(
            "time zone", Level.WARNING, f"Times are shown in {settings.TIME_ZONE}, not in China's."
        )
    return Finding("time zone", Level.OK, "Times are stored in UTC and shown in Asia/Shanghai.")


def find_optional() -> Finding:
    there = {
        "PostgreSQL": settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
        "Redis": bool(settings.REDIS_URL),
        "map tiles": bool(settings.MAP_TILES),
    }
    used = [name for name, is_there in there.items() if is_there]
    unused = [name for name, is_there in there.items() if not is_there]
    words = f"In use: {', '.join(used) or 'none'}. Not in use: {', '.join(unused) or 'none'}."
    return Finding("services", Level.OK, words)


def find_messages() -> Finding:
    """Does somebody carry what leaves the house?"""
    missing = without_provider()
    if not missing:
        return Finding("messages", Level.OK, "Text messages, WeChat and e-mail have a provider.")
    words = f"No provider is set for {', '.join(missing)}: what would go there is not sent."
    if settings.DEMO or "JIAYUAN_SMS" not in missing:
        return Finding("messages", Level.OK, words)
    remedy = "Without JIAYUAN_SMS no one-time code reaches a phone: set it as docs/operation.md says."
    return Finding("messages", Level.WARNING, words, remedy)


def find_verification() -> Finding:
    """Has the whole ledger been verified lately, and was it whole?"""
    try:
        last = last_verification()
    except DatabaseError:
        return Finding("ledger", Level.FAULT, "The ledger cannot be read.", "Put the database right first.")
    remedy = "Run: jiayuan ledger verify"
    if last is None:
        return Finding("ledger", Level.WARNING, "The ledger has not been verified yet.", remedy)
    when = f"{timezone.localtime(last.at):%Y-%m-%d %H:%M}"
    words = f"{when} ({last.door}): {last.entries} entries in {last.seconds:.1f} s"
    if not last.ok:
        words = f"The last verification found {last.fault_count} faults. {words}."
        return Finding("ledger", Level.FAULT, words, f"{remedy}; it names them. Keep a copy of the database.")
    if now() - last.at > VERIFIED_WITHIN:
        return Finding("ledger", Level.WARNING, f"The last verification is long ago: {words}.", remedy)
    return Finding("ledger", Level.OK, f"The ledger was whole at its last verification, {words}.")


QUESTIONS: tuple[Callable[[], Finding], ...] = (
    *READINESS, find_data_folder, find_space, find_static, find_catalogues, find_secret_key, find_second_factor,
    find_demonstration, find_address, find_time_zone, find_optional,
    find_messages, find_verification,
)  # fmt: skip


def examine() -> list[Finding]:
    """All answers. What is late is a warning to who asks whether pages can be served, and a fault to who mends."""
    found = [ask() for ask in QUESTIONS]
    return [
        replace(each, level=Level.FAULT) if each.words.startswith("Not done in time") else each
        for each in found
    ]
