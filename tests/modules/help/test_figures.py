"""The numbers of help stations, each as of a day, and the rows behind them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jiayuan.district.figures.domain.queries.ask import scope_for
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.registers import registers
from jiayuan.modules.help.enums import Tier
from jiayuan.modules.help.station_enums import ItemKind
from tests.factories import (
    PersonFactory,
    PlaceFactory,
    PostFactory,
    PostMemberFactory,
    ServiceRecordFactory,
    StationFactory,
    StationItemFactory,
)

pytestmark = pytest.mark.django_db
OPENED, DAY, CLOSED = date(2026, 1, 5), date(2026, 3, 2), date(2026, 6, 1)


@pytest.fixture
def street():
    return PlaceFactory(path="140106006", kind="street")


@pytest.fixture
def station(street):
    return StationFactory(community=PlaceFactory(path="140106006001"), opened_on=OPENED)


def value(name, place, day=DAY, **more):
    found = registers.figures[f"help.{name}"]
    scope = scope_for(place, day=day, **more)
    asked = found.value(scope)
    assert len(found.records(scope)) <= (asked or 0) or asked == 0
    lines = [found.shape.line(each, public) for each in found.listed(scope) for public in (True, False)]
    assert all(each.title for each in lines)
    return asked


def test_a_station_counts_from_its_opening_to_its_closing(station, street):
    elsewhere = StationFactory(community=PlaceFactory(path="140106004010"), opened_on=OPENED)
    station.closed_on = CLOSED
    station.save()
    for name in ("stations", "communities"):
        assert value(name, street, OPENED - timedelta(days=1)) == 0
        assert value(name, street, OPENED) == value(name, street, CLOSED - timedelta(days=1)) == 1
        assert value(name, street, CLOSED) == 0
        assert value(name, elsewhere.community) == 1


def test_teams_are_posts_of_the_tier_of_open_stations(station, street):
    PostFactory(station=station, tier=Tier.TEAM, since=OPENED)
    PostFactory(station=station, tier=Tier.TEAM, since=OPENED, ended_on=DAY)
    PostFactory(station=station, tier=Tier.POINT, since=OPENED)
    assert value("teams", street) == 1
    assert value("teams", street, DAY - timedelta(days=1)) == 2
    station.closed_on = DAY
    station.save()
    assert value("teams", street) == 0


def test_helpers_are_verified_present_and_counted_once(station, street):
    one, two = (PostFactory(station=station, since=OPENED) for _turn in range(2))
    early = timezone.make_aware(timezone.datetime(2026, 1, 6))
    person = PersonFactory()
    for post in (one, two):
        PostMemberFactory(post=post, person=person, since=OPENED, verified_at=early)
    PostMemberFactory(post=one, since=OPENED, verified_at=early, until=DAY)
    PostMemberFactory(post=one, since=OPENED, verified_at=None, verified_by=None)
    PostMemberFactory(post=one, since=DAY + timedelta(days=1), verified_at=early)
    assert value("volunteers", street) == 1
    assert value("volunteers", street, DAY - timedelta(days=1)) == 2
    assert value("volunteers", street, OPENED) == 0


def test_who_is_verified_later_counts_later(station, street):
    PostMemberFactory(post=PostFactory(station=station, since=OPENED), since=OPENED)
    assert value("volunteers", street) == 0
    assert value("volunteers", street, None) == 1


def test_no_name_is_told_behind_the_number_of_helpers(station, street):
    member = PostMemberFactory(post=PostFactory(station=station), person__name="张秀英")
    line = registers.figures["help.volunteers"].shape.line(member, False)
    assert "张秀英" not in f"{line}"


def test_services_are_person_times_in_their_days(station, street):
    post = PostFactory(station=station, since=OPENED)
    ServiceRecordFactory(post=post, day=DAY, people=12)
    ServiceRecordFactory(post=post, day=DAY - timedelta(days=9), people=3)
    ServiceRecordFactory(post=post, day=DAY, people=5, struck_at=now(), struck_by=PersonFactory())
    assert value("services", street) == 15
    assert value("services", street, DAY - timedelta(days=1)) == 3
    assert value("services", street, since=DAY) == 12


def test_the_public_reads_the_kind_and_not_what_the_desk_wrote(station):
    row = ServiceRecordFactory(post=PostFactory(station=station), words="看望3号楼的刘奶奶", kind="company")
    shown = registers.figures["help.services"].shape.line
    assert "刘奶奶" not in shown(row, True).title
    assert "刘奶奶" in shown(row, False).title


def test_a_station_is_complete_once_all_six_are_there(station, street):
    for number, kind in enumerate(ItemKind):
        StationItemFactory(station=station, kind=kind, since=OPENED + timedelta(days=number))
    assert value("stations_complete", street, OPENED + timedelta(days=4)) == 0
    assert value("stations_complete", street, OPENED + timedelta(days=5)) == 1
    station.items.filter(kind=ItemKind.SIGN).update(state="missing")
    assert value("stations_complete", street) == 0
