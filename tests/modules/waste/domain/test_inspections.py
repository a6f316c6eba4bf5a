"""Drop points looked at: what is to be put right has a photo and a day, and one second look."""

from datetime import timedelta
from threading import Barrier
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.waste.domain import inspections
from jiayuan.modules.waste.domain.inspections import PURPOSE, Look, inspect, recheck
from jiayuan.modules.waste.domain.queries.inspections import inspections_seen, may_see_inspection_photo
from jiayuan.modules.waste.domain.queries.quality_work import FLAG, RECHECK, quality_counts, quality_items
from jiayuan.modules.waste.models import DropPoint, Inspection
from tests.factories import PhotoFactory, WeekWeightFactory
from tests.modules.waste.scene import COMMUNITY, ESTATE, NOW, OTHER, resident, served, worker
from tests.services.cases.domain.test_races import together


def wanting(by: Actor, *codes: str, **fields: Any) -> Look:
    photo = PhotoFactory(purpose=PURPOSE, uploaded_by=by.person)
    return Look(
        codes or ("sorted",), **{"due_on": today() + timedelta(days=3), "photo_ids": [photo.pk]} | fields
    )


@pytest.mark.django_db
class TestLooked:
    @pytest.fixture(autouse=True)
    def _scene(self) -> Any:
        with at(NOW):
            yield

    @pytest.fixture
    def point(self) -> DropPoint:
        return served()

    def test_all_in_order_asks_for_nothing(self, point: DropPoint) -> None:
        found = inspect(point.pk, Look(), by=worker())
        assert (found.result, found.wanting, found.due_on) == ("fine", [], None)

    def test_what_is_to_be_put_right_stands_in_its_order(self, point: DropPoint) -> None:
        keeper = worker()
        found = inspect(point.pk, wanting(keeper, "notice", "sorted"), by=keeper)
        assert (found.result, found.wanting) == ("wanting", ["sorted", "notice"])
        assert Entry.objects.filter(action="waste.inspect").count() == 1

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"photo_ids": []}, "photos"),
            ({"due_on": None}, "due_on"),
            ({"due_on": NOW.date()}, "due_on"),
            ({"due_on": NOW.date() + timedelta(days=61)}, "due_on"),
            ({"note": "长" * 121}, "note"),
            ({"wanting": ["people"]}, "wanting"),
        ],
    )
    def test_what_is_wrong_is_named_and_nothing_kept(
        self, point: DropPoint, fields: dict[str, Any], field: str
    ) -> None:
        keeper = worker()
        codes = fields.pop("wanting", ["sorted"])
        with pytest.raises(Invalid) as raised:
            inspect(point.pk, wanting(keeper, *codes, **fields), by=keeper)
        assert (raised.value.field, Inspection.objects.count()) == (field, 0)
        assert raised.value.remedy

    def test_only_who_keeps_it_looks(self, point: DropPoint) -> None:
        for by in (resident(), worker(OTHER)):
            with pytest.raises(Refused):
                inspect(point.pk, Look(), by=by)
        with pytest.raises(Missing):
            inspect(0, Look(), by=worker())

    def test_sent_twice_is_one_look(self, point: DropPoint) -> None:
        keeper = worker()
        look = wanting(keeper)
        first, second = (inspect(point.pk, look, by=keeper, nonce="n" * 32) for _turn in range(2))
        assert first.pk == second.pk

    def test_the_second_look_ends_it_or_begins_it_anew(self, point: DropPoint) -> None:
        keeper = worker()
        first = inspect(point.pk, wanting(keeper), by=keeper)
        second = recheck(first.pk, wanting(keeper, "clean"), by=keeper, nonce="s" * 32)
        assert list(Inspection.objects.to_recheck()) == [second]
        assert recheck(first.pk, Look(), by=keeper, nonce="s" * 32) == second
        with pytest.raises(Conflict):
            recheck(first.pk, Look(), by=worker())
        recheck(second.pk, Look(), by=keeper)
        assert not Inspection.objects.to_recheck().exists()

    def test_of_what_was_in_order_there_is_no_second_look(self, point: DropPoint) -> None:
        found = inspect(point.pk, Look(), by=worker())
        with pytest.raises(Conflict):
            recheck(found.pk, Look(), by=worker())
        with pytest.raises(Missing):
            recheck(0, Look(), by=worker())

    def test_where_the_drop_point_is_closed_nothing_waits(self, point: DropPoint) -> None:
        keeper = worker()
        inspect(point.pk, wanting(keeper), by=keeper)
        DropPoint.objects.update(closed_on=today())
        assert quality_items(keeper, 5) == []

    def test_the_photo_is_for_the_desk(self, point: DropPoint) -> None:
        keeper = worker()
        found = inspect(point.pk, wanting(keeper), by=keeper)
        assert may_see_inspection_photo(worker(), found.photo)
        for other in (resident(), worker(OTHER)):
            assert not may_see_inspection_photo(other, found.photo)
            assert not inspections_seen(other).exists()

    def test_it_waits_at_the_desk_until_somebody_has_looked(self, point: DropPoint) -> None:
        keeper = worker()
        first = inspect(point.pk, wanting(keeper), by=keeper)
        WeekWeightFactory(estate=point.estate, flag="jump", usual_kg=20)
        assert [each.kind for each in quality_items(keeper, 5)] == [RECHECK, FLAG]
        assert {kind: many for kind, (_label, many) in quality_counts(keeper).items()} == {
            RECHECK: 1,
            FLAG: 1,
        }
        assert quality_items(worker(OTHER), 5) == quality_items(resident(), 5) == []
        recheck(first.pk, Look(), by=keeper)
        assert [each.kind for each in quality_items(keeper, 5)] == [FLAG]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestTwoLookAgain:
    def look_twice(self) -> Any:
        with at(NOW):
            served()
            keepers = [worker() for _ in range(2)]
            first = inspect(DropPoint.objects.get(estate=ESTATE).pk, wanting(keepers[0]), by=keepers[0])
        assert all(each.reach.paths_for("community_worker") == [COMMUNITY] for each in keepers)

        def job(by: Actor) -> None:
            with at(NOW):
                recheck(first.pk, Look(), by=by)

        return together(*[lambda by=by: job(by) for by in keepers])

    def test_guard_on_one_is_told(self) -> None:
        assert self.look_twice() == {"done": 1, "Conflict": 1}
        assert Inspection.objects.count() == 2

    def test_guard_off_the_database_refuses_the_second(self) -> None:
        """Without the locks both find that nobody has; the one-to-one tie is what is left."""
        barrier, real = Barrier(2), inspections._note

        def late(*given: Any, **named: Any) -> Inspection:
            if given[2] is not None:
                barrier.wait(10)
            return real(*given, **named)

        def unlocked(pk: int, _by: Actor) -> DropPoint:
            return DropPoint.objects.get(pk=pk)

        with (
            mock.patch.object(inspections, "lock_point", unlocked),
            mock.patch.object(inspections, "lock_first", lambda rows, pk: rows.filter(pk=pk).first()),
            mock.patch.object(inspections, "_note", late),
            pytest.raises(IntegrityError),
        ):
            self.look_twice()
        assert Inspection.objects.count() == 2
