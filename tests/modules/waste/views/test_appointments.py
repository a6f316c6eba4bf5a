"""Pages of appointments: on the phone and for the unit."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.domain.pickup_hours import withdraw_hours
from jiayuan.modules.waste.models import Appointment, PickupHours
from tests.factories import AppointmentFactory, PickupHoursFactory, PlaceFactory, RoleGrantFactory

from ..operating import Yard
from ..scene import COMMUNITY, ESTATE, NOW, STREET, estate

pytestmark = pytest.mark.django_db
TOMORROW = (NOW.date() + timedelta(days=1)).isoformat()


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with at(NOW):
        yield


@pytest.fixture
def hours() -> PickupHours:
    estate()
    found: PickupHours = PickupHoursFactory(place=PlaceFactory(path=COMMUNITY), capacity=2)
    return found


def form(hours: PickupHours, **said: str) -> dict[str, str]:
    return {
        "hours": str(hours.pk), "items": "旧沙发", "pieces": "2", "address": "3 号楼门口",
        "contact_phone": "13800138000", "nonce": "n" * 20,
    } | said  # fmt: skip


def test_a_guest_books_changes_and_cancels(client: Client, hours: PickupHours) -> None:
    page = f"{reverse('waste-pickup')}?estate={ESTATE}"
    assert "大件垃圾" in client.get(page, follow=True).content.decode()
    wrong = client.post(page, form(hours, pieces="99"))
    assert wrong.status_code == 422
    assert "请填 1 到 50" in wrong.content.decode()
    assert "3 号楼门口" in wrong.content.decode()
    shown = client.post(page, form(hours), follow=True)
    found = Appointment.objects.get()
    own = reverse("waste-appointment", args=[found.pk])
    assert shown.request["PATH_INFO"] == own
    assert "/bins/pickup/link/" in shown.content.decode()
    changed = client.post(own, form(hours, items="两扇门", revision="1"), follow=True)
    assert "两扇门" in changed.content.decode()
    assert client.post(own, form(hours, revision="1")).status_code == 409
    cancelled = client.post(reverse("waste-appointment-cancel", args=[found.pk]), follow=True)
    assert "已取消" in cancelled.content.decode()
    assert Client().get(own).status_code == 404


def test_a_link_opens_it_and_another_does_not(client: Client, hours: PickupHours) -> None:
    page = f"{reverse('waste-pickup')}?estate={ESTATE}"
    shown = client.post(page, form(hours), follow=True).content.decode()
    link = shown.split("/bins/pickup/link/")[1].split("/")[0]
    assert Client().get(reverse("waste-appointment-link", args=[link]), follow=True).status_code == 200
    assert Client().get(reverse("waste-appointment-link", args=["x" * 22])).status_code == 404


def test_all_that_is_wrong_with_a_booking_is_told_at_once(client: Client, hours: PickupHours) -> None:
    wrong = client.post(
        f"{reverse('waste-pickup')}?estate={ESTATE}",
        {"hours": "", "items": " ", "pieces": "0", "address": "", "contact_phone": "12"},
    )
    assert wrong.status_code == 422
    assert [each.field for each in wrong.context["sheet"].faults] == [
        "hours", "items", "pieces", "address", "contact_phone",
    ]  # fmt: skip


def test_the_same_booked_twice_is_asked_about(client: Client, hours: PickupHours) -> None:
    page = f"{reverse('waste-pickup')}?estate={ESTATE}"
    assert 'name="again"' not in client.get(page, follow=True).content.decode()
    client.post(page, form(hours))
    asked = client.post(page, form(hours, nonce="m" * 20))
    assert (asked.status_code, 'name="again"' in asked.content.decode()) == (409, True)
    assert client.post(page, form(hours, nonce="m" * 20, again="yes")).status_code == 302
    assert Appointment.objects.count() == 2


def test_what_cannot_be_cancelled_or_changed_any_more_is_told_on_its_page(
    client: Client, hours: PickupHours
) -> None:
    client.post(f"{reverse('waste-pickup')}?estate={ESTATE}", form(hours))
    found = Appointment.objects.get()
    own, cancel = (
        reverse(name, args=[found.pk]) for name in ("waste-appointment", "waste-appointment-cancel")
    )
    with at(NOW + timedelta(days=3)):
        late = client.post(cancel)
        assert (late.status_code, late.context["appointment"]) == (409, found)
        assert "data-fault" in late.content.decode()
    client.post(cancel)
    for over in (client.post(own, form(hours)), client.post(f"{own}move/", {"hours": hours.pk})):
        assert (over.status_code, over.context["appointment"]) == (409, found)
        assert "data-fault" in over.content.decode()


def test_nothing_is_offered(client: Client) -> None:
    estate()
    assert (
        "暂时没有可约的时段"
        in client.get(f"{reverse('waste-pickup')}?estate={ESTATE}", follow=True).content.decode()
    )


def test_withdrawn_hours_are_others_with_one_tap(client: Client, hours: PickupHours) -> None:
    client.post(f"{reverse('waste-pickup')}?estate={ESTATE}", form(hours))
    found = Appointment.objects.get()
    withdraw_hours(hours.pk, by=Actor(person=unit_of(hours)))
    own, move = (
        reverse("waste-appointment", args=[found.pk]),
        reverse("waste-appointment-move", args=[found.pk]),
    )
    assert "暂时没有别的时段" in client.get(own).content.decode()
    other = PickupHoursFactory(operator=hours.operator, place=hours.place, capacity=1)
    assert f'name="hours" value="{other.pk}"' in client.get(own).content.decode()
    assert client.post(move, {"hours": "abc"}).status_code == 422
    assert Client().post(move, {"hours": other.pk}).status_code == 404
    assert "已换到新的时段" in client.post(move, {"hours": other.pk}, follow=True).content.decode()


def unit_of(hours: PickupHours) -> Any:
    grant = RoleGrantFactory(
        role=Role.UNIT_OFFICER, place=PlaceFactory(path=STREET), organisation=hours.operator
    )
    return grant.person


class TestConsole:
    @pytest.fixture
    def yard(self) -> Yard:
        return Yard()

    @pytest.fixture
    def desk(self, yard: Yard, sign_in: Any) -> Client:
        client: Client = sign_in(yard.unit.person)
        return client

    def test_hours_are_offered_and_a_wrong_one_comes_back(self, desk: Client) -> None:
        PlaceFactory(path=COMMUNITY)
        sent = {
            "waste": "bulky", "place": COMMUNITY, "day": TOMORROW, "starts_at": "08:30", "ends_at": "11:30",
            "capacity": "12",
        }  # fmt: skip
        assert desk.post(reverse("console-waste-offer"), sent | {"capacity": "900"}).status_code == 422
        shown = desk.post(reverse("console-waste-offer"), sent, follow=True).content.decode()
        assert "08:30–11:30" in shown
        assert "0 / 12" in shown

    def test_the_day_and_what_came_of_it(self, yard: Yard, desk: Client) -> None:
        hours = PickupHoursFactory(
            operator=yard.operator, day=NOW.date(), place=PlaceFactory(path=COMMUNITY), taken=1
        )
        found, foreign = AppointmentFactory(hours=hours), AppointmentFactory()
        shown = desk.get(reverse("console-waste-appointments")).content.decode()
        assert "3 号楼 2 单元门口" in shown
        assert ("13800138000" in shown, "+86" in shown) == (True, False)
        desk.post(reverse("console-waste-appointment-end", args=[found.pk, "done"]))
        found.refresh_from_db()
        assert (found.state, found.address) == ("done", "")
        assert (
            desk.post(reverse("console-waste-appointment-end", args=[foreign.pk, "done"])).status_code == 403
        )

    def test_what_was_cancelled_meanwhile_brings_its_day_back(self, yard: Yard, desk: Client) -> None:
        hours = PickupHoursFactory(operator=yard.operator, place=PlaceFactory(path=COMMUNITY), taken=1)
        found = AppointmentFactory(hours=hours)
        Appointment.objects.update(
            state="cancelled", ended_at=NOW, items="", address="", contact_name="", contact_phone=""
        )
        over = desk.post(reverse("console-waste-appointment-end", args=[found.pk, "call_off"]))
        assert (over.status_code, over.context["day"]) == (409, hours.day)
        assert "data-fault" in over.content.decode()

    def test_hours_are_taken_back(self, yard: Yard, desk: Client) -> None:
        hours = PickupHoursFactory(
            operator=yard.operator, place=PlaceFactory(path=COMMUNITY), taken=1, capacity=3
        )
        AppointmentFactory(hours=hours)
        day = f"{reverse('console-waste-appointments')}?on={hours.day.isoformat()}"
        assert "收回或调整这个时段" in desk.get(day).content.decode()

        def turned(what: str, **sent: str) -> Any:
            return desk.post(reverse("console-waste-hours", args=[hours.pk, what]), sent, follow=True)

        wrong = turned("seats", capacity="0")
        assert (wrong.status_code, 'value="0"' in wrong.content.decode()) == (422, True)
        assert turned("seats", capacity="viele").status_code == 422
        assert "1 / 2" in turned("seats", capacity="2").content.decode()
        assert "不再接受新预约" in turned("close").content.decode()
        assert turned("sell").status_code == 404
        shown = turned("withdraw").content.decode()
        assert "等待另选时段" in shown
        assert "收回或调整这个时段" not in shown
        assert turned("reopen").status_code == 409
