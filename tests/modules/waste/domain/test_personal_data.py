"""Somebody who helped with sorting is forgotten."""

from datetime import timedelta

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.domain.personal_data import erase_waste
from jiayuan.modules.waste.models import Crew, Guide
from tests.factories import CrewFactory, GuideFactory, PersonFactory

from ..scene import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_a_guide_who_is_forgotten_stands_there_no_longer():
    person = PersonFactory()
    stood, over = GuideFactory(person=person), GuideFactory(person=person, until=TODAY - timedelta(days=9))
    ahead = GuideFactory(person=person, until=TODAY + timedelta(days=9))
    with at(NOW):
        erase_waste(person)
    for row in (stood, over, ahead):
        row.refresh_from_db()
        assert (row.person, row.name) == (None, "—")
    assert (stood.until, over.until, ahead.until) == (TODAY, TODAY - timedelta(days=9), TODAY)
    assert not Guide.objects.on(TODAY).exists()


def test_the_crew_of_a_driver_ends():
    crew = CrewFactory()
    with at(NOW):
        erase_waste(crew.driver)
    assert not Crew.objects.on(TODAY).exists()
