"""The photo of a certificate: sent on the phone, seen by who verifies, gone when it has served."""

import pytest
from django.urls import reverse

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.modules.volunteering.models import Qualification
from tests.factories import PersonFactory, VolunteerFactory
from tests.foundation.evidence.conftest import camera_notes, encode, file_of, scene
from tests.services.gatherings.scene import COMMUNITY, host

pytestmark = pytest.mark.django_db
FORM = {"kind": "急救员证", "issued_on": "2026-01-05", "nonce": "n1"}


@pytest.fixture
def volunteer():
    return VolunteerFactory(community_id=host(COMMUNITY).reach.paths_for(Role.COMMUNITY_WORKER)[0])


def certificate():
    return file_of(encode(scene(), exif=camera_notes()))


def shown(sign_in, volunteer, **fields):
    page = reverse("volunteering-paper")
    return sign_in(volunteer.person).post(page, FORM | {"photo": certificate()} | fields)


def photo_of(paper):
    return reverse("console-paper-photo", args=[paper.pk])


def test_who_verifies_sees_it_and_each_look_is_recorded(volunteer, sign_in):
    assert shown(sign_in, volunteer).status_code == 302
    paper = Qualification.objects.get()
    kept = paper.evidence.file.read()
    assert b"SecretMaker" not in kept
    office = sign_in(host().person)
    assert photo_of(paper) in office.get(reverse("console-volunteer", args=[volunteer.pk])).content.decode()
    answer = office.get(photo_of(paper))
    assert (b"".join(answer.streaming_content), answer["Cache-Control"]) == (kept, "no-store")
    assert Entry.objects.filter(action="volunteering.look_at_paper").count() == 1


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [(Role.GRID_WORKER, COMMUNITY, 403), (Role.COMMUNITY_WORKER, "140106005001", 404)],
)
def test_nobody_else_sees_it(volunteer, sign_in, role, path, status):
    shown(sign_in, volunteer)
    paper = Qualification.objects.get()
    other = sign_in(host(path, role).person)
    assert other.get(photo_of(paper)).status_code == status
    own = reverse("photo", args=[paper.evidence_id, "full"])
    assert other.get(own).status_code == 404
    assert sign_in(host().person).get(own).status_code == 404
    assert sign_in(volunteer.person).get(own).status_code == 200
    assert not Entry.objects.filter(action="volunteering.look_at_paper").exists()


def test_it_goes_once_the_paper_is_verified(volunteer, sign_in, django_capture_on_commit_callbacks):
    shown(sign_in, volunteer)
    paper, office = Qualification.objects.get(), sign_in(host().person)
    store, name = paper.evidence.file.storage, paper.evidence.file.name
    with django_capture_on_commit_callbacks(execute=True):
        office.post(reverse("console-qualification-verify", args=[paper.pk]))
    paper.refresh_from_db()
    assert (paper.is_valid, paper.evidence, Photo.objects.count()) == (True, None, 0)
    assert not store.exists(name)
    assert office.get(photo_of(paper)).status_code == 404


def test_it_is_forgotten_with_the_person(volunteer, sign_in):
    shown(sign_in, volunteer)
    erase_person(volunteer.person, by=Actor(person=volunteer.person))
    assert not Photo.objects.exists()
    assert Qualification.objects.get().evidence is None


def test_what_is_no_photo_is_refused_and_a_form_that_comes_back_keeps_it(volunteer, sign_in):
    refused = shown(sign_in, volunteer, photo=file_of(b"%PDF-1.4 no photo"))
    assert refused.status_code == 422
    assert "field-error" in refused.content.decode()
    assert not Qualification.objects.exists()
    back = shown(sign_in, volunteer, issued_on="")
    assert back.status_code == 422
    assert "n1" in back.content.decode()
    phone = sign_in(volunteer.person)
    for _turn in range(2):
        assert phone.post(reverse("volunteering-paper"), FORM).status_code == 302
    assert Qualification.objects.get().evidence is not None


def test_a_photo_of_somebody_else_is_none(volunteer, sign_in):
    other = VolunteerFactory(community=volunteer.community, person=PersonFactory())
    shown(sign_in, other)
    assert sign_in(volunteer.person).post(reverse("volunteering-paper"), FORM).status_code == 302
    assert Qualification.objects.get(volunteer=volunteer).evidence is None
