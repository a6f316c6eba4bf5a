"""A role asks for something else after it was published: who has a seat keeps it, and is told of what is more."""

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.services.gatherings.domain.amend_role import RoleChange, change_role
from jiayuan.services.gatherings.enums import State
from jiayuan.services.gatherings.models import SessionRole
from tests.services.gatherings.scene import (
    HELD,
    THURSDAY,
    WAITING,
    gathering,
    host,
    join,
    resident,
    states,
)

pytestmark = pytest.mark.django_db
GUARDIAN = "volunteering.guardian"


@pytest.fixture(autouse=True)
def _thursday():
    with at(THURSDAY):
        yield


def told(person):
    return Notice.objects.filter(person=person).count()


def test_seats_stay_and_those_who_have_one_are_told(django_capture_on_commit_callbacks):
    role, first, second = gathering(1, kind="charity_hour"), resident(), resident()
    join(role, first)
    join(role, second)
    with django_capture_on_commit_callbacks(execute=True):
        changed, count = change_role(role.pk, RoleChange(1, 18, [GUARDIAN]), by=host())
    assert (states(role), count) == ([HELD, WAITING], 2)
    assert (changed.min_age, changed.needs) == (18, [GUARDIAN])
    entry = Entry.objects.get(action="gatherings.change_asked")
    assert entry.payload["before"] == {"min_age": None, "needs": []}
    assert (told(first.person), told(second.person)) == (1, 1)
    with pytest.raises(Invalid) as young:
        join(role, resident())
    assert young.value.field == "age"


def test_asking_for_less_disturbs_nobody():
    role, who = gathering(2, kind="charity_hour"), resident()
    join(role, who)
    SessionRole.objects.update(min_age=18)
    _role, count = change_role(role.pk, RoleChange(2, None), by=host())
    assert (count, told(who.person)) == (0, 0)


def test_seats_go_with_it_and_nothing_is_written_where_nothing_changes():
    role = gathering(1)
    join(role)
    join(role)
    change_role(role.pk, RoleChange(2), by=host())
    assert states(role)[0] == HELD
    assert not Entry.objects.filter(action="gatherings.change_asked").exists()
    with pytest.raises(Conflict):
        change_role(role.pk, RoleChange(1, 18), by=host())
    assert SessionRole.objects.get().min_age is None


@pytest.mark.parametrize(
    ("change", "field"),
    [(RoleChange(0), "seats"), (RoleChange(1, 0), "min_age"), (RoleChange(1, 200), "min_age"),
     (RoleChange(1, None, ["x"]), "needs"), (RoleChange(1, None, [GUARDIAN]), "needs")],
)  # fmt: skip
def test_wrong(change, field):
    """A meeting cannot ask for what only charity hours can."""
    with pytest.raises(Invalid) as wrong:
        change_role(gathering(1).pk, change, by=host())
    assert wrong.value.field == field


def test_not_by_others_and_not_afterwards():
    with pytest.raises(Refused):
        change_role(gathering(1).pk, RoleChange(1, 18), by=resident())
    with pytest.raises(Conflict):
        change_role(gathering(1, state=State.CLOSED).pk, RoleChange(1, 18), by=host())
