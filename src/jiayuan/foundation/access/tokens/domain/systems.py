"""Accounts for programs: nobody signs in with them; they come with tokens and hold roles like anybody."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.models import Place

from ...actor import Actor
from ...domain.grants import grant_role
from ...enums import DESK_STAFF, Role
from ...permissions import gate
from ..models import SystemAccount
from ..rules import OPEN_SYSTEM

NAME_LENGTH = 40
FIRST_ROLES = DESK_STAFF
"""Roles a system can begin with; those held for an organisation are given on the page of people and roles."""


def open_system(*, name: str, purpose: str, role: Role, place: Place, by: Actor) -> SystemAccount:
    """Open an account without phone, password or name to sign in with, and give it its first role at ``place``.

    :raises Refused: ``by`` is not of the IT staff there. :raises Invalid: naming the field.
    """
    gate(by, OPEN_SYSTEM, place)
    name = clean_words(name, field="name", limit=NAME_LENGTH)
    purpose = clean_words(purpose, field="purpose", limit=200)
    if role not in FIRST_ROLES:
        raise Invalid(_("No role is chosen."), _("Choose the role to give."), field="role")
    with transaction.atomic():
        person = get_user_model().objects.create_person(name=name)
        system = SystemAccount.objects.create(
            person=person, purpose=purpose, place=place, opened_by=by.person
        )
        record(
            f"person/{person.pk}",
            "system.opened",
            by=by.person,
            after={"reason": purpose, "place": place.path},
            place_path=place.path,
        )
        grant_role(person=person, role=role, place=place, by=by, since=today())
    return system
