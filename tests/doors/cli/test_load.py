"""Loading the shipped facts, and escalating."""

import pytest

from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.models import Category

pytestmark = pytest.mark.django_db


def test_places_load_twice_changes_nothing(call):
    assert "120 places made" in call("places", "load").output
    assert Place.objects.filter(pk="140106").exists()
    assert "0 places made, 0 changed, 120 as they were" in call("places", "load").output


def test_catalogue(call):
    result = call("cases", "load-catalogue")
    assert f"{Category.objects.count()} categories made" in result.output
    assert "0 categories made, 0 changed" in call("cases", "load-catalogue").output


def test_escalate(call):
    assert call("cases", "escalate").output == "0 cases raised.\n"
