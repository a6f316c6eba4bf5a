"""A delivery on its way: sent, refused, tried again, in doubt, asked for, given up."""

import smtplib
import socket
import urllib.error
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.channels.base import SendingFailed
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.notify.domain import deliver, take
from jiayuan.foundation.notify.domain.deliver import (
    MOST_ATTEMPTS,
    deliver_due,
    handle,
    message_of,
    pause_after,
)
from jiayuan.foundation.notify.domain.outcome import is_in_doubt
from jiayuan.foundation.notify.enums import ENDED, LIVE, MOVES, TROUBLE, Event, State
from jiayuan.foundation.notify.models import Delivery
from tests.factories import DeliveryFactory, NoticeFactory, QuietHoursFactory

from .conftest import Provider

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def caused(error: SendingFailed, cause: BaseException) -> SendingFailed:
    error.__cause__ = cause
    return error


@pytest.fixture
def delivery(db: None) -> Delivery:
    made: Delivery = DeliveryFactory(due_at=NOON)
    return made


def go(seconds: float = 0) -> int:
    with at(NOON + timedelta(seconds=seconds)):
        return deliver_due()


def test_the_table_leads_everywhere_and_back() -> None:
    """Every state is reached, every end but the good one can be mended, and nothing is both alive and ended."""
    assert {move.target for move in MOVES} == set(State)
    retry = next(move for move in MOVES if move.event == Event.RETRY)
    assert set(retry.sources) == set(ENDED) - {State.SENT}
    assert set(LIVE) | set(ENDED) == set(State)
    assert set(TROUBLE) < set(ENDED)


@pytest.mark.django_db
class TestOne:
    def test_it_is_sent_once(self, delivery: Delivery, provider: Provider) -> None:
        assert go() == 1
        assert go(3600) == 0
        delivery.refresh_from_db()
        assert (delivery.state, delivery.provider_id, delivery.attempts) == (State.SENT, "number-1", 1)
        assert [each.reference for each in provider.taken] == [delivery.reference]
        assert "短信" in str(delivery)

    @pytest.mark.usefixtures("delivery", "provider")
    def test_nothing_before_its_time(self) -> None:
        assert go(-1) == 0

    def test_the_message(self, delivery: Delivery) -> None:
        message = message_of(delivery)
        assert message.words == "井盖：已受理。https://jiayuan.example.cn/messages/"
        assert (message.to, message.template, message.channel) == ("+8613812345678", "sample", "sms")
        assert message.params["title"] == "井盖：已受理"

    def test_letters_say_more_and_without_an_address_of_the_house_no_link(
        self, delivery: Delivery, settings: Any
    ) -> None:
        settings.PUBLIC_URL = ""
        assert message_of(delivery).words == "井盖：已受理"
        delivery.way = "email"
        assert message_of(delivery).words == "井盖：已受理\n今天下午来修"

    def test_what_the_provider_refuses_is_over(self, delivery: Delivery, provider: Provider) -> None:
        provider.faults = [SendingFailed("isv.MOBILE: 非法手机号", permanent=True, code="isv.MOBILE")]
        go()
        delivery.refresh_from_db()
        assert (delivery.state, delivery.error) == (State.FAILED, "isv.MOBILE: 非法手机号")

    def test_a_busy_provider_is_tried_later(self, delivery: Delivery, provider: Provider) -> None:
        provider.faults = [SendingFailed("busy", code="429", retry_after=300)]
        go()
        delivery.refresh_from_db()
        assert (delivery.state, delivery.due_at) == (State.WAITING, NOON + timedelta(seconds=300))
        assert delivery.handed_at is None
        go(300)
        assert len(provider.taken) == 1
        assert provider.asked == []

    def test_it_is_given_up_after_many_tries(self, delivery: Delivery, provider: Provider) -> None:
        provider.faults = [SendingFailed("busy", code="429") for _ in range(20)]
        for hour in range(20):
            go(hour * 3 * 3600)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts) == (State.GIVEN_UP, MOST_ATTEMPTS)

    def test_a_message_that_cannot_be_written_has_not_left(
        self, delivery: Delivery, provider: Provider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Also where the provider forgets at once: nobody has to decide whether it may have arrived."""

        def broken(_: Delivery) -> None:
            raise KeyError("title")

        provider.memory = None
        with monkeypatch.context() as patch:
            patch.setattr(deliver, "message_of", broken)
            go()
        delivery.refresh_from_db()
        assert (delivery.state, delivery.handed_at, delivery.attempts) == (State.WAITING, None, 1)
        go(3600)
        delivery.refresh_from_db()
        assert delivery.state == State.SENT
        assert provider.asked == []

    def test_without_a_provider_it_waits(self, delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
        def none(_: str) -> None:
            raise ImproperlyConfigured("JIAYUAN_SMS_KEY_ID")

        monkeypatch.setattr(deliver, "channel", none)
        go()
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts) == (State.WAITING, 1)
        assert delivery.error == "ImproperlyConfigured: JIAYUAN_SMS_KEY_ID"
        assert delivery.handed_at is None

    def test_what_waited_into_the_night_waits_for_the_morning(
        self, delivery: Delivery, provider: Provider, settings: Any
    ) -> None:
        settings.QUIET_HOURS = "21:30-07:30"
        go(11 * 3600)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.due_at) == (State.WAITING, datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
        QuietHoursFactory(person=delivery.notice.person, begins="06:00", ends="09:00")
        go(20 * 3600)
        delivery.refresh_from_db()
        assert delivery.due_at == datetime(2026, 3, 3, 1, tzinfo=UTC)
        assert provider.taken == []

    @pytest.mark.usefixtures("delivery", "provider")
    def test_a_turn_ends_in_time(self) -> None:
        assert deliver_due(seconds=0) == 0


@pytest.mark.django_db
class TestDoubt:
    """Between "sending begins" and its outcome the messenger died, or the line did."""

    def test_a_lost_answer_is_asked_for_and_not_sent_again(
        self, delivery: Delivery, provider: Provider
    ) -> None:
        go_once = provider.send

        def taken_but_unsaid(message: Any) -> Any:
            go_once(message)
            raise caused(SendingFailed("no answer"), TimeoutError())

        provider.send = taken_but_unsaid  # type: ignore[method-assign]
        go()
        delivery.refresh_from_db()
        assert (delivery.state, delivery.handed_at) == (State.WAITING, NOON)
        go(3600)
        delivery.refresh_from_db()
        assert (delivery.state, len(provider.taken)) == (State.SENT, 1)

    def dead(self) -> None:
        """Taken and handed over by a messenger that was killed."""
        with at(NOON):
            [taken] = take.take(1)
            assert take.hand_over(taken)

    @pytest.mark.usefixtures("delivery", "provider")
    def test_before_the_lease_is_over_nobody_touches_it(self) -> None:
        self.dead()
        assert go(take.LEASE - 1) == 0

    def test_what_the_provider_never_got_is_sent(self, delivery: Delivery, provider: Provider) -> None:
        self.dead()
        go(take.LEASE + 1)
        delivery.refresh_from_db()
        assert (delivery.state, len(provider.taken)) == (State.SENT, 1)
        assert [each[2].isoformat() for each in provider.asked] == ["2026-03-02"]

    def test_close_to_midnight_both_days_are_asked_for(self, provider: Provider) -> None:
        midnight = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)
        DeliveryFactory(due_at=midnight)
        with at(midnight):
            take.hand_over(take.take(1)[0])
        with at(midnight + timedelta(hours=1)):
            deliver_due()
        assert [each[2].isoformat() for each in provider.asked] == ["2026-03-02", "2026-03-03"]

    def test_a_provider_that_cannot_say_gets_it_at_most_once(
        self, delivery: Delivery, provider: Provider
    ) -> None:
        provider.memory = None
        self.dead()
        go(take.LEASE + 1)
        delivery.refresh_from_db()
        assert (delivery.state, provider.taken) == (State.UNCERTAIN, [])
        assert go(7200) == 0

    def test_one_that_was_taken_but_not_begun_is_simply_sent(
        self, delivery: Delivery, provider: Provider
    ) -> None:
        provider.memory = None
        with at(NOON):
            take.take(1)
        go(take.LEASE + 1)
        delivery.refresh_from_db()
        assert delivery.state == State.SENT

    def test_a_provider_that_cannot_be_asked_is_asked_later(
        self, delivery: Delivery, provider: Provider
    ) -> None:
        self.dead()

        def unreachable(*_: Any) -> None:
            raise SendingFailed("no answer")

        provider.was_sent = unreachable  # type: ignore[method-assign]
        go(take.LEASE + 1)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.handed_at) == (State.WAITING, NOON)
        Delivery.objects.update(attempts=MOST_ATTEMPTS)
        go(86400)
        delivery.refresh_from_db()
        assert (delivery.state, provider.taken) == (State.UNCERTAIN, [])

    def test_a_ghost_writes_nothing(self, delivery: Delivery, provider: Provider) -> None:
        """A messenger taken for dead comes back: it neither sends nor writes."""
        with at(NOON):
            [ghost] = take.take(1)
        go(take.LEASE + 1)
        with at(NOON + timedelta(seconds=take.LEASE + 2)):
            handle(ghost)
        delivery.refresh_from_db()
        assert (delivery.state, len(provider.taken), delivery.fence) == (State.SENT, 1, 2)

    @pytest.mark.usefixtures("delivery")
    def test_a_slow_one_begins_nothing_after_its_lease(self, provider: Provider) -> None:
        with at(NOON):
            [slow] = take.take(1)
        with at(NOON + timedelta(seconds=take.LEASE + 1)):
            handle(slow)
        assert provider.taken == []

    @pytest.mark.parametrize(
        ("error", "doubt"),
        [
            (SendingFailed("isv.X", code="isv.X"), False),
            (SendingFailed("bad gateway", code="502"), True),
            (SendingFailed("no template", permanent=True), False),
            (caused(SendingFailed("?"), TimeoutError()), True),
            (caused(SendingFailed("?"), ConnectionResetError()), True),
            (caused(SendingFailed("?"), ConnectionRefusedError()), False),
            (caused(SendingFailed("?"), urllib.error.URLError(ConnectionRefusedError())), False),
            (caused(SendingFailed("?"), urllib.error.URLError(socket.gaierror())), False),
            (caused(SendingFailed("?"), smtplib.SMTPConnectError(421, b"later")), False),
            (caused(SendingFailed("?"), smtplib.SMTPServerDisconnected()), True),
            (SendingFailed("?"), True),
        ],
    )
    def test_what_a_failure_says(self, error: SendingFailed, doubt: bool) -> None:
        assert is_in_doubt(error) == doubt


@given(st.integers(0, 100))
def test_pauses_grow_and_are_bounded(attempt: int) -> None:
    wanted = min(30 * 2 ** max(attempt - 1, 0), 7200)
    assert 0.74 * wanted <= pause_after(attempt) <= 1.26 * wanted


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestRace:
    MESSENGERS, MESSAGES = 6, 60

    def race(self) -> Provider:
        notice = NoticeFactory
        for number in range(self.MESSAGES):
            DeliveryFactory(
                notice=notice(), due_at=now() - timedelta(seconds=1), address=f"+86138{number:08}"
            )
        provider, start = Provider(), Barrier(self.MESSENGERS)

        def work(_: int) -> None:
            start.wait(timeout=10)
            try:
                deliver_due(batch=3)
            finally:
                connection.close()

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(deliver, "channel", lambda _way: provider)
            with ThreadPoolExecutor(self.MESSENGERS) as threads:
                list(threads.map(work, range(self.MESSENGERS)))
        return provider

    def test_messengers_never_take_the_same(self) -> None:
        sent = [each.reference for each in self.race().taken]
        assert len(sent) == len(set(sent)) == self.MESSAGES

    def test_without_lock_and_fence_they_do(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def look(limit: int, *, lease: int) -> Any:
            found = list(Delivery.objects.due(now()).select_related("notice__person__quiet_hours")[:limit])
            Delivery.objects.filter(pk__in=[each.pk for each in found]).update(
                state=State.SENDING, leased_until=now() + timedelta(seconds=lease)
            )
            return found

        monkeypatch.setattr(deliver, "take", look)
        sent = [each.reference for each in self.race().taken]
        assert len(sent) > len(set(sent))
