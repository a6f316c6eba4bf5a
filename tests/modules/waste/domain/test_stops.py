"""What came of a stop, once only; weights that cannot be; tickets; and who is told."""

from datetime import timedelta
from typing import Any

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.waste.domain.queries.day import board_of
from jiayuan.modules.waste.domain.rounds import break_down, finish_round
from jiayuan.modules.waste.domain.setting_out import start_round
from jiayuan.modules.waste.domain.stops import PURPOSE, StopDraft, correct_weight, end_stop
from jiayuan.modules.waste.domain.unloadings import (
    TicketCorrection,
    TicketDraft,
    correct_ticket,
    enter_ticket,
    is_off,
)
from jiayuan.modules.waste.models import RoundStop, Unloading, Weighing
from tests.factories import PersonFactory, PhotoFactory, RoundStopFactory
from tests.modules.waste.operating import Yard, weighed_on
from tests.modules.waste.scene import NOW, resident, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        yield Yard()


def done(kg: str) -> StopDraft:
    return StopDraft("done", kg=kg)


@pytest.mark.parametrize("kg", ["-3", "0", "0.04", "30000", "3000.1", "1e9", "1e30", "NaN", "", "viel"])
def test_a_weight_that_cannot_be_is_refused_and_the_stop_waits(yard: Yard, kg: str) -> None:
    found = yard.round(yard.estate(1))
    stop = found.stops.get()
    with pytest.raises(Invalid) as raised:
        end_stop(stop.pk, done(kg), by=yard.driver)
    assert raised.value.field == "kg"
    assert raised.value.remedy
    stop.refresh_from_db()
    assert (stop.state, Weighing.objects.count()) == ("waiting", 0)


def test_a_weight_sent_twice_counts_once(yard: Yard) -> None:
    stop = yard.round(yard.estate(1)).stops.get()
    for _turn in range(2):
        ended = end_stop(stop.pk, done("320.5"), by=yard.driver, nonce="n" * 32)
    assert (str(ended.kg), Weighing.objects.count()) == ("320.5", 1)
    with pytest.raises(Conflict, match=r"320\.5"):
        end_stop(stop.pk, done("300"), by=yard.driver, nonce="m" * 32)
    assert Entry.objects.filter(action="waste.stop_done").count() == 1


def test_a_correction_is_another_row_with_its_reason(yard: Yard) -> None:
    stop = yard.round(yard.estate(1)).stops.get()
    end_stop(stop.pk, StopDraft("done", kg="32", sure="32"), by=yard.driver)
    with pytest.raises(Refused):
        correct_weight(stop.pk, "320", "typed", by=yard.driver)
    with pytest.raises(Invalid):
        correct_weight(stop.pk, "320", "", by=yard.unit)
    assert correct_weight(stop.pk, "320", "typed", by=yard.unit).kg == 320
    assert [(int(each.kg), each.reason) for each in stop.weighings.all()] == [(32, ""), (320, "typed")]


def test_a_refusal_needs_a_photo_and_a_reason(yard: Yard) -> None:
    stop = yard.round(yard.estate(1)).stops.get()
    with pytest.raises(Invalid) as raised:
        end_stop(stop.pk, StopDraft("refuse", reason="mixed"), by=yard.driver)
    assert raised.value.field == "photos"
    photo = PhotoFactory(purpose=PURPOSE, uploaded_by=yard.driver.person)
    with pytest.raises(Invalid):
        end_stop(stop.pk, StopDraft("refuse", reason="time", photo_ids=[photo.pk]), by=yard.driver)
    ended = end_stop(stop.pk, StopDraft("refuse", reason="mixed", photo_ids=[photo.pk]), by=yard.driver)
    assert (ended.state, ended.photo) == ("refused", photo)


def test_residents_of_a_missed_estate_are_told(yard: Yard) -> None:
    estate = yard.estate(1)
    near, far = PersonFactory(home_place=estate), PersonFactory(home_place=yard.estate(2))
    stop = yard.round(estate).stops.get()
    end_stop(stop.pk, StopDraft("miss", reason="blocked"), by=yard.driver)
    assert [each.person for each in Notice.objects.all()] == [near] != [far]


def test_only_the_driver_and_the_unit(yard: Yard) -> None:
    stop = yard.round(yard.estate(1)).stops.get()
    other = Yard()
    for by in (other.driver, other.unit, resident(), worker()):
        with pytest.raises(Refused):
            end_stop(stop.pk, done("320"), by=by)


def test_what_a_truck_does_not_carry_is_not_loaded(yard: Yard) -> None:
    stop = yard.round(yard.estate(1)).stops.get()
    RoundStop.objects.update(stream="recyclable")
    with pytest.raises(Conflict) as raised:
        end_stop(stop.pk, done("320"), by=yard.driver)
    assert raised.value.code == "mixed"


def test_a_round_from_its_yard_to_its_end(yard: Yard) -> None:
    found = yard.round(yard.estate(1), state="planned")
    stop = found.stops.get()
    start_round(found.pk, by=yard.driver)
    with pytest.raises(Conflict):
        finish_round(found.pk, by=yard.driver)
    end_stop(stop.pk, done("1000"), by=yard.driver)
    with pytest.raises(Conflict) as raised:
        finish_round(found.pk, by=yard.driver)
    assert raised.value.code == "ticket"
    ticket = enter_ticket(found.pk, TicketDraft(1, yard.site.pk, "A-1", "1100"), by=yard.driver)
    assert not is_off(ticket.kg, weighed_on(ticket))
    correct_weight(stop.pk, "999", "typed", by=yard.unit)
    assert is_off(ticket.kg, weighed_on(ticket))
    assert finish_round(found.pk, by=yard.driver).state == "finished"
    with pytest.raises(Conflict):
        break_down(found.pk, by=yard.driver)


def test_a_ticket_counts_once(yard: Yard) -> None:
    found = yard.round(yard.estate(1))
    draft = TicketDraft(1, yard.site.pk, "A-1", "1100")
    for _turn in range(2):
        enter_ticket(found.pk, draft, by=yard.driver, nonce="n" * 32)
    with pytest.raises(Conflict) as raised:
        enter_ticket(found.pk, draft, by=yard.driver)
    assert (raised.value.field, Unloading.objects.count()) == ("ticket", 1)
    with pytest.raises(Invalid):
        enter_ticket(found.pk, TicketDraft(2, yard.site.pk, "A-2", "1100"), by=yard.driver)


def test_a_form_that_was_sent_for_one_trip_is_none_for_another(yard: Yard) -> None:
    found = yard.round(yard.estate(1))
    second = yard.estate(2)
    RoundStopFactory(round=found, estate=second, trip=2, position=1, site=yard.site)
    enter_ticket(found.pk, TicketDraft(1, yard.site.pk, "A-1", "1100"), by=yard.driver, nonce="n" * 32)
    with pytest.raises(Conflict) as raised:
        enter_ticket(found.pk, TicketDraft(2, yard.site.pk, "A-2", "900"), by=yard.driver, nonce="n" * 32)
    assert (raised.value.code, Unloading.objects.count()) == ("nonce", 1)


class TestACorrectedTicket:
    @pytest.fixture
    def ticket(self, yard: Yard) -> Unloading:
        found = yard.round(yard.estate(1))
        end_stop(found.stops.get().pk, done("1000"), by=yard.driver)
        return enter_ticket(found.pk, TicketDraft(1, yard.site.pk, "A-1", "110", sure="110"), by=yard.driver)

    def test_it_is_another_row_and_the_trip_is_reckoned_anew(self, yard: Yard, ticket: Unloading) -> None:
        (seen,) = board_of(yard.operator, NOW.date())
        assert [(each.is_off, each.is_open) for each in seen.tickets] == [(True, True)]
        made = correct_ticket(ticket.pk, TicketCorrection("A-7", "1010", "typed"), by=yard.unit)
        assert (made.corrects, made.reason, made.trip) == (ticket, "typed", 1)
        (seen,) = board_of(yard.operator, NOW.date())
        assert [(each.row, each.is_off) for each in seen.tickets] == [(made, False)]
        entry = Entry.objects.get(action="waste.correct_ticket")
        assert entry.payload["before"] == {"ticket": "A-1", "kg": "110.0"}
        assert entry.payload["after"] == {"trip": 1, "ticket": "A-7", "kg": "1010.0", "reason": "typed"}
        assert correct_ticket(made.pk, TicketCorrection("A-7", "1010", "scale"), by=yard.unit) == made
        with pytest.raises(Conflict) as raised:
            correct_ticket(ticket.pk, TicketCorrection("A-8", "1010", "typed"), by=yard.unit)
        assert (raised.value.code, Unloading.objects.count()) == ("stale", 2)

    @pytest.mark.parametrize(
        ("sent", "field"),
        [(("A-1", "0", "typed"), "kg"), (("A-1", "-3", "typed"), "kg"), (("A-1", "30000", "typed"), "kg"),
         (("A-1", "viel", "typed"), "kg"), (("A-1", "NaN", "typed"), "kg"), (("", "1010", "typed"), "ticket"),
         (("A" * 25, "1010", "typed"), "ticket"), (("A-1", "1010", ""), "reason"),
         (("A-1", "1010", "other_stop"), "reason")],
    )  # fmt: skip
    def test_what_cannot_be_is_refused_in_words(
        self, yard: Yard, ticket: Unloading, sent: tuple[str, str, str], field: str
    ) -> None:
        with pytest.raises(Invalid) as raised:
            correct_ticket(ticket.pk, TicketCorrection(*sent), by=yard.unit)
        assert (raised.value.field, bool(raised.value.remedy)) == (field, True)
        assert Unloading.objects.get() == ticket

    def test_a_week_stays_open_until_the_next_is_over(self, yard: Yard, ticket: Unloading) -> None:
        with at(NOW + timedelta(days=11)):
            made = correct_ticket(ticket.pk, TicketCorrection("A-1", "1010", "typed"), by=yard.unit)
        with at(NOW + timedelta(days=12)):
            with pytest.raises(Conflict, match="11月15日") as raised:
                correct_ticket(made.pk, TicketCorrection("A-1", "1011", "typed"), by=yard.unit)
            (seen,) = board_of(yard.operator, NOW.date())
        assert (raised.value.code, seen.tickets[0].is_open) == ("closed", False)

    def test_a_number_typed_wrong_is_free_for_the_trip_whose_it_is(
        self, yard: Yard, ticket: Unloading
    ) -> None:
        other = yard.round(yard.estate(2), crew=yard.truck())
        draft = TicketDraft(1, yard.site.pk, "A-1", "900")
        with pytest.raises(Conflict):
            enter_ticket(other.pk, draft, by=yard.unit)
        correct_ticket(ticket.pk, TicketCorrection("A-2", "1010", "typed"), by=yard.unit)
        theirs = enter_ticket(other.pk, draft, by=yard.unit)
        with pytest.raises(Conflict) as raised:
            correct_ticket(theirs.pk, TicketCorrection("A-2", "900", "typed"), by=yard.unit)
        assert (raised.value.field, raised.value.code) == ("ticket", "ticket")

    def test_only_the_unit(self, yard: Yard, ticket: Unloading) -> None:
        for by in (yard.driver, Yard().unit, resident(), worker()):
            with pytest.raises(Refused):
                correct_ticket(ticket.pk, TicketCorrection("A-1", "1010", "typed"), by=by)
        with pytest.raises(Missing):
            correct_ticket(0, TicketCorrection("A-1", "1010", "typed"), by=yard.unit)
