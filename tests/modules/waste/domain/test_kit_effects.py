"""A kit tells of one pilot, and of what was measured at this one, whatever becomes of its estate."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.places.domain.move import move_estate
from jiayuan.modules.waste.domain.kit_effect import effect_of
from jiayuan.modules.waste.domain.kits import begin_kit, begin_version, publish_kit
from jiayuan.modules.waste.domain.queries.effect import pilots_compared
from jiayuan.modules.waste.domain.queries.kits import stand
from jiayuan.modules.waste.models import Kit, KitCopy, Pilot, WeekWeight
from tests.factories import KitCopyFactory, KitFactory, OpeningHoursFactory, PilotFactory, PlaceFactory

from ..scene import ESTATE, NOW, OTHER, STREET, estate, holder, served

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
FIRST, AGAIN = date(2026, 4, 6), date(2026, 8, 31)
"""Mondays, within forty weeks."""


@pytest.fixture(autouse=True)
def _scene() -> Iterator[None]:
    with at(NOW):
        yield


def weigh(path: str, kitchen: Callable[[date], float], first: date, end: date) -> None:
    place, week = estate(path, households=300), first
    while week < end:
        for stream, kg in (("kitchen", kitchen(week)), ("residual", 1_000 - kitchen(week))):
            WeekWeight.objects.create(estate=place, stream=stream, week=week, kg=kg, collections=7, due=7)
        week += timedelta(weeks=1)


def others() -> None:
    """Estates like it, at which nothing changed."""
    for number in range(1, 5):
        weigh(f"{OTHER}{number:03d}", lambda _week, n=number: 200 + n, date(2026, 1, 5), date(2026, 11, 2))


def twice() -> tuple[Pilot, Pilot]:
    """An estate that tried, gave up, and tried again to better effect."""
    weigh(ESTATE, lambda week: 200 + 100 * (week >= AGAIN), date(2026, 1, 5), date(2026, 11, 2))
    others()
    first = PilotFactory(estate_id=ESTATE, since=FIRST, until=date(2026, 6, 1))
    return first, PilotFactory(estate_id=ESTATE, since=AGAIN)


def test_another_version_tells_of_the_pilot_of_the_kit_and_not_of_the_next_one(sign_in: Any) -> None:
    first, second = twice()
    kit = KitFactory(pilot=first, published_at=NOW)
    desk = sign_in(holder(Role.STREET_OFFICER, STREET).person)
    act = reverse("console-waste-kit-act", args=[kit.pk, "version"])
    assert act in desk.get(reverse("console-waste-kit", args=[kit.pk])).content.decode()
    assert desk.post(act).status_code == 302
    version = Kit.objects.latest("pk")
    assert (version.pilot, version.version, version.title) == (first, 2, kit.title)
    by = holder(Role.STREET_OFFICER, STREET)
    assert begin_kit(ESTATE, by=by).pilot == second
    assert begin_version(kit.pk, by=by) == version


def test_what_the_second_pilot_did_is_not_said_of_the_first() -> None:
    first, second = twice()
    measured = effect_of(second)
    assert (measured["state"], round(measured["pair"]["difference"])) == ("measured", 10)
    assert effect_of(first)["state"] == "again"
    copies: list[KitCopy] = [
        KitCopyFactory(
            kit=KitFactory(pilot=PilotFactory(estate=estate(f"{OTHER}09{number}")), published_at=NOW),
            estate_id=ESTATE, pilot=pilot, since=pilot.since, confirmed_at=NOW,
        )
        for number, pilot in enumerate((first, second))
    ]  # fmt: skip
    told = stand(copies)
    assert told[copies[0].pk].difference is None
    assert round(told[copies[1].pk].difference or 0) == 10


def test_its_words_say_why(sign_in: Any) -> None:
    first, _second = twice()
    by = holder(Role.STREET_OFFICER, STREET)
    kit = publish_kit(KitFactory(pilot=first).pk, by=by)
    page = sign_in(by.person).get(reverse("console-waste-kit", args=[kit.pk])).content.decode()
    assert "又重新试点" in page


def test_a_pilot_that_is_ahead_hides_none_that_has_been() -> None:
    past = PilotFactory(estate=estate(ESTATE), since=AGAIN, until=date(2026, 10, 5))
    PilotFactory(estate_id=ESTATE, since=TODAY + timedelta(days=9))
    assert begin_kit(ESTATE, by=holder(Role.STREET_OFFICER, STREET)).pilot == past


class TestAMovedEstate:
    """Its pilot goes on under another code: what came before stays part of it."""

    MOVED = date(2026, 10, 5)
    NEW = f"{STREET}012"

    @pytest.fixture(autouse=True)
    def _households(self) -> None:
        estate(ESTATE, households=300)

    def moved(self, on: date = MOVED) -> str:
        PlaceFactory(path=self.NEW, kind="community")
        return move_estate(ESTATE, self.NEW, on=on, by=holder(Role.DISTRICT_OFFICER, "140106")).path

    def weighed_across(self, heir: str, on: date = MOVED) -> None:
        def share(week: date) -> float:
            return 200 + 100 * (week >= AGAIN)

        weigh(ESTATE, share, date(2026, 1, 5), on)
        weigh(heir, share, on, date(2026, 11, 2))
        others()

    def test_its_effect_is_measured_across_the_move(self) -> None:
        PilotFactory(estate=served().estate, since=AGAIN)
        heir = self.moved()
        self.weighed_across(heir)
        pilot = Pilot.objects.get(estate=heir)
        told = effect_of(pilot)
        assert (told["state"], round(told["pair"]["difference"])) == ("measured", 10)
        assert dict(pilots_compared().pilots) == dict.fromkeys(
            Pilot.objects.values_list("pk", flat=True), heir
        )

    def test_one_that_begins_after_the_move_has_the_weeks_before_it(self) -> None:
        on = date(2026, 8, 3)
        heir = self.moved(on)
        self.weighed_across(heir, on)
        assert effect_of(PilotFactory(estate_id=heir, since=AGAIN))["state"] == "measured"

    def test_one_that_is_old_does_not_become_new_by_it(self) -> None:
        PilotFactory(estate=served().estate, since=date(2025, 3, 3))
        heir = self.moved()
        self.weighed_across(heir)
        assert effect_of(Pilot.objects.get(estate=heir))["state"] == "old"
        assert pilots_compared().trials == 0

    def test_its_kit_goes_on_and_tells_how_it_was_before_it_began(self, sign_in: Any) -> None:
        point = served()
        pilot = PilotFactory(estate=point.estate, since=AGAIN)
        OpeningHoursFactory(point=point, opens_at=time(18), closes_at=time(20), since=AGAIN)
        by = holder(Role.STREET_OFFICER, STREET)
        kit = begin_kit(ESTATE, by=by)
        heir = self.moved()
        assert begin_kit(heir, by=by) == kit
        desk = sign_in(by.person)
        for url in (
            reverse("console-waste-kit", args=[kit.pk]),
            reverse("console-waste-estate", args=[heir]),
        ):
            assert f'datetime="{AGAIN.isoformat()}"' in desk.get(url).content.decode()
        kit = publish_kit(kit.pk, by=by)
        assert kit.pilot_id != pilot.pk
        before, after = kit.practice["before"], kit.practice["after"]
        assert (before["day"], len(before["hours"])) == ("2026-08-30", 1)
        assert (after["day"], len(after["hours"])) == (TODAY.isoformat(), 2)
