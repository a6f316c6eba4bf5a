"""Which members of a branch reported where: for the contact of the branch. Places by name, people by when they came:
nobody is compared with anybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.organisations.enums import OrganisationKind
from jiayuan.foundation.organisations.models import Organisation

from ...models import BranchReport
from ...models.pairing import PARTNER_ROLES


@dataclass(frozen=True)
class Reported:
    """A branch with its live reports, those of one community together."""

    branch: Organisation
    reports: Sequence[BranchReport]

    @property
    def communities(self) -> int:
        return len({each.community_id for each in self.reports})


def own_branches(actor: Actor) -> list[Organisation]:
    """The party branches that this actor is a contact of. One query."""
    mine = actor.reach.organisations(*PARTNER_ROLES)
    rows = Organisation.objects.current().filter(kind=OrganisationKind.PARTY_BRANCH, pk__in=mine)
    return list(rows.order_by("name", "pk"))


def own_branch(actor: Actor, key: int) -> Organisation:
    """:raises Missing: none that this actor is a contact of."""
    found = next((each for each in own_branches(actor) if each.pk == key), None)
    if found is None:
        raise Missing(_("There is no such branch."), _("Choose one of yours."))
    return found


def reported_of(branches: Sequence[Organisation]) -> list[Reported]:
    """What each of these sees of its members: who, where, since when, and how they agreed. Two queries."""
    rows = (
        BranchReport.objects.live()
        .filter(branch__in=branches)
        .select_related("person", "community", "consent")
    )
    rows = rows.defer("community__boundary").prefetch_related("skills")
    found: dict[int, list[BranchReport]] = {each.pk: [] for each in branches}
    for each in rows.order_by("community_id", "since", "pk"):
        found[each.branch_id].append(each)
    return [Reported(each, found[each.pk]) for each in branches]
