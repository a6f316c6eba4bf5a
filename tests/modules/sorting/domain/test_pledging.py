"""The words by version; and one person signing from two phones at once."""

from threading import Barrier
from typing import Any
from unittest import mock

import pytest
from django.db import connection

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.modules.sorting.domain import pledging
from jiayuan.modules.sorting.domain.personal_data import export_sorting
from jiayuan.modules.sorting.domain.pledge_texts import pledge_texts
from jiayuan.modules.sorting.domain.pledging import counts, sign_pledge
from jiayuan.modules.sorting.models import Pledge
from tests.factories import PersonFactory, PlaceFactory, PledgeFactory
from tests.services.cases.domain.test_races import together

HERE = "140106004010"


@pytest.mark.django_db
def test_versions_rise_and_say_as_much_in_both_languages() -> None:
    texts = pledge_texts()
    assert [each.version for each in texts] == list(range(1, len(texts) + 1))
    assert [each.since for each in texts] == sorted(each.since for each in texts)
    assert all(len(each.zh) == len(each.en) > 0 for each in texts)


@pytest.mark.django_db
def test_handed_out_and_forgotten() -> None:
    pledge = PledgeFactory(person=PersonFactory(), shown_name="小满")
    assert export_sorting(pledge.person)["pledges"][0]["name"] == "小满"
    assert counts(HERE) == {HERE: 1}
    erase_person(pledge.person, by=Actor(person=pledge.person))
    pledge.refresh_from_db()
    assert (pledge.shown_name, pledge.person, counts(HERE)) == ("", None, {})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestTwoPhonesOfOnePerson:
    def race(self) -> int:
        PlaceFactory(path=HERE)
        actor, barrier, draw = Actor(person=PersonFactory()), Barrier(4), pledging._drawn

        def meet(*asked: Any) -> Pledge:
            """None of them has found a pledge yet."""
            barrier.wait(timeout=20)
            return draw(*asked)

        jobs = [
            lambda number=number: sign_pledge("小满", HERE, "1", by=actor, nonce=f"nonce-number-{number:04d}")
            for number in range(4)
        ]
        with mock.patch.object(pledging, "_drawn", meet):
            assert together(*jobs) == {"done": 4}
        return Pledge.objects.standing().count()

    def test_guard_on_there_is_one(self) -> None:
        assert self.race() == 1

    def test_guard_off_there_are_more(self) -> None:
        guard = next(each for each in Pledge._meta.constraints if each.name == "sorting_one_pledge_a_person")
        with connection.schema_editor() as editor:
            editor.remove_constraint(Pledge, guard)
        try:
            found = self.race()
        finally:
            Pledge.objects.all().delete()
            with connection.schema_editor() as editor:
                editor.add_constraint(Pledge, guard)
        assert found == 4
