"""Organisations follow their place when it is merged, split or moved."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.ledger.domain.record import record

from ..models import Organisation

LONGEST_NAME = 80


def follow_heirs(*, heirs: dict[str, str], on: date, by: Actor, **_signal: Any) -> None:
    """Give every living organisation at a closed place the heir of that place as its own.

    Two of the same name can meet at the heir; the later one then carries the code of the place it came from.
    """
    moving = Organisation.objects.select_for_update().current().filter(place_id__in=heirs).order_by("pk")
    for organisation in moving:
        former = organisation.place_id
        organisation.place_id = heirs[former]
        there = Organisation.objects.current().filter(name=organisation.name, place_id=organisation.place_id)
        if there.exists():
            organisation.name = f"{organisation.name[: LONGEST_NAME - len(former) - 2]}（{former}）"
        organisation.save()
        after = {"place_id": organisation.place_id, "name": organisation.name, "on": on}
        record(
            organisation.stream, "organisation.followed", by=by.person, place_path=organisation.place_id,
            before={"place_id": former}, after=after,
        )  # fmt: skip


def count_affected(within: Callable[[str], Q]) -> int:
    """How many living organisations stand at the places concerned."""
    return Organisation.objects.current().filter(within("place_id")).count()
