"""Who may issue and revoke tokens."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..actor import Actor
from ..enums import CONSOLE_ROLES, Role
from ..permissions import check, declare

ISSUE = "access.issue_token"
REVOKE_TOKEN = "access.revoke_token"  # noqa: S105 - the name of a permission
OPEN_SYSTEM = "access.open_system"


@dataclass(frozen=True)
class TokenProposal:
    """A token somebody is about to issue for ``person``, reaching no farther than ``place_path``."""

    person: Any
    place_path: str


@check(
    _("Tokens are for those who work for the district and have shown their second factor."),
    _("Sign in to the console with your second factor."),
)
def is_proven_staff(actor: Actor, _target: Any) -> bool:
    return actor.scope is None and actor.is_proven and actor.reach.has_any(CONSOLE_ROLES)


def _is_system(person: Any) -> bool:
    return hasattr(person, "system")


@check(
    _("A token is issued by the person themselves, and for a system by the IT staff of its place."),
    _("Ask the IT staff of the district."),
)
def is_theirs_or_a_system(actor: Actor, target: Any) -> bool:
    if not _is_system(target.person):
        return bool(actor.pk == target.person.pk)
    return actor.reach.holds([Role.IT_STAFF], target.person.system.place_id)


@check(_("Systems are opened by the IT staff of their place."), _("Ask the IT staff of the district."))
def keeps_systems_there(actor: Actor, place: Any) -> bool:
    return actor.reach.holds([Role.IT_STAFF], place.path)


declare(ISSUE, is_proven_staff, is_theirs_or_a_system)
declare(REVOKE_TOKEN, is_proven_staff, is_theirs_or_a_system)
declare(OPEN_SYSTEM, is_proven_staff, keeps_systems_there)
