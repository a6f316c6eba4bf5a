"""Who a name on the list is: side by side, put together, taken apart."""

import pytest
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from jiayuan.services.gatherings.domain.walk_ins import add_walk_in
from jiayuan.services.gatherings.models import SignUp
from tests.services.gatherings.scene import FRIDAY, THURSDAY, gathering, host, join, resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return host()


@pytest.fixture
def desk(worker, sign_in):
    return sign_in(worker.person)


@pytest.fixture
def row(worker):
    with at(FRIDAY):
        return add_walk_in(gathering().session_id, name="王秀英", by=worker)


def address(row):
    return reverse("console-gathering-who", args=[row.session_id, row.pk])


def test_found_by_phone_put_together_and_taken_apart(desk, row):
    person = resident().person
    person.name, person.phone = "王秀英", "+8613911115678"
    person.save()
    page = desk.post(address(row), {"phone": "13911115678"}).content.decode()
    assert "139****5678" in page
    assert "王秀英" not in page.replace('value="王秀英"', ""), "shortened but where the host wrote it"
    assert desk.post(address(row), {"person": person.pk}).status_code == 422, "only one who was offered"
    answer = desk.post(address(row), {"phone": "13911115678", "person": person.pk})
    assert answer["Location"] == reverse("console-gathering", args=[row.session_id])
    assert address(row) in desk.get(answer["Location"]).content.decode()
    assert desk.post(address(row), {"apart": "yes"}).status_code == 302
    assert SignUp.objects.get(pk=row.pk).person is None


def test_too_little_is_said(desk, row):
    answer = desk.post(address(row), {"phone": "678"})
    assert answer.status_code == 422
    assert 'value="678"' in answer.content.decode()


def test_elsewhere_and_of_another_gathering_it_is_not_there(sign_in, desk, row):
    other = sign_in(host("140106004011").person)
    assert other.get(address(row)).status_code == 404
    with at(THURSDAY):
        stranger = join(gathering())
    assert desk.get(reverse("console-gathering-who", args=[row.session_id, stranger.pk])).status_code == 404
