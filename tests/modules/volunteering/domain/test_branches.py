"""Members of a branch report to where they live."""

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.modules.volunteering.domain.branches import end_report, report_member
from jiayuan.modules.volunteering.models import BranchReport
from tests.conftest import COMMUNITY
from tests.factories import OrganisationFactory, PersonFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch(db):
    PlaceFactory(path=COMMUNITY)
    return OrganisationFactory(kind="party_branch", function="")


def report(person, branch, **more):
    fields = {"branch_id": branch.pk, "community_path": COMMUNITY, "by": Actor(person=person)}
    return report_member(person, **{**fields, **more})


def test_a_member_reports_leaves_and_reports_again(branch):
    member = PersonFactory()
    first = report(member, branch, skills=["law", "magic"])
    assert [skill.code for skill in first.skills.all()] == ["law"]
    with pytest.raises(Conflict):
        report(member, branch)
    end_report(first.pk, by=Actor(person=member))
    with pytest.raises(Conflict):
        end_report(first.pk, by=Actor(person=member))
    report(member, branch)
    assert BranchReport.objects.live().count() == 1


def test_the_branch_does_it_with_the_members_consent(branch, actor_with):
    contact = actor_with(Role.INSTITUTION_CONTACT, "140106004", organisation=branch)
    member = PersonFactory()
    with pytest.raises(Invalid) as refused:
        report(member, branch, by=contact)
    assert refused.value.field == "manner"
    made = report(member, branch, by=contact, manner="spoken")
    assert made.consent.beneficiary == member
    assert set(BranchReport.objects.visible_to(contact)) == {made}


def test_nobody_else_does_it(branch, actor_with):
    with pytest.raises(Refused):
        report(PersonFactory(), branch, by=actor_with(Role.COMMUNITY_WORKER), manner="spoken")


def test_only_a_branch_and_only_a_community(branch):
    with pytest.raises(Invalid) as refused:
        report(PersonFactory(), OrganisationFactory())
    assert refused.value.field == "branch"
    with pytest.raises(Invalid) as refused:
        report(PersonFactory(), branch, community_path="140106")
    assert refused.value.field == "community"
