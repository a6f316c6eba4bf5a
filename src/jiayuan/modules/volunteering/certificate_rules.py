"""Who issues, replaces and revokes certificates."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import check, declare

from .rules import keeps_community

ASK = "volunteering.ask_certificate"
ISSUE, REVOKE, READ = (f"volunteering.{each}_certificate" for each in ("issue", "revoke", "read"))


@check(
    _("Certificates are issued by the office of the volunteer's community."),
    _("Ask there; it takes a minute."),
)
def keeps_the_volunteer(actor: Actor, volunteer: Any) -> bool:
    return keeps_community(actor, volunteer.community_id)


@check(_("Nobody issues a certificate to themselves."), _("Ask a colleague."))
def is_somebody_else(actor: Actor, volunteer: Any) -> bool:
    return actor.pk is not None and actor.pk != volunteer.person_id


@check(_("Only the office that issued it, or the one above, does this."), _("Ask the community office."))
def issued_it(actor: Actor, certificate: Any) -> bool:
    return keeps_community(actor, certificate.place_id) and actor.pk != certificate.person_id


@check(_("A certificate is handed to its holder and the office."), _("Anybody can verify it by its code."))
def holds_or_keeps(actor: Actor, certificate: Any) -> bool:
    return actor.pk is not None and (
        actor.pk == certificate.person_id or keeps_community(actor, certificate.place_id)
    )


@check(_("A certificate is asked for by whose hours they are."), _("They ask on their page “My hours”."))
def is_the_holder(actor: Actor, volunteer: Any) -> bool:
    return actor.pk is not None and actor.pk == volunteer.person_id


declare(ASK, is_the_holder)
declare(ISSUE, keeps_the_volunteer, is_somebody_else)
declare(REVOKE, issued_it)
declare(READ, holds_or_keeps)
