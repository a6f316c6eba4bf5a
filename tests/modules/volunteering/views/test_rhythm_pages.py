"""The rhythm board through its pages."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.volunteering.models import WeekNudge
from jiayuan.services.gatherings.enums import State
from jiayuan.services.gatherings.models import Session
from tests.conftest import COMMUNITY
from tests.factories import (
    ActivityResultFactory,
    PlaceFactory,
    RoleGrantFactory,
    SeriesFactory,
    SessionFactory,
    SessionRoleFactory,
    SignUpFactory,
)
from tests.modules.volunteering.hour import FRIDAY

pytestmark = pytest.mark.django_db
BOARD = "/console/charity-hours/"
THURSDAY = FRIDAY - timedelta(days=1, hours=9)
HEADERS = {"HTTP_ACCEPT_LANGUAGE": "en"}


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def officer(sign_in):
    return sign_in(RoleGrantFactory(role=Role.DISTRICT_OFFICER, place=PlaceFactory(path="140106")).person)


@pytest.fixture
def worker(sign_in):
    return sign_in(RoleGrantFactory(role=Role.COMMUNITY_WORKER, place=PlaceFactory(path=COMMUNITY)).person)


def held(path=COMMUNITY, weeks=1, **fields):
    session = SessionFactory(
        kind="charity_hour", place=PlaceFactory(path=path), title="清理楼道杂物", where="一号院",
        **{"state": State.CLOSED, "starts_at": FRIDAY - timedelta(weeks=weeks), **fields},
    )  # fmt: skip
    SessionRoleFactory(session=session, name="参加者")
    return session


def test_one_tap_repeats_and_the_next_publishes(worker):
    held()
    place = reverse("console-rhythm-place", args=[COMMUNITY])
    with at(THURSDAY):
        assert "console-rhythm" not in text_of(worker.get(BOARD))
        worker.post(f"{BOARD}{COMMUNITY}/repeat/?week=2026-03-06", {"nonce": "n"})
        assert Session.objects.get(state=State.DRAFT).starts_at == FRIDAY
        refused = worker.post(f"{BOARD}{COMMUNITY}/repeat/?week=2026-03-06&from=place", {"where": "二号院"})
        assert (refused.status_code, "data-fault" in text_of(refused)) == (409, True)
        answer = worker.post(f"{BOARD}{COMMUNITY}/publish/?week=2026-03-06", follow=True)
        assert "week=2026-03-06" in answer.redirect_chain[-1][0]
        assert Session.objects.get(state=State.PUBLISHED).where == "一号院"
        assert text_of(worker.get(place)).count("清理楼道杂物") >= 3  # this week and two in the list
        assert worker.post(f"{BOARD}{COMMUNITY}/dance/").status_code == 302
        assert worker.get(f"{BOARD}?week=never").status_code == 422


def test_without_anybody_there_it_is_filed_by_hand(worker):
    session = held(weeks=0)
    with at(FRIDAY + timedelta(hours=4)):
        assert "file/" in text_of(worker.get(BOARD))
        worker.post(f"{BOARD}{COMMUNITY}/file/")
    session.refresh_from_db()
    assert session.state == State.FILED


def test_the_office_above_reminds_and_takes_the_board_out(officer):
    held()
    RoleGrantFactory(role=Role.COMMUNITY_WORKER, place=PlaceFactory(path=COMMUNITY))
    PlaceFactory(path="140106004011", name="=HYPERLINK(1)")
    with at(THURSDAY):
        officer.post(f"{BOARD}{COMMUNITY}/nudge/")
        officer.post(f"{BOARD}{COMMUNITY}/nudge/")
        assert WeekNudge.objects.count() == 1
        assert f"{COMMUNITY}/nudge/" not in text_of(officer.get(BOARD))
        answer = officer.get(f"{BOARD}export.csv?step=none&week=2026-03-04")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[1][0] for row in rows[1:]].count("'") == 1
    assert len(rows) == 3
    assert Entry.objects.filter(action="volunteering.export_week").exists()


def test_a_shifted_week_says_why(officer):
    PlaceFactory(path=COMMUNITY)
    with at(FRIDAY):
        assert "notice tone-info" in text_of(officer.get(f"{BOARD}?week=2026-10-01"))
        assert "notice tone-info" not in text_of(officer.get(f"{BOARD}?week=2026-03-02"))


def test_ninety_communities_in_twelve_queries(officer):
    def fill(numbers):
        for number in numbers:
            path = f"1401060{4 + number % 5:02d}{100 + number}"
            role = SessionRoleFactory(session=held(path, weeks=0, state=State.PUBLISHED))
            SignUpFactory(role=role)
            ActivityResultFactory(session=role.session, amount=6)
            held(path)
            SeriesFactory(kind="charity_hour", place=PlaceFactory(path=path))

    def cost():
        with at(THURSDAY), CaptureQueriesContext(connection) as queries:
            assert officer.get(BOARD).status_code == 200
        return len(queries)

    fill(range(3))
    few = (cost(), cost())[1]
    fill(range(3, 90))
    assert cost() == few
    with at(THURSDAY):
        assert "6</span> 袋垃圾" in text_of(officer.get(BOARD))
    assert few <= 12


def test_history_is_paged(worker):
    for number in range(1, 26):
        held(weeks=number)
    with at(THURSDAY):
        first = text_of(worker.get(f"{BOARD}{COMMUNITY}/"))
        cursor = re.search(r"after=([\w-]+)", first).group(1)
        second = text_of(worker.get(f"{BOARD}{COMMUNITY}/?after={cursor}"))
    assert (first.count("data-row>"), second.count("data-row>")) == (20, 5)
