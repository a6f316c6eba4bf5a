"""What a driver's phone kept without network and sends later, perhaps twice and perhaps after midnight."""

from datetime import timedelta
from typing import Any

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.source import Source, coming_from
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.waste.domain.rounds import break_down, call_off, finish_round
from jiayuan.modules.waste.domain.setting_out import start_round
from jiayuan.modules.waste.domain.stops import StopDraft, end_stop
from jiayuan.modules.waste.domain.unloadings import TicketDraft, enter_ticket
from jiayuan.modules.waste.models import Round
from tests.modules.waste.operating import Yard
from tests.modules.waste.scene import NOW

pytestmark = pytest.mark.django_db
START, STOP, END = "a" * 32, "b" * 32, "c" * 32


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        yield Yard()


def many(action: str) -> int:
    return Entry.objects.filter(action=f"waste.{action}").count()


def test_a_whole_round_sent_twice_is_one(yard: Yard) -> None:
    found = yard.round(yard.estate(1), state="planned")
    stop = found.stops.get()
    for _turn in range(2):
        start_round(found.pk, by=yard.driver, nonce=START)
        end_stop(stop.pk, StopDraft("done", kg="320"), by=yard.driver, nonce=STOP)
        enter_ticket(found.pk, TicketDraft(1, yard.site.pk, "A-1", "322"), by=yard.driver, nonce="d" * 32)
        assert finish_round(found.pk, by=yard.driver, nonce=END).state == "finished"
    for action in ("round_start", "stop_done", "unload", "round_finish"):
        assert many(action) == 1
    with pytest.raises(Conflict):
        finish_round(found.pk, by=yard.driver, nonce="e" * 32)


def test_a_breakdown_and_a_calling_off_sent_twice_are_one(yard: Yard) -> None:
    broken, off = yard.round(yard.estate(1)), yard.round(yard.estate(2), crew=yard.truck(), state="planned")
    for _turn in range(2):
        assert break_down(broken.pk, by=yard.driver, nonce=START).state == "broken_down"
        assert call_off(off.pk, by=yard.unit, nonce=END).state == "called_off"
    assert (many("round_break_down"), many("round_call_off")) == (1, 1)


def test_one_nonce_does_not_end_two_stops(yard: Yard) -> None:
    found = yard.round(yard.estate(1), yard.estate(2))
    one, two = found.stops.all()
    end_stop(one.pk, StopDraft("done", kg="320"), by=yard.driver, nonce=STOP)
    with pytest.raises(Conflict) as raised:
        end_stop(two.pk, StopDraft("done", kg="330"), by=yard.driver, nonce=STOP)
    assert raised.value.code == "nonce"


def test_what_comes_after_midnight_counts_when_it_was_done(yard: Yard) -> None:
    found = yard.round(yard.estate(1), state="planned")
    with at(NOW + timedelta(hours=15)), coming_from(Source.OFFLINE, entered=NOW + timedelta(minutes=5)):
        assert [each.pk for each in Round.objects.driven_by(yard.driver)] == [found.pk]
        start_round(found.pk, by=yard.driver, nonce=START)
        ended = end_stop(found.stops.get().pk, StopDraft("done", kg="320"), by=yard.driver, nonce=STOP)
    assert ended.ended_at == NOW + timedelta(minutes=5)
    with at(NOW + timedelta(hours=15)):
        assert not Round.objects.driven_by(yard.driver).exists()
