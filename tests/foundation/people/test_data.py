"""What is held about a person: seen, taken along, erased."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.common.registers import PersonalDataHolder, registers
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.foundation.people.domain.export import export_person
from jiayuan.foundation.people.models import OneTimeCode, Person
from tests.factories import ConsentFactory, OneTimeCodeFactory, PersonFactory

PHONE = "+8613812345678"
pytestmark = pytest.mark.django_db


@pytest.fixture
def diary() -> Iterator[dict[int, str]]:
    """A module that holds something about people."""
    kept: dict[int, str] = {}
    registers.personal_data.add(
        "diary",
        PersonalDataHolder(
            "日记", lambda person: kept.get(person.pk, ""), lambda person: bool(kept.pop(person.pk, ""))
        ),
    )
    yield kept
    registers.personal_data._entries.pop("diary")


def test_what_is_held_is_listed(sign_in: Any, person_with: Any, diary: Any) -> None:
    page = sign_in(person_with()).get("/me/data/").content.decode()
    assert "账号、身份和设备" in page
    assert "日记" in page
    assert "/me/data/erase/" in page


def test_taking_it_along(sign_in: Any, person_with: Any, diary: dict[int, str]) -> None:
    person = person_with(Role.VOLUNTEER, name="李建芳", phone=PHONE)
    ConsentFactory(beneficiary=person, beneficiary_name="李奶奶", purpose="报修")
    diary[person.pk] = "今天天气好"
    client = sign_in(person)
    client.get("/me/", headers={"user-agent": "Firefox"})
    answer = client.post("/me/data/export/")
    assert answer["Content-Type"].startswith("application/json")
    assert answer["Content-Disposition"].startswith('attachment; filename="jiayuan-20')
    assert answer["Cache-Control"] == "no-store"
    parts = json.loads(answer.content)["parts"]
    account = parts["account"]["data"]
    assert (account["name"], account["phone"]) == ("李建芳", PHONE)
    assert account["roles"][0]["role"] == "volunteer"
    assert account["consents"][0]["purpose"] == "报修"
    assert account["devices"][0]["device"] == "Firefox"
    assert parts["diary"] == {"label": "日记", "data": "今天天气好"}
    assert Entry.objects.filter(stream_id=person.stream, action="person.exported").count() == 1
    assert client.get("/me/data/export/").status_code == 405


def test_nobody_takes_or_erases_anothers() -> None:
    person, other = PersonFactory(), Actor(person=PersonFactory())
    with pytest.raises(Refused) as exporting:
        export_person(person, by=other)
    with pytest.raises(Refused) as erasing:
        erase_person(person, by=other)
    with pytest.raises(Refused):
        erase_person(person, by=Actor())
    assert "本人" in str(exporting.value.message)
    assert "本人" in str(erasing.value.message)


def test_erased_with_everything(
    client: Client, sign_in_by_phone: Any, diary: dict[int, str], person_with: Any, sign_in: Any
) -> None:
    person = person_with(Role.VOLUNTEER, name="李建芳", phone=PHONE, email="a@example.org")
    consent = ConsentFactory(beneficiary=person, beneficiary_name="李奶奶")
    diary[person.pk] = "今天天气好"
    elsewhere = sign_in(person)
    elsewhere.get("/me/")
    sign_in_by_phone(client, "13812345678")
    OneTimeCodeFactory(phone=PHONE)
    page = client.get("/me/data/erase/").content.decode()
    assert "<strong>删除</strong>" in page
    missed = client.post("/me/data/erase/", {"word": "算了"})
    assert missed.status_code == 422
    assert "和要求的不一样" in missed.content.decode()
    done = client.post("/me/data/erase/", {"word": " 删除 "})
    assert done["Location"] == "/me/data/erased/"
    assert "已经删除" in client.get("/me/data/erased/").content.decode()
    person.refresh_from_db()
    assert (person.name, person.phone, person.email, person.username) == ("", None, "", None)
    assert person.erased_at is not None
    assert not person.is_active
    consent.refresh_from_db()
    assert consent.beneficiary_name == ""
    assert not OneTimeCode.objects.filter(phone=PHONE).exists()
    assert not RoleGrant.objects.standing().filter(person=person).exists()
    assert diary == {}
    assert elsewhere.get("/me/data/").status_code == 302
    assert client.get("/me/data/").status_code == 302
    last = Entry.objects.filter(stream_id=person.stream).order_by("number").last()
    assert last is not None
    assert last.action == "person.erased"
    earlier = Entry.objects.filter(stream_id=person.stream).exclude(pk=last.pk)
    assert all(entry.payload is None for entry in earlier)
    assert verify().ok


def test_the_number_may_come_back_as_somebody_new(client: Client, sign_in_by_phone: Any) -> None:
    person = PersonFactory(phone=PHONE, name="李建芳")
    erase_person(person, by=Actor(person=person))
    sign_in_by_phone(client, "13812345678")
    newcomer = Person.objects.get(phone=PHONE)
    assert newcomer.pk != person.pk
    assert newcomer.name == ""


def test_staff_hand_their_roles_back_first(sign_in: Any, person_with: Any) -> None:
    worker = person_with(Role.COMMUNITY_WORKER)
    client = sign_in(worker)
    assert "还担任着" in client.get("/me/data/").content.decode()
    assert "交回身份" in client.get("/me/data/erase/").content.decode()
    refused = client.post("/me/data/erase/", {"word": "删除"})
    assert refused.status_code == 403
    assert "还担任着" in refused.content.decode()
    [grant] = worker.grants.all()
    client.post(f"/me/roles/{grant.pk}/", {"reason": "退休"})
    assert client.post("/me/data/erase/", {"word": "删除"}).status_code == 302


def test_if_one_part_fails_nothing_is_erased(diary: Any) -> None:
    person = PersonFactory(name="李建芳")

    def fail(_person: Person) -> int:
        raise RuntimeError("broken")

    registers.personal_data.add("diary", PersonalDataHolder("日记", lambda _person: "", fail))
    with pytest.raises(RuntimeError):
        erase_person(person, by=Actor(person=person))
    person.refresh_from_db()
    assert person.name == "李建芳"
