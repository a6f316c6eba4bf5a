"""Booking what no bin takes: places that are scarce, states, and what is forgotten when it is over."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from threading import Barrier
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, DomainError, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.modules.waste.domain import appointments
from jiayuan.modules.waste.domain.appointment_drafts import AppointmentDraft
from jiayuan.modules.waste.domain.appointments import (
    amend_appointment,
    book_appointment,
    cancel_appointment,
    end_appointment,
    lapse_forgotten,
)
from jiayuan.modules.waste.domain.personal_data import export_waste
from jiayuan.modules.waste.domain.pickup_hours import HoursOffer, offer_hours, withdraw_hours
from jiayuan.modules.waste.domain.queries.appointments import free_hours
from jiayuan.modules.waste.models import Appointment, PickupHours
from tests.factories import PickupHoursFactory, PlaceFactory
from tests.services.cases.domain.test_races import together

from ..operating import Yard
from ..scene import COMMUNITY, ESTATE, NINE, NOW, OTHER, SEVEN, estate, resident

PHONE = "13800138000"


def draft(hours: PickupHours, **said: Any) -> AppointmentDraft:
    fields = {"items": "旧沙发", "pieces": "1", "address": "3 号楼门口", "contact_phone": PHONE} | said
    return AppointmentDraft(str(hours.pk), **fields)


def refusal(job: Any) -> DomainError:
    with pytest.raises(DomainError) as raised:
        job()
    return raised.value


@pytest.fixture
def now(db: None) -> Iterator[None]:
    with at(NOW):
        yield


@pytest.fixture
def hours(now: None) -> PickupHours:
    estate()
    found: PickupHours = PickupHoursFactory(place=PlaceFactory(path=COMMUNITY), capacity=2)
    return found


class TestBooking:
    def test_a_guest_books_and_comes_back_by_the_token(self, hours: PickupHours) -> None:
        booked = book_appointment(ESTATE, draft(hours), by=Actor(), nonce="n" * 20)
        again = book_appointment(ESTATE, draft(hours), by=Actor(), nonce="n" * 20)
        hours.refresh_from_db()
        assert (again.appointment, again.token, hours.taken) == (booked.appointment, booked.token, 1)
        assert booked.appointment.contact_phone == "+86" + PHONE

    def test_the_last_place_is_the_last(self, hours: PickupHours) -> None:
        for number in range(2):
            book_appointment(ESTATE, draft(hours, contact_phone=f"1380013800{number}"), by=Actor())
        error = refusal(
            lambda: book_appointment(ESTATE, draft(hours, contact_phone="13800138009"), by=Actor())
        )
        assert (type(error), error.field) == (Conflict, "hours")
        assert free_hours(Appointment.objects.all()[0].estate) == []

    @pytest.mark.parametrize(
        ("said", "field"),
        [({"items": ""}, "items"), ({"pieces": "-3"}, "pieces"), ({"pieces": "51"}, "pieces"),
         ({"address": " "}, "address"), ({"contact_phone": "12"}, "phone")],
    )  # fmt: skip
    def test_each_refusal_names_its_field(self, hours: PickupHours, said: Any, field: str) -> None:
        error = refusal(lambda: book_appointment(ESTATE, draft(hours, **said), by=Actor()))
        assert (type(error), error.field) == (Invalid, field)
        assert error.remedy

    def test_nobody_books_elsewhere_or_for_today(self, hours: PickupHours) -> None:
        far = PickupHoursFactory(place=PlaceFactory(path=OTHER))
        soon = PickupHoursFactory(place=hours.place, day=NOW.date())
        for each in (replace(draft(hours), hours="abc"), draft(far), draft(soon)):
            assert refusal(lambda each=each: book_appointment(ESTATE, each, by=Actor())).field == "hours"
        assert isinstance(refusal(lambda: book_appointment("1", draft(hours), by=Actor())), Missing)

    @pytest.mark.usefixtures("now")
    def test_nobody_keeps_the_places_of_others(self) -> None:
        estate()
        much = PickupHoursFactory(place=PlaceFactory(path=COMMUNITY), capacity=9)
        for each in ("旧沙发", "旧床垫", "旧衣柜"):
            book_appointment(ESTATE, draft(much, items=each), by=Actor())
        assert refusal(lambda: book_appointment(ESTATE, draft(much), by=Actor())).code == "many"

    @pytest.mark.usefixtures("now")
    def test_the_same_things_for_the_same_hours_are_booked_once_unless_more_is_meant(self) -> None:
        estate()
        much, later = (
            PickupHoursFactory(place=PlaceFactory(path=COMMUNITY), capacity=9) for _each in range(2)
        )
        for person in (Actor(), resident()):
            book_appointment(ESTATE, draft(much), by=person)
            error = refusal(lambda person=person: book_appointment(ESTATE, draft(much), by=person))
            assert (type(error), error.field, error.code) == (Conflict, "again", "twice")
            book_appointment(ESTATE, draft(later), by=person)
            book_appointment(ESTATE, draft(much, again=True), by=person)
        much.refresh_from_db()
        assert much.taken == 4


class TestLater:
    def test_other_hours_give_the_old_ones_back(self, hours: PickupHours) -> None:
        person, other = resident(), PickupHoursFactory(place=hours.place, capacity=1)
        made = book_appointment(ESTATE, draft(hours), by=person).appointment
        changed = amend_appointment(made.pk, draft(other, items="两扇门"), by=person, revision=1)
        hours.refresh_from_db()
        other.refresh_from_db()
        assert (changed.items, hours.taken, other.taken) == ("两扇门", 0, 1)
        assert (
            refusal(lambda: amend_appointment(made.pk, draft(hours), by=person, revision=1)).code == "stale"
        )
        assert isinstance(refusal(lambda: amend_appointment(made.pk, draft(hours), by=resident())), Refused)

    def test_cancelled_it_is_nameless_and_free(self, hours: PickupHours) -> None:
        booked = book_appointment(ESTATE, draft(hours, contact_name="李"), by=Actor())
        guest = Actor(tokens=frozenset({booked.appointment.token_hash}))
        for _each in range(2):
            found = cancel_appointment(booked.appointment.pk, by=guest)
        hours.refresh_from_db()
        assert (found.state, found.contact_phone, found.address, found.items) == ("cancelled", "", "", "")
        assert hours.taken == 0
        assert PHONE not in "".join(str(each.payload) for each in Entry.objects.all())

    @pytest.mark.usefixtures("now")
    def test_the_unit_says_what_came_of_it_on_its_day(self) -> None:
        yard, person = Yard(), resident()
        estate()
        mine = PickupHoursFactory(operator=yard.operator, place=PlaceFactory(path=COMMUNITY))
        pk = book_appointment(ESTATE, draft(mine), by=person).appointment.pk
        assert refusal(lambda: end_appointment(pk, "done", by=yard.unit)).code == "early"
        with at(NOW + timedelta(days=2)):
            assert isinstance(refusal(lambda: end_appointment(pk, "done", by=person)), Refused)
            assert isinstance(refusal(lambda: end_appointment(pk, "amend", by=yard.unit)), Missing)
            assert end_appointment(pk, "not_there", by=yard.unit).contact_phone == ""
            assert refusal(lambda: cancel_appointment(pk, by=person)).code == "state"
        assert Notice.objects.filter(person=person.person).count() == 1

    @pytest.mark.usefixtures("now")
    def test_the_unit_that_cannot_come_says_so_and_the_place_is_free(self) -> None:
        yard, person = Yard(), resident()
        estate()
        mine = PickupHoursFactory(operator=yard.operator, place=PlaceFactory(path=COMMUNITY))
        pk = book_appointment(ESTATE, draft(mine), by=person).appointment.pk
        found = end_appointment(pk, "call_off", by=yard.unit)
        mine.refresh_from_db()
        assert (found.state, found.contact_phone, mine.taken) == ("called_off", "", 0)
        assert "来不了" in Notice.objects.get(person=person.person).words

    @pytest.mark.usefixtures("now")
    def test_a_guest_hears_by_text_message_that_nobody_comes(self) -> None:
        yard = Yard()
        estate()
        mine = PickupHoursFactory(operator=yard.operator, place=PlaceFactory(path=COMMUNITY))
        pk = book_appointment(ESTATE, draft(mine), by=Actor(), nonce="n" * 20).appointment.pk
        assert end_appointment(pk, "call_off", by=yard.unit).contact_phone == ""
        told = Notice.objects.get()
        assert (told.person, told.phone.removeprefix("+86")) == (None, PHONE)
        assert "来不了" in told.words

    def test_what_nobody_said_anything_of_is_let_go_of_and_keeps_nobody_from_booking(
        self, hours: PickupHours
    ) -> None:
        person = resident()
        for each in ("旧沙发", "旧床垫"):
            book_appointment(ESTATE, draft(hours, items=each), by=person)
        with at(NOW + timedelta(days=6)):
            assert lapse_forgotten() == 0
        with at(NOW + timedelta(days=12)):
            assert (lapse_forgotten(), lapse_forgotten()) == (2, 0)
        assert set(Appointment.objects.values_list("state", "contact_phone", "address")) == {
            ("lapsed", "", "")
        }

    def test_what_has_begun_is_not_changed(self, hours: PickupHours) -> None:
        person = resident()
        pk = book_appointment(ESTATE, draft(hours), by=person).appointment.pk
        with at(NOW + timedelta(days=3)):
            assert refusal(lambda: cancel_appointment(pk, by=person)).code == "late"

    def test_who_leaves_takes_it_along(self, hours: PickupHours) -> None:
        person = resident()
        book_appointment(ESTATE, draft(hours), by=person)
        assert export_waste(person.person)["appointments"][0]["address"] == "3 号楼门口"
        erase_person(person.person, by=person)
        found = Appointment.objects.get()
        hours.refresh_from_db()
        assert (found.state, found.person, found.address, hours.taken) == ("cancelled", None, "", 0)


@pytest.mark.usefixtures("now")
def test_hours_are_offered_once_and_ahead() -> None:
    yard, place = Yard(), PlaceFactory(path=COMMUNITY)
    offer = HoursOffer(place.path, "bulky", NOW.date() + timedelta(days=1), SEVEN, NINE, 12)
    assert offer_hours(yard.operator, offer, by=yard.unit).taken == 0
    wrong = {
        "waste": replace(offer, waste="kitchen"), "day": replace(offer, day=NOW.date()),
        "place": replace(offer, place="1"),
        "capacity": replace(offer, capacity=0), "ends_at": replace(offer, ends_at=SEVEN), "starts_at": offer,
    }  # fmt: skip
    for field, each in wrong.items():
        assert refusal(lambda each=each: offer_hours(yard.operator, each, by=yard.unit)).field == field
    assert isinstance(refusal(lambda: offer_hours(yard.operator, offer, by=resident())), Refused)


@pytest.mark.usefixtures("now")
def test_hours_that_overlap_others_of_the_place_are_offered_only_for_something_else() -> None:
    yard, day = Yard(), NOW.date() + timedelta(days=1)
    first = HoursOffer(PlaceFactory(path=COMMUNITY).path, "bulky", day, SEVEN, NINE, 12)
    made = offer_hours(yard.operator, first, by=yard.unit)
    inside = replace(first, starts_at=time(8), ends_at=time(8, 30))
    for each in (
        inside,
        replace(first, starts_at=time(6)),
        replace(first, starts_at=time(8), ends_at=time(11)),
    ):
        error = refusal(lambda each=each: offer_hours(yard.operator, each, by=yard.unit))
        assert (type(error), error.field, error.code) == (Conflict, "starts_at", "overlap")
        assert "07:00–09:00" in str(error)
    offer_hours(yard.operator, replace(first, starts_at=NINE, ends_at=time(11)), by=yard.unit)
    offer_hours(yard.operator, replace(inside, place=PlaceFactory(path=OTHER).path), by=yard.unit)
    offer_hours(yard.operator, replace(inside, waste="renovation"), by=yard.unit)
    withdraw_hours(made.pk, by=yard.unit)
    offer_hours(yard.operator, inside, by=yard.unit)


def test_the_database_itself_does_not_overbook(hours: PickupHours) -> None:
    hours.taken = 3
    with pytest.raises(IntegrityError), transaction.atomic():
        hours.save()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestFourForOnePlace:
    def race(self) -> Counter[str]:
        with at(NOW):
            estate()
            hours = PickupHoursFactory(place=PlaceFactory(path=COMMUNITY), capacity=1)
        return together(*[lambda each=each: self.book(hours, each) for each in range(4)])

    def book(self, hours: PickupHours, number: int) -> None:
        with at(NOW):
            book_appointment(ESTATE, draft(hours, contact_phone=f"1380013800{number}"), by=Actor())

    def test_guard_on_one_gets_it(self) -> None:
        assert self.race() == {"done": 1, "Conflict": 3}
        assert Appointment.objects.count() == PickupHours.objects.get().taken == 1

    def test_guard_off_more_get_it(self) -> None:
        barrier = Barrier(4)

        def look(rows: Any, pk: int) -> Any:
            found = rows.filter(pk=pk).first()
            barrier.wait(timeout=20)
            return found

        with mock.patch.object(appointments, "lock_first", look):
            assert self.race() == {"done": 4}
        assert Appointment.objects.count() > PickupHours.objects.get().capacity
