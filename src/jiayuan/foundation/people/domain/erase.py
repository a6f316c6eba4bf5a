"""Forgetting a person (PIPL art. 47): what they are known by goes, what happened stays, without them."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.domain.erase import erase_personal_payloads
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Entry

from ..models import Consent, OneTimeCode, Person
from ..rules import ERASE

REASON = "asked to be forgotten"


def erase_person(person: Person, *, by: Actor) -> int:
    """Erase all that is held about ``person``; they are signed out everywhere and cannot sign in again.

    Every module that holds personal data forgets its part (``registers.personal_data``), all in one transaction. What
    is locked before people everywhere else is locked before them here too; and the person is held so that others may
    still refer to them: whoever has a row that is wanted here writes a notice to them meanwhile, and nobody waits in a
    circle. For the same reason neither number nor staff name is a key (see ``Person.Meta``).

    :returns: how many records were made anonymous.
    :raises Refused: it is not the person themselves who asks, or they still hold a role in the console.
    """
    with transaction.atomic():
        for holder in registers.personal_data:
            if holder.lock is not None:
                holder.lock(person)
        held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        gate(by, ERASE, held)
        count = sum(holder.erase(held) for holder in registers.personal_data)
        entries = Entry.objects.filter(
            Q(stream=held.stream) | Q(stream__in=_consent_streams(held)), erased_at=None
        )
        erase_personal_payloads(list(entries.values_list("pk", flat=True)), by=by.person, reason=REASON)
        _forget(held)
        record(held.stream, "person.erased", by=by.person, after={"records": count})
    return count


def _consent_streams(person: Person) -> list[str]:
    return [f"consent/{pk}" for pk in Consent.objects.filter(beneficiary=person).values_list("pk", flat=True)]


def erase_account(person: Person) -> int:
    """This room's own part: consents, codes, second factors, sessions, roles."""
    moment = now()
    count: int = Consent.objects.filter(beneficiary=person).update(beneficiary_name="")
    count += OneTimeCode.objects.filter(phone=person.phone or "").delete()[0]
    count += Authenticator.objects.filter(user=person).delete()[0]
    count += EmailAddress.objects.filter(user=person).delete()[0]
    for session in UserSession.objects.filter(user=person):
        session.end()
        count += 1
    count += RoleGrant.objects.filter(person=person, revoked_at=None).update(
        revoked_at=moment, revoked_by=person
    )
    return count


def _forget(person: Person) -> None:
    person.name, person.email = "", ""
    person.phone = person.phone_proven_at = person.username = person.home_place = None
    person.is_active, person.erased_at = False, now()
    person.set_unusable_password()
    person.save()
