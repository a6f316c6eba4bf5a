"""What a charity hour does, and what came of it: once, by those who take part, and added up."""

from datetime import timedelta

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.common.figures import Scope
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.domain.queries import history
from jiayuan.modules.volunteering.domain.activities import (
    choose_activity,
    enter_results,
    load_activities,
    tick,
)
from jiayuan.modules.volunteering.domain.claims import mark_hours
from jiayuan.modules.volunteering.domain.queries.activities import outcome_of
from jiayuan.modules.volunteering.domain.rhythm import repeat_last
from jiayuan.modules.volunteering.domain.shops import VisitDraft, visit_shop
from jiayuan.modules.volunteering.domain.week import week_of
from jiayuan.modules.volunteering.models import ActivityKind, ActivityResult, SessionActivity, ShopVisit
from jiayuan.services.cases.domain.load_catalogue import load_catalogue
from jiayuan.services.cases.models import Case
from jiayuan.services.gatherings.enums import State
from jiayuan.services.gatherings.models import Session
from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.factories import PairingFactory, PersonFactory, PlaceFactory
from tests.modules.volunteering.hour import charity_hour

pytestmark = pytest.mark.django_db


@pytest.fixture
def hour():
    load_activities()
    return charity_hour(2)


def by(hour, index=0):
    return Actor(person=hour.people[index])


def test_the_kinds_come_with_the_product_and_what_a_district_changed_stays(hour):
    assert list(ActivityKind.objects.values_list("pk", flat=True)) == [
        "litter", "ads", "vehicles", "sorting", "shops", "homes",
    ]  # fmt: skip
    assert [len(each.checks) for each in ActivityKind.objects.filter(visits_shops=True)] == [5]
    ActivityKind.objects.filter(pk="litter").update(name="大扫除")
    assert load_activities() == 0
    assert ActivityKind.objects.get(pk="litter").name == "大扫除"


def test_everybody_writes_their_part_and_the_last_word_counts(hour):
    choose_activity(hour.session.pk, "litter", by=hour.leader)
    enter_results(hour.session.pk, {"bags": 3, "metres": 120}, by=by(hour), nonce="one")
    enter_results(hour.session.pk, {"bags": 2}, by=by(hour, 1), nonce="one")  # a nonce is its sender's own
    enter_results(hour.session.pk, {"bags": 4}, by=by(hour), nonce="two")
    assert (
        enter_results(hour.session.pk, {"bags": 3, "metres": 120}, by=by(hour), nonce="one") == []
    )  # late replay
    outcome = outcome_of(hour.session, by(hour))
    assert [amount for amount, _unit in outcome.amounts] == [6, 120]
    assert (outcome.own, outcome.may_write) == ({"bags": 4, "metres": 120}, True)
    assert tick(hour.session.pk, {"stairs", "nonsense"}, by=by(hour, 1), nonce="t") == 1
    assert tick(hour.session.pk, {"ground"}, by=hour.leader) == 2
    assert tick(hour.session.pk, {"stairs"}, by=by(hour, 1), nonce="t") == 0
    assert [code for code, _name, done in outcome_of(hour.session, hour.leader).checks if done] == ["ground"]


@pytest.mark.parametrize("amounts", [{"bags": -1}, {"bags": 100_001}, {"ads": 1}, {"shops": 1}])
def test_what_is_no_number_of_this_activity_is_refused_and_nothing_written(hour, amounts):
    choose_activity(hour.session.pk, "litter", by=hour.leader)
    with pytest.raises(Invalid) as refused:
        enter_results(hour.session.pk, {"metres": 5, **amounts}, by=by(hour))
    assert refused.value.field == next(iter(amounts))
    assert not ActivityResult.objects.exists()


def test_who_may_and_when(hour):
    with pytest.raises(Conflict, match="Nobody has said yet"):
        enter_results(hour.session.pk, {"bags": 1}, by=by(hour))
    with pytest.raises(Refused):
        choose_activity(hour.session.pk, "litter", by=by(hour))
    with pytest.raises(Invalid):
        choose_activity(hour.session.pk, "dancing", by=hour.leader)
    elsewhere = PairingFactory(community=PlaceFactory(path=OTHER_COMMUNITY))
    with pytest.raises(Invalid) as refused:
        choose_activity(hour.session.pk, "litter", by=hour.leader, partner_id=elsewhere.pk)
    assert refused.value.field == "partner"
    choose_activity(hour.session.pk, "litter", by=hour.leader)
    with pytest.raises(Refused):
        tick(hour.session.pk, {"stairs"}, by=Actor(person=PersonFactory()))
    hour.was_there(0)
    with at(hour.after):
        mark_hours(hour.session.pk, by=hour.leader)
    with pytest.raises(Conflict, match="marked already"):
        choose_activity(hour.session.pk, "ads", by=hour.leader, because="paid")
    Session.objects.update(state=State.FILED)
    with pytest.raises(Conflict, match="Filed"):
        enter_results(hour.session.pk, {"bags": 1}, by=by(hour))


@pytest.mark.parametrize(
    ("because", "hours", "counts"),
    [("organised", "service", True), ("paid", "service", False), ("organised", "training", False)],
)
def test_whether_it_counts_is_said_before(hour, because, hours, counts):
    assert outcome_of(hour.session, by(hour)).counts
    choose_activity(hour.session.pk, "ads", by=hour.leader, because=because, hours=hours)
    assert outcome_of(hour.session, by(hour)).counts is counts


def test_repeated_with_what_is_done(hour):
    pairing = PairingFactory(community=hour.session.place)
    choose_activity(hour.session.pk, "ads", by=hour.leader, because="duty", partner_id=pairing.pk)
    with at(hour.after):
        made = repeat_last(COMMUNITY, week_of(hour.after.date() + timedelta(days=7)), by=hour.office)
    copied = SessionActivity.objects.get(session=made)
    assert (copied.kind_id, copied.because, copied.partner) == ("ads", "duty", pairing)


class TestShops:
    @pytest.fixture
    def hour(self):
        load_activities()
        load_catalogue()
        made = charity_hour(1)
        choose_activity(made.session.pk, "shops", by=made.leader)
        return made

    def test_what_is_not_right_is_one_case_however_often_it_is_sent(self, hour):
        draft = VisitDraft("老李粮油", ("litter", "goods"), "纸箱堆在门口")
        visit = visit_shop(hour.session.pk, draft, by=by(hour), nonce="n")
        assert visit_shop(hour.session.pk, draft, by=by(hour), nonce="n") == visit
        case = Case.objects.get()
        assert (visit.case, case.shop_visit, visit.missing) == (case, visit, ["goods", "litter"])
        assert all(words in case.words for words in ("老李粮油", "纸箱堆在门口", "门外摆放商品；"))
        assert (case.reporter, case.place_id, case.version.category_id) == (
            hour.people[0],
            COMMUNITY,
            "E0502",
        )
        visit_shop(hour.session.pk, VisitDraft("小王理发"), by=hour.leader, nonce="n")
        outcome = outcome_of(hour.session, hour.leader)
        assert (outcome.shops, outcome.findings, Case.objects.count()) == (2, 1, 1)
        assert [each.action for each in history(hour.session.stream)].count("volunteering.visit_shop") == 2

    def test_refused_in_words_and_without_a_case(self, hour):
        for draft, field in ((VisitDraft(" "), "shop"), (VisitDraft("店", ("roof",)), "missing")):
            with pytest.raises(Invalid) as refused:
                visit_shop(hour.session.pk, draft, by=by(hour), nonce=field)
            assert refused.value.field == field
        with pytest.raises(Refused):
            visit_shop(hour.session.pk, VisitDraft("店"), by=Actor(person=PersonFactory()), nonce="x")
        with pytest.raises(Conflict, match="at each shop"):
            tick(hour.session.pk, {"goods"}, by=by(hour))
        Session.objects.update(state=State.CANCELLED)
        with pytest.raises(Conflict):
            visit_shop(hour.session.pk, VisitDraft("店", ("goods",)), by=by(hour), nonce="y")
        assert (ShopVisit.objects.count(), Case.objects.count()) == (0, 0)

    def test_figures_open_the_rows_behind_them(self, hour):
        Session.objects.update(state=State.RUNNING)
        visit_shop(hour.session.pk, VisitDraft("店", ("goods",)), by=by(hour), nonce="1")
        visit_shop(hour.session.pk, VisitDraft("铺"), by=by(hour), nonce="2")
        choose_activity(hour.session.pk, "litter", by=hour.leader)
        enter_results(hour.session.pk, {"bags": 5}, by=by(hour))
        enter_results(hour.session.pk, {"bags": 2}, by=hour.leader)
        scope = Scope("140106", ("140106",), now(), now().date())
        figures = registers.figures
        assert figures["hour.shops"].value(scope) == 0  # not before it is over
        Session.objects.update(state=State.CLOSED)
        found = {
            name: figures[f"hour.{name}"].value(scope) for name in ("shops", "shop_findings", "bags", "ads")
        }
        assert found == {"shops": 2, "shop_findings": 1, "bags": 7, "ads": 0}
        for name in found:
            figure = figures[f"hour.{name}"]
            assert [figure.shape.line(row, False).url != "" for row in figure.listed(scope)].count(False) == 0
        elsewhere = Scope("140107", ("140107",), now(), now().date())
        assert figures["hour.bags"].value(elsewhere) == 0
