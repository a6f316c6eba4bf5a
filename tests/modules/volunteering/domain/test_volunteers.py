"""Volunteers: profile, minors, papers, boards, teams, musters."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.domain.queries import history
from jiayuan.foundation.notify.models import Notice
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.foundation.people.domain.export import export_person
from jiayuan.modules.volunteering.domain import musters
from jiayuan.modules.volunteering.domain.honours import agree_to_be_named, board, withdraw_name
from jiayuan.modules.volunteering.domain.musters import answer_muster, call_muster, close_muster, counts_of
from jiayuan.modules.volunteering.domain.qualifications import (
    add_qualification,
    remind_of_expiry,
    verify_qualification,
)
from jiayuan.modules.volunteering.domain.queries.volunteers import VolunteerFilter, listed_volunteers
from jiayuan.modules.volunteering.domain.teams import (
    TeamDraft,
    add_member,
    choose_leader,
    dissolve_team,
    form_team,
    remove_member,
)
from jiayuan.modules.volunteering.domain.volunteers import (
    Profile,
    edit_profile,
    enter_volunteer,
    leave,
    note_guardian,
    register_volunteer,
    reveal_volunteer,
    say_thanks,
)
from jiayuan.modules.volunteering.enums import HonourPurpose
from jiayuan.modules.volunteering.models import MusterCall, Volunteer
from jiayuan.modules.volunteering.models.volunteer import is_minor
from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.factories import (
    HonourConsentFactory,
    PersonFactory,
    PlaceFactory,
    QualificationFactory,
    TeamFactory,
    TeamMemberFactory,
    VolunteerFactory,
)

pytestmark = pytest.mark.django_db
CHILD = f"{today().year - 12}-05"


@pytest.fixture
def office(actor_with):
    return actor_with(Role.COMMUNITY_WORKER)


@pytest.fixture
def somebody(db):
    PlaceFactory(path=COMMUNITY)
    return Actor(person=PersonFactory(name="周立新"))


def profile(**more):
    return Profile(COMMUNITY, **more)


def test_somebody_becomes_a_volunteer_leaves_and_comes_back(somebody):
    made = register_volunteer(profile(skills=["law"], languages=["english", "klingon"]), by=somebody)
    assert (made.languages, [skill.code for skill in made.skills.all()]) == (["english"], ["law"])
    with pytest.raises(Conflict):
        register_volunteer(profile(), by=somebody)
    leave(made.pk, by=somebody)
    with pytest.raises(Conflict):
        leave(made.pk, by=somebody)
    again = register_volunteer(profile(), by=somebody)
    assert (again.pk, again.ended_on) == (made.pk, None)


def test_a_visitor_signs_in_first(db):
    PlaceFactory(path=COMMUNITY)
    with pytest.raises(Refused):
        register_volunteer(profile(), by=Actor())


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"emergency_name": "母亲"}, "emergency_phone"), ({"emergency_phone": "13800990099"}, ""),
        ({"emergency_name": "母亲", "emergency_phone": "12"}, "emergency_phone"), ({"born": "2012年"}, "born"),
        ({"born": CHILD}, "guardian_name"), ({"born": CHILD, "guardian_name": "父亲"}, "guardian_phone"),
        ({"community_path": "140106"}, "community"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(somebody, more, field):
    given = Profile(**{"community_path": COMMUNITY, **more})
    if not field:
        assert register_volunteer(given, by=somebody).emergency_phone == "+8613800990099"
        return
    with pytest.raises(Invalid) as refused:
        register_volunteer(given, by=somebody)
    assert refused.value.field == field


def test_the_office_enters_who_agreed(office, actor_with):
    made = enter_volunteer(PersonFactory(), profile(), manner="written", by=office)
    assert made.consent.manner == "written"
    with pytest.raises(Invalid):
        enter_volunteer(PersonFactory(), profile(), manner="", by=office)
    with pytest.raises(Refused):
        enter_volunteer(
            PersonFactory(), profile(), manner="spoken", by=actor_with(Role.COMMUNITY_WORKER, OTHER_COMMUNITY)
        )
    assert Volunteer.objects.count() == 1


def test_a_minor_takes_part_once_the_guardians_word_is_written_down(somebody, office, actor_with):
    made = register_volunteer(
        profile(born=CHILD, guardian_name="父亲", guardian_phone="13800990098"), by=somebody
    )
    assert (made.is_minor, made.may_take_part) == (True, False)
    with pytest.raises(Refused):
        note_guardian(made.pk, manner="phone", by=somebody)
    assert note_guardian(made.pk, manner="phone", by=office).may_take_part
    edited = edit_profile(
        made.pk, profile(born=CHILD, guardian_name="母亲", guardian_phone="13800990098"), by=somebody
    )
    assert not edited.may_take_part
    grown = register_volunteer(profile(born="1980-01"), by=actor_with())
    assert (grown.born, grown.may_take_part) == ("", True)
    with pytest.raises(Conflict):
        note_guardian(grown.pk, manner="phone", by=office)


@pytest.mark.parametrize(
    ("day", "minor"), [(date(2026, 4, 30), True), (date(2026, 5, 31), True), (date(2026, 6, 1), False)]
)
def test_in_doubt_somebody_is_under_age(day, minor):
    assert is_minor("2008-05", day) is minor


def test_numbers_are_shown_to_the_office_for_a_reason(office, actor_with):
    volunteer = VolunteerFactory()
    shown = reveal_volunteer(volunteer, by=office, reason="活动中受伤")
    assert shown["emergency_phone"] == "+8613800990099"
    assert history(volunteer.stream).get().payload["after"] == {"reason": "活动中受伤"}
    with pytest.raises(Refused):
        reveal_volunteer(volunteer, by=actor_with(Role.COMMUNITY_WORKER, OTHER_COMMUNITY), reason="好奇")


def test_a_paper_counts_once_another_has_seen_it(somebody, office):
    volunteer = register_volunteer(profile(), by=somebody)
    paper = add_qualification(volunteer.pk, kind="急救员证", issued_on=today(), by=somebody)
    assert not paper.is_valid
    with pytest.raises(Refused):
        verify_qualification(paper.pk, by=somebody)
    assert verify_qualification(paper.pk, by=office).is_valid
    with pytest.raises(Conflict):
        verify_qualification(paper.pk, by=office)
    for days, field in (
        ({"issued_on": None}, "issued_on"),
        ({"issued_on": today(), "expires_on": today() - timedelta(days=1)}, "expires_on"),
    ):
        with pytest.raises(Invalid) as refused:
            add_qualification(volunteer.pk, kind="证", by=somebody, **days)
        assert refused.value.field == field


def test_who_holds_a_paper_that_runs_out_is_told_once():
    soon = QualificationFactory(expires_on=today() + timedelta(days=20))
    QualificationFactory(expires_on=today() + timedelta(days=200))
    QualificationFactory()
    assert (remind_of_expiry(), remind_of_expiry()) == (1, 0)
    assert Notice.objects.get().person == soon.volunteer.person


def test_who_agreed_is_named_in_the_order_of_names_and_gone_at_once(office):
    first, second, third = (VolunteerFactory(person__name=name) for name in ("周立新", "安小平", "李建芳"))
    for volunteer in (first, second):
        agree_to_be_named(volunteer.pk, HonourPurpose.COMMUNITY, by=Actor(person=volunteer.person))
    HonourConsentFactory(volunteer=third, purpose=HonourPurpose.DISTRICT)
    say_thanks(first.pk, "谢谢", by=office)
    say_thanks(first.pk, "雪天也来", by=office)
    named = board(HonourPurpose.COMMUNITY, community_path=COMMUNITY)
    assert [(each.name, each.thanks) for each in named] == [("安小平", ""), ("周立新", "雪天也来")]
    withdraw_name(first.pk, HonourPurpose.COMMUNITY, by=Actor(person=first.person))
    assert [each.name for each in board(HonourPurpose.COMMUNITY)] == ["安小平"]
    with pytest.raises(Refused):
        agree_to_be_named(first.pk, HonourPurpose.COMMUNITY, by=office)
    with pytest.raises(Conflict):
        agree_to_be_named(second.pk, HonourPurpose.COMMUNITY, by=Actor(person=second.person))
    leave(second.pk, by=office)
    assert board(HonourPurpose.COMMUNITY) == []


def test_a_team_is_formed_led_and_dissolved(office):
    team = form_team(TeamDraft("铲雪队", COMMUNITY, "safety"), by=office)
    with pytest.raises(Conflict):
        form_team(TeamDraft("铲雪队", COMMUNITY, "safety"), by=office)
    volunteer, outsider = VolunteerFactory(), VolunteerFactory()
    member = add_member(team.pk, volunteer.pk, by=office)
    with pytest.raises(Conflict):
        add_member(team.pk, volunteer.pk, by=office)
    with pytest.raises(Invalid):
        choose_leader(team.pk, outsider, by=office)
    choose_leader(team.pk, volunteer, by=office)
    add_member(team.pk, outsider.pk, by=Actor(person=volunteer.person))
    with pytest.raises(Refused):
        remove_member(team.pk, member.pk, by=Actor(person=outsider.person))
    remove_member(team.pk, member.pk, by=Actor(person=volunteer.person))
    team.refresh_from_db()
    assert team.leader is None
    dissolve_team(team.pk, by=office)
    assert not team.members.current().exists()
    with pytest.raises(Conflict):
        add_member(team.pk, volunteer.pk, by=office)


def test_a_minor_without_consent_joins_no_team_and_is_never_called(office):
    child = VolunteerFactory(born=CHILD, guardian_name="父亲", guardian_phone="+8613800990098")
    team = TeamFactory()
    with pytest.raises(Conflict):
        add_member(team.pk, child.pk, by=office)
    note_guardian(child.pk, manner="written", by=office)
    add_member(team.pk, child.pk, by=office)
    with pytest.raises(Invalid, match="Nobody"):
        call_muster(words="扫雪", meet_at="门口", team=team, by=office)


def test_a_muster_is_told_answered_and_closed(office):
    team = TeamFactory()
    one, two = (TeamMemberFactory(team=team).volunteer for _ in range(2))
    call = call_muster(words="扫雪", meet_at="社区门口", team=team, by=office, nonce="n1")
    assert call_muster(words="扫雪", meet_at="社区门口", team=team, by=office, nonce="n1").pk == call.pk
    with pytest.raises(Conflict):
        call_muster(words="扫雪", meet_at="社区门口", team=team, by=office)
    assert set(Notice.objects.values_list("person", flat=True)) == {one.person_id, two.person_id}
    answer_muster(call.pk, "cannot", by=Actor(person=one.person))
    answer_muster(call.pk, "coming", by=Actor(person=one.person))
    with pytest.raises(Invalid):
        answer_muster(call.pk, "perhaps", by=Actor(person=two.person))
    with pytest.raises(Refused):
        answer_muster(call.pk, "coming", by=office)
    assert counts_of(call) == {"coming": 1, "cannot": 0, "waiting": 1}
    close_muster(call.pk, by=office)
    with pytest.raises(Conflict):
        answer_muster(call.pk, "coming", by=Actor(person=two.person))
    assert MusterCall.objects.open().count() == 0


def test_a_place_is_called_by_its_office(office, actor_with):
    VolunteerFactory()
    VolunteerFactory(community__path=OTHER_COMMUNITY)
    call = call_muster(words="防汛", meet_at="社区门口", place_path=COMMUNITY, by=office)
    assert counts_of(call)["waiting"] == 1
    with pytest.raises(Refused):
        call_muster(
            words="防汛",
            meet_at="门口",
            place_path=COMMUNITY,
            by=actor_with(Role.COMMUNITY_WORKER, OTHER_COMMUNITY),
        )


def test_what_is_held_is_handed_out_and_forgotten(somebody):
    volunteer = register_volunteer(
        profile(emergency_name="母亲", emergency_phone="13800990099", skills=["law"]), by=somebody
    )
    HonourConsentFactory(volunteer=volunteer)
    add_qualification(volunteer.pk, kind="律师证", number="A1", issued_on=today(), by=somebody)
    held = export_person(somebody.person, by=somebody)
    assert "13800990099" in str(held)
    assert "律师证" in str(held)
    erase_person(somebody.person, by=somebody)
    volunteer.refresh_from_db()
    assert (volunteer.emergency_name, volunteer.emergency_phone, volunteer.ended_on) == ("", "", today())
    assert volunteer.qualifications.get().number == ""
    assert not volunteer.honours.filter(withdrawn_at=None).exists()
    assert now() >= volunteer.honours.get().withdrawn_at


def test_a_minor_does_not_come_of_age_by_leaving_the_month_out(office):
    PlaceFactory(path=COMMUNITY)
    child = Actor(person=PersonFactory())
    asked = Profile(COMMUNITY, born=CHILD, guardian_name="母亲", guardian_phone="13800138000")
    found = register_volunteer(asked, by=child)
    with pytest.raises(Invalid) as refused:
        edit_profile(found.pk, Profile(COMMUNITY), by=child)
    assert refused.value.field == "born"
    leave(found.pk, by=child)
    with pytest.raises(Invalid):
        register_volunteer(Profile(COMMUNITY), by=child)
    found.refresh_from_db()
    assert (found.born, found.may_take_part) == (CHILD, False)
    assert enter_volunteer(child.person, Profile(COMMUNITY), manner="written", by=office).may_take_part


def test_a_guardians_word_does_not_hold_for_another_guardian(office):
    PlaceFactory(path=COMMUNITY)
    child = Actor(person=PersonFactory())
    asked = Profile(COMMUNITY, born=CHILD, guardian_name="母亲", guardian_phone="13800138000")
    found = register_volunteer(asked, by=child)
    note_guardian(found.pk, manner="written", by=office)
    leave(found.pk, by=child)
    assert register_volunteer(asked, by=child).may_take_part
    leave(found.pk, by=child)
    other = register_volunteer(replace(asked, guardian_name="舅舅"), by=child)
    other.refresh_from_db()
    assert not other.may_take_part


def test_who_came_of_age_waits_for_no_guardian_and_is_no_child_on_paper(office):
    """Born in the first month of those who are of age, and in the last of those who may not be."""
    young = f"{today().year - 18}-{today().month:02d}"
    before = today().replace(day=1) - timedelta(days=1)
    grown = f"{before.year - 18}-{before.month:02d}"
    both = [
        VolunteerFactory(
            community__path=COMMUNITY, born=born, guardian_name="母亲", guardian_phone="+8613800138000"
        )
        for born in (young, grown)
    ]
    assert [each.is_minor for each in both] == [True, False]
    waiting = listed_volunteers(office, VolunteerFilter(waiting="guardian"))
    assert [each.pk for each in waiting] == [both[0].pk]
    assert [registers.duties["volunteers of age"].work() for _turn in range(2)] == [1, 0]
    for each in both:
        each.refresh_from_db()
    assert [(each.born, each.guardian_name) for each in both] == [(young, "母亲"), ("", "")]
    assert history(both[1].stream).get().action == "volunteering.come_of_age"


@pytest.mark.parametrize("way", ["leave", "erase"])
def test_who_leaves_leads_no_team_any_more(office, way):
    team = TeamFactory(place__path=COMMUNITY)
    one = TeamMemberFactory(team=team).volunteer
    choose_leader(team.pk, one, by=office)
    if way == "leave":
        leave(one.pk, by=Actor(person=one.person))
    else:
        erase_person(one.person, by=Actor(person=one.person))
    team.refresh_from_db()
    assert (team.leader, team.members.current().count()) == (None, 0)
    assert history(team.stream).filter(action="volunteering.remove_member").count() == 1


def test_whoever_left_may_not_call_a_team_that_still_names_them(office):
    team = TeamFactory(place__path=COMMUNITY, leader=VolunteerFactory(ended_on=today()))
    with pytest.raises(Refused):
        call_muster(words="防汛", meet_at="东门", team=team, by=Actor(person=team.leader.person))


def test_a_call_sent_twice_is_one_and_nobody_meets_anothers(office, actor_with):
    team = TeamMemberFactory(team__place__path=COMMUNITY).team
    calls = [call_muster(words="防汛", meet_at="东门", team=team, by=office, nonce="n") for _turn in range(2)]
    assert calls[0].pk == calls[1].pk
    elsewhere = actor_with(Role.COMMUNITY_WORKER, OTHER_COMMUNITY)
    VolunteerFactory(community__path=OTHER_COMMUNITY)
    other = call_muster(words="扫雪", meet_at="西门", place_path=OTHER_COMMUNITY, by=elsewhere, nonce="n")
    assert other.pk != calls[0].pk


def test_both_taps_of_a_call_that_arrive_at_once_are_one(office, monkeypatch):
    team = TeamMemberFactory(team__place__path=COMMUNITY).team
    first = call_muster(words="防汛", meet_at="东门", team=team, by=office, nonce="n")
    answers = iter([None, first])
    monkeypatch.setattr(musters, "_sent", lambda _kept: next(answers))
    assert call_muster(words="防汛", meet_at="东门", team=team, by=office, nonce="n") == first
