"""Help that was given is counted once: by the platform of fulfilled wishes, by the desk of everything else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim
from jiayuan.modules.help.domain.confirming import confirm_silent
from jiayuan.modules.help.domain.fund_payments import pay
from jiayuan.modules.help.domain.services import ServiceDraft, strike_service, write_service
from jiayuan.modules.help.enums import Tier, WishAction
from jiayuan.modules.help.models import Post, ServiceRecord
from tests.factories import PersonFactory, ServiceRecordFactory
from tests.modules.help.fund import FundScene
from tests.modules.help.scene import MONDAY, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with at(MONDAY):
        yield Scene()


@pytest.fixture
def team(scene):
    return Post.objects.get(station=scene.station, tier=Tier.TEAM)


def draft(team, **fields):
    return ServiceDraft(**{"post_id": team.pk, "day": today(), "people": 23, "words": "广场义剪"} | fields)


def done(scene, seats=1):
    """A wish that its helpers say is done."""
    wish = scene.opened(seats=seats)
    second = scene.helper(Tier.POINT, wish.place_id)
    for helper in (scene.point, second)[:seats]:
        fulfil_claim(claim_wish(wish.pk, by=helper).pk, by=helper)
    wish.refresh_from_db()
    return wish


class TestOfWishes:
    def test_each_seat_counts_one_once_it_is_fulfilled(self, scene):
        wish = done(scene, seats=2)
        assert not ServiceRecord.objects.exists()
        scene.act(wish, WishAction.CONFIRM, scene.wisher)
        rows = ServiceRecord.objects.filter(claim__wish=wish)
        assert [each.people for each in rows] == [1, 1]
        assert {each.post for each in rows} == {each.post for each in wish.claims.all()}

    def test_silence_counts_on_the_day_it_was_done(self, scene):
        wish = done(scene)
        with at(wish.confirm_by + timedelta(minutes=1)):
            assert confirm_silent() == 1
            assert today() > ServiceRecord.objects.get().day
        assert ServiceRecord.objects.get().day == today()

    def test_help_stays_counted_when_who_wished_is_forgotten(self, scene):
        done(scene)
        erase_person(scene.wisher.person, by=scene.wisher)
        assert ServiceRecord.objects.get().people == 1

    def test_what_was_not_done_counts_nothing(self, scene):
        wish = done(scene)
        scene.act(wish, WishAction.OBJECT, scene.wisher, given=_words())
        assert not ServiceRecord.objects.exists()

    def test_a_seat_is_never_counted_twice(self, scene):
        wish = done(scene)
        scene.act(wish, WishAction.CONFIRM, scene.wisher)
        row = ServiceRecord.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            ServiceRecordFactory(post=row.post, claim=row.claim, people=1, written_by=None)

    def test_is_not_struck_out_by_hand(self, scene):
        scene.act(done(scene), WishAction.CONFIRM, scene.wisher)
        with pytest.raises(Refused, match="counted by the platform"):
            strike_service(ServiceRecord.objects.get().pk, reason="不对", by=scene.worker)


def _words():
    from jiayuan.modules.help.domain.acts import Given

    return Given(words="还漏水")


class TestByTheDesk:
    def test_is_written_down_once(self, scene, team):
        first = write_service(draft(team), by=scene.worker, nonce="paper-1")
        again = write_service(draft(team), by=scene.worker, nonce="paper-1")
        assert first.pk == again.pk
        assert (first.people, first.written_by) == (23, scene.worker.person)
        assert Entry.objects.filter(action="help.serve").count() == 1
        assert verify([scene.station.stream]).ok

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"people": 0}, "people"),
            ({"people": 501}, "people"),
            ({"words": " "}, "words"),
            ({"kind": "magic"}, "kind"),
            ({"day": MONDAY.date() + timedelta(days=1)}, "day"),
        ],
    )
    def test_what_will_not_do_is_told_by_field(self, scene, team, fields, field):
        with pytest.raises(Invalid) as caught:
            write_service(draft(team, **fields), by=scene.worker)
        assert caught.value.field == field
        assert not ServiceRecord.objects.exists()

    def test_no_day_before_the_post(self, scene, team):
        with pytest.raises(Conflict, match="did not exist on that day"):
            write_service(draft(team, day=team.since - timedelta(days=1)), by=scene.worker)

    def test_only_the_station_s_own_desk(self, scene, team):
        for actor in (scene.team, scene.wisher, Actor(person=PersonFactory())):
            with pytest.raises(Refused):
                write_service(draft(team), by=actor)

    def test_no_such_post_or_line(self, scene):
        with pytest.raises(Missing):
            write_service(ServiceDraft(0, today(), 1), by=scene.worker)
        with pytest.raises(Missing):
            strike_service(0, reason="不对", by=scene.worker)

    def test_struck_out_it_stays_readable(self, scene, team):
        row = write_service(draft(team), by=scene.worker)
        with pytest.raises(Invalid):
            strike_service(row.pk, reason="", by=scene.worker)
        with pytest.raises(Refused):
            strike_service(row.pk, reason="记重了", by=scene.team)
        for _turn in range(2):
            strike_service(row.pk, reason="记重了", by=scene.worker)
        row.refresh_from_db()
        assert (row.people, row.reason, row.struck_by) == (23, "记重了", scene.worker.person)
        assert not ServiceRecord.objects.standing().exists()
        assert Entry.objects.filter(action="help.strike").count() == 1


class TestOfTheFund:
    def paid(self, fund, wish):
        pay(fund.approved(wish=wish).pk, amount=15_000, receipt=fund.receipt(), by=fund.worker)

    def test_a_wish_that_the_fund_paid_for_counts_once_for_the_centre(self):
        with at(MONDAY):
            fund = FundScene()
            wish = fund.on_the_last_tier(seats=2)
            self.paid(fund, wish)
            fund.act(wish, WishAction.CONFIRM, fund.wisher)
        row = ServiceRecord.objects.get()
        assert (row.payment, row.people, row.claim) == (wish.payments.get(), 1, None)
        assert row.post.tier == Tier.CENTRE
        with pytest.raises(Refused):
            strike_service(row.pk, reason="不算", by=fund.worker)

    def test_what_a_helper_did_after_all_is_what_counts(self):
        with at(MONDAY):
            fund = FundScene()
            wish = fund.on_the_last_tier()
            self.paid(fund, wish)
            fund.act(wish, WishAction.OBJECT, fund.wisher, given=Given(words="装反了"))
            fulfil_claim(claim_wish(wish.pk, by=fund.point).pk, by=fund.point)
            fund.act(wish, WishAction.CONFIRM, fund.wisher)
        row = ServiceRecord.objects.get()
        assert (row.payment, row.claim) == (None, wish.claims.get())
