"""Changing what a role asks for, also after it was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.ledger.domain.record import record

from ..enums import TAKING_PEOPLE, State
from ..models import SessionRole, SignUp
from ..rules import HOST
from .amend import change_seats
from .drafts import check_asked, check_seats
from .locks import lock_role

ASKED = ("min_age", "needs")


@dataclass(frozen=True)
class RoleChange:
    """Seats, and what is asked: an age (None for any), and codes that the kind knows."""

    seats: int
    min_age: int | None = None
    needs: Sequence[str] = ()


def change_role(role_id: int, change: RoleChange, *, by: Actor) -> tuple[SessionRole, int]:
    """Other seats and other conditions for who signs up from now on; how many were told.

    Whoever has a seat or a turn keeps it: nobody loses what was promised. Where the role asks for more than before they
    are told, so that those for whom it does not hold can speak up or cancel. Where it asks for less, nobody needs to
    know.

    :raises Invalid: naming the field. :raises Refused: ``by`` does not run it.
    :raises Conflict: more seats are taken, or it is over.
    """
    check_seats(change.seats)
    with transaction.atomic():
        role = lock_role(role_id, and_waiting=True)
        session = role.session
        gate(by, HOST, session)
        check_asked(session.kind, change.min_age, change.needs)
        if session.state not in (State.DRAFT, *TAKING_PEOPLE):
            raise Conflict(_("This can no longer be changed."), _("Plan another one like it."), code="state")
        if role.seats != change.seats:
            change_seats(role.pk, change.seats, by=by)
            role.refresh_from_db(fields=["seats", "tickets"])
        before = {"min_age": role.min_age, "needs": list(role.needs)}
        after: dict[str, Any] = {"min_age": change.min_age, "needs": list(change.needs)}
        if (before["min_age"], set(role.needs)) == (change.min_age, set(change.needs)):
            return role, 0
        role.min_age, role.needs = change.min_age, after["needs"]
        role.save(update_fields=list(ASKED))
        told = _who_is_told(role) if _asks_more(before, after) else []
        record(
            session.stream, "gatherings.change_asked", by=by.person, before=before,
            after=after | {"role": role.pk} | ({"sign_ups": told} if told else {}), place_path=session.place_id,
        )  # fmt: skip
    return role, len(told)


def _asks_more(before: dict[str, Any], after: dict[str, Any]) -> bool:
    return (after["min_age"] or 0) > (before["min_age"] or 0) or bool(
        set(after["needs"]) - set(before["needs"])
    )


def _who_is_told(role: SessionRole) -> list[int]:
    return list(SignUp.objects.live().filter(role=role).order_by("pk").values_list("pk", flat=True))
