"""Race pairs on PostgreSQL: two last words at the same second, and an answer against taking the link back."""

from collections import Counter
from threading import Barrier, BrokenBarrierError
from typing import Any
from unittest import mock

import pytest
from django.db import connection

from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.outside import answer as answering
from jiayuan.services.cases.domain.outside.send import revoke_outside
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import CaseQuerySet, OutsideAnswer, OutsideLink
from jiayuan.services.cases.outside_enums import OutsideKind
from tests.services.cases.domain.outside.asking import answer, ask
from tests.services.cases.domain.test_races import no_lock, together
from tests.services.cases.story import Story

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TOGETHER = 4


def asked() -> OutsideLink:
    story = Story().until(Action.ACCEPT)
    assert story.handler.reach
    link = ask(story)
    link.sent_by.story = story
    return link


def last_words(link: OutsideLink) -> Counter[str]:
    return together(*[lambda: answer(link, OutsideKind.DECLINE, words="不是我们的")] * TOGETHER)


class Meeting:
    """All have checked before the first writes, unless something keeps them apart."""

    def __init__(self, many: int) -> None:
        self.barrier, self.real = Barrier(many), answering.check_uses

    def __call__(self, *args: Any) -> None:
        self.real(*args)
        try:
            self.barrier.wait(timeout=3)
        except BrokenBarrierError:
            return


class TestTwoLastWords:
    def test_guard_on_holds(self) -> None:
        link = asked()
        assert last_words(link) == {"done": 1, "Conflict": TOGETHER - 1}
        assert OutsideAnswer.objects.filter(link=link).count() == 1
        assert Entry.objects.filter(action="cases.outside_decline").count() == 1

    def test_the_constraint_holds_without_the_lock(self) -> None:
        link = asked()
        with (
            mock.patch("django.db.models.query.QuerySet.select_for_update", no_lock),
            mock.patch.object(answering, "check_uses", Meeting(TOGETHER)),
        ):
            assert last_words(link)["done"] == 1
        assert OutsideAnswer.objects.filter(link=link).count() == 1

    def test_guard_off_breaks(self) -> None:
        link = asked()
        constraint = next(
            each for each in OutsideAnswer._meta.constraints if each.name == "cases_one_final_outside"
        )
        with connection.schema_editor() as editor:
            editor.remove_constraint(OutsideAnswer, constraint)
        try:
            with (
                mock.patch.object(CaseQuerySet, "select_for_update", no_lock),
                mock.patch("django.db.models.query.QuerySet.select_for_update", no_lock),
                mock.patch.object(answering, "check_uses", Meeting(TOGETHER)),
            ):
                last_words(link)
            assert OutsideAnswer.objects.filter(link=link).count() > 1
        finally:
            OutsideAnswer.objects.all().delete()
            with connection.schema_editor() as editor:
                editor.add_constraint(OutsideAnswer, constraint)


def answered_after_it_was_taken_back(link: OutsideLink) -> bool:
    numbers = dict(
        Entry.objects.filter(action__in=["cases.outside_take", "cases.outside_revoked"]).values_list(
            "action", "number"
        )
    )
    return numbers.get("cases.outside_take", 0) > numbers["cases.outside_revoked"]


class TestAnswerAgainstRevoke:
    def test_guard_on_holds(self) -> None:
        link = asked()
        handler = link.sent_by.story.handler
        ended = together(lambda: answer(link, OutsideKind.TAKE), lambda: revoke_outside(link.pk, by=handler))
        assert ended["done"] + ended["Gone"] == 2
        assert not answered_after_it_was_taken_back(link)

    def test_guard_off_breaks(self) -> None:
        """Checked while it still held, written after it was taken back."""
        link = asked()
        handler, real = link.sent_by.story.handler, answering.check_uses

        def check_and_be_late(*args: Any) -> None:
            real(*args)
            together(lambda: revoke_outside(link.pk, by=handler))

        with (
            mock.patch("django.db.models.query.QuerySet.select_for_update", no_lock),
            mock.patch.object(answering, "check_uses", check_and_be_late),
        ):
            answer(link, OutsideKind.TAKE)
        assert answered_after_it_was_taken_back(link)
