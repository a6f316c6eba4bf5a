"""Race pairs on PostgreSQL: what is done once to one row, by two at the same moment.

With the lock on the second finds it done and is told so. With the lock off both read it as it was before, and it is
done and recorded twice; or a constraint of the database is the second wall, and is named here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Barrier
from types import ModuleType
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.models import Place
from jiayuan.modules.volunteering.domain import (
    branches,
    certificates,
    corrections,
    exchange,
    musters,
    pairings,
    plans,
    qualifications,
    teams,
    volunteers,
    yearly,
)
from jiayuan.modules.volunteering.enums import ItemKind, ItemState, PairingAction, PlanState
from jiayuan.modules.volunteering.models import BranchReport, Correction, ExchangeRow, HourEntry, YearlyItem
from tests.conftest import COMMUNITY
from tests.factories import (
    BranchReportFactory,
    CertificateFactory,
    CorrectionFactory,
    HourEntryFactory,
    MusterCallFactory,
    PairingFactory,
    PlaceFactory,
    QualificationFactory,
    SeasonPlanFactory,
    TeamFactory,
    VolunteerFactory,
    YearlyItemFactory,
)
from tests.modules.volunteering.domain.test_races_of_weeks import two
from tests.racing import Meeting
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WAIT = 20


@dataclass(frozen=True)
class Act:
    """``make`` writes the row and gives what two do to it; ``action`` is what the ledger calls it."""

    room: ModuleType
    action: str
    make: Callable[[], Callable[[Actor], object]]
    role: Role = Role.COMMUNITY_WORKER
    path: str = COMMUNITY


def _end_pairing() -> Callable[[Actor], object]:
    key = PairingFactory(community=PlaceFactory(path=COMMUNITY)).pk
    return lambda by: pairings.perform(key, PairingAction.END, by=by, reason="换了单位")


def _revoke() -> Callable[[Actor], object]:
    key = CertificateFactory(place=PlaceFactory(path=COMMUNITY)).pk
    return lambda by: certificates.revoke_certificate(key, reason="姓名有误", by=by)


def _verify() -> Callable[[Actor], object]:
    key = QualificationFactory(volunteer__community=PlaceFactory(path=COMMUNITY)).pk
    return lambda by: qualifications.verify_qualification(key, by=by)


def _close_call() -> Callable[[Actor], object]:
    place = PlaceFactory(path=COMMUNITY)
    key = MusterCallFactory(place=place, team__place=place).pk
    return lambda by: musters.close_muster(key, by=by)


def _dissolve() -> Callable[[Actor], object]:
    key = TeamFactory(place=PlaceFactory(path=COMMUNITY)).pk
    return lambda by: teams.dissolve_team(key, by=by)


def _leave() -> Callable[[Actor], object]:
    key = VolunteerFactory(community=PlaceFactory(path=COMMUNITY)).pk
    return lambda by: volunteers.leave(key, by=by)


def _accept() -> Callable[[Actor], object]:
    key = SeasonPlanFactory(state=PlanState.READY, result={"pairs": []}).pk
    return lambda by: plans.accept_plan(key, by=by)


ACTS = {
    "end a pairing": Act(pairings, "volunteering.end_pairing", _end_pairing),
    "revoke a certificate": Act(certificates, "volunteering.revoke_certificate", _revoke),
    "verify a paper": Act(qualifications, "volunteering.verify_qualification", _verify),
    "close a call": Act(musters, "volunteering.close_muster", _close_call),
    "dissolve a team": Act(teams, "volunteering.dissolve_team", _dissolve),
    "leave": Act(volunteers, "volunteering.leave_volunteer", _leave),
    "accept a plan": Act(plans, "volunteering.accept_plan", _accept, Role.DISTRICT_OFFICER, "140106"),
}


def at_once(act: Act) -> dict[str, int]:
    do = act.make()
    return dict(together(*[lambda by=by: do(by) for by in two(act.role, act.path)]))


def met(find: Callable[..., Any]) -> Callable[..., Any]:
    """``find`` without a lock; who has found waits until the other has, too."""
    barrier = Barrier(2)

    def found(*given: Any, **named: Any) -> Any:
        row = find(*given, **named)
        barrier.wait(WAIT)
        return row

    return found


@pytest.mark.parametrize("name", ACTS)
class TestDoneOnce:
    def test_guard_on_holds(self, name: str) -> None:
        assert at_once(ACTS[name]) == {"done": 1, "Conflict": 1}
        assert Entry.objects.filter(action=ACTS[name].action).count() == 1

    def test_guard_off_does_it_twice(self, name: str) -> None:
        act = ACTS[name]
        with mock.patch.object(act.room, "lock_first", met(lambda rows, pk: rows.filter(pk=pk).first())):
            assert at_once(act) == {"done": 2}
        assert Entry.objects.filter(action=act.action).count() == 2


class TestReportEndsOnce:
    def end_twice(self) -> dict[str, int]:
        report = BranchReportFactory(community=PlaceFactory(path=COMMUNITY))
        own = [Actor(person=report.person) for _ in range(2)]
        assert all(each.reach is not None for each in own)
        return dict(together(*[lambda by=by: branches.end_report(report.pk, by=by) for by in own]))

    def test_guard_on_holds(self) -> None:
        assert self.end_twice() == {"done": 1, "Conflict": 1}

    def test_guard_off_does_it_twice(self) -> None:
        with (
            mock.patch.object(BranchReport.objects, "select_for_update", BranchReport.objects.all),
            mock.patch.object(branches, "gate", met(branches.gate)),
        ):
            assert self.end_twice() == {"done": 2}
        assert Entry.objects.filter(action="volunteering.end_report").count() == 2


class TestSentOnce:
    """The hours of a place are put into one file, though two send at the same moment."""

    def send_twice(self) -> dict[str, int]:
        HourEntryFactory(place=PlaceFactory(path=COMMUNITY))
        offices = two(Role.COMMUNITY_WORKER)
        return dict(
            together(*[lambda by=by: exchange.put_together(COMMUNITY, words="上报", by=by) for by in offices])
        )

    def test_guard_on_holds(self) -> None:
        assert self.send_twice() == {"done": 1, "Conflict": 1}
        assert ExchangeRow.objects.count() == 1

    def test_guard_off_sends_the_same_hours_twice(self) -> None:
        with (
            mock.patch.object(Place.objects, "select_for_update", Place.objects.all),
            mock.patch.object(exchange, "_rows_for", met(exchange._rows_for)),
        ):
            assert self.send_twice() == {"done": 2}
        assert ExchangeRow.objects.count() == 2


class TestDecidedOnce:
    """One grants what the other declines: only the first word counts."""

    def decide_twice(self) -> dict[str, int]:
        key = CorrectionFactory(entry__place=PlaceFactory(path=COMMUNITY)).pk
        one, other = two(Role.COMMUNITY_WORKER)
        return dict(
            together(
                lambda: corrections.decide_correction(key, grant=True, reason="", by=one),
                lambda: corrections.decide_correction(key, grant=False, reason="没有提前离开", by=other),
            )
        )

    def test_guard_on_holds(self) -> None:
        assert self.decide_twice() == {"done": 1, "Conflict": 1}
        assert Entry.objects.filter(action="volunteering.decide_correction").count() == 1

    def test_guard_off_grants_and_declines(self) -> None:
        def unlocked(pk: int) -> Correction:
            return Correction.objects.select_related("entry__person").get(pk=pk)

        with mock.patch.object(corrections, "_locked", met(unlocked)):
            assert self.decide_twice() == {"done": 2}
        assert Entry.objects.filter(action="volunteering.decide_correction").count() == 2
        assert sorted(HourEntry.objects.values_list("minutes", flat=True)) == [-60, 30, 60]


class TestMatchedOnce:
    """One need, two offers: who comes second chooses again."""

    def match_with_two(self) -> dict[str, int]:
        place = PlaceFactory(path=COMMUNITY)
        need = YearlyItemFactory(community=place)
        pairing = PairingFactory(community=place)
        offers = [
            YearlyItemFactory(community=place, kind=ItemKind.RESOURCE, pairing=pairing) for _ in range(2)
        ]
        jobs = zip(offers, two(Role.COMMUNITY_WORKER), strict=True)

        def job(offer: YearlyItem, by: Actor) -> None:
            try:
                yearly.match_items(need.pk, offer.pk, by=by)
            except IntegrityError as error:
                raise Conflict("The database holds it.") from error

        return dict(together(*[lambda each=each: job(*each) for each in jobs]))

    def matched(self) -> int:
        return YearlyItem.objects.filter(kind=ItemKind.RESOURCE, state=ItemState.MATCHED).count()

    def test_guard_on_holds(self) -> None:
        assert self.match_with_two() == {"done": 1, "Conflict": 1}
        assert self.matched() == 1

    def test_guard_off_is_held_by_the_database(self) -> None:
        """Both find the need open; an item is matched with one other, and the second breaks on that."""

        def unlocked(*keys: int) -> dict[int, YearlyItem]:
            return YearlyItem.objects.in_bulk(keys)

        with mock.patch.object(yearly, "_lock", met(unlocked)):
            assert self.match_with_two() == {"done": 1, "Conflict": 1}
        assert self.matched() == 1


def test_a_need_and_what_meets_it_are_finished_at_once_and_nobody_waits_forever() -> None:
    place = PlaceFactory(path=COMMUNITY)
    pairing, worker = PairingFactory(community=place), two(Role.COMMUNITY_WORKER)[0]
    need = YearlyItemFactory(community=place)
    offer = YearlyItemFactory(community=place, kind=ItemKind.RESOURCE, pairing=pairing)
    yearly.match_items(need.pk, offer.pk, by=worker)
    offices = two(Role.COMMUNITY_WORKER)
    with mock.patch.object(yearly, "gate", met_or_alone(yearly.gate)):
        done = together(
            lambda: yearly.finish_item(need.pk, by=offices[0]),
            lambda: yearly.finish_item(offer.pk, by=offices[1]),
        )
    assert done == {"done": 1, "Conflict": 1}


def met_or_alone(act: Callable[..., Any]) -> Callable[..., Any]:
    """Who is past the lock waits a moment for the other, who comes only where nothing holds them back."""
    meeting = Meeting()

    def done(*given: Any, **named: Any) -> Any:
        found = act(*given, **named)
        meeting.arrive()
        return found

    return done
