"""The national exchange: what is ready or lacks something, what was sent, what changed since, what was answered."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils import translation

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.domain.queries import history
from jiayuan.modules.volunteering.domain.corrections import ask_correction, decide_correction
from jiayuan.modules.volunteering.domain.exchange import enter_answer, put_together
from jiayuan.modules.volunteering.domain.exchange_items import OWN_FILE, items, read_items, record_number
from jiayuan.modules.volunteering.domain.queries import exchange
from jiayuan.modules.volunteering.domain.queries.exchange import counted, differences, line_of, listed
from jiayuan.modules.volunteering.models import ExchangeRow
from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.factories import HourEntryFactory, PersonFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(actor_with):
    return actor_with(Role.COMMUNITY_WORKER)


@pytest.fixture
def place(office):
    return PlaceFactory(path=COMMUNITY)


def given(place, **more):
    return HourEntryFactory(place=place, **more)


def send(office, words="十一月上报"):
    return put_together(COMMUNITY, words=words, by=office)


def taken_off(entry):
    HourEntryFactory(
        place=entry.place, person=entry.person, reverses=entry, minutes=-entry.minutes,
        starts_at=entry.starts_at, ends_at=entry.ends_at,
    )  # fmt: skip


def states(office):
    return {each.pk: str(line_of(each).state) for each in listed(office)}


def test_ready_incomplete_sent_and_never_what_does_not_count(place, office):
    ready, lacking = given(place), given(place, person=PersonFactory(phone=None))
    given(place, kind="training")
    given(place, because="paid")
    given(PlaceFactory(path=OTHER_COMMUNITY))
    assert states(office) == {ready.pk: "ready", lacking.pk: "incomplete"}
    line = next(line_of(each) for each in listed(office, "incomplete"))
    with translation.override("zh-hans"):
        assert line_of(line.entry).lacks == ["联系电话"]
    file = send(office)
    assert [each.entry_id for each in file.rows.all()] == [ready.pk]
    assert states(office) == {ready.pk: "sent", lacking.pk: "incomplete"}
    assert counted(office) == {"ready": 0, "incomplete": 1, "sent": 1, "changed": 0, "refused": 0}
    with pytest.raises(Conflict):
        send(office)


def test_of_personal_data_nothing_is_kept_but_that_it_changed(place, office):
    entry = given(place, person=PersonFactory(phone="+8613812345678"))
    send(office)
    sent = ExchangeRow.objects.get().sent
    assert not {entry.person.name, "13812345678"} & set(sent.values())
    assert sent["id_number"] == ""
    entry.person.phone = "+8613900001111"
    entry.person.save()
    (found,) = differences([COMMUNITY])
    assert [(before, after) for _label, before, after in found.items] == [("***", "***")]
    assert [each.operation for each in send(office, "更新").rows.all()] == ["change"]
    assert list(differences([COMMUNITY])) == []


def test_what_was_taken_off_is_told_and_what_was_written_anew_is_new(place, office, actor_with):
    entry = given(place)
    send(office)
    asked = ask_correction(entry.pk, minutes=45, words="提前走的", by=Actor(person=entry.person))
    decide_correction(asked.pk, grant=True, reason="", by=office)
    assert sorted(states(office).values()) == ["changed", "ready"]
    rows = send(office, "更正").rows.order_by("operation")
    assert [(each.operation, each.entry_id == entry.pk) for each in rows] == [
        ("new", False),
        ("remove", True),
    ]
    assert set(states(office).values()) == {"sent"}


def test_answers_are_entered_once_and_a_refused_row_is_sent_anew(place, office, actor_with):
    entry = given(place)
    file = send(office)
    with pytest.raises(Invalid):
        enter_answer(entry.pk, accepted=False, words="", by=office)
    for _again in range(2):
        enter_answer(entry.pk, accepted=False, words="单位代码有误", by=office)
    assert [each.action for each in history(file.stream)] == [
        "volunteering.put_together",
        "volunteering.enter_answer",
    ]
    line = line_of(listed(office, "refused").get())
    assert (str(line.state), line.words) == ("refused", "单位代码有误")
    again = send(office, "补报")
    enter_answer(entry.pk, accepted=True, words="", by=office)
    assert (again.rows.get().answer, file.rows.get().answer) == ("accepted", "refused")
    with pytest.raises(Missing):
        enter_answer(10**6, accepted=True, words="", by=office)
    stranger = actor_with(Role.COMMUNITY_WORKER, OTHER_COMMUNITY)
    with pytest.raises(Refused):
        enter_answer(entry.pk, accepted=True, words="", by=stranger)
    with pytest.raises(Refused):
        put_together(COMMUNITY, words="上报", by=stranger)


def test_a_change_that_was_refused_is_not_sent_as_new(place, office):
    """The other side has the entry: as a new one it would count twice there."""
    entry = given(place)
    send(office)
    enter_answer(entry.pk, accepted=True, words="", by=office)
    entry.person.phone = "+8613900001111"
    entry.person.save()
    for _again in range(2):
        assert send(office, "更新").rows.get().operation == "change"
        assert line_of(listed(office).get()).state == "sent"
        enter_answer(entry.pk, accepted=False, words="号码有误", by=office)
    assert line_of(listed(office, "refused").get()).words == "号码有误"


@pytest.mark.parametrize("refused_first", [False, True])
def test_what_was_taken_off_here_is_taken_off_there_until_it_is(place, office, refused_first):
    entry = given(place)
    send(office)
    enter_answer(entry.pk, accepted=True, words="", by=office)
    if refused_first:
        entry.person.phone = "+8613900001111"
        entry.person.save()
        send(office, "更新")
        enter_answer(entry.pk, accepted=False, words="号码有误", by=office)
    taken_off(entry)
    for _again in range(2):
        assert send(office, "撤销").rows.get().operation == "remove"
        assert states(office) == {}
        enter_answer(entry.pk, accepted=False, words="系统繁忙", by=office)
        line = line_of(listed(office, "changed").get())
        assert (str(line.state), line.words) == ("changed", "系统繁忙")
    send(office, "撤销")
    enter_answer(entry.pk, accepted=True, words="", by=office)
    with pytest.raises(Conflict):
        send(office)


def test_it_looks_through_everything_that_was_sent(place, office, monkeypatch):
    monkeypatch.setattr(exchange, "AT_ONCE", 2)
    entries = [given(place) for _number in range(5)]
    send(office)
    taken_off(entries[4])
    entries[3].person.name = "改名了"
    entries[3].person.save()
    assert [each.operation for each in differences([COMMUNITY])] == ["remove", "change"]


def test_taken_out_and_answered_as_a_table(place, office):
    sheet = registers.sheets["exchange"]
    entry, other = given(place, person=PersonFactory(phone="+8613812345678")), given(place)
    send(office)
    rows = {row["record"]: row for row in sheet.rows(office)}
    assert rows[record_number(entry.pk)]["item_phone"] == "13812345678"
    assert rows[record_number(entry.pk)]["item_hours"] == "1.00"
    loader = sheet.loader(office)
    answers = [
        {"record": record_number(entry.pk), "result": "accepted", "reason": None},
        {"record": record_number(other.pk), "result": "refused", "reason": None},
        {"record": record_number(10**6), "result": "accepted", "reason": None},
    ]
    loader.prepare(answers)
    assert loader.plan(answers[0]).kind == "changed"
    loader.write(answers[0], nonce="1")
    for answer, field in ((answers[1], "reason"), (answers[2], "record")):
        with pytest.raises(Invalid) as refused:
            loader.plan(answer)
        assert refused.value.field == field
    assert ExchangeRow.objects.get(entry=entry).answer == "accepted"


def test_the_table_of_items_is_read_and_its_mistakes_are_named(tmp_path):
    text = OWN_FILE.read_text(encoding="utf-8")
    blank = [each for each in items() if not each.source]
    assert {"id_number", "id_kind", "volunteer_number"} <= {each.key for each in blank}
    assert all(each.blank_because and each.blank_because_en for each in blank)
    for wrong, said in (
        (text.replace(",phone,1", ",fax,1"), "fax"),
        (text.replace("new=新增", "new新增"), "ours=theirs"),
        (text + text.splitlines()[-1] + "\n", "twice"),
        (text.replace("本平台不收集身份证件号码", ""), "both languages"),
        ("key,heading\n", "first item"),
    ):
        path = tmp_path / "items.csv"
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(ImproperlyConfigured, match=said):
            read_items(path)
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        read_items(tmp_path / "nothing.csv")


def test_pages_say_what_is_ready_why_not_and_what_changed(place, office, sign_in):
    entry = given(place)
    given(place, person=PersonFactory(phone=None))
    client = sign_in(office.person)
    page = client.get(reverse("console-exchange"))
    for words in ("可上报", "缺少", "联系电话", "本平台不收集身份证件号码"):
        assert words in page.content.decode(), words
    put = reverse("console-exchange-put")
    assert client.post(put, {"words": ""}).status_code == 422
    assert client.post(put, {"words": "十一月上报"}).status_code == 302
    entry.person.phone = "+8613900001111"
    entry.person.save()
    changes = client.get(reverse("console-exchange-changes")).content.decode()
    assert record_number(entry.pk) in changes
    assert "13900001111" not in changes


def test_a_file_of_many_costs_no_more_queries(place, office, django_assert_max_num_queries):
    people = [PersonFactory() for _number in range(3)]
    for number in range(40):
        given(place, person=people[number % 3])
    with django_assert_max_num_queries(14):
        assert send(office).rows.count() == 40
