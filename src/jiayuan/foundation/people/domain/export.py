"""All that is held about a person, for them to take along."""

from typing import Any

from django.db import transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.domain.record import record

from ..models import Consent, Person
from ..rules import EXPORT
from .sessions import sessions_of


def export_person(person: Person, *, by: Actor) -> dict[str, Any]:
    """Everything, part by part, as JSON-ready data. That it was taken is written down.

    :raises Refused: somebody else asks.
    """
    gate(by, EXPORT, person)
    parts = {
        name: {
            "label": str(registers.personal_data[name].label),
            "data": registers.personal_data[name].export(person),
        }
        for name in registers.personal_data.names()
    }
    with transaction.atomic():
        record(person.stream, "person.exported", by=by.person)
    return {"made_at": now().isoformat(), "parts": parts}


def export_account(person: Person) -> dict[str, Any]:
    """This room's own part: the account, the roles, the consents and where one is signed in."""
    grants = RoleGrant.objects.filter(person=person).with_names().order_by("pk")
    consents = Consent.objects.filter(beneficiary=person).order_by("pk")
    return {
        "name": person.name,
        "phone": person.phone,
        "phone_proven_at": person.phone_proven_at.isoformat() if person.phone_proven_at else None,
        "staff_name": person.username,
        "e-mail": person.email,
        "home_place": person.home_place.name if person.home_place else None,
        "language": person.language,
        "joined_at": person.joined_at.isoformat(),
        "roles": [
            {
                "role": grant.role,
                "place": grant.place.name,
                "since": grant.since.isoformat(),
                "until": grant.until.isoformat() if grant.until else None,
            }
            for grant in grants
        ],
        "consents": [
            {
                "purpose": each.purpose,
                "manner": each.manner,
                "given_at": each.given_at.isoformat(),
                "name": each.beneficiary_name,
            }
            for each in consents
        ],
        "devices": [
            {"device": each.device, "seen_at": each.seen_at.isoformat()}
            for each in sessions_of(person, this=None)
        ],
    }
