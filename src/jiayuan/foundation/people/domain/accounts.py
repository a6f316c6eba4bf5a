"""Accounts: who stands behind a phone. That a number is known is one thing, that a code proved it another: staff enter
people by the number they were told, and what was left with a number opens only to whoever showed a code sent to it."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.ledger.domain.record import record

from ..models import Person


def person_for_phone(
    phone: str, *, name: str = "", home_path: str = "", by: Person | None = None, is_proven: bool = False
) -> Person:
    """The person with this phone (E.164); made on first use.

    :param name: taken only for an account that is new, and so is ``home_path``, the place they belong to.
    :param by: who makes the account, when it is not the person themselves.
    :param is_proven: a code that was sent to this number has just been shown: from now on it is proven theirs.
    :raises Refused: the account was closed.
    """
    moment = now()
    new = {"name": name, "password": "!", "joined_at": moment, "home_place_id": home_path or None}
    new["phone_proven_at"] = moment if is_proven else None
    with transaction.atomic():
        person, is_new = Person.objects.get_or_create(phone=phone, defaults=new)
        if is_new:
            record(f"person/{person.pk}", "person.joined", by=by or person)
        if not person.is_active:
            raise Refused(_("This account is closed."), _("Ask at your community office to open it again."))
        if is_proven and person.phone_proven_at is None:
            _prove(person)
    return person


def _prove(person: Person) -> None:
    person.phone_proven_at = now()
    unproven = Person.objects.filter(pk=person.pk, phone_proven_at=None)
    if unproven.update(phone_proven_at=person.phone_proven_at):  # two who come at once prove it once
        record(person.stream, "person.phone_proven", by=person)
