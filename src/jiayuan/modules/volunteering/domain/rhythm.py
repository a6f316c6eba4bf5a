"""What is done from the board of the week: prepared as last week, published, filed, reminded of."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Missing
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.notify.domain.reach import holders
from jiayuan.foundation.notify.domain.tell import Said, tell
from jiayuan.foundation.people.models import Person
from jiayuan.services.gatherings.domain.locks import lock_session
from jiayuan.services.gatherings.domain.nonces import own_nonce
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.domain.plan import copy_session
from jiayuan.services.gatherings.enums import Action
from jiayuan.services.gatherings.models import Session

from ..models import WeekNudge
from ..week_enums import UNPUBLISHED, NudgeReason, WeekStep
from ..week_rules import NUDGE
from .queries.rhythm import RhythmFilter, WeekLine, board_of, line_of, moment_like
from .week import Week


def repeat_last(
    path: str, week: Week, *, by: Actor, where: str = "", publish: bool = False, nonce: str | None = None
) -> Session:
    """The charity hour of this week like the one before, at another spot if ``where`` names one.

    The one that it is like is locked, so that two who tap at once make one.

    :raises Missing: none before, or no such community. :raises Conflict: there is one already, or holidays leave no
        day for one. :raises Refused: ``by`` does not run it. :raises Invalid: its time is over.
    """
    last = line_of(by, path, week).last
    if last is None:
        raise Missing(_("There is none in the weeks before to go by."), _("Plan one under “Gatherings”."))
    with transaction.atomic():
        like = lock_session(last.pk)
        kept = own_nonce(nonce, by)
        sent = Session.objects.filter(nonce=kept).first() if kept else None
        if sent is not None:
            return sent
        line = line_of(by, path, week)
        if line.step not in (WeekStep.NONE, WeekStep.OFF):
            raise Conflict(
                _("This week has one already: “%(title)s”.") % {"title": line.session.display_title},
                _("Open it, change what has to be changed, and publish it."),
            )
        if week.held_on is None:
            raise Conflict(week.reason, _("Choose another week, or plan one under “Gatherings”."))
        made = copy_session(like, starts_at=moment_like(like, week.held_on), by=by, nonce=nonce, where=where)
        if publish:
            made = perform_action(made.pk, Action.PUBLISH, by=by)
    return made


def nudge(path: str, week: Week, *, by: Actor) -> tuple[WeekNudge, int]:
    """Remind the community's workers of what is due this week; once a day. How many people are told.

    :raises Refused: not from above. :raises Missing: no such community.
    :raises Conflict: nothing is due, nobody to tell, or reminded today already.
    """
    gate(by, NUDGE, path)
    line = line_of(by, path, week)
    people = [each for each in holders(Role.COMMUNITY_WORKER, around=path) if each.pk != by.pk]
    _check_nudge(line, people)
    reason = NudgeReason.PUBLISH if line.step in UNPUBLISHED else NudgeReason.FILE
    try:
        with transaction.atomic():
            made = WeekNudge.objects.create(
                community_id=path, week=week.monday, on=today(), reason=reason, sent_by=by.person
            )
            entry = record(
                made.stream,
                "volunteering.nudge_week",
                by=by.person,
                after={"week": week.monday.isoformat(), "reason": str(reason)},
                place_path=path,
            )
            told = tell("volunteering.week", entry=entry, people=people, say=lambda: _said(line, reason))
    except IntegrityError as error:
        raise Conflict(
            _("This community was reminded today already."), _("Call them, or remind them tomorrow.")
        ) from error
    return made, told


def _said(line: WeekLine, reason: NudgeReason) -> Said:
    title = _("Please remember %(reason)s: %(place)s") % {"reason": reason.label, "place": line.place}
    address = f"{reverse('console-rhythm-place', args=[line.place.path])}?week={line.week.monday.isoformat()}"
    return Said(title, line.deadline, address, {"matter": str(line.place)})


def _check_nudge(line: WeekLine, people: list[Person]) -> None:
    if not line.wants_nudge:
        raise Conflict(_("Nothing is due there this week."), _("Reload the board to see how it stands."))
    if not people:
        raise Conflict(
            _("Nobody holds the role of community worker there."),
            _("Give somebody the role, then remind them."),
        )


def export_week(wanted: RhythmFilter, *, by: Actor) -> Sequence[WeekLine]:
    """The lines of the board as it is narrowed. Who took how many is recorded."""
    lines = board_of(by, wanted).lines
    record(
        f"person/{by.pk}",
        "volunteering.export_week",
        by=by.person,
        after={"week": wanted.week.monday.isoformat(), "places": len(lines)},
    )
    return lines
