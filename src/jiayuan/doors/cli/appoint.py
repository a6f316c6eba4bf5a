"""The first staff account. There is nobody yet whose permission could be asked: who has the shell has the house."""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.models import Place


def appoint_staff(*, username: str, name: str, role: str, password: str) -> Person:
    """Make a person with ``role`` for the whole district, recorded as the system's act.

    :raises Missing: the district's places are not loaded.
    :raises Conflict: the staff name is taken.
    :raises Invalid: the password is too weak, or the name empty.
    """
    username, name = username.strip(), name.strip()
    if not username or not name:
        raise Invalid("A staff name and a name are needed.", "Give both.", field="username")
    try:
        validate_password(password, Person(username=username, name=name))
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), "Choose another password.", field="password") from error
    with transaction.atomic():
        place = Place.objects.filter(path=settings.DISTRICT).first()
        if place is None:
            raise Missing("The district is not there yet.", "Run: jiayuan places load")
        if Person.objects.filter(username=username).exists():
            raise Conflict(f"Somebody is already called {username}.", "Choose another staff name.")
        person = Person.objects.create_person(name=name, username=username, password=password)
        RoleGrant.objects.create(person=person, role=Role(role), place=place, since=today())
        stream = f"person/{person.pk}"
        record(stream, "person.joined")
        record(stream, "role.granted", after={"role": role, "place": place.path}, place_path=place.path)
    return person
