"""Who looks at what seems to be closed on paper only, and what they say of it."""

from collections.abc import Sequence
from datetime import timedelta

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.common.source import Source, coming_from

from ..domain.doubts.again import notice_repeats
from ..domain.doubts.deciding import DECIDE, decide_doubt
from ..doubt_enums import DoubtKind, DoubtState
from ..models import Doubt

WAITS = timedelta(days=5)
"""What was noticed later than this still waits to be looked at."""
REAL = {
    DoubtKind.QUICK: "到现场看过，没有动过工，已请单位重新办理",
    DoubtKind.REOPENED: "回访过上报人，第一次确实没有修好",
    DoubtKind.AGAIN: "到现场看过，上次只做了表面，已请单位重新办理",
}
EXPLAINED = {
    DoubtKind.RATED_LOW: "电话问过，事情办好了，嫌来得慢，已向居民说明",
    DoubtKind.REOPENED: "第一次已修好，过后又被压坏，是新问题",
}
OTHERWISE = "到现场看过，已经办好"


def look_at_doubts(context: DemoContext) -> None:
    """Every other sign was real; the latest still wait."""
    offices = [Actor(person=context.people[key]) for key in ("street", "district")]
    with coming_from(Source.DEMO):
        for back in (14, 7, 0):
            with at(context.now - timedelta(days=back)):
                notice_repeats()
        waiting = Doubt.objects.waiting().filter(raised_at__lt=context.now - WAITS)
        for number, doubt in enumerate(waiting.select_related("case").order_by("pk")):
            _say(doubt, offices, is_real=number % 2 == 0)


def _say(doubt: Doubt, offices: Sequence[Actor], *, is_real: bool) -> None:
    kind = DoubtKind(doubt.kind)
    real = is_real and kind in REAL
    verdict = DoubtState.REAL if real else DoubtState.EXPLAINED
    reason = (REAL if real else EXPLAINED).get(kind, OTHERWISE)
    by = next((each for each in offices if may(each, DECIDE, doubt)), None)
    if by is not None:
        with at(doubt.raised_at + timedelta(days=2)):
            decide_doubt(doubt.case_id, doubt.pk, verdict, reason, by=by)
