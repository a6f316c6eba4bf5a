"""What is needed, and who brings it: never more than is wanted, and forgotten with the person."""

from datetime import timedelta

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.services.gatherings.domain.material import export_promises, list_material, promise
from jiayuan.services.gatherings.domain.plan import copy_session
from jiayuan.services.gatherings.domain.queries.beside import material_of
from jiayuan.services.gatherings.enums import State
from jiayuan.services.gatherings.interfaces.entered import material_lines
from jiayuan.services.gatherings.models import Material, Promise
from tests.services.gatherings.scene import FRIDAY, THURSDAY, gathering, host, resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thursday():
    with at(THURSDAY):
        yield


@pytest.fixture
def worker():
    return host()


@pytest.fixture
def session(worker):
    found = gathering().session
    list_material(found.pk, [("手套", 5), ("扫帚", 2)], by=worker)
    return found


def test_brought_changed_and_taken_back(session):
    gloves, who, other = Material.objects.get(name="手套"), resident(), resident()
    promise(gloves.pk, 3, by=who)
    promise(gloves.pk, 2, by=other)
    with pytest.raises(Conflict) as refused:
        promise(gloves.pk, 4, by=who)
    assert refused.value.code == "enough"
    promise(gloves.pk, 1, by=who)
    (shown, _brooms) = material_of(session, who)
    assert (shown.left, shown.own, shown.possible) == (2, 1, 3)
    promise(gloves.pk, 0, by=who)
    assert list(Promise.objects.values_list("person", "count")) == [(other.pk, 2)]


def test_who_cannot(session):
    gloves = Material.objects.get(name="手套")
    with pytest.raises(Refused):
        promise(gloves.pk, 1, by=Actor())
    with pytest.raises(Missing):
        promise(gloves.pk + 99, 1, by=resident())
    with pytest.raises(Refused):
        list_material(session.pk, [], by=resident())
    with at(FRIDAY + timedelta(days=1)), pytest.raises(Conflict):
        promise(gloves.pk, 1, by=resident())
    session.state = State.DRAFT
    session.save()
    with pytest.raises(Refused):
        promise(gloves.pk, 1, by=resident())


def test_the_list_keeps_what_is_promised(session, worker):
    gloves = Material.objects.get(name="手套")
    promise(gloves.pk, 3, by=resident())
    for fewer in ([("扫帚", 2)], [("手套", 2)]):
        with pytest.raises(Conflict):
            list_material(session.pk, fewer, by=worker)
    list_material(session.pk, [("手套", 4), ("水桶", 1)], by=worker)
    assert list(Material.objects.values_list("name", "wanted")) == [("手套", 4), ("水桶", 1)]
    assert Promise.objects.get().material_id == gloves.pk
    copied = copy_session(session, starts_at=FRIDAY + timedelta(days=7), by=worker)
    assert [each.left for each in material_of(copied, worker)] == [4, 1]


TOO_MANY = "\n".join(f"第{number}样" for number in range(31))


@pytest.mark.parametrize(
    "text", ["手套 0", "手套 -3", "手套 1000", "手套 1\n手套 2", "套" * 41, TOO_MANY],
)  # fmt: skip
def test_lists_that_cannot_be(session, worker, text):
    with pytest.raises(Invalid) as refused:
        list_material(session.pk, material_lines(text), by=worker)
    assert refused.value.field == "material"
    assert Material.objects.count() == 2


def test_lines_as_people_write_them():
    text = "手套 10\n 扫帚×2 \n\n急救包\nlitter picker 3\n桶 * 4"
    assert material_lines(text) == [("手套", 10), ("扫帚", 2), ("急救包", 1), ("litter picker", 3), ("桶", 4)]


def test_handed_out_and_forgotten(session):
    who = resident()
    promise(Material.objects.get(name="扫帚").pk, 2, by=who)
    assert export_promises(who.person) == [{"what": "清理小院", "material": "扫帚", "pieces": 2}]
    erase_person(who.person, by=who)
    assert not Promise.objects.exists()
