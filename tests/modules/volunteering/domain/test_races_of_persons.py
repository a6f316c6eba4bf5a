"""Race pairs on PostgreSQL: who writes hours holds people, and refers to others whom somebody else holds.

People are held so that others may refer to them meanwhile, and always before their claims. Held against that as well,
or after the claims, two wait for one another until the database ends one of them.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.people.models import Person
from jiayuan.modules.volunteering.domain import claims
from jiayuan.modules.volunteering.domain.claims import confirm_hours, mark_hours
from jiayuan.modules.volunteering.hour_enums import ClaimState
from jiayuan.modules.volunteering.models import HourClaim, HourEntry
from tests.modules.volunteering.domain.test_races_of_hours import two_offices
from tests.modules.volunteering.hour import Hour, charity_hour
from tests.racing import Meeting
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def against_references(pk: int) -> None:
    list(Person.objects.select_for_update().filter(pk=pk).values_list("pk", flat=True))


class Stuck(Conflict):
    """The database ended this one, so that the other could go on."""


def then_met(act: Callable[..., Any], meeting: Meeting) -> Callable[..., Any]:
    def done(*given: Any, **named: Any) -> Any:
        found = act(*given, **named)
        meeting.arrive()
        return found

    return done


def once_met(act: Callable[..., Any], meeting: Meeting) -> Callable[..., Any]:
    def done(*given: Any, **named: Any) -> Any:
        meeting.arrive()
        return act(*given, **named)

    return done


def ended(hour: Hour, job: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        try:
            with at(hour.after):
                job()
        except OperationalError as error:
            raise Stuck("Each waits for the other.") from error

    return run


class TestConfirmEachOthersHours:
    def confirm(self) -> dict[str, int]:
        one, other = two_offices()
        hour = charity_hour(people=[one.person, other.person])
        for index in range(2):
            hour.was_there(index)
        with at(hour.after):
            mark_hours(hour.session.pk, by=hour.leader)
        theirs = dict(HourClaim.objects.values_list("person_id", "pk"))

        def job(by: Actor, of: Actor) -> Callable[[], None]:
            return ended(hour, lambda: confirm_hours([theirs[of.pk]], by=by))

        with mock.patch.object(claims, "check_hours", then_met(claims.check_hours, Meeting())):
            return dict(together(job(one, other), job(other, one)))

    def test_guard_on_holds(self) -> None:
        assert self.confirm() == {"done": 2}
        assert HourEntry.objects.count() == 2

    def test_guard_off_ends_one_of_them(self) -> None:
        with mock.patch.object(claims, "lock_person", against_references):
            assert self.confirm() == {"done": 1, "Stuck": 1}


class TestMarkWhileTheOfficeLooks:
    """The leader marks; the office, on a page that is old, confirms the same hours."""

    def both(self, *, guarded: bool) -> dict[str, int]:
        hour, office = charity_hour(1), two_offices()[0]
        hour.was_there(0)
        key = HourClaim.objects.get().pk
        with ExitStack() as patched:
            if not guarded:
                patched.enter_context(mock.patch.object(claims, "lock_people"))
                patched.enter_context(mock.patch.object(claims, "lock_person", against_references))
            meeting = Meeting()
            held = then_met(claims.lock_person, meeting)
            patched.enter_context(mock.patch.object(claims, "lock_person", held))
            # the leader has the claims once the first of them is to be recorded
            patched.enter_context(mock.patch.object(claims, "_record", once_met(claims._record, meeting)))
            return dict(
                together(
                    ended(hour, lambda: mark_hours(hour.session.pk, by=hour.leader)),
                    ended(hour, lambda: confirm_hours([key], by=office)),
                )
            )

    def test_guard_on_holds(self) -> None:
        found = self.both(guarded=True)
        assert HourClaim.objects.get().state in (ClaimState.MARKED, ClaimState.CONFIRMED)
        assert found in ({"done": 2}, {"done": 1, "Conflict": 1})

    def test_guard_off_ends_one_of_them(self) -> None:
        assert self.both(guarded=False)["Stuck"] == 1
