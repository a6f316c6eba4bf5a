"""The visit of today, once its hour has passed: whoever was there keeps it, whatever ends meanwhile."""

from datetime import date, timedelta

import pytest

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.modules.help.domain.away import go_away
from jiayuan.modules.help.domain.network import leave_post
from jiayuan.modules.help.domain.specials import end_recipient, end_special
from jiayuan.modules.help.domain.visits import do_visit, miss_silent
from jiayuan.modules.help.models import PostMember, ServiceRecord, Visit
from jiayuan.modules.help.station_enums import VisitState
from tests.modules.help.scene import Scene
from tests.modules.help.visits import MONDAY, TUESDAY_NIGHT, Daughters

pytestmark = pytest.mark.django_db
EARLY, AFTERNOON = TUESDAY_NIGHT - timedelta(hours=13), TUESDAY_NIGHT - timedelta(hours=6)
"""Eight in the morning and three in the afternoon; the service begins at ten."""
DAY, LAST = date(2026, 3, 3), date(2026, 3, 13)


@pytest.fixture
def team():
    with at(MONDAY):
        made = Daughters(Scene())
        made.planned()
    return made


@pytest.fixture
def visit(team):
    """Of today; one of the two helpers, and not the keeper, goes there."""
    return Visit.objects.filter(day=DAY).exclude(person=team.keeper.person).order_by("pk")[0]


def away(team, visit):
    go_away(DAY, LAST, by=team.who(visit))


def leave(team, visit):
    leave_post(PostMember.objects.get(person=visit.person).pk, by=team.scene.worker)


def be_forgotten(team, visit):
    erase_person(visit.person, by=team.who(visit))


def end_visits(team, visit):
    end_recipient(visit.recipient_id, by=team.scene.worker)


def end_service(team, visit):
    end_special(visit.service_id, by=team.scene.worker)


EVERY = (away, leave, be_forgotten, end_visits, end_service)


@pytest.mark.parametrize("act", EVERY)
def test_it_stays_and_counts_once_it_is_said(team, visit, act):
    goer = visit.person
    with at(AFTERNOON):
        act(team, visit)
        visit.refresh_from_db()
        assert (visit.person, visit.state) == (goer, VisitState.PLANNED)
        others = Visit.objects.planned().filter(day__gt=DAY, day__lte=LAST)
        assert not others.filter(person=goer, recipient=visit.recipient).exists(), "the later ones go"
        do_visit(visit.pk, by=team.keeper)
    assert ServiceRecord.objects.get().day == DAY


@pytest.mark.parametrize("act", EVERY)
def test_before_its_hour_it_goes_with_the_others(team, visit, act):
    goer = visit.person
    with at(EARLY):
        act(team, visit)
    visit.refresh_from_db()
    assert visit.person != goer or visit.state == VisitState.OFF


def test_away_one_says_it_oneself(team, visit):
    with at(AFTERNOON):
        away(team, visit)
        do_visit(visit.pk, by=team.who(visit))
    with at(TUESDAY_NIGHT):
        assert miss_silent() == 1, "the other visit of the day"


def test_without_a_word_it_is_looked_after(team, visit):
    with at(AFTERNOON):
        end_service(team, visit)
    with at(TUESDAY_NIGHT):
        miss_silent()
    visit.refresh_from_db()
    assert visit.state == VisitState.MISSED
