"""Accounts: who stands behind a proven phone."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.ledger.domain.record import record

from ..models import Person


def person_for_phone(phone: str, *, name: str = "", home_path: str = "", by: Person | None = None) -> Person:
    """The person with this phone (E.164); made on first use.

    :param name: taken only for an account that is new, and so is ``home_path``, the place they belong to.
    :param by: who makes the account, when it is not the person themselves.
    :raises Refused: the account was closed.
    """
    with transaction.atomic():
        person, is_new = Person.objects.get_or_create(
            phone=phone,
            defaults={"name": name, "password": "!", "joined_at": now(), "home_place_id": home_path or None},
        )
        if is_new:
            record(f"person/{person.pk}", "person.joined", by=by or person)
    if not person.is_active:
        raise Refused(_("This account is closed."), _("Ask at your community office to open it again."))
    return person
