"""Volunteering through the pages of the phone."""

import re

import pytest
from django.urls import reverse

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.modules.volunteering.domain.musters import call_muster
from jiayuan.modules.volunteering.models import BranchReport, MusterAnswer, Qualification, Volunteer
from tests.conftest import COMMUNITY
from tests.factories import (
    HonourConsentFactory,
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    RoleGrantFactory,
    TeamFactory,
    TeamMemberFactory,
    VolunteerFactory,
)

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def person(db):
    return PersonFactory(name="周立新", home_place=PlaceFactory(path=COMMUNITY))


@pytest.fixture
def phone(sign_in, person):
    return sign_in(person)


def test_a_visitor_is_invited_and_signs_in_first(client):
    assert reverse("volunteering-profile") in text_of(client.get(reverse("volunteering")))
    assert "/sign-in/" in client.get(reverse("volunteering-profile"))["Location"]
    assert client.get(reverse("volunteering-board")).status_code == 200


def test_somebody_becomes_a_volunteer_changes_their_profile_and_leaves(phone):
    address = reverse("volunteering-profile")
    assert f'value="{COMMUNITY}" selected' in text_of(phone.get(address))
    wrong = phone.post(address, {"community": COMMUNITY, "emergency_name": "母亲", "emergency_phone": "1"})
    assert wrong.status_code == 422
    assert "母亲" in text_of(wrong)
    phone.post(address, {"community": COMMUNITY, "skills": ["law"], "availability": ["evening"]})
    assert Volunteer.objects.get().availability == ["evening"]
    phone.post(address, {"community": COMMUNITY, "skills": ["law", "hair"]})
    assert Volunteer.objects.get().skills.count() == 2
    phone.post(reverse("volunteering-leave"))
    assert Volunteer.objects.get().ended_on == today()
    assert phone.post(reverse("volunteering-leave")).status_code == 404


def test_a_paper_is_shown(phone, person):
    assert phone.get(reverse("volunteering-paper")).status_code == 404
    VolunteerFactory(person=person)
    assert (
        phone.post(reverse("volunteering-paper"), {"kind": "急救员证", "issued_on": "2026-13-45"}).status_code
        == 422
    )
    phone.post(reverse("volunteering-paper"), {"kind": "急救员证", "issued_on": "2026-01-05"})
    assert Qualification.objects.get().kind == "急救员证"
    assert "急救员证" in text_of(phone.get(reverse("volunteering")))


def test_named_where_agreed_and_gone_when_taken_back(phone, person, client):
    VolunteerFactory(person=person)
    address = reverse("volunteering-name-me", args=["community"])
    phone.post(address)
    assert "周立新" in text_of(phone.get(reverse("volunteering-board")))
    assert "周立新" not in text_of(client.get(reverse("volunteering-board")))
    HonourConsentFactory(volunteer__person__name="安小平", purpose="district")
    assert "安小平" in text_of(client.get(reverse("volunteering-board"), {"of": "district"}))
    phone.post(address, {"withdraw": "1"})
    assert "周立新" not in text_of(phone.get(reverse("volunteering-board")))
    assert phone.post(reverse("volunteering-name-me", args=["wall"])).status_code == 422


def test_a_call_waits_on_the_home_page_until_it_is_answered(phone, person, sign_in):
    team = TeamFactory()
    TeamMemberFactory(team=team, volunteer=VolunteerFactory(person=person))
    worker = RoleGrantFactory(role=Role.COMMUNITY_WORKER, place=PlaceFactory(path=COMMUNITY)).person
    call = call_muster(words="扫雪", meet_at="社区门口", team=team, by=Actor(person=worker))
    address = reverse("volunteering-muster", args=[call.pk])
    assert address in text_of(phone.get("/"))
    assert address in text_of(phone.get(reverse("volunteering")))
    phone.post(address, {"answer": "coming"})
    assert MusterAnswer.objects.get().answer == "coming"
    assert address not in text_of(phone.get("/"))
    assert phone.post(address, {"answer": "perhaps"}).status_code == 422
    assert sign_in(worker).get(address).status_code == 404
    assert sign_in(PersonFactory()).get(address).status_code == 404


def test_a_member_reports_to_the_community_and_moves_away(phone):
    branch = OrganisationFactory(kind="party_branch", function="")
    assert (
        phone.post(reverse("volunteering-branch"), {"branch": "x", "community": COMMUNITY}).status_code == 422
    )
    phone.post(
        reverse("volunteering-branch"), {"branch": branch.pk, "community": COMMUNITY, "skills": ["law"]}
    )
    assert BranchReport.objects.live().get().branch == branch
    assert branch.name in text_of(phone.get(reverse("volunteering")))
    phone.post(reverse("volunteering-branch-end"))
    phone.post(reverse("volunteering-branch-end"))
    assert not BranchReport.objects.live().exists()


def test_behind_the_door_of_help_stands_the_way_to_help_others(client, phone):
    for each in (client, phone):
        assert reverse("volunteering") in text_of(each.get(reverse("help")))
