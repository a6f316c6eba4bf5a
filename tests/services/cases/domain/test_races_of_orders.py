"""Race pair on PostgreSQL: two orders on one case at the same moment."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier
from typing import Any
from unittest import mock

import pytest
from django.db import connection

from jiayuan.foundation.access.actor import Actor
from jiayuan.services.cases.domain import perform
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import CaseQuerySet, SupervisionOrder
from tests.services.cases.domain.test_races import no_lock, together
from tests.services.cases.story import Story

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ORDER = Given(words="居民两次追问", wanted="说明哪天修好", days=2)


def issue_twice(story: Story) -> Counter[str]:
    """Both have seen that there is none: the lock is off, only the database is left."""
    real, barrier = perform._check_needs, Barrier(2)

    def check_and_meet(*args: Any) -> str:
        barrier.wait(timeout=10)
        return real(*args)

    def job(by: Actor) -> Callable[[], object]:
        assert by.reach  # read before the race
        return lambda: perform_action(story.case.pk, Action.ISSUE_ORDER, by=by, given=ORDER)

    with (
        mock.patch.object(CaseQuerySet, "select_for_update", no_lock),
        mock.patch.object(perform, "_check_needs", check_and_meet),
    ):
        return together(job(story.street), job(story.district))


class TestTwoOrdersAtOnce:
    def test_guard_on_holds(self) -> None:
        story = Story().until(Action.ACCEPT)
        assert issue_twice(story) == {"done": 1, "Conflict": 1}
        assert story.case.orders.count() == 1

    def test_guard_off_breaks(self) -> None:
        constraint = next(
            each for each in SupervisionOrder._meta.constraints if each.name == "cases_one_live_order"
        )
        story = Story().until(Action.ACCEPT)
        with connection.schema_editor() as editor:
            editor.remove_constraint(SupervisionOrder, constraint)
        try:
            issue_twice(story)
            assert story.case.orders.live().count() == 2
        finally:
            SupervisionOrder.objects.all().delete()
            with connection.schema_editor() as editor:
                editor.add_constraint(SupervisionOrder, constraint)
