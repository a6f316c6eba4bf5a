"""Pairings, lists, plans, volunteers and teams through the pages of the console."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.models import Person
from jiayuan.modules.volunteering.domain.plans import solve_plan
from jiayuan.modules.volunteering.models import (
    MusterCall,
    Pairing,
    Season,
    SeasonPlan,
    Skill,
    Team,
    Volunteer,
    YearlyItem,
)
from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.factories import (
    OrganisationFactory,
    PairingFactory,
    PlaceFactory,
    QualificationFactory,
    TeamFactory,
    TeamMemberFactory,
    VolunteerFactory,
    YearlyItemFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(sign_in, person_with):
    return sign_in(person_with(Role.COMMUNITY_WORKER))


@pytest.fixture
def district(sign_in, person_with):
    return sign_in(person_with(Role.DISTRICT_OFFICER, "140106"))


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


class TestPairings:
    def test_proposed_agreed_noted_and_ended(self, office, sign_in, person_with):
        institution = OrganisationFactory(kind="institution", function="", name="区图书馆")
        contact = sign_in(person_with(Role.INSTITUTION_CONTACT, "140106004", organisation=institution))
        made = contact.post(
            reverse("console-pairing-new"),
            {
                "organisation": institution.pk,
                "community": COMMUNITY,
                "since": "2026-03-02",
                "contact_phone": "1",
            },
        )
        assert made.status_code == 422
        made = contact.post(
            reverse("console-pairing-new"),
            {
                "organisation": institution.pk,
                "community": COMMUNITY,
                "since": "2026-03-02",
                "contact_name": "王芳",
            },
            follow=True,
        )
        pairing = Pairing.objects.get()
        assert "区图书馆" in text_of(made)
        assert "王芳" not in text_of(made)
        own = contact.post(reverse("console-pairing-act", args=[pairing.pk, "agree"]))
        assert own.status_code == 403
        office.post(reverse("console-pairing-act", args=[pairing.pk, "agree"]))
        office.post(
            reverse("console-pairing-activity", args=[pairing.pk]), {"on": today(), "words": "清理楼道"}
        )
        page = text_of(office.get(reverse("console-pairing", args=[pairing.pk])))
        assert "清理楼道" in page
        ended = office.post(reverse("console-pairing-act", args=[pairing.pk, "end"]), {"reason": ""})
        assert ended.status_code == 422
        office.post(reverse("console-pairing-act", args=[pairing.pk, "end"]), {"reason": "搬迁"})
        assert "搬迁" in text_of(office.get(reverse("console-pairing", args=[pairing.pk])))

    def test_what_is_typed_wrong_comes_back(self, office):
        pairing = PairingFactory()
        sent = office.post(
            reverse("console-pairing-activity", args=[pairing.pk]), {"on": "gestern", "words": "清理"}
        )
        assert sent.status_code == 422
        assert "清理" in text_of(sent)
        assert office.post(reverse("console-pairing-act", args=[pairing.pk, "marry"])).status_code == 404

    def test_the_list_shows_silent_pairs_and_only_ones_own(self, office):
        quiet = PairingFactory(since=today() - timedelta(days=90), organisation__name="沉默单位")
        PairingFactory(organisation__name="别处单位", community__path=OTHER_COMMUNITY)
        PairingFactory(since=today(), organisation__name="新单位")
        page = text_of(office.get(reverse("console-pairings"), {"silent": "1", "place": "x", "state": "odd"}))
        assert ("沉默单位" in page, "别处单位" in page, "新单位" in page) == (True, False, False)
        assert "新单位" in text_of(office.get(reverse("console-pairings"), {"q": "新单位"}))
        assert quiet.pk

    def test_whom_to_call_is_masked_until_a_reason_is_given(self, office):
        pairing = PairingFactory()
        address = reverse("console-pairing-reveal", args=[pairing.pk])
        assert "+8613911112222" not in text_of(office.get(reverse("console-pairing", args=[pairing.pk])))
        assert office.post(address, {"reason": ""}).status_code == 422
        assert "+8613911112222" in text_of(office.post(address, {"reason": "约定集合"}))
        assert Entry.objects.filter(action="volunteering.reveal_contact").count() == 1


class TestYearlyLists:
    def test_a_need_is_written_matched_and_done(self, office):
        offer = YearlyItemFactory(
            kind="resource", pairing=PairingFactory(), words="律师两名", year=today().year
        )
        sent = {"place": COMMUNITY, "kind": "need", "year": today().year, "words": "法律咨询", "skill": "law"}
        office.post(reverse("console-yearly-new"), sent)
        need = YearlyItem.objects.get(kind="need")
        assert office.post(reverse("console-yearly-new"), sent).status_code == 422
        office.post(reverse("console-yearly-match", args=[need.pk]), {"offer": offer.pk})
        page = text_of(office.get(reverse("console-yearly")))
        assert page.count("律师两名") == 2
        office.post(reverse("console-yearly-done", args=[need.pk]))
        need.refresh_from_db()
        assert need.state == "done"
        assert office.post(reverse("console-yearly-match", args=[10**6]), {"offer": "x"}).status_code == 404

    def test_another_year_and_a_broken_one(self, office):
        PlaceFactory(path=COMMUNITY)
        for year in ("2020", "abcd", "99999"):
            assert office.get(reverse("console-yearly"), {"year": year}).status_code == 200


class TestPlans:
    @pytest.fixture(autouse=True)
    def _ground(self):
        for number, path in enumerate((COMMUNITY, OTHER_COMMUNITY)):
            place = PlaceFactory(path=path, latitude=37.86 + number / 100)
            OrganisationFactory(kind="institution", function="", place=place, name=f"单位{number}")

    def test_a_season_is_planned_compared_and_accepted(self, district):
        assert district.get(reverse("console-season-plans")).status_code == 200
        days = {"first_day": "2026-07-01", "last_day": "2026-12-31"}
        assert district.post(reverse("console-season-new"), {"name": "", **days}).status_code == 422
        district.post(reverse("console-season-new"), {"name": "下半年", **days})
        asked = {"season": Season.objects.get().pk, "place": "140106"}
        assert district.post(reverse("console-season-plans"), {**asked, "capacity": "-1"}).status_code == 422
        district.post(reverse("console-season-plans"), asked)
        plan = SeasonPlan.objects.get()
        page = reverse("console-season-plan", args=[plan.pk])
        assert "hx-get" in text_of(district.get(page))
        solve_plan(plan.pk)
        assert "单位0" in text_of(district.get(page))
        first = plan.instance["organisations"][0]["id"]
        what_if = reverse("console-plan-what-if", args=[plan.pk])
        assert district.post(what_if, {"organisation": "x", "community": COMMUNITY}).status_code == 422
        district.post(what_if, {"organisation": first, "community": COMMUNITY, "change": "forbidden"})
        other = SeasonPlan.objects.latest("pk")
        solve_plan(other.pk)
        assert "单位1" in text_of(district.get(reverse("console-season-plan", args=[other.pk])))
        district.post(reverse("console-plan-accept", args=[plan.pk]))
        assert district.post(reverse("console-plan-accept", args=[plan.pk])).status_code == 409

    def test_a_plan_is_stopped(self, district):
        season = Season.objects.create(name="下半年", first_day="2026-07-01", last_day="2026-12-31")
        district.post(reverse("console-season-plans"), {"season": season.pk, "place": "140106"})
        plan = SeasonPlan.objects.get()
        district.post(reverse("console-plan-stop", args=[plan.pk]))
        plan.refresh_from_db()
        assert plan.state == "cancelled"
        assert district.get(reverse("console-season-plan", args=[plan.pk])).status_code == 200

    def test_why_there_is_no_plan_is_said(self, district):
        season = Season.objects.create(name="下半年", first_day="2026-07-01", last_day="2026-12-31")
        for path in ("140106005001", "140106005002"):
            PlaceFactory(path=path)
        district.post(
            reverse("console-season-plans"), {"season": season.pk, "place": "140106", "capacity": "1"}
        )
        plan = SeasonPlan.objects.get()
        solve_plan(plan.pk)
        plan.refresh_from_db()
        assert plan.faults[0]["where"] in text_of(
            district.get(reverse("console-season-plan", args=[plan.pk]))
        )


class TestVolunteers:
    def test_entered_found_thanked_and_left(self, office):
        PlaceFactory(path=COMMUNITY)
        sent = {"phone": "13800990011", "name": "周立新", "community": COMMUNITY, "skills": ["law"]}
        assert office.post(reverse("console-volunteer-new"), sent).status_code == 422
        assert not Person.objects.filter(phone="+8613800990011").exists()
        page = office.post(reverse("console-volunteer-new"), {**sent, "manner": "spoken"}, follow=True)
        volunteer = Volunteer.objects.get()
        assert "周立新" in text_of(page)
        assert "13800990011" not in text_of(page)
        searched = office.post(reverse("console-volunteers"), {"q": "周立"})
        assert "%E5%91%A8" not in searched["Location"]
        assert "周立新" in text_of(office.get(searched["Location"]))
        assert "周立新" not in text_of(office.get(reverse("console-volunteers"), {"skill": "plumbing"}))
        thanks = reverse("console-volunteer-thanks", args=[volunteer.pk])
        assert office.post(thanks, {"words": ""}).status_code == 422
        assert "雪天也来" in text_of(office.post(thanks, {"words": "雪天也来"}, follow=True))
        office.post(reverse("console-volunteer-leave", args=[volunteer.pk]))
        volunteer.refresh_from_db()
        assert volunteer.ended_on == today()

    def test_numbers_are_shown_for_a_reason(self, office):
        volunteer = VolunteerFactory()
        address = reverse("console-volunteer-reveal", args=[volunteer.pk])
        assert office.post(address, {"reason": ""}).status_code == 422
        assert "+8613800990099" in text_of(office.post(address, {"reason": "受伤"}))

    def test_a_guardian_is_asked_and_a_paper_seen(self, office):
        child = VolunteerFactory(
            born=f"{today().year - 12}-05", guardian_name="父亲", guardian_phone="+8613800990098"
        )
        paper = QualificationFactory(volunteer=child)
        assert str(child.person) in text_of(
            office.get(reverse("console-volunteers"), {"waiting": "guardian"})
        )
        address = reverse("console-volunteer-guardian", args=[child.pk])
        assert office.post(address, {"manner": "x"}).status_code == 422
        office.post(address, {"manner": "phone"})
        office.post(reverse("console-qualification-verify", args=[paper.pk]))
        child.refresh_from_db()
        paper.refresh_from_db()
        assert (child.may_take_part, paper.is_valid) == (True, True)

    def test_those_of_elsewhere_are_not_there(self, sign_in, person_with):
        elsewhere = sign_in(person_with(Role.COMMUNITY_WORKER, OTHER_COMMUNITY))
        paper, team = QualificationFactory(), TeamFactory()
        for name, pk in (
            ("console-volunteer", paper.volunteer_id), ("console-team", team.pk),
        ):  # fmt: skip
            assert elsewhere.get(reverse(name, args=[pk])).status_code == 404
        assert elsewhere.post(reverse("console-qualification-verify", args=[paper.pk])).status_code == 404


class TestTeams:
    def test_formed_filled_led_called_and_dissolved(self, office):
        volunteer = VolunteerFactory(person__name="周立新")
        sent = {"name": "铲雪队", "place": COMMUNITY, "purpose": "safety"}
        assert office.post(reverse("console-team-new"), {**sent, "name": ""}).status_code == 422
        office.post(reverse("console-team-new"), sent)
        team = Team.objects.get()
        office.post(reverse("console-team-add", args=[team.pk]), {"volunteer": volunteer.pk})
        assert office.post(reverse("console-team-add", args=[team.pk]), {"volunteer": "x"}).status_code == 404
        member = team.members.get()
        office.post(reverse("console-team-lead", args=[team.pk, member.pk]))
        assert "周立新" in text_of(office.get(reverse("console-teams")))
        call = {"words": "扫雪", "meet_at": "门口", "nonce": "a"}
        assert (
            office.post(reverse("console-team-muster", args=[team.pk]), {**call, "meet_at": ""}).status_code
            == 422
        )
        office.post(reverse("console-team-muster", args=[team.pk]), call)
        made = MusterCall.objects.get()
        assert "周立新" in text_of(office.get(reverse("console-muster", args=[made.pk])))
        office.post(reverse("console-muster-close", args=[made.pk]))
        office.post(reverse("console-team-remove", args=[team.pk, member.pk]))
        office.post(reverse("console-team-dissolve", args=[team.pk]))
        team.refresh_from_db()
        made.refresh_from_db()
        assert (team.leader, bool(team.ended_on), bool(made.closed_at)) == (None, True, True)

    def test_who_is_not_in_the_team_does_not_lead_it(self, office):
        member = TeamMemberFactory(until=today())
        address = reverse("console-team-lead", args=[member.team_id, member.pk])
        assert office.post(address).status_code == 404


def test_the_skills_come_with_the_product(db):
    assert Skill.objects.filter(is_active=True).count() >= 20
