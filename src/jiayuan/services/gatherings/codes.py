"""Rotating codes: what the host's screen shows, and what proves that somebody stood before it.

A code is an HMAC of the session's own secret over the way (in or out) and a time step of thirty seconds. It proves its
own moment: whoever brings one later can be told when it was shown, whatever their phone's clock says.
"""

import base64
import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256

STEP = 30
"""Seconds a code is shown."""
LENGTH = 10
"""Characters of base32, 50 bits: not to be guessed within the life of a session."""
TOLERANCE = 1
"""Steps before and after the present one that are taken: the one shown last, and that of a server whose clock is
ahead."""


def step_of(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP


def moment_of(step: int) -> datetime:
    return datetime.fromtimestamp(step * STEP, UTC)


def code_of(secret: bytes, way: str, step: int) -> str:
    """The code of one step."""
    digest = hmac.new(bytes(secret), f"{way}{step}".encode(), sha256).digest()
    return base64.b32encode(digest).decode()[:LENGTH]


def seconds_left(moment: datetime) -> int:
    """Until the code shown at ``moment`` is replaced."""
    return STEP - int(moment.timestamp()) % STEP


def is_current(secret: bytes, way: str, code: str, moment: datetime) -> bool:
    """Is this the code of now, within the tolerance? Takes the same time whatever the code."""
    now = step_of(moment)
    found = [_same(secret, way, code, step) for step in range(now - TOLERANCE, now + TOLERANCE + 1)]
    return any(found)


def shown_at(secret: bytes, way: str, code: str, since: datetime, until: datetime) -> datetime | None:
    """When between ``since`` and ``until`` (at most thirteen hours: 1,560 steps) this code was shown; None if never."""
    steps = range(step_of(since), step_of(until) + 1)
    if len(steps) > timedelta(hours=14).total_seconds() / STEP:
        raise ValueError("a session is not that long")
    found = [step for step in steps if _same(secret, way, code, step)]
    return moment_of(found[0]) if found else None


def _same(secret: bytes, way: str, code: str, step: int) -> bool:
    return hmac.compare_digest(code_of(secret, way, step).encode(), code.upper().encode("utf-8", "replace"))
