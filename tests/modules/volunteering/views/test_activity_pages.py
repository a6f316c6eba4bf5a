"""What is done, through the pages: chosen in the console, read where one signs up, written down on the phone."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiayuan.modules.volunteering.domain.activities import choose_activity, load_activities
from jiayuan.modules.volunteering.models import ActivityResult, SessionActivity, ShopVisit
from jiayuan.services.cases.domain.load_catalogue import load_catalogue
from jiayuan.services.cases.models import CasePhoto
from jiayuan.services.gatherings.models import Session
from tests.factories import PairingFactory, PersonFactory
from tests.foundation.evidence.conftest import encode, scene
from tests.modules.volunteering.hour import charity_hour

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def hour():
    load_activities()
    load_catalogue()
    return charity_hour(1)


def test_chosen_by_the_host_and_read_before_signing_up(hour, sign_in, client):
    pairing = PairingFactory(community=hour.session.place)
    leader, page = sign_in(hour.leader.person), reverse("console-hours-activity", args=[hour.session.pk])
    assert page in text_of(leader.get(reverse("console-gathering", args=[hour.session.pk])))
    assert leader.post(page, {"kind": "dancing"}).status_code == 422
    given = {"kind": "ads", "because": "paid", "hours": "service", "partner": pairing.pk}
    assert leader.post(page, given).status_code == 302
    assert SessionActivity.objects.get().partner == pairing
    assert str(pairing.organisation) in text_of(leader.get(page))
    public = text_of(
        client.get(reverse("gathering", args=[hour.session.pk]), headers={"accept-language": "en"})
    )
    assert "circle-minus" in public
    assert reverse("volunteering-activity", args=[hour.session.pk]) not in public
    marking = text_of(leader.get(reverse("console-hours-session", args=[hour.session.pk])))
    assert "circle-minus" in marking
    assert sign_in(PersonFactory()).get(page).status_code == 403


def test_written_down_by_who_takes_part(hour, sign_in):
    choose_activity(hour.session.pk, "litter", by=hour.leader)
    phone = sign_in(hour.people[0])
    page = reverse("volunteering-activity", args=[hour.session.pk])
    assert page in text_of(phone.get(reverse("gathering", args=[hour.session.pk])))
    phone.post(reverse("volunteering-checks", args=[hour.session.pk]), {"done": ["stairs"], "nonce": "a"})
    results = reverse("volunteering-results", args=[hour.session.pk])
    refused = phone.post(results, {"bags": "drei", "metres": "12", "nonce": "b"})
    assert refused.status_code == 422
    assert 'value="drei"' in text_of(refused)
    assert 'value="12"' in text_of(refused)
    assert phone.post(results, {"bags": "3", "metres": "", "nonce": "b"}).status_code == 302
    assert ActivityResult.objects.get().amount == 3
    assert 'value="stairs" checked' in text_of(phone.get(page))
    stranger = sign_in(PersonFactory())
    assert "data-fault" not in text_of(stranger.get(page))
    assert stranger.post(results, {"bags": "3", "nonce": "c"}).status_code == 403
    later = stranger.post(results, {"bags": "3"}, headers={"x-jiayuan-offline": "2026-03-06T10:00:00Z"})
    assert later.status_code == 403
    Session.objects.update(kind="meeting")
    assert phone.get(page).status_code == 404


def test_a_shop_with_a_photo_becomes_a_case_once(hour, sign_in):
    choose_activity(hour.session.pk, "shops", by=hour.leader)
    phone, address = sign_in(hour.people[0]), reverse("volunteering-shop", args=[hour.session.pk])

    def send():
        photo = SimpleUploadedFile("a.jpg", encode(scene(size=(200, 150))), "image/jpeg")
        given = {"shop": "老李粮油", "missing": ["goods"], "photos": [photo], "nonce": "shop-one"}
        return phone.post(address, given)

    assert [send().status_code for _ in range(2)] == [302, 302]
    visit = ShopVisit.objects.get()
    assert CasePhoto.objects.get().case == visit.case
    page = text_of(phone.get(reverse("volunteering-activity", args=[hour.session.pk])))
    assert visit.case.number in page
    console = sign_in(hour.office.person)
    beside = text_of(console.get(reverse("console-case", args=[visit.case.number])))
    assert reverse("console-hours-activity", args=[hour.session.pk]) in beside
    refused = phone.post(address, {"shop": "", "missing": ["litter"], "words": "脏", "nonce": "two"})
    assert (refused.status_code, "脏" in text_of(refused)) == (422, True)
