"""The cases' chapter of the demonstration district: a history from 2019 to today."""

from dataclasses import replace
from datetime import timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.term import TermUnit
from jiayuan.foundation.common.demo import DemoContext

from ..domain.escalate import escalate_overdue
from ..domain.load_catalogue import Listed, load_catalogue, read_catalogue
from ..domain.replies.starters import load_replies
from ..domain.scores.freezing import freeze_due
from ..domain.scores.months import freezes_at, month_before
from ..enums import ProofPolicy
from ..models import CategoryVersion
from .appealed import appeal_lines
from .asked_outside import ask_outside
from .cast import read_cast
from .divided import divide_one
from .learning import learn_and_follow
from .looked_at import look_at_doubts
from .neighbours import tell_neighbours
from .plan import Planner
from .run import Event, Stage
from .texts import read_texts

PHOTOS_SINCE = timedelta(days=6)
"""How long ago the district began to ask for photos of the result."""
MONTHS = 13
"""So many months are frozen, one after the other."""
WATCHED = timedelta(days=45)
"""How long what is late has been looked for every day; before that every fortnight."""


def tell_cases(context: DemoContext) -> None:
    """Everything that was ever reported, through the same doors as in use."""
    with at(context.opening):
        load_catalogue([_at_first(row) for row in read_catalogue()])
    texts, cast = read_texts(), read_cast(list(context.people.values()))
    promised = {row.code: version_of(row) for row in read_catalogue()}
    stories = Planner(context, cast, texts, promised).plan()
    context.progress(_("Cases: %(count)s to tell") % {"count": len(stories)})
    stage = Stage(context, cast, texts, promised)
    besides = [(context.now - PHOTOS_SINCE, load_catalogue), *_watch(context), *_freezings(context)]
    stage.play(stories, besides)
    with at(context.now):
        escalate_overdue()
        learn_and_follow()
        load_replies()
    look_at_doubts(context)
    appeal_lines(context, cast)
    tell_neighbours(context, cast)
    ask_outside(context)
    divide_one(context, cast)


def version_of(row: Listed) -> CategoryVersion:
    """A promise as the rows of the database have it, unsaved: what the planning reckons with."""
    return CategoryVersion(category_id=row.code, **vars(row.promise))


def _at_first(row: Listed) -> Listed:
    """What was promised at the beginning: words were proof enough, and working hours were counted twice."""
    promise = row.promise
    is_hourly = promise.handle_unit == TermUnit.WORKING_HOURS
    slower = promise.handle_amount * 2 if is_hourly else promise.handle_amount
    return replace(row, promise=replace(promise, proof=ProofPolicy.NONE, handle_amount=slower))


def _freezings(context: DemoContext) -> list[Event]:
    """When the months of the past year were frozen."""
    month, moments = localtime(context.now).date().replace(day=1), []
    for _number in range(MONTHS):
        month = month_before(month)
        moments.append(freezes_at(month) + timedelta(minutes=1))
    return [(moment, freeze_due) for moment in moments if context.opening < moment < context.now]


def _watch(context: DemoContext) -> list[Event]:
    """When the platform looks for what is late."""
    moments, moment = [], context.opening
    while moment < context.now:
        moments.append(moment)
        moment += timedelta(days=1 if context.now - moment < WATCHED else 14)
    return [(moment, escalate_overdue) for moment in moments[-10 if context.small else 0 :]]
