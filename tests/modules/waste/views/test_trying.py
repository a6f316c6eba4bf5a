"""Pilots and zones that are entered for a later day are seen, and can be taken back before they begin."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.domain.kits import begin_kit
from jiayuan.modules.waste.domain.queries.effect import pilots_compared
from jiayuan.modules.waste.domain.queries.kits import stand
from jiayuan.modules.waste.models import KitCopy, Pilot, Zone
from tests.factories import KitCopyFactory, PilotFactory, ZoneFactory

from ..scene import COMMUNITY, ESTATE, NOW, STREET, estate, holder, worker

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LATER = TODAY + timedelta(days=5)
BEGINS = "</time>开始"
ZONES, ESTATE_PAGE = reverse("console-waste-zones"), reverse("console-waste-estate", args=[ESTATE])
END = reverse("console-waste-act", args=[ESTATE, "end-pilot"])


@pytest.fixture(autouse=True)
def _scene() -> Iterator[None]:
    with at(NOW):
        estate(ESTATE, opened_on=date(2019, 1, 1))
        yield


@pytest.fixture
def office(sign_in: Any) -> Any:
    return sign_in(holder(Role.STREET_OFFICER, STREET).person)


def shown(client: Any, url: str) -> str:
    return str(client.get(url).content.decode()).replace(" ", "")


def test_it_is_shown_where_it_is_ahead_and_can_be_taken_back(office: Any) -> None:
    PilotFactory(estate_id=ESTATE, since=LATER)
    kit_new = reverse("console-waste-kit-new", args=[ESTATE])
    for url in (ESTATE_PAGE, ZONES):
        page = shown(office, url)
        assert BEGINS in page
        assert kit_new not in page
    page = shown(office, ESTATE_PAGE)
    assert END in page
    assert reverse("console-waste-act", args=[ESTATE, "pilot"]) not in page
    assert office.post(END).status_code == 302
    assert Pilot.objects.get().until == LATER
    page = shown(office, ESTATE_PAGE)
    assert BEGINS not in page
    assert reverse("console-waste-act", args=[ESTATE, "pilot"]) in page
    assert BEGINS not in shown(office, ZONES)
    assert office.post(reverse("console-waste-act", args=[ESTATE, "pilot"])).status_code == 302
    assert Pilot.objects.on(TODAY).count() == 1


def test_of_a_past_day_nothing_is_ahead(office: Any) -> None:
    PilotFactory(estate_id=ESTATE, since=TODAY)
    yesterday = f"?on={TODAY - timedelta(days=1)}"
    assert BEGINS not in shown(office, ESTATE_PAGE + yesterday)
    assert ESTATE not in shown(office, ZONES + yesterday)


def test_who_only_looks_reads_it_too(sign_in: Any) -> None:
    PilotFactory(estate_id=ESTATE, since=LATER)
    page = shown(sign_in(worker().person), ESTATE_PAGE)
    assert (BEGINS in page, END in page) == (True, False)


def test_a_copy_that_was_taken_back_says_so(office: Any) -> None:
    copy: KitCopy = KitCopyFactory(
        estate_id=ESTATE, since=LATER, confirmed_at=NOW, pilot=PilotFactory(estate_id=ESTATE, since=LATER),
        kit__pilot=PilotFactory(estate=estate(f"{COMMUNITY}009")),
    )  # fmt: skip
    assert "仍然保留" in shown(office, ESTATE_PAGE)
    office.post(END)
    assert stand([KitCopy.objects.select_related("pilot").get(pk=copy.pk)])[copy.pk].state == "off"
    assert "已取消" in shown(office, reverse("console-waste-copy", args=[copy.pk]))


def test_what_was_taken_back_is_no_pilot_to_compare_or_to_write_about(office: Any) -> None:
    was = PilotFactory(estate_id=ESTATE, since=date(2026, 9, 7), until=date(2026, 10, 5))
    PilotFactory(estate_id=ESTATE, since=LATER)
    office.post(END)
    with at(NOW + timedelta(days=30)):
        assert dict(pilots_compared().pilots) == {was.pk: ESTATE}
        assert begin_kit(ESTATE, by=holder(Role.STREET_OFFICER, STREET)).pilot == was


def test_a_zone_that_is_ahead_is_listed_and_can_be_ended(sign_in: Any) -> None:
    zone = ZoneFactory(since=LATER)
    desk = sign_in(holder(Role.DISTRICT_OFFICER, "140106").person)
    assert BEGINS in shown(desk, ZONES)
    assert desk.post(reverse("console-waste-zone-end", args=[zone.pk])).status_code == 302
    assert BEGINS not in shown(desk, ZONES)
    assert not Zone.objects.running().exists()
