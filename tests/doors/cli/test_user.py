"""``jiayuan user create-staff``."""

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.models import Person
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"


def create(call, *more, typed=f"{PASSWORD}\n", username="it1"):
    return call(
        "user",
        "create-staff",
        "--username",
        username,
        "--name",
        "何明",
        "--password-stdin",
        *more,
        input=typed,
    )


def test_the_first_staff_account(call):
    PlaceFactory(path="140106")
    result = create(call)
    assert result.exit_code == 0, result.output
    person = Person.objects.get(username="it1")
    assert person.check_password(PASSWORD)
    assert Actor(person).reach.grants == ((Role.IT_STAFF, "140106", None),)
    assert set(Entry.objects.values_list("action", flat=True)) == {"person.joined", "role.granted"}


def test_asking_for_the_password_twice(call):
    PlaceFactory(path="140106")
    result = call(
        "user", "create-staff", "--username", "office", "--name", "孙", "--role", "district_officer",
        input=f"{PASSWORD}\n{PASSWORD}\n",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    assert Actor(Person.objects.get()).reach.has_any([Role.DISTRICT_OFFICER])


def test_what_is_refused(call):
    assert isinstance(create(call).exception, Missing)  # no district yet
    PlaceFactory(path="140106")
    assert isinstance(create(call, typed="short\n").exception, Invalid)
    assert isinstance(create(call, username="  ").exception, Invalid)
    create(call)
    assert isinstance(create(call).exception, Conflict)
    assert Person.objects.count() == 1
