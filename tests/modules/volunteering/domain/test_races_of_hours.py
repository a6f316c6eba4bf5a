"""Race pairs on PostgreSQL: hours are confirmed once, and certificates are numbered without gap or double."""

from collections import Counter
from threading import Barrier
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict
from jiayuan.modules.volunteering.domain import certificate_requests, certificates, claims
from jiayuan.modules.volunteering.domain.certificate_requests import ask_certificate
from jiayuan.modules.volunteering.domain.certificates import issue_certificate
from jiayuan.modules.volunteering.domain.claims import confirm_hours, mark_hours
from jiayuan.modules.volunteering.models import (
    Certificate,
    CertificateCounter,
    CertificateRequest,
    HourClaim,
    HourEntry,
)
from tests.conftest import COMMUNITY
from tests.factories import HourEntryFactory, PlaceFactory, RoleGrantFactory, VolunteerFactory
from tests.modules.volunteering.hour import charity_hour
from tests.services.cases.domain.test_races import together

COUNT = 4
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def two_offices() -> list[Actor]:
    place = PlaceFactory(path=COMMUNITY)
    actors = [
        Actor(person=RoleGrantFactory(role=Role.COMMUNITY_WORKER, place=place).person) for _ in range(2)
    ]
    assert all(each.reach for each in actors)
    return actors


class TestConfirmOnce:
    def confirm_twice(self) -> Counter[str]:
        hour = charity_hour(1)
        hour.was_there(0)
        with at(hour.after):
            mark_hours(hour.session.pk, by=hour.leader)
        key = HourClaim.objects.get().pk

        def job(by: Actor) -> None:
            with at(hour.after):
                confirm_hours([key], by=by)

        return together(*[lambda by=by: job(by) for by in two_offices()])

    def test_guard_on_holds(self) -> None:
        assert self.confirm_twice() == {"done": 1, "Conflict": 1}
        assert HourEntry.objects.count() == 1

    def test_guard_off_is_held_by_the_database(self) -> None:
        """Without the locks both find it marked; the second insert breaks on the constraint."""
        barrier, real = Barrier(2), claims.check_hours

        def unlocked(pk: int) -> HourClaim:
            return HourClaim.objects.select_related("session", "presence", "person").get(pk=pk)

        def check_and_meet(*args: Any, **kwargs: Any) -> None:
            real(*args, **kwargs)
            barrier.wait(timeout=20)

        with (
            mock.patch.object(claims, "_locked", unlocked),
            mock.patch.object(claims, "check_hours", check_and_meet),
        ):
            assert self.confirm_twice() == {"done": 1, "Conflict": 1}
        assert HourEntry.objects.count() == 1


class TestNumbersWithoutGapOrDouble:
    def issue_at_once(self) -> Counter[str]:
        office = two_offices()[0]
        people = [VolunteerFactory() for _ in range(COUNT)]
        for volunteer in people:
            HourEntryFactory(person=volunteer.person)

        def job(volunteer: Any) -> None:
            try:
                issue_certificate(volunteer, since=None, until=None, by=office)
            except IntegrityError as error:
                raise Conflict("The number is taken.") from error

        return together(*[lambda each=each: job(each) for each in people])

    def test_guard_on_holds(self) -> None:
        assert self.issue_at_once() == {"done": COUNT}
        numbers = sorted(int(each[-5:]) for each in Certificate.objects.values_list("number", flat=True))
        assert numbers == list(range(1, COUNT + 1))

    def test_guard_off_breaks(self) -> None:
        """Without the lock of the counter some read the same serial: the unique number refuses the second."""

        def unlocked(path: str) -> str:
            counter, _new = CertificateCounter.objects.get_or_create(place_id=path, year=2026)
            serial = counter.last + 1
            barrier.wait(timeout=20)
            CertificateCounter.objects.filter(pk=counter.pk).update(last=serial)
            return f"{path}-2026-{serial:05d}"

        barrier = Barrier(COUNT)
        CertificateCounter.objects.create(place=PlaceFactory(path=COMMUNITY), year=2026)
        with mock.patch.object(certificates, "_next_number", unlocked):
            assert self.issue_at_once() == {"done": 1, "Conflict": COUNT - 1}


class TestAnsweredOnce:
    """Two colleagues answer one request at once: one certificate, and the second learns that it was answered."""

    def answer_at_once(self) -> Counter[str]:
        volunteer = VolunteerFactory()
        HourEntryFactory(person=volunteer.person)
        asked = ask_certificate(
            volunteer, since=None, until=None, purpose="评优", by=Actor(person=volunteer.person), nonce="one"
        )

        def job(by: Actor) -> None:
            certificate_requests.answer_request(asked.pk, grant=True, by=by)

        return together(*[lambda by=by: job(by) for by in two_offices()])

    def test_guard_on_holds(self) -> None:
        assert self.answer_at_once() == {"done": 1, "Conflict": 1}
        assert Certificate.objects.count() == 1

    def test_guard_off_breaks(self) -> None:
        """Without the locks both find it open, and two certificates are issued over the same hours."""
        barrier, real = Barrier(2), certificate_requests._check_open

        def unlocked(pk: int) -> CertificateRequest:
            return CertificateRequest.objects.select_related("person").get(pk=pk)

        def check_and_meet(asked: CertificateRequest) -> None:
            real(asked)
            barrier.wait(timeout=20)

        with (
            mock.patch.object(certificate_requests, "_locked", unlocked),
            mock.patch.object(certificate_requests, "_check_open", check_and_meet),
        ):
            assert self.answer_at_once() == {"done": 2}
        assert Certificate.objects.count() == 2
