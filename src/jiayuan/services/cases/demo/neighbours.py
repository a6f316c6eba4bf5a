"""Neighbours of the demonstration who join what is reported already, and two who tell of the same all the same."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.common.source import Source, coming_from

from ..domain.given import Given, ReportDraft
from ..domain.neighbours.join import JoinDraft, join_case
from ..domain.perform import perform_action
from ..domain.report import report_case
from ..enums import OPEN_STATES, Action, State
from ..models import Case
from .cast import Cast
from .scenes import COMMUNITY

JOINED, MOST = 8, 4
"""So many cases are joined, each by so many neighbours at most."""
AGO = timedelta(minutes=40)
WORDS = ["我家门口也是这样", "", "每天路过都看见", "", "老人出门很不方便，请尽快处理", ""]
AGAIN = "路过看到的，和大家说的是同一处，请尽快处理"


def tell_neighbours(context: DemoContext, cast: Cast) -> None:
    """On open public cases where the tours begin; one report of the same is merged, one waits to be compared."""
    random = context.random("neighbours")
    rows = Case.objects.public().filter(is_demo=True, state__in=OPEN_STATES, latitude__isnull=False)
    near = [
        case
        for case in rows.select_related("version").order_by("-pk")
        if cast.residents.get(case.place_id[:12])
    ]
    near.sort(key=lambda case: case.place_id[:12] != COMMUNITY)
    with at(context.now - AGO), coming_from(Source.DEMO):
        for case in near[:JOINED]:
            _join(case, cast.residents[case.place_id[:12]], random)
        leads = [
            case
            for case in near
            if case.state in (State.FILED, State.DISPATCHED) and not case.version.is_private
        ]
        for number, lead in enumerate(leads[:2]):
            _tell_again(lead, cast, random, is_merged=number == 0)


def _join(case: Case, residents: Sequence[Actor], random: Random) -> None:
    able = [each for each in residents if each.pk != case.reporter_id]
    for neighbour in random.sample(able, min(random.randint(1, MOST), len(able))):
        join_case(case.pk, JoinDraft(words=random.choice(WORDS)), by=neighbour)


def _tell_again(lead: Case, cast: Cast, random: Random, *, is_merged: bool) -> None:
    community = lead.place_id[:12]
    draft = ReportDraft(
        category_code=lead.version.category_id,
        words=AGAIN,
        latitude=lead.latitude,
        longitude=lead.longitude,
        place_path=lead.place_id,
        answers=lead.answers,
    )
    case = report_case(draft, by=random.choice(cast.residents[community])).case
    Case.objects.filter(pk=case.pk).update(is_demo=True)
    if is_merged and cast.workers[community]:
        given = Given(lead=lead.number, words="同一处，合并办理")
        perform_action(case.pk, Action.MERGE, by=cast.workers[community][0], given=given)
