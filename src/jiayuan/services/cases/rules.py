"""Who may do what with a case: one permission for each action of the table, under the same name."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import CONSOLE_ROLES, DESK_STAFF, OFFICERS, Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.access.permissions import check, declare
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.organisations.enums import UnitFunction
from jiayuan.services.voice.models import Rating

from .enums import Action, Part, RequestState, State
from .models import Case, Doubt, Joining, ReplyTemplate
from .piece_rules import is_no_piece, lead_goes_on, waits_for_a_piece, waits_for_no_piece

DESK = (Role.COMMUNITY_WORKER, *OFFICERS)
CASE_ROLES = tuple(each for each in CONSOLE_ROLES if each not in (Role.IT_STAFF, Role.INSTITUTION_CONTACT))
"""Who has to do with cases at all."""
UNIT_ROLES = (Role.UNIT_OFFICER, Role.PROPERTY_MANAGER)
WITH_THE_HANDLER = (State.HANDLING, State.SUSPENDED, State.HANDED_IN)
"""While the handler may have to ask the reporter something; the number is nobody's business after that."""
REPORTERS_ACTIONS = (Action.RATE, Action.REOPEN, Action.NOTE, Action.ASK_SECOND_LOOK)
NEIGHBOURS_ACTIONS = (Action.RATE, Action.REOPEN)
"""What those who joined do to a case that somebody else reported."""


@check(
    _("Only the community's workers and the offices above them may do this."),
    _("Tell the community office what is needed."),
)
def is_at_the_desk(actor: Actor, case: Case) -> bool:
    return actor.reach.holds(DESK, case.place_id)


@check(
    _("Only somebody who works for this community may verify here."),
    _("Ask the community office to send a grid worker."),
)
def works_here(actor: Actor, case: Case) -> bool:
    return actor.reach.holds(DESK_STAFF, case.place_id)


@check(
    _("Only the unit that the case was sent to may do this."),
    _("If it is yours to do, ask the community to send it to your unit."),
)
def is_of_the_unit(actor: Actor, case: Case) -> bool:
    return case.unit_id is not None and case.unit_id in actor.reach.organisations(*UNIT_ROLES)


def stands_in(actor: Actor, case: Case) -> bool:
    """The unit has nobody with an account and was asked by a link: the desk acts on its behalf. Prefetch
    ``outside_links`` to save a query."""
    return (
        case.unit_id is not None
        and is_at_the_desk(actor, case)
        and any(
            each.round == case.round and each.unit_id == case.unit_id and each.revoked_at is None
            for each in case.outside_links.all()
        )
        and not RoleGrant.objects.in_force()
        .filter(role__in=UNIT_ROLES, organisation_id=case.unit_id)
        .exists()
    )


@check(is_of_the_unit.because, is_of_the_unit.remedy)
def acts_for_the_unit(actor: Actor, case: Case) -> bool:
    return is_of_the_unit(actor, case) or stands_in(actor, case)


@check(
    _("Only the unit that has the case, or the community, asks somebody outside."),
    _("Write a note; they see it with the case."),
)
def may_ask_outside(actor: Actor, case: Case) -> bool:
    return is_of_the_unit(actor, case) or is_at_the_desk(actor, case)


@check(_("Only the colleague who handles the case may report it as done."), _("Take the case over first."))
def is_the_handler(actor: Actor, case: Case) -> bool:
    return case.handler_id is not None and case.handler_id == actor.pk


@check(_("You handle this case already."))
def is_not_the_handler(actor: Actor, case: Case) -> bool:
    return case.handler_id != actor.pk


@check(_("Who handled a case does not verify it."), _("Ask a colleague or the grid worker to have a look."))
def did_not_handle(actor: Actor, case: Case) -> bool:
    """Everybody who accepted it, took it over or handed it in during the present round, not only the last of them.
    Prefetch ``parts`` to save a query."""
    return (
        actor.pk is not None
        and case.handler_id != actor.pk
        and not any(
            each.person_id == actor.pk and each.round == case.round and each.part == Part.HANDLED
            for each in case.parts.all()
        )
    )


@check(_("Who asked does not decide."), _("Another colleague of the community or the street decides."))
def did_not_ask(actor: Actor, case: Case) -> bool:
    return not any(
        each.state == RequestState.PENDING and each.asked_by_id == actor.pk for each in case.requests.all()
    )


@check(_("Nothing is waiting for a decision."))
def something_is_asked(actor: Actor, case: Case) -> bool:
    return any(each.state == RequestState.PENDING for each in case.requests.all())


@check(
    _("An earlier request still waits for a decision."),
    _("Wait for the decision, or speak with the community."),
)
def nothing_is_asked(actor: Actor, case: Case) -> bool:
    return not any(each.state == RequestState.PENDING for each in case.requests.all())


@check(
    _("Only the person who reported it may do this."), _("Open it with the link or the QR code of the slip.")
)
def is_the_reporter(actor: Actor, case: Case) -> bool:
    return case.token_hash in actor.tokens or (actor.pk is not None and case.reporter_id == actor.pk)


def has_joined(actor: Actor, case: Case) -> bool:
    """One query for those who have an account or hold a token."""
    return Joining.objects.of(actor).filter(case=case).exists()


@check(
    _("Only those who reported it or joined the report may do this."),
    _("Open it with the link or the QR code of the slip."),
)
def follows_it(actor: Actor, case: Case) -> bool:
    return is_the_reporter(actor, case) or has_joined(actor, case)


@check(_("You have not joined this report."), _("Nothing is to be done; you are not told of it."))
def has_joined_it(actor: Actor, case: Case) -> bool:
    return has_joined(actor, case)


@check(_("You reported this yourself."), _("Each step is told to you already."))
def did_not_report(actor: Actor, case: Case) -> bool:
    return not is_the_reporter(actor, case)


@check(
    _("Only those who reported it or joined the report, and the community, may reopen a case."),
    _("Report it anew; it takes a minute."),
)
def is_follower_or_desk(actor: Actor, case: Case) -> bool:
    return is_the_reporter(actor, case) or is_at_the_desk(actor, case) or has_joined(actor, case)


@check(_("The time in which this case can be reopened is over."), _("Report it anew; it takes a minute."))
def is_in_reopening_time(actor: Actor, case: Case) -> bool:
    """``closed_at`` is the moment of the end, whether it was closed or not taken up."""
    return case.closed_at is not None and now() <= case.closed_at + timedelta(days=case.version.reopen_days)


@check(_("This case is not yours to see."), _("Its public page shows how it stands."))
def may_see(actor: Actor, case: Case) -> bool:
    return works_here(actor, case) or is_of_the_unit(actor, case) or is_the_reporter(actor, case)


@check(_("Only the community, or the unit while it handles the case, may see how to reach the reporter."))
def may_reach_reporter(actor: Actor, case: Case) -> bool:
    return works_here(actor, case) or (case.state in WITH_THE_HANDLER and is_the_handler(actor, case))


@check(
    _("Your own unit handled this; somebody outside it verifies."),
    _("Ask the grid worker or the street."),
)
def is_outside_the_unit(actor: Actor, case: Case) -> bool:
    """For units other than the community's own office nobody of the unit verifies."""
    if case.unit is None or case.unit.function == UnitFunction.COMMUNITY:
        return True
    return case.unit_id not in actor.reach.organisations(*UNIT_ROLES)


@check(_("This has been rated already."), _("If it is not right after all, reopen it and say why."))
def is_not_rated_yet(actor: Actor, case: Case) -> bool:
    return not Rating.objects.filter(
        subject=case.stream, round=case.round, rater=rater_of(actor, case)
    ).exists()


def rater_of(actor: Actor, case: Case) -> str:
    """Under which name this actor rates the case: the reporter under none, a neighbour under their joining's."""
    if is_the_reporter(actor, case):
        return ""
    joining = Joining.objects.of(actor).filter(case=case).first()
    return joining.rater if joining is not None else ""


@check(
    _("The street or the district says what a sign was."),
    _("Write what you know about it as a note to the case."),
)
def oversees(actor: Actor, doubt: Doubt) -> bool:
    return actor.reach.holds(OFFICERS, doubt.case.place_id)


@check(
    _("Who handled or verified a case does not say whether it was done."),
    _("Another colleague of the street or the district decides."),
)
def had_no_part(actor: Actor, doubt: Doubt) -> bool:
    """In the round that the sign is about. Prefetch ``parts`` of the case to save a query."""
    case = doubt.case
    if case.round == doubt.round and actor.pk in (case.handler_id, case.verifier_id):
        return False
    return not any(each.person_id == actor.pk and each.round == doubt.round for each in case.parts.all())


@check(
    _("Only those who work on this case make its proof file for the office."),
    _("Who reported it gets a file of their own on its page."),
)
def works_on_it(actor: Actor, case: Case) -> bool:
    return works_here(actor, case) or is_of_the_unit(actor, case)


declare("cases.see", may_see)
declare("cases.make_dossier", works_on_it)
declare("cases.own_dossier", is_the_reporter)
declare("cases.reveal_contact", may_reach_reporter)
declare("cases.ask_outside", may_ask_outside)
declare(f"cases.{Action.FILE}", is_at_the_desk)
declare(f"cases.{Action.RECLASSIFY}", is_at_the_desk)
declare(f"cases.{Action.EDIT_PUBLIC}", is_at_the_desk, is_no_piece)
declare(f"cases.{Action.DISPATCH}", is_at_the_desk)
declare(f"cases.{Action.ACCEPT}", acts_for_the_unit)
declare(f"cases.{Action.TAKE_OVER}", is_of_the_unit, is_not_the_handler)
declare(f"cases.{Action.SHOW_BEFORE}", is_of_the_unit)
declare(f"cases.{Action.HAND_IN}", acts_for_the_unit, is_the_handler, waits_for_no_piece)
declare(f"cases.{Action.ASK_SUSPENSION}", is_of_the_unit, nothing_is_asked)
declare(f"cases.{Action.ASK_EXTENSION}", is_of_the_unit, nothing_is_asked)
declare(f"cases.{Action.RESUME}", is_at_the_desk)
declare(f"cases.{Action.PASS}", works_here, did_not_handle, is_outside_the_unit, waits_for_no_piece)
declare(f"cases.{Action.FAIL}", works_here, did_not_handle, is_outside_the_unit)
declare(f"cases.{Action.RATE}", follows_it, is_not_rated_yet)
declare(f"cases.{Action.REOPEN}", is_follower_or_desk, is_in_reopening_time, lead_goes_on)
declare(f"cases.{Action.NOTE}", may_see)
declare(f"cases.{Action.UNMERGE}", is_at_the_desk)
declare(f"cases.{Action.SPLIT}", is_at_the_desk, is_no_piece)
declare(f"cases.{Action.GO_ON}", is_at_the_desk, waits_for_a_piece)
declare("cases.join", did_not_report)
declare("cases.leave", has_joined_it)
declare("cases.decide_doubt", oversees, had_no_part)


@check(
    _("Only the district office publishes what is promised and who handles it."),
    _("Send your proposal to the district office."),
)
def is_of_the_district(actor: Actor, target: object) -> bool:
    return actor.reach.has_any([Role.DISTRICT_OFFICER])


declare("cases.manage_categories", is_of_the_district)
declare("cases.manage_dispatch", is_of_the_district)


@check(
    _("Only who works for this place or this unit may change what it keeps."),
    _("Keep one for your own place or unit."),
)
def works_for_the_keeper(actor: Actor, reply: ReplyTemplate) -> bool:
    if reply.unit_id is not None:
        return reply.unit_id in actor.reach.organisations(*UNIT_ROLES)
    return actor.reach.holds(DESK, reply.place_id or "")


declare("cases.keep_replies", works_for_the_keeper)
