"""Whom something is told, in which words, over which ways, how often: once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import get_language

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.registers import NoticeKind, Register, registers
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain import tell as room
from jiayuan.foundation.notify.domain.reach import holders
from jiayuan.foundation.notify.domain.tell import Said, tell
from jiayuan.foundation.notify.models import Delivery, Notice
from jiayuan.foundation.people.models import Person
from tests.factories import ChoiceFactory, OrganisationFactory, PersonFactory, QuietHoursFactory


def say() -> Said:
    title = "The cover: taken up" if get_language() == "en" else "井盖：已受理"
    return Said(title, "今天下午来修", "/cases/1/", {"number": "1"})


def told(entry: Entry, *people: Person, **more: Any) -> int:
    return tell("sample", entry=entry, say=say, people=people, **more)


@pytest.fixture
def entry(db: None) -> Entry:
    return record("sample/1", "sample.told")


@pytest.fixture
def openids(monkeypatch: pytest.MonkeyPatch) -> dict[int, str]:
    """Whoever is in it has bound WeChat."""
    bound: dict[int, str] = {}
    ways: Register[Any] = Register()
    for name in registers.addresses.names():
        ways.add(name, registers.addresses[name])
    ways.add("wechat", lambda people: {each.pk: bound[each.pk] for each in people if each.pk in bound})
    monkeypatch.setattr(registers, "addresses", ways)
    return bound


def ways() -> list[tuple[str, str]]:
    return list(Delivery.objects.order_by("notice", "way").values_list("way", "address"))


def test_somebody_is_told_once_in_their_language(entry: Entry) -> None:
    chinese, english = PersonFactory(), PersonFactory(language="en")
    assert told(entry, chinese, english, chinese) == 2
    assert told(entry, chinese) == 0
    assert dict(Notice.objects.values_list("person", "title")) == {
        chinese.pk: "井盖：已受理",
        english.pk: "The cover: taken up",
    }
    assert Delivery.objects.count() == 2


def test_a_number_without_an_account_gets_a_text_message_once(entry: Entry) -> None:
    assert told(entry, phones=["+8613812345678", ""]) == 1
    assert told(entry, phones=["+8613812345678"]) == 0
    assert ways() == [("sms", "+8613812345678")]


def test_a_kind_that_stays_in_the_house_goes_to_no_number(entry: Entry) -> None:
    registers.notices.add("sample", NoticeKind("sample", "Sample", ""))
    assert told(entry, PersonFactory(), phones=["+8613812345678"]) == 2
    assert ways() == []


def test_nobody_is_told_of_their_own_act_and_the_gone_of_nothing(db: None) -> None:
    worker = PersonFactory()
    entry = record("sample/1", "sample.told", by=worker)
    assert told(entry, worker, PersonFactory(is_active=False)) == 0


def test_the_invented_past_is_told_to_nobody(db: None) -> None:
    assert told(record("sample/1", "sample.told", source=Source.DEMO), PersonFactory()) == 0


def test_an_unannounced_kind_is_a_mistake(entry: Entry) -> None:
    with pytest.raises(KeyError):
        tell("gossip", entry=entry, say=say, people=[PersonFactory()])


def test_both_stand_or_neither(db: None) -> None:
    with transaction.atomic():
        assert told(record("sample/1", "sample.told"), PersonFactory()) == 1
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


class TestWays:
    def test_the_first_that_reaches(self, entry: Entry, openids: dict[int, str]) -> None:
        bound, unbound, unreachable = PersonFactory(), PersonFactory(), PersonFactory(phone=None)
        openids[bound.pk] = "oA1"
        told(entry, bound, unbound, unreachable)
        assert ways() == [("wechat", "oA1"), ("sms", unbound.phone)]
        assert Notice.objects.count() == 3

    def test_exactly_what_was_chosen(self, entry: Entry, openids: dict[int, str]) -> None:
        both, none = PersonFactory(email="li@example.cn"), PersonFactory()
        openids[both.pk] = "oA1"
        for way, wanted in (("sms", True), ("email", True), ("wechat", False)):
            ChoiceFactory(person=both, way=way, is_wanted=wanted)
        ChoiceFactory(person=none, way="sms", is_wanted=False)
        told(entry, both, none)
        assert ways() == [("email", "li@example.cn"), ("sms", both.phone)]

    @pytest.mark.parametrize(
        ("hour", "urgent", "due"),
        [(12, False, 12), (14, False, 24), (14, True, 14), (23, False, 24)],
        ids=["by day", "at night", "urgent", "after midnight"],
    )
    def test_quiet_hours(self, entry: Entry, settings: Any, hour: int, urgent: bool, due: int) -> None:
        """22:00 to 08:00 in Shanghai is 14:00 to 24:00 UTC."""
        settings.QUIET_HOURS = "22:00-08:00"
        person = PersonFactory(email="li@example.cn")
        for way in ("sms", "email"):
            ChoiceFactory(person=person, way=way)
        moment = datetime(2026, 3, 2, hour, tzinfo=UTC)
        with at(moment):
            told(entry, person, is_urgent=urgent)
        wanted = datetime(2026, 3, 2 + due // 24, due % 24, tzinfo=UTC)
        assert dict(Delivery.objects.values_list("way", "due_at")) == {"sms": wanted, "email": moment}

    def test_ones_own_quiet_hours(self, entry: Entry, settings: Any) -> None:
        settings.QUIET_HOURS = "22:00-08:00"
        owl, lark = PersonFactory(), PersonFactory()
        QuietHoursFactory(person=owl, begins="00:00", ends="00:00")
        with at(datetime(2026, 3, 2, 15, tzinfo=UTC)):
            told(entry, owl, lark)
        due = dict(Delivery.objects.values_list("notice__person", "due_at"))
        assert (due[owl.pk].hour, due[lark.pk].hour) == (15, 0)


@pytest.mark.django_db
def test_the_cost_does_not_grow_with_the_readers(django_assert_num_queries: Any) -> None:
    for readers in (1, 30):
        entry, people = record(f"sample/{readers}", "sample.told"), PersonFactory.create_batch(readers)
        with django_assert_num_queries(7):
            told(entry, *people)


@pytest.mark.django_db
def test_holders_of_a_role_around_a_place(person_with: Callable[..., Person]) -> None:
    here = person_with(Role.COMMUNITY_WORKER, "140106004010")
    person_with(Role.COMMUNITY_WORKER, "140106004011")
    street = person_with(Role.STREET_OFFICER, "140106004")
    assert list(holders(Role.COMMUNITY_WORKER, around="140106004010001")) == [here]
    assert list(holders(Role.STREET_OFFICER, around="140106004010")) == [street]
    unit = OrganisationFactory()
    officer = person_with(Role.UNIT_OFFICER, "140106004", organisation=unit)
    assert list(holders(Role.UNIT_OFFICER, organisation=unit.pk)) == [officer]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestRace:
    READERS = 8

    def race(self) -> list[Exception]:
        entry, person = record("sample/1", "sample.told"), PersonFactory()
        start = Barrier(self.READERS)

        def work(_: int) -> Exception | None:
            try:
                start.wait(timeout=10)
                with transaction.atomic():
                    told(entry, person, phones=["+8613812345678"])
            except Exception as error:  # noqa: BLE001 the test looks at it
                return error
            finally:
                connection.close()
            return None

        with ThreadPoolExecutor(self.READERS) as threads:
            return [error for error in threads.map(work, range(self.READERS)) if error]

    def test_told_by_eight_at_once_somebody_is_told_once(self) -> None:
        assert self.race() == []
        assert (Notice.objects.count(), Delivery.objects.count()) == (2, 2)

    def test_without_the_constraint_they_are_told_often(self, monkeypatch: pytest.MonkeyPatch) -> None:
        read_by_all, write = Barrier(self.READERS), room._Telling.notice

        def meet_and_write(*given: Any) -> Notice:
            read_by_all.wait(timeout=20)
            return write(*given)

        monkeypatch.setattr(room._Telling, "notice", meet_and_write)
        names = ("notify_one_notice_a_person", "notify_one_notice_a_phone")
        constraints = [each for each in Notice._meta.constraints if each.name in names]
        with connection.schema_editor() as editor:
            for each in constraints:
                editor.remove_constraint(Notice, each)
        try:
            assert self.race() == []
            assert Notice.objects.count() == 2 * self.READERS
        finally:
            Delivery.objects.all().delete()
            Notice.objects.all().delete()
            with connection.schema_editor() as editor:
                for each in constraints:
                    editor.add_constraint(Notice, each)

    def test_a_fault_that_stays_is_raised(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: Any) -> None:
            raise IntegrityError

        monkeypatch.setattr(room, "_write_deliveries", broken)
        with pytest.raises(IntegrityError):
            told(record("sample/1", "sample.told"), PersonFactory())
