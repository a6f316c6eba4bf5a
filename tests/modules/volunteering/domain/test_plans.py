"""Planning a season: asked, worked out by the engine itself, compared, stopped, accepted."""

from datetime import date

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.modules.volunteering.domain.pairings import PairingDraft, perform, propose_pairing
from jiayuan.modules.volunteering.domain.plans import (
    accept_plan,
    ask_what_if,
    begin_plan,
    instance_of,
    solve_plan,
    stop_plan,
    visible_plan,
)
from jiayuan.modules.volunteering.domain.seasons import open_season, write_pairs_of
from jiayuan.modules.volunteering.enums import PairingAction, PairingOrigin, PlanState
from jiayuan.modules.volunteering.models import Pairing, SeasonPlan, Skill
from tests.factories import (
    OrganisationFactory,
    PairingFactory,
    PlaceFactory,
    SeasonFactory,
    YearlyItemFactory,
)

pytestmark = pytest.mark.django_db
COMMUNITIES = ("140106004010", "140106004011", "140106005001")


@pytest.fixture
def district(actor_with):
    return actor_with(Role.DISTRICT_OFFICER, "140106")


@pytest.fixture
def ground(db):
    """Three communities a kilometre apart, and an institution at the first two."""
    places = [
        PlaceFactory(path=path, latitude=37.86 + number / 100) for number, path in enumerate(COMMUNITIES)
    ]
    return places, [OrganisationFactory(kind="institution", function="", place=place) for place in places[:2]]


def worked_out(district, **more):
    plan = begin_plan(SeasonFactory(), "140106", by=district, seconds=5, **more)
    solve_plan(plan.pk)
    plan.refresh_from_db()
    return plan


def paired(plan):
    return {(pair["organisation"], pair["community"]) for pair in plan.result["pairs"]}


def test_every_community_gets_one_and_accepted_pairs_are_proposed_once(ground, district, actor_with):
    _places, (first, second) = ground
    plan = worked_out(district)
    assert plan.state == PlanState.READY
    assert plan.result["status"] == "optimal"
    assert {community for _organisation, community in paired(plan)} == set(COMMUNITIES)
    assert (str(first.pk), COMMUNITIES[0]) in paired(plan)
    standing = propose_pairing(PairingDraft(second.pk, COMMUNITIES[1], date(2026, 1, 5)), by=district)
    accept_plan(plan.pk, by=district)
    plan.refresh_from_db()
    assert (write_pairs_of(plan, by=district), write_pairs_of(plan, by=district)) == (2, 0)
    made = Pairing.objects.exclude(pk=standing.pk)
    assert {each.origin for each in made} == {PairingOrigin.PLAN}
    assert {each.since for each in made} == {plan.season.first_day}
    assert "metres" in made[0].why
    office = actor_with(Role.COMMUNITY_WORKER, made[0].community_id)
    perform(made[0].pk, PairingAction.AGREE, by=office)
    with pytest.raises(Conflict):
        accept_plan(plan.pk, by=district)


def test_what_if_is_a_plan_of_its_own(ground, district):
    _places, (first, second) = ground
    plan = worked_out(district)
    other = ask_what_if(plan.pk, forbidden=[(str(first.pk), COMMUNITIES[0])], by=district)
    solve_plan(other.pk)
    other.refresh_from_db()
    assert (str(second.pk), COMMUNITIES[0]) in paired(other)
    assert other.result["cost"] > plan.result["cost"]
    assert visible_plan(district, other.pk).changes() == {
        "fixed": [], "forbidden": [[str(first.pk), COMMUNITIES[0]]],
    }  # fmt: skip
    with pytest.raises(Invalid):
        ask_what_if(plan.pk, by=district)


def test_the_question_holds_needs_skills_and_standing_pairs(ground, district):
    places, (first, _second) = ground
    pairing = PairingFactory(organisation=first, community=places[2])
    law = Skill.objects.get(pk="law")
    YearlyItemFactory(community=places[0], skill=law, year=today().year)
    YearlyItemFactory(community=places[2], skill=law, kind="resource", pairing=pairing)
    asked = instance_of(SeasonFactory(), "140106")
    assert asked["organisations"][0]["skills"] == ["law"]
    assert asked["communities"][0]["needs"] == {"law": 1}
    assert asked["continued"] == [[str(first.pk), COMMUNITIES[2]]]


def test_where_there_is_no_plan_the_reason_is_kept(ground, district):
    plan = worked_out(district, capacity=1)
    assert plan.state == PlanState.FAILED
    assert plan.faults
    assert plan.faults[0]["text"]


def test_what_was_stopped_stays_stopped(ground, district):
    plan = begin_plan(SeasonFactory(), "140106", by=district)
    stop_plan(plan.pk, by=district)
    solve_plan(plan.pk)
    plan.refresh_from_db()
    assert (plan.state, plan.result) == (PlanState.CANCELLED, {})
    for act in (stop_plan, accept_plan):
        with pytest.raises(Conflict):
            act(plan.pk, by=district)
    with pytest.raises(Conflict):
        ask_what_if(plan.pk, forbidden=[("1", COMMUNITIES[0])], by=district)


def test_planned_is_by_the_office_above(ground, actor_with, district):
    worker = actor_with(Role.COMMUNITY_WORKER, COMMUNITIES[0])
    with pytest.raises(Refused):
        begin_plan(SeasonFactory(), "140106", by=worker)
    plan = begin_plan(SeasonFactory(), "140106", by=district)
    with pytest.raises(Missing):
        visible_plan(worker, plan.pk)
    assert set(SeasonPlan.objects.visible_to(district)) == {plan}


@pytest.mark.parametrize(
    ("more", "field"),
    [({"seconds": 0}, "seconds"), ({"seconds": 999}, "seconds"), ({"capacity": 100}, "capacity")],
)
def test_what_is_out_of_bounds_is_named(ground, district, more, field):
    with pytest.raises(Invalid) as refused:
        begin_plan(SeasonFactory(), "140106", by=district, **more)
    assert refused.value.field == field


def test_nobody_to_pair_is_said(district):
    with pytest.raises(Invalid):
        begin_plan(SeasonFactory(), "140106", by=district)


def test_a_season_has_a_name_of_its_own_and_two_days(district):
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    open_season("2026年上半年", first, last, place_path="140106", by=district)
    with pytest.raises(Conflict):
        open_season("2026年上半年", first, last, place_path="140106", by=district)
    with pytest.raises(Invalid):
        open_season("2026年下半年", last, first, place_path="140106", by=district)


def test_who_is_no_more_does_not_keep_the_others_from_their_pairs(ground, district):
    plan = worked_out(district)
    first = plan.result["pairs"][0]["organisation"]
    Organisation.objects.filter(pk=first).update(closed_on=today())
    gone = sum(pair["organisation"] == first for pair in plan.result["pairs"])
    assert write_pairs_of(plan, by=district) == len(plan.result["pairs"]) - gone
    assert gone
    assert not Pairing.objects.filter(organisation=first).exists()
