"""Reports that came in by telephone, brought in from a table: whose they are, who is told, and that each is one."""

from typing import Any

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.common.errors import Invalid, Refused
from jiayuan.foundation.notify.models import Notice
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.domain.queries.cards import followed
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.interfaces.case_sheet import CASES
from jiayuan.services.cases.models import Case
from tests.factories import CategoryVersionFactory, PlaceFactory
from tests.services.cases.story import COMMUNITY, STREET, actor

pytestmark = pytest.mark.django_db
ROW = {
    "number": "12345-0001",
    "category": "0105",
    "words": "井盖松动",
    "place": COMMUNITY,
    "contact_name": "李奶奶",
    "contact_phone": "+8613812345678",
}


@pytest.fixture
def worker() -> Actor:
    PlaceFactory(path=COMMUNITY)
    CategoryVersionFactory()
    return actor(Role.COMMUNITY_WORKER)


def bring_in(by: Actor, **changed: Any) -> None:
    row = ROW | changed
    loader = CASES.loader(by)
    loader.prepare([row])
    loader.write(row, nonce="import/1/row/1")


def test_one_number_is_one_case_in_however_many_files(worker: Actor) -> None:
    for _file in range(2):
        bring_in(worker)
    bring_in(worker, number="12345-0002")
    assert Case.objects.count() == 2


def test_who_brings_it_in_is_not_its_reporter(worker: Actor, settings: Any) -> None:
    settings.QUIET_HOURS = "none"
    bring_in(worker)
    case = Case.objects.get()
    assert (case.reporter, case.contact.phone) == (None, "+8613812345678")
    assert not followed(worker).exists()
    perform_action(case.pk, Action.FILE, by=worker, given=Given(category_code="0105"))
    told = Notice.objects.get(kind="cases.filed")
    assert (told.person, told.phone) == (None, "+8613812345678")
    RoleGrant.objects.all().delete()
    assert not Case.objects.visible_to(Actor(person=worker.person)).exists()


def test_only_for_communities_where_one_takes_reports_in(worker: Actor) -> None:
    PlaceFactory(path="140106005001")
    with pytest.raises(Refused):
        bring_in(worker, place="140106005001")
    street = actor(Role.STREET_OFFICER, STREET)
    with pytest.raises(Invalid) as wrong:
        bring_in(street, place=STREET)
    assert wrong.value.field == "place"
    with pytest.raises(Invalid) as wrong:
        bring_in(worker, category="没有这类")
    assert wrong.value.field == "category"
    assert not Case.objects.exists()
