"""People in the console: found, looked at, given roles."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import PEOPLE_STAFF, Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.domain.reveal import reveal_person
from jiayuan.foundation.people.models import Person
from tests.factories import OrganisationFactory, PersonFactory, PlaceFactory, RoleGrantFactory

STREET, COMMUNITY, ELSEWHERE = "140106004", "140106004010", "140106005010"
pytestmark = pytest.mark.django_db


def volunteer(path: str = COMMUNITY, **fields: Any) -> Person:
    person: Person = PersonFactory(**fields)
    RoleGrantFactory(person=person, role=Role.VOLUNTEER, place=PlaceFactory(path=path))
    return person


@pytest.fixture
def officer(person_with: Any) -> Person:
    person: Person = person_with(Role.STREET_OFFICER, STREET, name="街道王")
    return person


@pytest.fixture
def console(sign_in: Any, officer: Person) -> Any:
    client = sign_in(officer)
    client.get("/me/")
    return client


def test_who_is_seen(actor_with: Any) -> None:
    here, there, resident = volunteer(), volunteer(ELSEWHERE), PersonFactory()
    for role in PEOPLE_STAFF:
        actor = actor_with(role, STREET)
        seen = set(Person.objects.visible_to(actor))
        assert {here, actor.person} <= seen
        assert not {there, resident} & seen
    unit = actor_with(Role.UNIT_OFFICER, STREET, organisation=OrganisationFactory())
    assert set(Person.objects.visible_to(unit)) == {unit.person}
    assert not Person.objects.visible_to(Actor())


def test_who_lost_every_role_is_no_longer_seen(actor_with: Any) -> None:
    gone = volunteer()
    RoleGrant.objects.filter(person=gone).update(until="2020-01-01")
    assert gone not in Person.objects.visible_to(actor_with(Role.STREET_OFFICER, STREET))


def test_the_list_masks_phones(console: Any) -> None:
    volunteer(name="赵志愿", phone="+8613812345678")
    volunteer(ELSEWHERE, name="别处人")
    page = console.get("/console/people/").content.decode()
    assert "赵志愿" in page
    assert "138****5678" in page
    assert "13812345678" not in page
    assert "别处人" not in page


@pytest.mark.parametrize(
    ("typed", "found"), [("赵", True), ("5678", True), ("678", False), ("5679", False), ("钱", False)]
)
def test_search(console: Any, typed: str, found: bool) -> None:
    volunteer(name="赵志愿", phone="+8613812345678")
    page = console.post("/console/people/", {"q": typed}, follow=True).content.decode()
    assert ("赵志愿" in page) is found
    assert ("这里只列出" in page) is not found


def test_what_was_looked_for_stands_in_no_address(console: Any) -> None:
    """Nor in that of the next page; which is kept with the session, not with the link."""
    for _ in range(25):
        volunteer(name="赵志愿")
    volunteer(name="钱志愿")
    answer = console.post("/console/people/", {"q": "赵"}, follow=True)
    address = answer.redirect_chain[-1][0]
    assert "%E8%B5%B5" not in address
    assert 'value="赵"' in answer.content.decode()
    after = answer.context["rows"].next_cursor
    onward = console.get(address, {**answer.context["request"].GET.dict(), "after": after})
    assert onward.content.decode().count("赵志愿") == 5
    assert "钱志愿" not in onward.content.decode()
    assert console.post("/console/people/", {"q": "赵"})["Location"] == address
    assert console.post("/console/people/", {"q": " "})["Location"] == "/console/people/"
    assert "钱志愿" in console.get("/console/people/?q=赵&found=none").content.decode()


def test_a_damaged_page_address_is_explained(console: Any) -> None:
    assert console.get("/console/people/?after=xyz").status_code == 422


def queries(client: Any, address: str, **given: str) -> tuple[int, Any]:
    """How many a page takes once it is warm; and the page."""
    client.get(address, given)
    with CaptureQueriesContext(connection) as counted:
        answer = client.get(address, given)
    assert answer.status_code == 200
    return len(counted), answer


def test_the_lists_cost_the_same_for_many(console: Any) -> None:
    volunteer()
    few_people, few_roles = queries(console, "/console/people/")[0], queries(console, "/console/roles/")[0]
    assert few_people <= 12
    assert few_roles <= 12
    for _ in range(45):
        volunteer()
    count, first = queries(console, "/console/people/")
    assert count == few_people
    after = first.context["rows"].next_cursor
    count, second = queries(console, "/console/people/", after=after)
    assert count == few_people
    assert not {each.pk for each in first.context["rows"]} & {each.pk for each in second.context["rows"]}
    count, first = queries(console, "/console/roles/", role="volunteer")
    assert count == few_roles
    assert "?role=volunteer&amp;after=" in first.content.decode()


def test_a_long_history_costs_the_same(console: Any) -> None:
    person = volunteer()
    address = f"/console/people/{person.pk}/"
    few = queries(console, address)[0]
    for number in range(10):
        console.post(f"{address}reveal/", {"reason": f"第 {number} 次"})
    assert queries(console, address)[0] == few


def test_a_person_with_roles_and_history(console: Any) -> None:
    PlaceFactory(path=COMMUNITY)
    answer = give(console, phone="13812345678", name="孙网格", role="grid_worker", place=COMMUNITY)
    person = Person.objects.get(phone="+8613812345678")
    assert answer["Location"] == f"/console/people/{person.pk}/"
    page = console.get(f"/console/people/{person.pk}/").content.decode()
    assert "孙网格" in page
    assert "由街道王授予" in page
    assert "开通账号" in page
    assert "授予身份" in page
    assert "网格员" in page


def test_a_person_elsewhere_does_not_exist(console: Any) -> None:
    answer = console.get(f"/console/people/{volunteer(ELSEWHERE).pk}/")
    assert answer.status_code == 404
    assert "在您管的地方没有身份" in answer.content.decode()


def test_showing_a_number_needs_a_reason_and_is_recorded(console: Any, officer: Person) -> None:
    person = volunteer(name="赵志愿", phone="+8613812345678")
    address = f"/console/people/{person.pk}/reveal/"
    assert console.get(address).status_code == 405
    silent = console.post(address, {"reason": " "})
    assert silent.status_code == 422
    assert "13812345678" not in silent.content.decode()
    told = console.post(address, {"reason": "通知周五活动改时间"})
    page = told.content.decode()
    assert 'href="tel:+8613812345678">138 1234 5678</a>' in page
    assert "通知周五活动改时间" in page
    assert told["Cache-Control"] == "no-store"
    fragment = console.post(address, {"reason": "再问一次"}, headers={"HX-Request": "true"}).content.decode()
    assert "+8613812345678" in fragment
    assert "<html" not in fragment
    missing = console.post(address, {"reason": ""}, headers={"HX-Request": "true"}).content.decode()
    assert "还没有" in missing
    entries = Entry.objects.filter(stream_id=person.stream, action="person.revealed")
    assert [entry.payload["after"]["reason"] for entry in entries.order_by("number")] == [
        "通知周五活动改时间",
        "再问一次",
    ]
    assert {entry.actor for entry in entries} == {officer}


def test_revealing_in_the_domain(actor_with: Any) -> None:
    person = volunteer(name="赵志愿", phone="+8613812345678")
    worker = actor_with(Role.COMMUNITY_WORKER, COMMUNITY)
    shown = reveal_person(person, by=worker, reason="核对")
    assert shown == {"name": "赵志愿", "phone": "+8613812345678", "written": "138 1234 5678"}
    nobody = reveal_person(volunteer(name="无号", phone=None), by=worker, reason="核对")
    assert nobody == {"name": "无号", "phone": "", "written": ""}
    for stranger in (Actor(), actor_with(None), actor_with(Role.COMMUNITY_WORKER, ELSEWHERE)):
        with pytest.raises(Refused) as refusal:
            reveal_person(person, by=stranger, reason="核对")
        assert "同一个地方" in str(refusal.value.message)
    with pytest.raises(Invalid) as too_long:
        reveal_person(person, by=worker, reason="长" * 201)
    assert too_long.value.field == "reason"
    assert Entry.objects.filter(stream_id=person.stream).count() == 1


def give(client: Any, step: str = "give", **given: Any) -> Any:
    return client.post("/console/people/grant/", {"step": step, **given})


def test_giving_a_role_in_two_pages(console: Any) -> None:
    PlaceFactory(path=COMMUNITY)
    first = console.get("/console/people/grant/").content.decode()
    assert 'name="phone"' in first
    assert f'value="{COMMUNITY}"' in first
    assert "140106005" not in first
    assert "district_officer" not in first
    second = give(
        console, "choose", phone="138 1234 5678", name="孙网格", role="grid_worker", place=COMMUNITY
    )
    page = second.content.decode()
    assert 'value="+8613812345678"' in page
    assert "138 1234 5678" in page
    assert 'name="organisation"' not in page
    assert not Person.objects.filter(phone="+8613812345678").exists()
    assert (
        give(console, phone="+8613812345678", name="孙网格", role="grid_worker", place=COMMUNITY).status_code
        == 302
    )
    grant = RoleGrant.objects.get(role=Role.GRID_WORKER)
    assert (grant.person.name, grant.since, grant.until) == ("孙网格", today(), None)


def test_giving_a_role_for_an_organisation(console: Any) -> None:
    company = OrganisationFactory(name="甲物业", place=PlaceFactory(path=COMMUNITY))
    OrganisationFactory(name="乙物业", place=PlaceFactory(path=ELSEWHERE))
    person = volunteer()
    given = {"person": person.pk, "role": "property_manager", "place": COMMUNITY}
    page = give(console, "choose", **given).content.decode()
    assert "甲物业" in page
    assert "乙物业" not in page
    refused = give(console, **given)
    assert refused.status_code == 403
    assert "挂在一个单位" in refused.content.decode()
    assert give(console, **given, organisation=company.pk, until="2099-12-31").status_code == 302
    assert RoleGrant.objects.get(role=Role.PROPERTY_MANAGER).organisation == company


@pytest.mark.parametrize("key", ["9" * 30, "9" * 5000, "²", "0"])
def test_a_key_that_no_row_has_is_nobody(console: Any, key: str) -> None:
    PlaceFactory(path=COMMUNITY)
    assert 'name="phone"' in console.get("/console/people/grant/", {"person": key}).content.decode()
    assert give(console, person=key, role="grid_worker", place=COMMUNITY).status_code == 422
    given = {"person": volunteer().pk, "role": "property_manager", "place": COMMUNITY}
    assert give(console, **given, organisation=key).status_code == 403


def test_a_place_without_organisations_says_so(console: Any) -> None:
    page = give(
        console, "choose", person=volunteer().pk, role="unit_officer", place=COMMUNITY
    ).content.decode()
    assert "还没有登记单位" in page


@pytest.mark.parametrize(
    ("given", "status", "says"),
    [
        ({"phone": "138"}, 422, "这个有 3 位"),
        ({"role": "king"}, 422, "还没有选身份"),
        ({"place": "999"}, 422, "还没有选地方"),
        ({"place": ELSEWHERE}, 403, "不能在这个地方"),
        ({"role": "district_officer"}, 403, "不能在这个地方"),
        ({"since": "tomorrow"}, 422, "不是一个日期"),
        ({"since": "2026-02-30"}, 422, "不是一个日期"),
        ({"since": "2026-03-01", "until": "2026-02-01"}, 422, "还早"),
        ({"name": "名" * 41}, 422, "41"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_made(
    console: Any, given: dict[str, str], status: int, says: str
) -> None:
    PlaceFactory(path=COMMUNITY), PlaceFactory(path=ELSEWHERE)
    before = Person.objects.count()
    whole = {"phone": "13812345678", "name": "孙", "role": "grid_worker", "place": COMMUNITY, **given}
    answer = give(console, **whole)
    assert answer.status_code == status
    assert says in answer.content.decode()
    assert Person.objects.count() == before


def test_an_account_that_exists_keeps_its_name(console: Any) -> None:
    PlaceFactory(path=COMMUNITY)
    person = PersonFactory(name="李建芳", phone="+8613812345678")
    give(console, phone="13812345678", name="别的名字", role="volunteer", place=COMMUNITY)
    person.refresh_from_db()
    assert person.name == "李建芳"
    assert person.grants.get().role == Role.VOLUNTEER


def test_volunteers_and_grid_workers_give_nothing(sign_in: Any, person_with: Any) -> None:
    client = sign_in(person_with(Role.GRID_WORKER))
    assert client.get("/console/people/grant/").status_code == 403
    assert "授予身份" not in client.get("/console/people/").content.decode()


def test_roles_with_filters_in_the_address(console: Any) -> None:
    volunteer(name="赵志愿")
    RoleGrantFactory(
        person=PersonFactory(name="孙网格"), role=Role.GRID_WORKER, place=PlaceFactory(path="140106004011")
    )
    everything = console.get("/console/roles/").content.decode()
    assert "赵志愿" in everything
    assert "孙网格" in everything
    filtered = console.get("/console/roles/", {"role": "grid_worker", "place": "140106004011"})
    page = filtered.content.decode()
    assert "赵志愿" not in page
    assert "孙网格" in page
    assert '<option value="grid_worker" selected>' in page
    assert "没有这样的身份" in console.get("/console/roles/?role=it_staff").content.decode()
    assert console.get("/console/roles/?role=king&place=abc").status_code == 200


def test_community_workers_filter_by_their_own_places(sign_in: Any, person_with: Any) -> None:
    page = sign_in(person_with(Role.COMMUNITY_WORKER)).get("/console/roles/").content.decode()
    assert f'<option value="{COMMUNITY}"' in page


def test_a_role_is_taken_back(console: Any) -> None:
    person = volunteer()
    [grant] = person.grants.all()
    address = f"/console/roles/{grant.pk}/revoke/"
    assert "收回身份" in console.get(address).content.decode()
    assert console.post(address, {"reason": ""}).status_code == 422
    assert console.post(address, {"reason": "搬走了"})["Location"] == "/console/roles/"
    again = console.post(address, {"reason": "搬走了"})
    assert again.status_code == 409
    assert "已经被收回" in again.content.decode()


def test_a_role_that_is_not_mine_to_take(console: Any, person_with: Any) -> None:
    colleague = person_with(Role.STREET_OFFICER, STREET)
    [grant] = colleague.grants.all()
    assert console.get(f"/console/roles/{grant.pk}/revoke/").status_code == 403
    page = console.get(f"/console/people/{colleague.pk}/").content.decode()
    assert "只有能授予这个身份的人才能收回它" in page
    [elsewhere] = volunteer(ELSEWHERE).grants.all()
    assert console.get(f"/console/roles/{elsewhere.pk}/revoke/").status_code == 404


def test_nobody_opens_their_own_page_to_give_themselves_roles(console: Any, officer: Person) -> None:
    page = console.get(f"/console/people/{officer.pk}/").content.decode()
    assert "/console/people/grant/" not in page
    answer = give(console, person=officer.pk, role="grid_worker", place=COMMUNITY)
    PlaceFactory(path=COMMUNITY)
    answer = give(console, person=officer.pk, role="grid_worker", place=COMMUNITY)
    assert answer.status_code == 403
    assert "不能给自己" in answer.content.decode()
