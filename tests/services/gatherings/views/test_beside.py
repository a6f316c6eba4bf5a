"""Photos of before and after, and material: put there by the host, seen and promised on the phone."""

import pytest
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.evidence.models import Photo
from jiayuan.services.gatherings.domain.paper import PaperDraft, paper_of
from jiayuan.services.gatherings.enums import State
from jiayuan.services.gatherings.models import Material, Promise, SessionPhoto
from tests.factories import SessionPhotoFactory
from tests.services.cases.pages import picture
from tests.services.gatherings.scene import FRIDAY, THURSDAY, gathering, host, resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thursday():
    with at(THURSDAY):
        yield


@pytest.fixture
def desk(sign_in):
    return sign_in(host().person)


@pytest.fixture
def session():
    return gathering().session


def send(client, session, **fields):
    return client.post(reverse("console-gathering-beside", args=[session.pk]), fields)


def photo_status(client, photo):
    return client.get(reverse("photo", args=[photo.pk, "thumb"])).status_code


def test_photos_come_once_are_seen_by_everybody_and_taken_out(desk, session, client):
    for _turn in range(2):
        form = {"side": "before", "consent": "nobody", "nonce": "n" * 16}
        assert send(desk, session, photos=[picture("red"), picture("blue")], **form).status_code == 302
    assert send(desk, session, photos=[picture("green")], side="after", consent="agreed").status_code == 302
    assert list(SessionPhoto.objects.values_list("side", "consent")) == [
        ("before", "nobody"), ("before", "nobody"), ("after", "agreed"),
    ]  # fmt: skip
    shown = client.get(reverse("gathering", args=[session.pk])).content.decode()
    first = SessionPhoto.objects.first()
    assert shown.count("<img") >= 3
    assert photo_status(client, first.photo) == 200
    assert send(desk, session, remove=first.pk).status_code == 302
    assert photo_status(client, first.photo) == 404
    assert send(desk, session, remove=first.pk).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"side": "between"}, {"consent": ""}, {"photos": []}, {"photos": ["x"] * 7}], ids=str
)
def test_what_is_missing_is_said(desk, session, wrong):
    form = {"photos": [picture()], "side": "before", "consent": "nobody"} | wrong
    form["photos"] = [picture() for _each in form["photos"]]
    answer = send(desk, session, **form)
    assert answer.status_code == 422
    assert "data-fault" in answer.content.decode()
    assert not SessionPhoto.objects.exists()


def test_of_what_is_not_published_nobody_sees_them(desk, client):
    draft = gathering(state=State.DRAFT).session
    photo = SessionPhotoFactory(session=draft).photo
    assert photo_status(client, photo) == 404
    assert photo_status(desk, photo) == 200
    assert send(desk, draft, photos=[picture()], side="after", consent="nobody").status_code == 409
    assert Photo.objects.filter(session_photo__isnull=False).count() == 1


def test_material_is_listed_promised_on_the_phone_and_printed(desk, session, sign_in):
    assert send(desk, session, material="手套 5\n扫帚 2").status_code == 302
    wrong = send(desk, session, material="手套 0")
    assert (wrong.status_code, "手套 0" in wrong.content.decode()) == (422, True)
    who, gloves = resident(), Material.objects.get(name="手套")
    who.person.name = "王秀英"
    who.person.save()
    phone = sign_in(who.person)
    bring = reverse("gathering-bring", args=[session.pk])
    assert phone.post(bring, {"material": gloves.pk, "count": "2"}).status_code == 302
    page = phone.get(reverse("gathering", args=[session.pk])).content.decode()
    assert "您带 2 件" in page
    assert phone.post(bring, {"material": gloves.pk, "count": "9"}).status_code == 409
    assert phone.post(bring, {"material": gloves.pk, "count": "-1"}).status_code == 422
    other = reverse("gathering-bring", args=[gathering().session_id])
    assert phone.post(other, {"material": gloves.pk, "count": "1"}).status_code == 404
    shown = desk.get(reverse("console-gathering-beside", args=[session.pk])).content.decode()
    assert "王**" in shown
    assert "王秀英" not in shown
    assert paper_of(session, PaperDraft())["material"] == [
        "手套 5 件（已有人带 2 件）",
        "扫帚 2 件（已有人带 0 件）",
    ]
    assert Promise.objects.get().count == 2


def test_elsewhere_it_is_not_there(session, sign_in):
    other = sign_in(host("140106004011").person)
    with at(FRIDAY):
        assert send(other, session, material="手套 5").status_code == 404
