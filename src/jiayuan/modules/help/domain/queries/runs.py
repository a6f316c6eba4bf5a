"""Reading what came out when all open wishes of a place were matched at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.abilities import abilities_of

from ...enums import AskingState, WishState
from ...models import Asking, MatchLine, MatchRun, Wish
from ..match_runs import no_such_run

LATEST = 10


@dataclass(frozen=True)
class Line:
    """One proposal as it stands now. ``asking``: of this pair, if there is one; ``is_stale``: the wish is not open any
    more, so nobody need be asked."""

    line: MatchLine
    can: Sequence[str]
    asking: Asking | None
    is_stale: bool

    @property
    def may_ask(self) -> bool:
        return not self.is_stale and self.asking is None


@dataclass(frozen=True)
class Shown:
    """``said_no``: asked from this list, with nothing to hope for; they are for the desk again."""

    lines: Sequence[Line] = ()
    unserved: Sequence[MatchLine] = ()
    said_no: int = 0
    stale: int = 0
    open_ones: Sequence[Line] = field(default=())


def visible_run(actor: Actor, pk: int) -> MatchRun:
    """:raises Missing: there is none for this actor."""
    rows = MatchRun.objects.visible_to(actor).select_related("place", "asked_by").defer("place__boundary")
    run = rows.filter(pk=pk).first()
    if run is None:
        raise no_such_run()
    return run


def shown(run: MatchRun) -> Shown:
    """The proposals beside how the wishes stand now. A constant number of queries."""
    rows = run.lines.select_related("wish__place", "person", "post__station", "instead").defer(
        "wish__place__boundary"
    )
    lines = list(rows.order_by("wish__opened_at", "pk"))
    wishes = {each.wish_id for each in lines}
    latest = {
        (each.wish_id, each.person_id): each for each in Asking.objects.filter(wish__in=wishes).order_by("pk")
    }
    abilities = abilities_of([each.person_id for each in lines if each.person_id is not None])
    made = [
        Line(
            each,
            _can(each.wish, abilities[each.person_id].skills if each.person_id in abilities else ()),
            latest.get((each.wish_id, each.person_id)),
            each.wish.state != WishState.OPEN,
        )
        for each in lines
        if each.person_id is not None
    ]
    over = (AskingState.NO, AskingState.EXPIRED)
    return Shown(
        made,
        [each for each in lines if each.person_id is None and each.wish.state == WishState.OPEN],
        sum(each.asking is not None and each.asking.state in over for each in made),
        sum(each.is_stale for each in made),
        [each for each in made if each.may_ask],
    )


def _can(wish: Wish, skills: Sequence[str]) -> Sequence[str]:
    return [each for each in wish.skills if each in skills]


def latest_runs(actor: Actor) -> Sequence[MatchRun]:
    rows = MatchRun.objects.visible_to(actor).select_related("place", "asked_by").defer("place__boundary")
    return list(rows[:LATEST])
