"""What the invented charity hours did and what came of it, and shops that were visited."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from random import Random

from jiayuan.foundation.common.demo import DemoContext
from jiayuan.services.gatherings.enums import OVER, PresenceState
from jiayuan.services.gatherings.models import Presence, Session

from ..activity_enums import Measure
from ..domain.activities import load_activities
from ..enums import CHARITY_HOUR
from ..hour_enums import Because, HourKind
from ..models import ActivityKind, ActivityResult, CheckMark, SessionActivity, ShopVisit
from .texts import APART

WORDS = {
    "广告": "ads",
    "车": "vehicles",
    "分类": "sorting",
    "分垃圾": "sorting",
    "门前": "shops",
    "商户": "shops",
    "看望": "homes",
}
"""What of a title says which kind it is; litter, where nothing does."""
USUAL = {
    Measure.BAGS: (1, 6),
    Measure.METRES: (20, 160),
    Measure.ADS: (5, 60),
    Measure.VEHICLES: (8, 50),
    Measure.BINS: (1, 4),
    Measure.HOUSEHOLDS: (2, 9),
}
SHOPS = (
    "老李粮油",
    "小王理发",
    "晋味面馆",
    "迎泽水果店",
    "平安药房",
    "佳佳文具",
    "顺达五金",
    "杏花烟酒",
)
WRITERS, VISITS = 2, 4
"""How many of those who came wrote down what they did; how many shops an hour is enough for."""
APART_BY_TITLE = {text.title: (because, hours) for text, hours, because in APART}

People = Mapping[int, Sequence[int]]


def tell_activities(context: DemoContext) -> dict[str, int]:
    """How many rows of each were written. A dozen statements and some, however many sessions there are."""
    load_activities()
    kinds, random = ActivityKind.objects.in_bulk(), context.random("activities")
    sessions = Session.objects.filter(kind=CHARITY_HOUR).only("title", "state", "starts_at", "ends_at")
    activities = [_activity(each, kinds) for each in sessions.order_by("pk")]
    SessionActivity.objects.bulk_create(activities, batch_size=500)
    there = _there()
    held = [each for each in activities if each.session.state in OVER and each.session_id in there]
    served = [each for each in held if each.hours == HourKind.SERVICE]
    results = [row for each in served for row in _results(each, there[each.session_id], random)]
    marks = [row for each in served for row in _marks(each, there[each.session_id], random)]
    visits = [row for each in served for row in _visits(each, there[each.session_id], random)]
    ActivityResult.objects.bulk_create(results, batch_size=500)
    CheckMark.objects.bulk_create(marks, batch_size=500)
    ShopVisit.objects.bulk_create(visits, batch_size=500)
    return {"results": len(results), "marks": len(marks), "visits": len(visits)}


def _activity(session: Session, kinds: Mapping[str, ActivityKind]) -> SessionActivity:
    code = next((code for word, code in WORDS.items() if word in session.title), "litter")
    because, hours = APART_BY_TITLE.get(session.title, (Because.ORGANISED, HourKind.SERVICE))
    return SessionActivity(session=session, kind=kinds[code], because=because, hours=hours)


def _there() -> People:
    """People who were there, by session. One query."""
    rows = Presence.objects.filter(
        state=PresenceState.SURE, sign_up__session__kind=CHARITY_HOUR, sign_up__person__isnull=False
    )
    found: dict[int, list[int]] = {}
    for session, person in rows.order_by("pk").values_list("sign_up__session", "sign_up__person"):
        found.setdefault(session, []).append(person)
    return found


def _results(each: SessionActivity, people: Sequence[int], random: Random) -> Iterator[ActivityResult]:
    for person in dict.fromkeys(people[:WRITERS]):
        for measure in each.kind.measures:
            yield ActivityResult(
                session=each.session,
                measure=measure,
                amount=random.randint(*USUAL[Measure(measure)]),
                entered_by_id=person,
                entered_at=each.session.ends_at,
            )


def _marks(each: SessionActivity, people: Sequence[int], random: Random) -> Iterator[CheckMark]:
    for check in [] if each.kind.visits_shops else each.kind.checks:
        if random.random() < 0.85:
            yield CheckMark(
                session=each.session,
                code=check["code"],
                marked_by_id=people[0],
                marked_at=each.session.ends_at,
            )


def _visits(each: SessionActivity, people: Sequence[int], random: Random) -> Iterator[ShopVisit]:
    """All in order: what is not would be a case, and cases are told elsewhere."""
    for number, shop in enumerate(random.sample(SHOPS, VISITS) if each.kind.visits_shops else ()):
        yield ShopVisit(
            session=each.session,
            shop=shop,
            visited_by_id=people[number % len(people)],
            visited_at=each.session.starts_at + timedelta(minutes=10 * (number + 1)),
            nonce=f"demo/{each.session_id}/{number}",
        )
