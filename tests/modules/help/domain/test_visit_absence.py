"""Nobody was at home: no visit that was missed and none that was made; somebody calls, and one can try again."""

from datetime import date, timedelta

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.domain.queries.visits import my_visits, shows_where
from jiayuan.modules.help.domain.queries.work import ABSENT, VISIT, work_items
from jiayuan.modules.help.domain.specials import end_recipient
from jiayuan.modules.help.domain.visit_absence import find_nobody, try_again
from jiayuan.modules.help.domain.visits import call_off, do_visit, miss_silent, settle_visit
from jiayuan.modules.help.models import PostMember, ServiceRecord, Visit
from jiayuan.modules.help.station_enums import VisitState
from tests.factories import AwayFactory
from tests.modules.help.scene import Scene
from tests.modules.help.visits import MONDAY, TUESDAY_NIGHT, Daughters

pytestmark = pytest.mark.django_db
NOON = TUESDAY_NIGHT - timedelta(hours=7)
THURSDAY = date(2026, 3, 5)


@pytest.fixture
def team():
    with at(MONDAY):
        made = Daughters(Scene())
        made.planned()
    with at(NOON):
        yield made


def first(team):
    return Visit.objects.order_by("day", "pk").first()


def kinds(team):
    return [each.kind for each in work_items(team.scene.worker, 20)]


def test_it_is_neither_missed_nor_made_and_the_desk_sees_it(team):
    visit = first(team)
    find_nobody(visit.pk, by=team.who(visit), nonce="a")
    find_nobody(visit.pk, by=team.who(visit), nonce="a")
    visit.refresh_from_db()
    assert (visit.state, visit.record) == (VisitState.ABSENT, None)
    assert not ServiceRecord.objects.exists()
    assert Entry.objects.filter(action="help.absent_visit").count() == 1
    assert kinds(team) == [ABSENT]
    with at(TUESDAY_NIGHT):
        miss_silent()
    visit.refresh_from_db()
    assert visit.state == VisitState.ABSENT
    assert sorted(kinds(team)) == [ABSENT, VISIT]
    settle_visit(visit.pk, by=team.scene.worker, words="在女儿家")
    assert kinds(team) == [VISIT]


def test_the_same_helper_tries_again_and_a_meeting_settles_it(team):
    visit = first(team)
    goer = team.who(visit)
    find_nobody(visit.pk, by=goer)
    again = try_again(visit.pk, THURSDAY, by=goer, nonce="b")
    assert try_again(visit.pk, THURSDAY, by=goer, nonce="b") == again
    assert (again.person_id, again.recipient_id, again.state) == (goer.pk, visit.recipient_id, "planned")
    assert again in my_visits(goer).later
    with at(NOON + timedelta(days=2)):
        do_visit(again.pk, by=goer)
    assert kinds(team) == []
    told = Entry.objects.filter(action="help.do_visit").get().payload["after"]
    assert told["settled"] == [visit.pk]


def test_one_may_have_been_wrong_and_was_there_after_all(team):
    visit = first(team)
    find_nobody(visit.pk, by=team.who(visit))
    assert do_visit(visit.pk, by=team.who(visit)).state == VisitState.DONE


@pytest.mark.parametrize("day", [None, date(2026, 3, 3), date(2026, 5, 1)])
def test_only_a_day_to_come_is_a_day_to_try_again(team, day):
    visit = first(team)
    find_nobody(visit.pk, by=team.who(visit))
    with pytest.raises(Invalid) as caught:
        try_again(visit.pk, day, by=team.who(visit))
    assert caught.value.field == "day"


def test_not_where_a_visit_is_planned_or_nobody_is_visited_any_more(team):
    visit = first(team)
    with pytest.raises(Conflict):
        try_again(visit.pk, THURSDAY, by=team.who(visit))
    find_nobody(visit.pk, by=team.who(visit))
    with pytest.raises(Conflict) as caught:
        try_again(visit.pk, date(2026, 3, 6), by=team.who(visit))
    assert caught.value.code == "planned"
    with pytest.raises(Conflict) as caught:
        end_recipient(visit.recipient_id, by=team.scene.worker)
    assert caught.value.code == "waiting", "somebody has to call first"
    settle_visit(visit.pk, by=team.scene.worker, words="在女儿家")
    end_recipient(visit.recipient_id, by=team.scene.worker)
    with pytest.raises(Conflict):
        try_again(visit.pk, THURSDAY, by=team.who(visit))


def test_nobody_is_sent_who_is_away_or_left_nor_once_it_is_settled(team):
    visit = first(team)
    goer = team.who(visit)
    find_nobody(visit.pk, by=goer)
    away = AwayFactory(person=goer.person, first=THURSDAY, last=THURSDAY)
    with pytest.raises(Conflict):
        try_again(visit.pk, THURSDAY, by=team.scene.worker)
    away.delete()
    PostMember.objects.filter(person=goer.person).update(until=date(2026, 3, 3))
    with pytest.raises(Conflict):
        try_again(visit.pk, THURSDAY, by=team.scene.worker)
    PostMember.objects.filter(person=goer.person).update(until=None)
    settle_visit(visit.pk, by=team.scene.worker, words="在女儿家")
    with pytest.raises(Conflict):
        try_again(visit.pk, THURSDAY, by=team.scene.worker)
    assert not Visit.objects.filter(day=THURSDAY).exists()


def test_not_of_a_day_to_come_nor_of_another_nor_of_what_is_called_off(team):
    visit = first(team)
    later = Visit.objects.order_by("day").last()
    with pytest.raises(Conflict):
        find_nobody(later.pk, by=team.who(later))
    with pytest.raises(Refused):
        find_nobody(visit.pk, by=team.scene.point)
    with pytest.raises(Missing):
        find_nobody(0, by=team.scene.point)
    call_off(visit.pk, by=team.scene.worker)
    with pytest.raises(Conflict):
        find_nobody(visit.pk, by=team.who(visit))


def test_the_address_is_for_who_has_to_do_with_it(team):
    """Before the visit, while a word of it is still to come, and no longer."""
    visit = first(team)
    assert shows_where(visit)
    assert shows_where(find_nobody(visit.pk, by=team.who(visit)))
    assert not shows_where(do_visit(visit.pk, by=team.who(visit)))
    other = Visit.objects.planned().order_by("day").first()
    with at(TUESDAY_NIGHT):
        miss_silent()
        other.refresh_from_db()
        assert shows_where(other)
    with at(TUESDAY_NIGHT + timedelta(days=8)):
        assert not shows_where(other)
