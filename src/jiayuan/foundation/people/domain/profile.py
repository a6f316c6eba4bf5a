"""What a person can change about themselves."""

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import CONSOLE_ROLES
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..models import Person
from ..rules import EXPORT

NAME_LENGTH = 40
_STAFF_NAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")


def rename_person(person: Person, *, name: str, by: Actor) -> Person:
    """Change one's own name. The ledger notes that it changed, not the names.

    :raises Invalid: empty, or longer than 40 characters.
    """
    gate(by, EXPORT, person)
    name = " ".join(clean_words(name, field="name", limit=NAME_LENGTH).split())
    return _write(person, "person.renamed", by, name=name)


def choose_staff_name(person: Person, *, username: str, by: Actor) -> Person:
    """Choose the name with which staff sign in beside their password.

    :raises Refused: the person works for nobody in the console.
    :raises Invalid: not 3 to 40 small Latin letters, digits, dots, hyphens, beginning with a letter.
    :raises Conflict: somebody else has it.
    """
    gate(by, EXPORT, person)
    if not by.standing.has_any(CONSOLE_ROLES):
        raise Refused(
            _("A staff name is for those who work in the console."), _("Sign in with phone and code.")
        )
    username = username.strip().lower()
    if not _STAFF_NAME.fullmatch(username):
        raise Invalid(
            _("A staff name has 3 to 40 small letters and digits and begins with a letter."),
            _("Write it like li.jianfang."),
            field="username",
        )
    try:
        return _write(person, "person.staff_name_chosen", by, username=username)
    except IntegrityError as taken:
        raise Conflict(
            _("Somebody else already has this staff name."), _("Choose another one."), code="taken"
        ) from taken


def _write(person: Person, action: str, by: Actor, **fields: Any) -> Person:
    with transaction.atomic():
        held = Person.objects.select_for_update().get(pk=person.pk)
        for name, value in fields.items():
            setattr(held, name, value)
        held.save(update_fields=list(fields))
        record(held.stream, action, by=by.person)
    return held
