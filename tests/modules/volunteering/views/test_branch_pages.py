"""The contact of a branch: who reported where, an invitation by link, names in full only when it is recorded."""

import pytest
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.volunteering.models import BranchReport
from tests.conftest import COMMUNITY
from tests.factories import BranchReportFactory, OrganisationFactory, PersonFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch(db):
    return OrganisationFactory(kind="party_branch", function="", name="第一支部")


@pytest.fixture
def contact(branch, actor_with, sign_in):
    return sign_in(actor_with(Role.INSTITUTION_CONTACT, "140106004", organisation=branch).person)


def reported(branch, name="周立新"):
    return BranchReportFactory(
        branch=branch, community=PlaceFactory(path=COMMUNITY), person=PersonFactory(name=name)
    )


def page_of(client):
    return client.get(reverse("console-branches")).content.decode()


def test_sees_its_own_masked_and_in_full_when_it_is_recorded(branch, contact):
    reported(branch)
    reported(OrganisationFactory(kind="party_branch", function=""), name="田别处")
    page = page_of(contact)
    assert ("周" in page, "周立新" in page, "田" in page) == (True, False, False)
    full = contact.post(reverse("console-branch-names", args=[branch.pk]))
    assert "周立新" in full.content.decode()
    assert "no-store" in full["Cache-Control"]
    assert Entry.objects.get(action="volunteering.read_members").payload["after"] == {"people": 1}


def test_invites_by_a_link_that_has_the_branch_chosen(branch, contact, sign_in):
    PlaceFactory(path=COMMUNITY)
    address = f"{reverse('volunteering-branch')}?branch={branch.pk}"
    assert address in page_of(contact)
    member = sign_in(PersonFactory())
    assert f'value="{branch.pk}" selected' in member.get(address).content.decode()
    assert member.post(address, {"branch": branch.pk, "community": COMMUNITY}).status_code == 302
    assert "1" in page_of(contact)
    assert member.get(f"{reverse('volunteering-branch')}?branch=x").status_code == 200


def test_says_of_one_that_they_are_not_of_the_branch(branch, contact):
    mine, other = reported(branch), reported(OrganisationFactory(kind="party_branch", function=""))
    assert contact.post(reverse("console-branch-end", args=[mine.pk])).status_code == 302
    assert contact.post(reverse("console-branch-end", args=[other.pk])).status_code == 404
    assert list(BranchReport.objects.live()) == [other]


def test_nobody_elses(branch, actor_with, sign_in):
    reported(branch)
    other = OrganisationFactory()
    stranger = sign_in(actor_with(Role.INSTITUTION_CONTACT, "140106004", organisation=other).person)
    assert "周" not in page_of(stranger)
    assert stranger.post(reverse("console-branch-names", args=[branch.pk])).status_code == 404
    assert (
        sign_in(actor_with(Role.COMMUNITY_WORKER).person).get(reverse("console-branches")).status_code == 403
    )
