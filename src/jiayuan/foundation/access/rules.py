"""Who may give and take roles."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .actor import Actor
from .enums import GRANTABLE, ORGANISATION_ROLES, Role
from .permissions import check, declare

GRANT = "access.grant_role"
REVOKE = "access.revoke_role"
SEE_ROLES = "access.see_roles"
LEDGER_REVEAL = "ledger.reveal"
LEDGER_VERIFY = "ledger.verify"
_ASK_ABOVE = _("Ask your street office, the district office or the IT staff.")


@dataclass(frozen=True)
class Proposal:
    """A role somebody is about to be given. ``organisation`` is an Organisation or None."""

    person: Any
    role: Role
    place_path: str
    organisation: Any = None


def grantable_roles(actor: Actor, path: str | None = None) -> list[Role]:
    """The roles this actor may give to others: for the place ``path``, or anywhere at all."""
    held = [
        giver
        for giver in GRANTABLE
        if (actor.reach.holds([giver], path) if path else actor.reach.has_any([giver]))
    ]
    return [role for role in Role if any(role in GRANTABLE[giver] for giver in held)]


@check(_("Roles are given by staff who hold a role themselves."), _ASK_ABOVE)
def gives_roles(actor: Actor, _target: Any) -> bool:
    return bool(grantable_roles(actor))


@check(_("Nobody gives a role to themselves."), _("Ask a colleague who may give this role."))
def is_somebody_else(actor: Actor, target: Proposal) -> bool:
    return actor.pk != target.person.pk


@check(_("You cannot give this role for this place."), _ASK_ABOVE)
def gives_it_there(actor: Actor, target: Proposal) -> bool:
    return target.role in grantable_roles(actor, target.place_path)


@check(_("This role is held for an organisation."), _("Choose the organisation."))
def names_organisation(actor: Actor, target: Proposal) -> bool:
    return target.organisation is not None or target.role not in ORGANISATION_ROLES


@check(_("This role is not held for an organisation."), _("Leave the organisation empty."))
def names_no_needless_organisation(actor: Actor, target: Proposal) -> bool:
    return target.organisation is None or target.role in ORGANISATION_ROLES


@check(
    _("This organisation does not lie in the place."),
    _("Choose an organisation inside the place, or a wider place."),
)
def organisation_lies_there(actor: Actor, target: Proposal) -> bool:
    return target.organisation is None or str(target.organisation.place_id).startswith(target.place_path)


@check(_("Only who may give this role can take it back."), _ASK_ABOVE)
def takes_it_back(actor: Actor, target: Any) -> bool:
    return actor.is_signed_in and (
        actor.pk == target.person_id or Role(target.role) in grantable_roles(actor, target.place_id)
    )


declare(
    GRANT,
    gives_roles,
    is_somebody_else,
    gives_it_there,
    names_organisation,
    names_no_needless_organisation,
    organisation_lies_there,
)
declare(REVOKE, takes_it_back)


@check(_("Only IT staff see the values."), _("Ask the IT staff."))
def sees_values(actor: Actor, _entry: Any) -> bool:
    return actor.reach.has_any([Role.IT_STAFF])


@check(_("Only IT staff start a verification."), _("Ask the IT staff."))
def starts_verifications(actor: Actor, _target: Any) -> bool:
    return actor.reach.has_any([Role.IT_STAFF])


declare(LEDGER_REVEAL, sees_values)
declare(LEDGER_VERIFY, starts_verifications)
