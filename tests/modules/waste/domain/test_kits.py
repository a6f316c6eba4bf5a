"""Kits: written from a pilot, frozen when published; applied elsewhere all or nothing, once."""

from datetime import date, time, timedelta
from threading import Barrier
from typing import Any
from unittest import mock

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.waste.domain.copying import confirm
from jiayuan.modules.waste.domain.copying.confirm import confirm_copy
from jiayuan.modules.waste.domain.copying.draft import compare_anew, draft_copies, drop_copy
from jiayuan.modules.waste.domain.copying.ticking import tick_step, untick_step
from jiayuan.modules.waste.domain.kits import KitDraft, StepDraft, begin_kit, publish_kit, save_kit
from jiayuan.modules.waste.domain.points import HoursDraft, add_hours
from jiayuan.modules.waste.models import (
    Bin,
    CollectionDay,
    DropPoint,
    Guide,
    Kit,
    KitCopy,
    OpeningHours,
    Pilot,
)
from tests.factories import GuideFactory, OpeningHoursFactory, PilotFactory
from tests.modules.waste.scene import COMMUNITY, ESTATE, NEIGHBOUR, NOW, OTHER, STREET, holder, served, worker
from tests.services.cases.domain.test_races import together

SINCE = date(2026, 11, 9)
EVENING = (time(18), time(20))


def street() -> Actor:
    return holder(Role.STREET_OFFICER, STREET)


def published() -> Kit:
    """A pilot with evening hours, guides and more bins since September; before, it was like its neighbour."""
    point = served()
    served(NEIGHBOUR)
    pilot = PilotFactory(estate=point.estate, since=date(2026, 9, 7))
    OpeningHoursFactory(point=point, opens_at=EVENING[0], closes_at=EVENING[1], since=pilot.since)
    GuideFactory(point=point, since=pilot.since)
    Bin.objects.filter(point=point, stream="kitchen").update(count=4)
    by = street()
    kit = begin_kit(ESTATE, by=by)
    return publish_kit(kit.pk, by=by)


def drafted(kit: Kit, by: Actor) -> KitCopy:
    return draft_copies(kit.pk, [NEIGHBOUR], SINCE, by=by)[0]


def keys(copy: KitCopy, state: str = "change") -> list[str]:
    return [each["key"] for each in copy.lines if each["state"] == state]


def named(copy: KitCopy) -> dict[str, str]:
    return {each: "王秀兰" for each in keys(copy) if each.startswith("guided")}


@pytest.mark.django_db
class TestKit:
    @pytest.fixture(autouse=True)
    def _scene(self) -> Any:
        with at(NOW):
            yield

    def test_published_it_keeps_what_the_registers_say_and_stands_still(self) -> None:
        kit = published()
        assert kit.practice["before"]["guided"] == []
        assert kit.practice["after"]["hours"] == [[127, "07:00", "09:00", 1], [127, "18:00", "20:00", 1]]
        assert kit.practice["after"]["guided_minutes"] == 7 * 120
        assert kit.effect["state"] == "short"
        with pytest.raises(Conflict):
            save_kit(kit.pk, KitDraft("anders"), by=street())
        assert publish_kit(kit.pk, by=street()).revision == kit.revision

    def test_another_version_takes_over_what_the_last_one_says(self) -> None:
        kit = published()
        again = begin_kit(ESTATE, by=street())
        assert (again.version, again.title, again.steps.count()) == (2, kit.title, kit.steps.count())
        assert begin_kit(ESTATE, by=street()).pk == again.pk

    def test_all_that_is_wrong_is_told_at_once_and_nothing_is_kept(self) -> None:
        PilotFactory(since=date(2026, 9, 7))
        kit = begin_kit(ESTATE, by=street())
        draft = KitDraft("", steps=[StepDraft("x", "nobody", 1), StepDraft("y", "community", 99, at=1)])
        with pytest.raises(Invalid) as told:
            save_kit(kit.pk, draft, by=street())
        assert [each.field for each in (told.value, *told.value.more)] == ["title", "who-0", "week-1"]
        kit.refresh_from_db()
        assert kit.title
        assert kit.steps.count() == 6

    def test_steps_stand_in_the_order_of_their_weeks_and_an_old_page_is_said_to_be_one(self) -> None:
        PilotFactory(since=date(2026, 9, 7))
        kit = begin_kit(ESTATE, by=street())
        steps = [
            StepDraft("later", "unit", 3),
            StepDraft(" ", "unit", None),
            StepDraft("first", "street", -3),
        ]
        save_kit(kit.pk, KitDraft("t", steps=steps), by=street(), revision=1)
        assert [each.what for each in kit.steps.all()] == ["first", "later"]
        with pytest.raises(Conflict):
            save_kit(kit.pk, KitDraft("t"), by=street(), revision=1)

    def test_who_may_write_and_apply(self) -> None:
        kit = published()
        for act in (lambda: begin_kit(ESTATE, by=worker()), lambda: drafted(kit, worker())):
            with pytest.raises(Refused):
                act()


@pytest.mark.django_db
class TestApplied:
    @pytest.fixture(autouse=True)
    def _scene(self) -> Any:
        with at(NOW):
            yield

    def test_what_would_change_and_what_is_so_already(self) -> None:
        copy = drafted(published(), street())
        kinds = {each.split("-")[0] for each in keys(copy)}
        assert kinds == {"hours", "guided", "bins"}
        assert len(keys(copy, "same")) == 1 + 3 + 4
        assert not Pilot.objects.filter(estate=NEIGHBOUR).exists()

    def test_confirmed_it_is_written_by_the_acts_of_the_page_from_that_day(self) -> None:
        by = street()
        copy = drafted(published(), by)
        done = confirm_copy(copy.pk, keys(copy), named(copy), by=by)
        assert confirm_copy(copy.pk, keys(copy), named(copy), by=by).pilot_id == done.pilot_id
        point = DropPoint.objects.get(estate=NEIGHBOUR)
        assert str(OpeningHours.objects.get(point=point, since=SINCE)) == "18:00–20:00"
        assert Bin.objects.on(SINCE).get(point=point, stream="kitchen").count == 4
        assert Bin.objects.on(today()).get(point=point, stream="kitchen").count == 2
        assert Guide.objects.get(point=point).name == "王秀兰"
        assert done.pilot is not None
        assert done.pilot.since == SINCE
        said = set(Entry.objects.filter(stream_id=point.stream).values_list("action", flat=True))
        assert {"waste.add_hours", "waste.set_bins", "waste.add_guide"} <= said

    def test_a_line_left_out_is_not_written_and_guided_hours_need_a_name(self) -> None:
        by = street()
        copy = drafted(published(), by)
        with pytest.raises(Invalid) as told:
            confirm_copy(copy.pk, keys(copy), {}, by=by)
        assert told.value.field == f"guide-{next(iter(named(copy)))}"
        assert not OpeningHours.objects.filter(since=SINCE).exists()
        done = confirm_copy(copy.pk, [], {}, by=by)
        assert not any(each["kept"] for each in done.lines)
        assert not Guide.objects.filter(point__estate=NEIGHBOUR).exists()

    def test_what_was_changed_meanwhile_is_said_and_nothing_is_half_written(self) -> None:
        by = street()
        copy = drafted(published(), by)
        point = DropPoint.objects.get(estate=NEIGHBOUR)
        add_hours(point.pk, HoursDraft(127, *EVENING, SINCE), by=by)
        with pytest.raises(Conflict) as told:
            confirm_copy(copy.pk, keys(copy), named(copy), by=by)
        assert told.value.code == "stale"
        assert point.name in str(told.value)
        assert not Guide.objects.filter(point=point).exists()
        fresh = compare_anew(copy.pk, None, by=by)
        assert not [each for each in keys(fresh) if each.startswith("hours")]
        confirm_copy(copy.pk, keys(fresh), named(fresh), by=by)

    def test_overlapping_hours_make_way_and_later_ones_are_in_the_way(self) -> None:
        by, kit = street(), published()
        point = DropPoint.objects.get(estate=NEIGHBOUR)
        add_hours(point.pk, HoursDraft(127, time(17), time(19), today()), by=by)
        copy = drafted(kit, by)
        confirm_copy(copy.pk, [each for each in keys(copy) if each.startswith("hours")], {}, by=by)
        held = [str(each) for each in OpeningHours.objects.on(SINCE).filter(point=point)]
        assert held == ["07:00–09:00", "18:00–20:00"]

    def test_hours_that_are_entered_for_later_block_a_line(self) -> None:
        by, kit = street(), published()
        point = DropPoint.objects.get(estate=NEIGHBOUR)
        add_hours(point.pk, HoursDraft(127, time(17), time(19), SINCE + timedelta(days=7)), by=by)
        blocked = [each for each in drafted(kit, by).lines if each["state"] == "blocked"]
        assert [(each["because"], each["day"]) for each in blocked] == [("later", "2026-11-16")]

    def test_days_of_collection_are_only_added_to(self) -> None:
        kit, by = published(), street()
        CollectionDay.objects.filter(estate=NEIGHBOUR, stream="kitchen").update(weekdays=0b11, at=time(6))
        copy = drafted(kit, by)
        line = next(each for each in copy.lines if each["key"] == "day-kitchen")
        assert (line["now"], line["then"]) == ([[0b11, "06:00"]], [127, "06:00"])
        confirm_copy(copy.pk, ["day-kitchen"], {}, by=by)
        assert CollectionDay.objects.on(SINCE).get(estate=NEIGHBOUR, stream="kitchen").weekdays == 127

    @pytest.mark.parametrize(
        ("estates", "since", "field"),
        [([], SINCE, "estates"), ([ESTATE], SINCE, "estates"), ([NEIGHBOUR], date(2026, 11, 3), "since"),
         ([NEIGHBOUR], date(2028, 1, 1), "since"), ([COMMUNITY], SINCE, "estates")],
    )  # fmt: skip
    def test_what_cannot_be_drafted_names_the_field(self, estates: Any, since: Any, field: str) -> None:
        kit = published()
        with pytest.raises(Invalid) as told:
            draft_copies(kit.pk, estates, since, by=street())
        assert told.value.field == field
        assert not KitCopy.objects.exists()

    def test_a_draft_can_be_thrown_away_until_it_is_confirmed(self) -> None:
        kit, by = published(), street()
        drop_copy(drafted(kit, by).pk, by=by)
        copy = drafted(kit, by)
        confirm_copy(copy.pk, [], {}, by=by)
        with pytest.raises(Conflict):
            drop_copy(copy.pk, by=by)

    def test_a_worker_of_the_community_ticks_once_and_takes_back(self) -> None:
        kit, by = published(), street()
        copy = drafted(kit, by)
        step = kit.steps.first()
        assert step is not None
        with pytest.raises(Conflict):
            tick_step(copy.pk, step.pk, by=worker())
        confirm_copy(copy.pk, [], {}, by=by)
        with pytest.raises(Invalid):
            tick_step(copy.pk, step.pk, today() + timedelta(days=1), by=worker())
        first = tick_step(copy.pk, step.pk, by=worker())
        assert tick_step(copy.pk, step.pk, by=worker()).by_id == first.by_id
        with pytest.raises(Refused):
            tick_step(copy.pk, step.pk, by=worker(OTHER))
        untick_step(copy.pk, step.pk, by=worker())
        assert not copy.ticks.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestTwoConfirm:
    def confirm_twice(self) -> Any:
        with at(NOW):
            by = street()
            self.copy = drafted(published(), by)
            keepers = [street(), street()]
            for each in keepers:
                assert each.reach.paths_for("street_officer") == [STREET]

        def job(by: Actor) -> None:
            with at(NOW):
                confirm_copy(self.copy.pk, keys(self.copy), named(self.copy), by=by)

        return together(*[lambda by=by: job(by) for by in keepers])

    def test_guard_on_it_is_written_once(self) -> None:
        assert self.confirm_twice() == {"done": 2}
        assert Pilot.objects.filter(estate=NEIGHBOUR).count() == 1
        assert Guide.objects.filter(point__estate=NEIGHBOUR).count() == 1
        assert Entry.objects.filter(action="waste.confirm_copy").count() == 1

    def test_guard_off_the_database_refuses_the_second(self) -> None:
        """Without the lock of the copy both find a draft; the estate and its one pilot are what is left."""
        barrier, real = Barrier(2), confirm.lock_copy

        def unlocked(pk: int) -> KitCopy:
            with mock.patch("jiayuan.modules.waste.domain.copying.draft.lock_rows"):
                found = real(pk)
            barrier.wait(10)
            return found

        with mock.patch.object(confirm, "lock_copy", unlocked):
            told = self.confirm_twice()
        assert told["done"] == 1
        assert sum(told.values()) == 2
        assert Pilot.objects.filter(estate=NEIGHBOUR).count() == 1
