"""What a measured form carries: which task it is, when the page was made and what it had filled in, signed by us.

It names nobody and no session, and nothing of it is kept; from it and what is sent, whole numbers are made and counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing

from jiayuan.foundation.clock.now import now

from .shape import Shape, digest
from .tasks import TASKS, Task

FIELD = "form_task"
OLDEST = timedelta(days=2)
"""A page that lay open longer says nothing of any work."""
NEVER_TYPED = {FIELD, "csrfmiddlewaretoken", "nonce", "next"}
_SALT = "burden.slip"


@dataclass(frozen=True)
class Slip:
    task: Task
    opened: datetime
    shape: Shape

    def seconds(self, at: datetime) -> int:
        return max(0, int((at - self.opened).total_seconds()))

    def counts(self, sent: Mapping[str, Sequence[str]]) -> tuple[int, int]:
        """How many fields were filled or changed by hand, and how many were sent as the page had filled them."""
        apart = self.shape.apart | NEVER_TYPED
        now_ = {name: digest(name, values) for name, values in sent.items() if name not in apart}
        by_hand = kept = 0
        for name in now_.keys() | self.shape.given.keys():
            before, after = self.shape.given.get(name, ""), now_.get(name, "")
            by_hand += before != after
            kept += bool(before) and before == after
        return by_hand, kept


def write_slip(task: Task, shape: Shape) -> str:
    said = {"t": task.name, "o": int(now().timestamp()), "g": shape.given, "a": sorted(shape.apart)}
    return signing.dumps(said, salt=_SALT, compress=True)


def read_slip(text: str) -> Slip | None:
    """None for what is no slip of ours, is too old or comes from the future."""
    if not text:
        return None
    try:
        said: Any = signing.loads(text, salt=_SALT)
        task, opened = TASKS.get(said["t"]), datetime.fromtimestamp(said["o"], tz=now().tzinfo)
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    if task is None or not now() - OLDEST <= opened <= now():
        return None
    return Slip(task, opened, Shape(dict(said["g"]), set(said["a"])))
