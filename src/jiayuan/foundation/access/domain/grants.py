"""Giving roles and taking them back."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..actor import Actor
from ..enums import Role
from ..models import RoleGrant
from ..permissions import gate
from ..rules import GRANT, REVOKE, Proposal

REASON_LENGTH = 200


def _as_recorded(grant: RoleGrant) -> dict[str, Any]:
    return {
        "role": grant.role,
        "place": grant.place_id,
        "organisation": grant.organisation_id,
        "since": grant.since,
        "until": grant.until,
    }


def grant_role(
    *,
    person: Any,
    role: Role,
    place: Any,
    by: Actor,
    since: date,
    organisation: Any = None,
    until: date | None = None,
) -> RoleGrant:
    """Give ``person`` a role for a place (and an organisation, for the roles held on behalf of one).

    :param since: the first day it holds; ``until`` the last, None for no end.
    :raises Refused: ``by`` may not give it there, or the account is closed.
    :raises Invalid: it would end before it begins, or has already ended; the place no longer exists.
    :raises Conflict: the person already holds exactly this role.
    """
    gate(by, GRANT, Proposal(person, Role(role), place.path, organisation))
    _check_days(since, until)
    if place.closed_on is not None:
        raise Invalid(
            _("This place no longer exists."), _("Choose the place that took its place."), field="place"
        )
    with transaction.atomic():
        holder = type(person).objects.select_for_update().get(pk=person.pk)
        if not holder.is_active:
            raise Refused(_("This account is closed."), _("Give the role to an account that is in use."))
        _end_what_ran_out(holder, role, place, organisation, by)
        grant = RoleGrant.objects.create(
            person=holder,
            role=role,
            place=place,
            organisation=organisation,
            since=since,
            until=until,
            granted_by=by.person,
        )
        record(
            f"person/{holder.pk}",
            "role.granted",
            by=by.person,
            after=_as_recorded(grant),
            place_path=place.path,
        )
    return grant


def _check_days(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise Invalid(_("The role would end before it begins."), _("Choose a later last day."), field="until")
    if until is not None and until < today():
        raise Invalid(
            _("The last day is already past."),
            _("Choose a later last day, or leave it empty."),
            field="until",
        )


def _end_what_ran_out(holder: Any, role: Role, place: Any, organisation: Any, by: Actor) -> None:
    """The same role from an earlier time must be over; one that ran out by its date is closed here."""
    same = RoleGrant.objects.select_for_update().filter(
        person=holder, role=role, place=place, organisation=organisation, revoked_at=None
    )
    for earlier in same:
        if earlier.until is None or earlier.until >= today():
            raise Conflict(
                _("%(name)s already holds this role there.") % {"name": holder},
                _("Take the role back first if its dates are to change."),
            )
        RoleGrant.objects.filter(pk=earlier.pk).update(revoked_at=now(), revoked_by=by.person)


def revoke_role(grant: RoleGrant, *, by: Actor, reason: str) -> RoleGrant:
    """Take a role back, or hand one's own back. It ends at once.

    :param reason: why, in words, at most 200 characters; kept in the ledger.
    :raises Refused: ``by`` may not take it back.
    :raises Conflict: it was already taken back.
    """
    reason = clean_words(reason, field="reason", limit=REASON_LENGTH)
    with transaction.atomic():
        held = RoleGrant.objects.select_for_update().get(pk=grant.pk)
        gate(by, REVOKE, held)
        if held.revoked_at is not None:
            raise Conflict(
                _("This role was already taken back."), _("Reload the page to see who holds it now.")
            )
        held.revoked_at, held.revoked_by = now(), by.person
        held.save(update_fields=["revoked_at", "revoked_by", "updated_at"])
        record(
            f"person/{held.person_id}",
            "role.revoked",
            by=by.person,
            before=_as_recorded(held),
            after={"reason": reason},
            place_path=held.place_id,
        )
    return held
