"""A new version of the rules of the ladder: who writes it, what is refused, and what it does to wishes."""

from dataclasses import replace

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import return_claim
from jiayuan.modules.help.domain.ladder import climb_all
from jiayuan.modules.help.domain.ladder_rules import Line, checked, write_ladder
from jiayuan.modules.help.domain.queries.ladder import changes, moved_by, path_of, rules_as_table
from jiayuan.modules.help.domain.steps import rules_in_force
from jiayuan.modules.help.enums import TIERS, Tier, Urgency, WishAction, WishKind
from jiayuan.modules.help.models import Ladder, Wish
from tests.modules.help.scene import MONDAY, NEIGHBOUR, Scene, holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with at(MONDAY):
        made = Scene()
        made.district = holder(Role.DISTRICT_OFFICER, "140106")
        yield made


def in_force():
    return Ladder.objects.in_force().get()


def lines():
    return [Line(each.tier, each.kind, each.urgency, each.amount, each.unit) for each in rules_in_force()]


def write(scene, wanted, **more):
    given = {"reason": "楼栋反馈时间太短", "seen": in_force().pk, "by": scene.district} | more
    return write_ladder(wanted, **given)


def repair_on_point(amount=8, unit="working_hours"):
    return [Line("point", "repair", "calm", amount, unit), *lines()]


def test_one_version_is_in_force_and_the_ledger_knows_who_and_why(scene):
    before = in_force()
    after = write(scene, repair_on_point())
    assert in_force() == after
    assert Ladder.objects.count() == 2
    entry = Entry.objects.get(stream=after.stream)
    assert (entry.action, entry.actor_id) == ("help.write_ladder", scene.district.pk)
    assert entry.payload["before"] == {"version": before.pk}
    assert entry.payload["after"]["words"] == "楼栋反馈时间太短"


def test_a_running_term_stays_and_the_next_step_is_by_the_new_rules(scene):
    wish = scene.opened(urgency="calm")
    until = wish.climbs_at
    write(scene, [Line("team", "repair", "calm", 5, "working_hours"), *lines()])
    wish.refresh_from_db()
    assert (wish.tier, wish.climbs_at) == (Tier.POINT, until)
    with at(until):
        climb_all()
    wish.refresh_from_db()
    assert wish.tier == Tier.TEAM
    assert wish.climbs_at == deadline(until, Term(5, TermUnit.WORKING_HOURS))


def test_a_seat_that_comes_back_to_a_tier_passed_over_since_climbs_at_once(scene):
    claim = scene.claimed(urgency="calm")
    write(scene, repair_on_point(None, ""))
    return_claim(claim.pk, reason="去不了", by=scene.point)
    climb_all()
    claim.wish.refresh_from_db()
    assert claim.wish.tier == Tier.TEAM


def test_only_the_district_writes(scene):
    for by in (scene.worker, scene.point):
        with pytest.raises(Refused):
            write(scene, repair_on_point(), by=by)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tier": "roof"}, "line7"),
        ({"kind": "gold"}, "line7"),
        ({"urgency": "never"}, "line7"),
        ({"amount": 0}, "line7"),
        ({"amount": None}, "line7"),
        ({"amount": 99}, "line7"),
        ({"unit": "moons"}, "line7"),
    ],
)
def test_a_wrong_line_is_named(scene, change, field):
    good = Line("point", "repair", "calm", 8, "working_hours", field="line7")
    with pytest.raises(Invalid) as caught:
        write(scene, [replace(good, **change), *lines()])
    assert caught.value.field == field


def test_a_reason_is_needed_and_no_wish_is_left_without_a_tier(scene):
    with pytest.raises(Invalid) as caught:
        write(scene, repair_on_point(), reason=" ")
    assert caught.value.field == "reason"
    nobody = [Line(tier, "dispute", "today") for tier in TIERS]
    with pytest.raises(Invalid, match="Trouble between people, Today"):
        write(scene, [*nobody, *lines()])
    with pytest.raises(Invalid):
        write(scene, [])
    with pytest.raises(Invalid):
        write(scene, lines() * 3)
    assert Ladder.objects.count() == 1


def test_what_is_in_force_already_is_said_and_what_is_out_of_date_too(scene):
    with pytest.raises(Conflict) as caught:
        write(scene, lines())
    assert caught.value.code == "same"
    seen = in_force().pk
    sent = write(scene, repair_on_point(), nonce="once")
    assert write(scene, repair_on_point(), nonce="once", seen=seen) == sent
    with pytest.raises(Conflict) as caught:
        write(scene, repair_on_point(2), seen=seen)
    assert caught.value.code == "stale"


def test_the_table_says_what_the_rules_say(scene):
    rows = rules_as_table(rules_in_force())
    shown = {(kind, urgency): row.terms for row in rows for kind in row.kinds for urgency in row.urgencies}
    assert len(shown) == len(WishKind) * len(Urgency)
    two_days = Term(2, TermUnit.WORKING_DAYS)
    assert shown["dispute", "calm"] == (None, None, two_days, two_days, None, None)
    assert sum(row.span for row in rows) == len(rows)


def test_a_path_is_what_happens_in_earnest(scene):
    """Step for step: a wish that nobody takes on."""
    foreseen = path_of(WishKind.REPAIR, Urgency.WEEK, NEIGHBOUR, rules_in_force())
    wish = scene.posted(urgency="week", place_path=NEIGHBOUR)
    wish = scene.act(wish, WishAction.OPEN, by=scene.district, given=Given(title="修纱窗"))
    went = [wish.tier]
    while wish.climbs_at is not None:
        with at(wish.climbs_at):
            climb_all()
        wish.refresh_from_db()
        went.append(wish.tier)
    assert [each.tier for each in foreseen] == list(dict.fromkeys(went))
    assert Tier.POINT in foreseen[0].passed


def test_without_a_place_the_path_is_by_the_rules_alone(scene):
    steps = path_of(WishKind.DISPUTE, Urgency.CALM, "", rules_in_force())
    assert [each.tier for each in steps] == [Tier.CENTRE, Tier.STREET]


def test_the_preview_counts_wishes_whose_next_step_moves(scene, django_assert_num_queries):
    scene.opened(urgency="calm")
    scene.opened(urgency="week")
    scene.posted(urgency="calm")
    before = rules_in_force()
    after = checked([Line("team", "repair", "calm", 5, "working_days"), *lines()])
    assert [(each.kind, each.tier, each.after.amount) for each in changes(before, after)] == [
        ("repair", "team", 5)
    ]
    with django_assert_num_queries(1):
        moved = moved_by(before, after)
    assert (moved.live, moved.moved, moved.ended) == (3, 1, 0)
    none = checked([*[Line(tier, "repair", "calm") for tier in TIERS[1:]], *lines()])
    assert moved_by(before, none).ended == 1
    Wish.objects.update(climbs_at=None)
    assert moved_by(before, none).live == Wish.objects.filter(state="posted").count(), (
        "the others wait for the desk"
    )
