"""The ledger's pages: open to those who answer for it, values only to IT staff and never unrecorded."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from jiayuan.doors.console.ledger_words import tell
from jiayuan.doors.console.views import ledger as page
from jiayuan.foundation.access.enums import CONSOLE_ROLES, Role
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.domain.erase import erase_personal_payloads
from jiayuan.foundation.ledger.domain.queries import SHELL, record_verification
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.domain.reveal import REVEALS
from jiayuan.foundation.ledger.domain.seal import seal
from jiayuan.foundation.ledger.domain.verification import verify_by_the_clock
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.ledger.triggers import drop_triggers
from jiayuan.services.cases.enums import Action
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
LEDGER = "/console/ledger/"
SECRET = "住三单元的李奶奶"
Enter = Callable[..., Client]


@pytest.fixture
def enter(person_with: Any, sign_in: Callable[..., Client]) -> Enter:
    """``enter(Role.IT_STAFF)``: a client of somebody who holds that role for the district."""

    def make(role: Role) -> Client:
        organisation = (
            OrganisationFactory() if role in {Role.UNIT_OFFICER, Role.INSTITUTION_CONTACT} else None
        )
        return sign_in(person_with(role, "140106", organisation=organisation, name="赵工"))

    return make


@pytest.fixture
def entry(person_with: Any) -> Entry:
    worker = person_with(name="王干事")
    for number in range(24):
        record("case/1", "cases.note", by=worker, on_behalf_of=worker, after={"words": f"{SECRET} {number}"})
    return record("case/2", "cases.note", before={"colour": 1}, after={"words": SECRET}, place_path="140106")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_address_is_the_agreed_one() -> None:
    assert reverse("console-ledger") == LEDGER


@pytest.mark.parametrize("role", CONSOLE_ROLES)
def test_only_those_who_answer_for_it_enter(enter: Enter, entry: Entry, role: Role) -> None:
    client = enter(role)
    expected = 200 if role in {Role.DISTRICT_OFFICER, Role.IT_STAFF} else 403
    assert client.get(LEDGER).status_code == expected
    assert client.get(f"{LEDGER}{entry.pk}/").status_code == expected


def test_visitors_sign_in_first(client: Client) -> None:
    assert client.get(LEDGER).status_code == 302


def test_the_page_speaks_in_words_and_shows_no_values(enter: Enter, entry: Entry) -> None:
    shown = text(enter(Role.DISTRICT_OFFICER).get(LEDGER))
    assert "事项 2" in shown
    assert "colour，说明" in shown  # nobody named the first field
    told = record("person/1", "token.issued", after={"scopes": ["cases:read"], "token": "jy_ab"})
    for language, fields in (
        ("zh-hans", ["令牌开头", "可用范围"]),
        ("en", ["beginning of the token", "what it may be used for"]),
    ):
        with translation.override(language):
            assert sorted(tell(told).fields) == sorted(fields)
    assert "cases.note" not in shown
    assert "王**" in shown
    assert SECRET not in shown
    assert "王干事" not in shown
    assert "style=" not in shown


def test_it_staff_find_the_technical_form_behind_a_disclosure(enter: Enter, entry: Entry) -> None:
    shown = text(enter(Role.IT_STAFF).get(LEDGER))
    assert "技术形式" in shown
    assert "case/2 #1 · cases.note · colour, words" in shown
    assert "cases.note" in text(enter(Role.DISTRICT_OFFICER).get(f"{LEDGER}{entry.pk}/"))


def test_what_nobody_named_keeps_its_code(enter: Enter) -> None:
    known = record("ledger/verifications", "garden.watered", after={"litres": 3})
    unknown = record("garden/7", "garden.watered")
    lone = record("demo", "demo.built", after={"seed": "x"})
    assert (tell(known).subject, tell(known).what, tell(known).is_plain) == (
        "台账验证记录",
        "garden.watered",
        True,
    )
    assert (tell(unknown).subject, list(tell(unknown).fields)) == ("garden/7", [])
    assert (tell(lone).subject, tell(lone).what, list(tell(lone).fields)) == (
        "演示",
        "生成了演示数据",
        ["剧情种子"],
    )


def test_a_room_names_its_own_fields_first() -> None:
    in_case = record("case/1", "cases.note", after={"role": "desk"})
    in_person = record("person/1", "role.granted", after={"role": "it_staff"})
    assert list(tell(in_case).fields) == ["经办方"]
    assert list(tell(in_person).fields) == ["角色"]


def test_every_action_of_the_demonstration_has_words() -> None:
    named = {code for each in registers.ledger_words for code in each.actions}
    assert {f"cases.{each.value}" for each in Action} <= named


def test_pages_follow_one_another(enter: Enter, entry: Entry) -> None:
    client = enter(Role.IT_STAFF)
    first = client.get(LEDGER, {"stream": "case/1"})
    assert [told.entry.number for told in first.context["entries"]] == list(range(24, 4, -1))
    assert first.context["alone"].ok
    rest = client.get(LEDGER, {"stream": "case/1", "after": first.context["page"].next_cursor})
    assert [told.entry.number for told in rest.context["entries"]] == [4, 3, 2, 1]


def test_subjects_are_found_by_their_beginning(enter: Enter, entry: Entry) -> None:
    client = enter(Role.IT_STAFF)
    assert [each.name for each in client.get(LEDGER, {"stream": "case/"}).context["page"]] == [
        "case/1",
        "case/2",
    ]
    assert "没有这样开头的对象" in text(client.get(LEDGER, {"stream": "买菜\x00"}))


def test_an_empty_ledger_says_so(enter: Enter) -> None:
    assert "还没有任何记录" in text(enter(Role.IT_STAFF).get(LEDGER))


def test_a_long_stream_is_not_verified_in_passing(
    enter: Enter, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "_VERIFIED_ALONE", 23)
    assert enter(Role.IT_STAFF).get(LEDGER, {"stream": "case/1"}).context["alone"] is None


def test_verifying_is_recorded_and_shown(enter: Enter, entry: Entry) -> None:
    seal()
    client = enter(Role.IT_STAFF)
    assert "还没有验证过" in text(client.get(LEDGER))
    answer = client.post(LEDGER)
    assert "台账完好" in text(answer)
    assert Entry.objects.get(action="ledger.verified").actor.name == "赵工"
    shown = text(enter(Role.DISTRICT_OFFICER).get(LEDGER))
    assert "共 25 条记录" in shown
    assert verify().ok


def test_a_verification_from_the_shell_or_the_clock_is_shown_with_its_door(
    enter: Enter, entry: Entry
) -> None:
    client = enter(Role.DISTRICT_OFFICER)
    record_verification(verify(), door=SHELL)
    assert "· 命令行</p>" in text(client.get(LEDGER))
    verify_by_the_clock()
    shown = text(client.get(LEDGER))
    assert "· 定时任务</p>" in shown
    assert "命令行" not in shown


def test_faults_are_named(enter: Enter, entry: Entry) -> None:
    client = enter(Role.IT_STAFF)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        drop_triggers()
        cursor.execute("UPDATE ledger_entry SET action = 'x' WHERE id = %s", [entry.pk])
        shown = text(client.post(LEDGER))
        assert "这条记录写入后被改过" in shown
        assert 'role="alert"' in shown
        assert "和写入时不一样" in text(client.get(LEDGER, {"stream": "case/2"}))
        transaction.set_rollback(True)


def test_only_it_staff_start_a_verification(enter: Enter, entry: Entry) -> None:
    client = enter(Role.DISTRICT_OFFICER)
    assert "现在验证" not in text(client.get(LEDGER))
    assert client.post(LEDGER).status_code == 403


def test_too_long_a_ledger_is_left_to_the_shell(
    enter: Enter, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "VERIFIED_HERE", 24)
    answer = enter(Role.IT_STAFF).post(LEDGER)
    assert answer.status_code == 403
    assert "jiayuan ledger verify" in text(answer)


def test_values_are_shown_for_a_recorded_reason(enter: Enter, entry: Entry) -> None:
    client = enter(Role.IT_STAFF)
    before = client.get(f"{LEDGER}{entry.pk}/")
    assert SECRET not in text(before)
    assert entry.hash in text(before)
    after = client.post(f"{LEDGER}{entry.pk}/", {"reason": " 核对投诉 "})
    assert SECRET in text(after)
    told = Entry.objects.get(stream=REVEALS)
    assert told.actor.name == "赵工"
    assert told.payload["after"] == {"entry": entry.pk, "stream": "case/2", "number": 1, "reason": "核对投诉"}


@pytest.mark.parametrize("reason", ["", "   ", "长" * 501])
def test_without_a_reason_nothing_is_shown(enter: Enter, entry: Entry, reason: str) -> None:
    answer = enter(Role.IT_STAFF).post(f"{LEDGER}{entry.pk}/", {"reason": reason})
    assert answer.status_code == 422
    assert "请用一句话说明" in text(answer)
    assert SECRET not in text(answer)
    assert not Entry.objects.filter(stream=REVEALS).exists()


def test_the_district_office_does_not_see_values(enter: Enter, entry: Entry) -> None:
    client = enter(Role.DISTRICT_OFFICER)
    assert "为什么要看" not in text(client.get(f"{LEDGER}{entry.pk}/"))
    assert client.post(f"{LEDGER}{entry.pk}/", {"reason": "好奇"}).status_code == 403
    assert not Entry.objects.filter(stream=REVEALS).exists()


def test_what_was_erased_is_gone(enter: Enter, entry: Entry) -> None:
    erase_personal_payloads([entry.pk], by=None, reason="本人要求")
    client = enter(Role.IT_STAFF)
    assert "已清除" in text(client.get(LEDGER, {"stream": "case/2"}))
    assert "只能证明曾经写过" in text(client.get(f"{LEDGER}{entry.pk}/"))
    assert client.post(f"{LEDGER}{entry.pk}/", {"reason": "核对"}).status_code == 409


def test_an_entry_that_is_not_there(enter: Enter) -> None:
    assert enter(Role.IT_STAFF).get(f"{LEDGER}999999/").status_code == 404


def test_statements_do_not_grow(enter: Enter, entry: Entry, django_assert_max_num_queries: Any) -> None:
    client = enter(Role.IT_STAFF)
    client.get(LEDGER)
    with django_assert_max_num_queries(8):
        client.get(LEDGER)
    with django_assert_max_num_queries(14):
        client.get(LEDGER, {"stream": "case/1"})
    with django_assert_max_num_queries(6):
        client.get(f"{LEDGER}{entry.pk}/")
