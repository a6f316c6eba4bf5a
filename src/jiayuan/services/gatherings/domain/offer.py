"""Giving free seats onward where they came free outside of the role's lock."""

from django.db import transaction

from .locks import lock_role
from .seats import give_onward


def offer_free_seats(role_id: int) -> int:
    """Offer what is free in a role to who waits; to how many parties."""
    with transaction.atomic():
        return len(give_onward(lock_role(role_id, and_waiting=True)))
