"""Roles follow their place when it is merged, split or moved, so that nobody loses their work overnight."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.ledger.domain.record import record

from ..actor import Actor
from ..models import RoleGrant


def follow_heirs(*, heirs: dict[str, str], on: date, by: Actor, **_signal: Any) -> None:
    """Move every live grant at a closed place to its heir.

    Who holds the same role in two places that became one keeps one grant; the other ends.
    """
    moving = RoleGrant.objects.select_for_update().filter(place_id__in=heirs, revoked_at=None).order_by("pk")
    for grant in moving:
        former, heir = grant.place_id, heirs[grant.place_id]
        if _is_held_there(grant, heir):
            grant.revoked_at, grant.revoked_by = now(), by.person
            action = "role.joined"
        else:
            grant.place_id = heir
            action = "role.followed"
        grant.save(update_fields=["place_id", "revoked_at", "revoked_by", "updated_at"])
        record(
            f"person/{grant.person_id}", action, by=by.person, place_path=heir,
            before={"place": former}, after={"place": heir, "role": grant.role, "on": on},
        )  # fmt: skip


def _is_held_there(grant: RoleGrant, heir: str) -> bool:
    same = RoleGrant.objects.filter(
        person=grant.person_id,
        role=grant.role,
        organisation=grant.organisation_id,
        place_id=heir,
        revoked_at=None,
    )
    return same.exists()


def count_affected(within: Callable[[str], Q]) -> int:
    """How many roles are held for the places concerned, now or later."""
    return RoleGrant.objects.standing().filter(within("place_id")).count()
