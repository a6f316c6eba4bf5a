"""Who may appeal a line of a frozen month, until when; and who decides: the office above, with no part in the case."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF, OFFICERS, Role
from jiayuan.foundation.access.permissions import check, declare
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.ledger.models import Entry

from .models import Appeal, Case, ScoreLine
from .rules import UNIT_ROLES
from .score_enums import SCORED, UNIT_ALONE

APPEAL_TERM = Term(10, TermUnit.WORKING_DAYS)
"""From the freezing of the month."""
DECIDE_TERM = Term(5, TermUnit.WORKING_DAYS)
"""From the appeal; then the district sees that it is late."""
DESKS = (Role.COMMUNITY_WORKER, Role.STREET_OFFICER)
"""Who speaks for a place. Above the district there is nobody who could decide."""
JUDGED = ("cases.dispatch", "cases.approve", "cases.decline")
"""Acts of the ledger with which somebody sent a case to a unit, or decided what a unit asked for."""
APPEAL, DECIDE, SEE = "cases.appeal", "cases.decide_appeal", "cases.see_line"


def appealable_until(line: ScoreLine) -> datetime:
    return deadline(line.month.frozen_at, APPEAL_TERM)


def speaks_for_the_unit(actor: Actor, line: ScoreLine) -> bool:
    return line.unit_id in actor.reach.organisations(*UNIT_ROLES)


def _speaks_for_the_place(actor: Actor, line: ScoreLine) -> bool:
    """What a unit did not finish is no line of a place, nor is a part of a case."""
    return line.why not in UNIT_ALONE and actor.reach.holds(DESKS, line.place_id)


@check(
    _("This line is neither of your unit nor of your place."),
    _("Choose one in the list of what you work with."),
)
def sees_the_line(actor: Actor, line: ScoreLine) -> bool:
    return line.unit_id in actor.reach.organisations() or actor.reach.holds(DESK_STAFF, line.place_id)


@check(
    _("Only the unit whose line it is, or the community or street of the place, appeals."),
    _("Write what you know about it as a note to the case."),
)
def speaks_for_either(actor: Actor, line: ScoreLine) -> bool:
    return speaks_for_the_unit(actor, line) or _speaks_for_the_place(actor, line)


@check(
    _("This line is not in the score: there is nothing to appeal."),
    _("Why it is not stands in the line."),
)
def is_in_the_score(actor: Actor, line: ScoreLine) -> bool:
    """As it stands, with what was corrected since."""
    found = list(line.corrections.all())
    return (found[-1] if found else line).why in SCORED


@check(
    _("The ten working days in which this line could be appealed are over."),
    _("The figure stays. Speak with the office above; what comes next month can be appealed then."),
)
def is_in_appeal_time(actor: Actor, line: ScoreLine) -> bool:
    return now() <= appealable_until(line)


@check(
    _("The street or the district decides on appeals."),
    _("You see the decision here, and are told of it."),
)
def is_above(actor: Actor, appeal: Appeal) -> bool:
    return actor.reach.holds(OFFICERS, appeal.line.place_id)


@check(_("The street appealed this: the district decides."), _("The appeal is in the district's inbox."))
def is_above_who_appealed(actor: Actor, appeal: Appeal) -> bool:
    return not appeal.for_district or actor.reach.holds([Role.DISTRICT_OFFICER], appeal.line.place_id)


@check(
    _("Who appealed, or belongs to the unit, does not decide."),
    _("A colleague of the street or the district decides."),
)
def is_no_side(actor: Actor, appeal: Appeal) -> bool:
    return appeal.asked_by_id != actor.pk and not speaks_for_the_unit(actor, appeal.line)


@check(
    _("Who dispatched, handled or verified the case, or decided in it, does not decide on its line."),
    _("A colleague of the street or the district decides."),
)
def had_no_part_in_the_case(actor: Actor, appeal: Appeal) -> bool:
    """In any round: who judged once judges the same again."""
    case: Case = appeal.line.case
    if actor.pk in (case.handler_id, case.verifier_id, case.dispatched_by_id):
        return False
    if case.parts.filter(person_id=actor.pk).exists():
        return False
    return not Entry.objects.filter(stream_id=case.stream, action__in=JUDGED, actor_id=actor.pk).exists()


declare(SEE, sees_the_line)
declare(APPEAL, speaks_for_either, is_in_the_score, is_in_appeal_time)
declare(DECIDE, is_above, is_above_who_appealed, is_no_side, had_no_part_in_the_case)
