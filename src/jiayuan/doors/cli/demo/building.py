"""Building the demonstration district, and doing away with it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.common.errors import Conflict, Refused
from jiayuan.foundation.common.registers import DemoChapter, registers
from jiayuan.foundation.common.source import Source, coming_from
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Entry

from .empty import empty
from .estates import check_ground
from .organisations import build_organisations
from .people import build_people
from .places import build_places

SEED = "jiayuan"
OPENING = (2019, 1, 2, 9, 0)
"""When the history begins: the first working morning of 2019, in the district's time."""
STREAM, BUILT = "demo", "demo.built"
_LOCK, _LOCK_SECONDS = "jiayuan-demo-build", 120
_BREATH = 0.12
"""Seconds between two chunks in which visitors can write: on SQLite who waits looks again every tenth of a second."""
Progress = Callable[[str], None]


def silent(line: str) -> None:
    """Progress that nobody reads."""


def is_built() -> bool:
    return Entry.objects.filter(stream_id=STREAM, action=BUILT).exists()


def build(*, seed: str = SEED, progress: Progress = silent, small: bool = False) -> None:
    """Build the demonstration in the present database; whatever is there goes first.

    :param seed: the same seed on the same day tells the same story.
    :param progress: takes one line of text at a time.
    :param small: the least that shows every state, for tests.
    :raises Refused: this is no demonstration. :raises Conflict: it is being built already.
    """
    _refuse_in_earnest()
    with _alone():
        context = DemoContext(
            seed=seed,
            opening=datetime(*OPENING, tzinfo=timezone.get_default_timezone()),
            now=now().replace(second=0, microsecond=0),
            small=small,
            progress=progress,
            pulse=_breathe if is_built() else _keep_alone,
        )
        with coming_from(Source.DEMO):
            context = _ground(context)
            for chapter in _in_order():
                progress(str(chapter.label))
                chapter.build(context)
            check_ground(small=small)
            record(STREAM, BUILT, after={"seed": seed, "small": small})
        progress(_("The demonstration is ready."))


def ensure(progress: Progress = silent) -> bool:
    """Build the demonstration if it is missing or was left half built. True if it was built now."""
    _refuse_in_earnest()
    if is_built():
        return False
    build(progress=progress)
    return True


def reset(progress: Progress = silent) -> None:
    """Do away with whatever visitors did, and build anew up to today. Everybody is signed out."""
    build(progress=progress)


def _refuse_in_earnest() -> None:
    if not settings.DEMO:
        raise Refused(
            _("This is not a demonstration: nothing was changed."),
            _("Set JIAYUAN_DEMO=1 with a data folder of its own (JIAYUAN_DATA) to build one."),
        )


@contextmanager
def _alone() -> Iterator[None]:
    """Only one at a time. A build that was killed gives way after two minutes."""
    if not cache.add(_LOCK, value=True, timeout=_LOCK_SECONDS):
        raise Conflict(
            _("The demonstration is being built right now."), _("Wait a minute and reload the page.")
        )
    try:
        yield
    finally:
        cache.delete(_LOCK)


def _keep_alone() -> None:
    cache.touch(_LOCK, _LOCK_SECONDS)


def _breathe() -> None:
    """Somebody may be looking at the old demonstration: let them write in between."""
    _keep_alone()
    time.sleep(_BREATH)


def _ground(context: DemoContext) -> DemoContext:
    """Places, organisations and people, in the same transaction that clears what was there: a visitor sees the old
    district or the new one, never an empty one."""
    with transaction.atomic(), at(context.opening):
        empty()
        estates = build_places(context)
        context.progress(_("Places: %(count)s estates") % {"count": len(estates)})
        organisations = build_organisations(context, estates)
        context.progress(_("Organisations: %(count)s") % {"count": len(organisations)})
        people = build_people(context, estates, organisations)
        context.progress(_("People and roles"))
    return replace(context, people=people, estates=estates)


def _in_order() -> list[DemoChapter]:
    """The modules' chapters, each after those it builds upon."""
    waiting = {name: registers.demo[name] for name in registers.demo.names()}
    told: list[DemoChapter] = []
    while waiting:
        ready = [name for name, chapter in waiting.items() if not set(chapter.after) & set(waiting)]
        if not ready:
            raise ValueError(f"these chapters wait for one another: {', '.join(waiting)}")
        told += [waiting.pop(name) for name in ready]
    return told
