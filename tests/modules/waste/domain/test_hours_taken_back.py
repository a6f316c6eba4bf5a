"""Hours that a unit takes back: closed to new ones, fewer places, or withdrawn with everybody who has booked them."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from threading import Event
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.modules.waste.domain import appointments
from jiayuan.modules.waste.domain.appointments import (
    amend_appointment,
    book_appointment,
    cancel_appointment,
    end_appointment,
    lapse_forgotten,
    move_appointment,
)
from jiayuan.modules.waste.domain.pickup_hours import (
    HoursOffer,
    offer_hours,
    set_seats,
    turn_hours,
    withdraw_hours,
)
from jiayuan.modules.waste.domain.queries.appointments import free_hours
from jiayuan.modules.waste.models import Appointment, PickupHours
from tests.factories import PickupHoursFactory, PlaceFactory
from tests.services.cases.domain.test_races import together

from ..operating import Yard
from ..scene import COMMUNITY, ESTATE, NOW, estate, resident
from .test_appointments import draft, refusal


@pytest.fixture
def now(db: None) -> Iterator[None]:
    with at(NOW):
        yield


@pytest.fixture
def yard(now: None) -> Yard:
    estate()
    return Yard()


@pytest.fixture
def hours(yard: Yard) -> PickupHours:
    found: PickupHours = PickupHoursFactory(
        operator=yard.operator, place=PlaceFactory(path=COMMUNITY), capacity=4
    )
    return found


def other_than(hours: PickupHours, **fields: Any) -> PickupHours:
    found: PickupHours = PickupHoursFactory(operator=hours.operator, place=hours.place, **fields)
    return found


class TestClosedToNewOnes:
    def test_what_is_booked_stays_and_nobody_else_books(self, yard: Yard, hours: PickupHours) -> None:
        person = resident()
        made = book_appointment(ESTATE, draft(hours), by=person).appointment
        for _turn in range(2):
            assert turn_hours(hours.pk, "close", by=yard.unit).state == "closed"
        other = draft(hours, items="旧床垫")
        assert refusal(lambda: book_appointment(ESTATE, other, by=Actor())).code == "closed"
        assert free_hours(made.estate) == []
        assert free_hours(made.estate, but_also=hours.pk) == [hours]
        assert amend_appointment(made.pk, draft(hours, items="两扇门"), by=person).items == "两扇门"
        assert Notice.objects.count() == 0
        assert turn_hours(hours.pk, "reopen", by=yard.unit).state == "open"
        assert book_appointment(ESTATE, draft(hours), by=Actor()).appointment.hours == hours
        assert Entry.objects.filter(action="waste.close_hours").count() == 1

    def test_a_place_given_back_is_not_free_again(self, yard: Yard, hours: PickupHours) -> None:
        person = resident()
        made = book_appointment(ESTATE, draft(hours), by=person).appointment
        turn_hours(hours.pk, "close", by=yard.unit)
        cancel_appointment(made.pk, by=person)
        assert refusal(lambda: book_appointment(ESTATE, draft(hours), by=person)).code == "closed"

    def test_fewer_places_but_never_fewer_than_are_taken(self, yard: Yard, hours: PickupHours) -> None:
        for number in range(2):
            book_appointment(ESTATE, draft(hours, contact_phone=f"1380013800{number}"), by=Actor())
        for wrong in (1, 0, 201):
            error = refusal(lambda wrong=wrong: set_seats(hours.pk, wrong, by=yard.unit))
            assert (type(error), error.field, bool(error.remedy)) == (Invalid, "capacity", True)
        assert set_seats(hours.pk, 2, by=yard.unit).capacity == 2
        other = draft(hours, items="旧床垫")
        assert refusal(lambda: book_appointment(ESTATE, other, by=Actor())).code == "full"

    def test_only_the_unit_and_only_until_they_begin(self, yard: Yard, hours: PickupHours) -> None:
        for by in (Yard().unit, resident(), yard.driver):
            for job in (turn_hours, set_seats, withdraw_hours):
                given = {"turn_hours": ("close",), "set_seats": (2,)}.get(job.__name__, ())
                assert isinstance(
                    refusal(lambda job=job, given=given, by=by: job(hours.pk, *given, by=by)), Refused
                )
        assert isinstance(refusal(lambda: turn_hours(hours.pk, "sell", by=yard.unit)), Missing)
        assert isinstance(refusal(lambda: withdraw_hours(0, by=yard.unit)), Missing)
        with at(NOW + timedelta(days=3)):
            for late in (
                lambda: turn_hours(hours.pk, "close", by=yard.unit),
                lambda: withdraw_hours(hours.pk, by=yard.unit),
            ):
                assert refusal(late).code == "late"


class TestWithdrawn:
    def test_who_booked_is_told_and_chooses_others_with_one_tap(self, yard: Yard, hours: PickupHours) -> None:
        person = resident()
        mine = book_appointment(ESTATE, draft(hours), by=person).appointment
        guest = book_appointment(ESTATE, draft(hours, contact_phone="13900139000"), by=Actor()).appointment
        for _turn in range(2):
            found = withdraw_hours(hours.pk, by=yard.unit)
        assert (found.state, found.taken) == ("withdrawn", 0)
        told = {(each.person_id, each.phone, each.kind) for each in Notice.objects.all()}
        assert told == {(person.pk, "", "waste.unseated"), (None, "+8613900139000", "waste.unseated")}
        other, full = other_than(hours), other_than(hours, capacity=1, taken=1)
        clothes = other_than(hours, waste="textile")
        assert free_hours(mine.estate, waste="bulky") == [other]
        assert refusal(lambda: move_appointment(mine.pk, str(full.pk), by=person)).code == "full"
        assert refusal(lambda: move_appointment(mine.pk, str(clothes.pk), by=person)).field == "hours"
        assert refusal(lambda: move_appointment(mine.pk, str(hours.pk), by=person)).code == "closed"
        assert isinstance(refusal(lambda: move_appointment(mine.pk, str(other.pk), by=resident())), Refused)
        for _turn in range(2):
            moved = move_appointment(mine.pk, str(other.pk), by=person)
        other.refresh_from_db()
        assert (moved.state, moved.hours, moved.items, other.taken) == ("booked", other, "旧沙发", 1)
        assert refusal(lambda: move_appointment(mine.pk, str(full.pk), by=person)).code == "state"
        holder = Actor(tokens=frozenset({guest.token_hash}))
        assert cancel_appointment(guest.pk, by=holder).contact_phone == ""
        assert not Notice.objects.filter(phone="+8613900139000").exists()

    def test_nobody_can_end_what_has_no_hours_and_nothing_is_kept_for_ever(
        self, yard: Yard, hours: PickupHours
    ) -> None:
        person = resident()
        mine = book_appointment(ESTATE, draft(hours), by=person).appointment
        theirs = book_appointment(ESTATE, draft(hours, contact_phone="13900139000"), by=Actor()).appointment
        withdraw_hours(hours.pk, by=yard.unit)
        assert refusal(lambda: end_appointment(mine.pk, "call_off", by=yard.unit)).code == "state"
        erase_person(person.person, by=person)
        hours.refresh_from_db()
        assert (Appointment.objects.get(pk=mine.pk).state, hours.taken) == ("cancelled", 0)
        with at(NOW + timedelta(days=12)):
            assert lapse_forgotten() == 1
        assert Appointment.objects.get(pk=theirs.pk).contact_phone == ""

    def test_the_same_hours_can_be_offered_again(self, yard: Yard, hours: PickupHours) -> None:
        withdraw_hours(hours.pk, by=yard.unit)
        again = HoursOffer(
            hours.place_id, hours.waste, hours.day, hours.starts_at, hours.ends_at, hours.capacity
        )
        assert offer_hours(yard.operator, again, by=yard.unit).pk != hours.pk


def test_what_is_offered_often_does_not_hide_what_is_offered_seldom(hours: PickupHours) -> None:
    for number in range(30):
        other_than(hours, day=hours.day + timedelta(days=number + 1))
    rare = other_than(hours, waste="battery", day=hours.day + timedelta(days=40))
    found = free_hours(PlaceFactory._meta.model.objects.get(pk=ESTATE))
    assert (found[0], found[-1], len(found)) == (hours, rare, 13)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestBookedWhileWithdrawn:
    is_read, is_withdrawn = Event(), Event()

    @pytest.fixture(autouse=True)
    def _at_once(self) -> None:
        """Unless one waits for the other, both begin in one moment."""
        self.is_read = Event()
        self.is_read.set()

    def race(self) -> Counter[str]:
        with at(NOW):
            estate()
            yard = Yard()
            hours = PickupHoursFactory(operator=yard.operator, place=PlaceFactory(path=COMMUNITY), capacity=1)
        return together(lambda: self.book(hours), lambda: self.withdraw(yard, hours))

    def book(self, hours: PickupHours) -> None:
        with at(NOW):
            book_appointment(ESTATE, draft(hours), by=Actor())

    def withdraw(self, yard: Yard, hours: PickupHours) -> None:
        self.is_read.wait(timeout=10)
        with at(NOW):
            withdraw_hours(hours.pk, by=yard.unit)
        self.is_withdrawn.set()

    def test_guard_on_who_booked_is_told_or_who_books_is(self) -> None:
        ended = self.race()
        hours = PickupHours.objects.get()
        assert (hours.state, hours.taken) == ("withdrawn", 0)
        waiting = Appointment.objects.values_list("state", flat=True)
        assert (ended, list(waiting)) in (
            (Counter(done=2), ["unseated"]), (Counter(done=1, Conflict=1), []),
        )  # fmt: skip

    def test_guard_off_only_the_database_says_no(self) -> None:
        """Who books read the hours while they were open, and writes once they are withdrawn."""
        self.is_read, self.is_withdrawn = Event(), Event()

        def look(rows: Any, pk: int) -> Any:
            found = rows.filter(pk=pk).first()
            self.is_read.set()
            self.is_withdrawn.wait(timeout=10)
            return found

        with (
            mock.patch.object(appointments, "lock_first", look),
            pytest.raises(IntegrityError, match="waste_withdrawn_hours_hold_nobody"),
        ):
            self.race()
