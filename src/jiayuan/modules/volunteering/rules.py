"""Who may do what in volunteering."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import DESK_STAFF, OFFICERS, Role
from jiayuan.foundation.access.permissions import check, declare

from .enums import PairingSide, PairingState
from .models.pairing import PARTNER_ROLES

KEEPERS = (Role.COMMUNITY_WORKER, *OFFICERS)
"""Who keeps the pairings, lists and volunteers of a community."""
READERS = (*DESK_STAFF, *PARTNER_ROLES)
PROPOSERS = (*KEEPERS, *PARTNER_ROLES)
PROPOSE, AGREE, END = (f"volunteering.{each}_pairing" for each in ("propose", "agree", "end"))
NOTE_ACTIVITY, REVEAL_CONTACT = "volunteering.note_activity", "volunteering.reveal_contact"
WRITE_NEED, WRITE_OFFER, MATCH = (
    f"volunteering.{each}" for each in ("write_need", "write_offer", "match_items")
)
PLAN = "volunteering.plan_season"
REPORT_MEMBER = "volunteering.report_member"
END_REPORT = "volunteering.end_report"
READ_BRANCH = "volunteering.read_branch"
_ASK_COMMUNITY = _("Ask the community office.")
_ASK_STREET = _("Ask the street office.")


@dataclass(frozen=True)
class Bond:
    """A pairing to be, or one that is: an organisation and the path of a community."""

    organisation_id: int
    community_id: str
    state: str = ""
    proposed_by_id: int | None = None
    proposed_side: str = ""


def keeps_community(actor: Actor, path: str) -> bool:
    return actor.reach.holds(KEEPERS, path)


def acts_for(actor: Actor, organisation_id: int | None) -> bool:
    return organisation_id is not None and organisation_id in actor.reach.organisations(*PARTNER_ROLES)


@check(
    _("Pairings are kept by the community, the offices above it, and the contact of the organisation."),
    _("Ask one of them to do it."),
)
def is_a_side(actor: Actor, bond: Any) -> bool:
    return keeps_community(actor, bond.community_id) or acts_for(actor, bond.organisation_id)


@check(
    _("Who proposed a pairing does not agree to it as well."),
    _("The other side agrees, or a colleague of the office above."),
)
def did_not_propose(actor: Actor, bond: Any) -> bool:
    return actor.pk is not None and bond.proposed_by_id != actor.pk


def side_of(actor: Actor, organisation_id: int, path: str) -> PairingSide:
    """For whom somebody proposes who may."""
    if actor.reach.holds(OFFICERS, path):
        return PairingSide.ABOVE
    return PairingSide.COMMUNITY if keeps_community(actor, path) else PairingSide.ORGANISATION


@check(
    _("The side that proposed a pairing does not agree to it as well."),
    _("The other side agrees, or a colleague of the office above."),
)
def is_not_the_same_side(actor: Actor, bond: Any) -> bool:
    if bond.proposed_side == PairingSide.ORGANISATION:
        return keeps_community(actor, bond.community_id)
    if bond.proposed_side == PairingSide.COMMUNITY:
        return acts_for(actor, bond.organisation_id) or actor.reach.holds(OFFICERS, bond.community_id)
    return True


@check(_("This pairing has ended."), _("Propose it anew if both want it again."))
def is_live(_actor: Actor, bond: Any) -> bool:
    return bond.state != PairingState.ENDED


@check(_("Needs of a community are written by its own office or the street."), _ASK_COMMUNITY)
def keeps_this_community(actor: Actor, path: Any) -> bool:
    return keeps_community(actor, str(path))


@check(_("Seasons are planned by the street or the district, for the communities inside it."), _ASK_STREET)
def plans_here(actor: Actor, path: Any) -> bool:
    return actor.reach.holds(OFFICERS, str(path))


@check(
    _("Only the member or the contact of the branch does this."),
    _("Report on the page “Volunteering” yourself, or ask your branch."),
)
def is_the_member_or_branch(actor: Actor, report: Any) -> bool:
    return actor.pk is not None and (actor.pk == report.person_id or acts_for(actor, report.branch_id))


@check(_("Only the contact of the branch sees its members here."), _ASK_COMMUNITY)
def is_its_contact(actor: Actor, branch: Any) -> bool:
    return acts_for(actor, branch.pk)


declare(PROPOSE, is_a_side)
declare(AGREE, is_a_side, did_not_propose, is_not_the_same_side)
declare(END, is_a_side)
declare(NOTE_ACTIVITY, is_a_side, is_live)
declare(REVEAL_CONTACT, is_a_side)
declare(WRITE_NEED, keeps_this_community)
declare(WRITE_OFFER, is_a_side, is_live)
declare(MATCH, keeps_this_community)
declare(PLAN, plans_here)
declare(REPORT_MEMBER, is_the_member_or_branch)
declare(END_REPORT, is_the_member_or_branch)
declare(READ_BRANCH, is_its_contact)
