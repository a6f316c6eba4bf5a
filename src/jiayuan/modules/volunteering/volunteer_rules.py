"""Who may do what with volunteers, teams and musters."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import check, declare

from .rules import keeps_community

REGISTER, ENTER, EDIT, LEAVE = (
    f"volunteering.{each}_volunteer" for each in ("register", "enter", "edit", "leave")
)
GUARDIAN, VERIFY, THANK = (
    f"volunteering.{each}" for each in ("note_guardian", "verify_qualification", "thank")
)
ADD_QUALIFICATION, REVEAL = "volunteering.add_qualification", "volunteering.reveal_volunteer"
HONOUR = "volunteering.agree_to_be_named"
REGISTER_FILE = "volunteering.register_file"
KEEP_TEAM, LEAD_TEAM = "volunteering.keep_team", "volunteering.lead_team"
CALL, CLOSE_CALL, ANSWER = (f"volunteering.{each}_muster" for each in ("call", "close", "answer"))
_ASK_COMMUNITY = _("Ask the community office.")


@check(_("Sign in first: a volunteer has an account."), _("Sign in with your phone."))
def has_account(actor: Actor, _target: Any) -> bool:
    return actor.is_signed_in


@check(_("Volunteers are entered by the office of their community, or by themselves."), _ASK_COMMUNITY)
def keeps_the_place(actor: Actor, path: Any) -> bool:
    return keeps_community(actor, str(path))


@check(
    _("The register of volunteers is kept by the office of a community and those above it."), _ASK_COMMUNITY
)
def keeps_a_register(actor: Actor, sheet: Any) -> bool:
    return bool(sheet.may(actor))


@check(_("Only the volunteer or the office of their community changes this."), _ASK_COMMUNITY)
def is_the_volunteer_or_office(actor: Actor, volunteer: Any) -> bool:
    return actor.pk is not None and (
        actor.pk == volunteer.person_id or keeps_community(actor, volunteer.community_id)
    )


@check(_("Only the volunteer decides this."), _("Ask them: it is one touch on their page."))
def is_the_volunteer(actor: Actor, volunteer: Any) -> bool:
    return actor.pk is not None and actor.pk == volunteer.person_id


@check(_("Only the office of their community does this."), _ASK_COMMUNITY)
def is_the_office(actor: Actor, volunteer: Any) -> bool:
    return keeps_community(actor, volunteer.community_id)


@check(_("Nobody does this for themselves."), _("Ask a colleague."))
def is_somebody_else(actor: Actor, volunteer: Any) -> bool:
    return actor.pk != volunteer.person_id


@check(_("Teams are kept by the office of their place."), _ASK_COMMUNITY)
def keeps_teams_here(actor: Actor, path: Any) -> bool:
    return keeps_community(actor, str(path))


@check(_("Only the leader of the team or the office of its place does this."), _ASK_COMMUNITY)
def leads_or_keeps(actor: Actor, team: Any) -> bool:
    return actor.pk is not None and (_leads(actor, team) or keeps_community(actor, team.place_id))


def _leads(actor: Actor, team: Any) -> bool:
    """Who has left leads nothing."""
    leader = team.leader if team is not None else None
    return leader is not None and leader.ended_on is None and leader.person_id == actor.pk


@check(
    _("Only who called, the leader of the team or the office of the place closes a muster."), _ASK_COMMUNITY
)
def may_close(actor: Actor, call: Any) -> bool:
    if actor.pk is None:
        return False
    return _leads(actor, call.team) or call.called_by_id == actor.pk or keeps_community(actor, call.place_id)


@check(_("You were not called."), _("Look at what you were called for on the page “Volunteering”."))
def was_called(actor: Actor, call: Any) -> bool:
    return actor.pk is not None and call.answers.filter(volunteer__person_id=actor.pk).exists()


declare(REGISTER, has_account)
declare(ENTER, keeps_the_place)
declare(EDIT, is_the_volunteer_or_office)
declare(LEAVE, is_the_volunteer_or_office)
declare(GUARDIAN, is_the_office, is_somebody_else)
declare(ADD_QUALIFICATION, is_the_volunteer_or_office)
declare(VERIFY, is_the_office, is_somebody_else)
declare(THANK, is_the_office, is_somebody_else)
declare(REVEAL, is_the_office)
declare(HONOUR, is_the_volunteer)
declare(KEEP_TEAM, keeps_teams_here)
declare(LEAD_TEAM, leads_or_keeps)
declare(REGISTER_FILE, keeps_a_register)
declare(CALL, leads_or_keeps)
declare(CLOSE_CALL, may_close)
declare(ANSWER, was_called)
