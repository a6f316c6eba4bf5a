"""Bin days and drop points near me, and telling that nobody came."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.district.desk.intents import answer
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.weekdays import mask_of
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.home import HOME_PLACE
from jiayuan.modules.waste.enums import EVERYDAY
from jiayuan.modules.waste.models import CollectionDay, DropPoint, MissedCollection, OpeningHours
from jiayuan.services.cases.models import Case
from tests.factories import CategoryVersionFactory, RoundStopFactory

from ..scene import COMMUNITY, ESTATE, NEIGHBOUR, NOW, estate, served

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BINS, MISSED = "/bins/", f"/bins/missed/?estate={ESTATE}"


@pytest.fixture(autouse=True)
def _now():
    with at(NOW):
        yield


@pytest.fixture
def home():
    return served(latitude=37.8601, longitude=112.57).estate


@pytest.fixture
def client(home):
    return living_in(home.path)


def living_in(path):
    client = Client()
    session = client.session
    session[HOME_PLACE] = path
    session.save()
    return client


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:400]
    return response.content.decode()


def test_today_s_streams_and_the_points_with_their_hours(client):
    CollectionDay.objects.filter(stream="hazardous").update(weekdays=mask_of([3]))
    page = text(client.get(BINS))
    today, _today, rest = page.partition("明天")
    assert "有害垃圾" not in today
    assert "有害垃圾" in rest
    assert all(str(each.label) in today for each in EVERYDAY if each != "hazardous")
    assert "每天 07:00–09:00" in page
    assert "现在没开" in page
    assert "11 米" in page


def test_an_open_point_says_until_when(client):
    OpeningHours.objects.update(closes_at="10:30")
    assert "开到 10:30" in text(client.get(BINS))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("东门投放点", "East gate"),
        ("3号投放点", "Drop point 3"),
        ("花坛旁大桶", "Drop point"),
        ("South gate", "South gate"),
    ],
)
def test_in_english_a_point_has_an_english_name_beside_that_on_its_sign(client, name, said):
    DropPoint.objects.update(name=name)
    client.cookies["jiayuan_prefs"] = "en.0.light"
    page = text(client.get(BINS))
    assert f'font-semibold">{said}' in page
    assert (f'lang="zh-Hans">{name}<' in page) == (name != said)


def test_the_nearest_point_of_neighbours_comes_after_one_s_own(client):
    served(NEIGHBOUR, name="邻居投放点", latitude=37.86, longitude=112.57)
    page = text(client.get(BINS))
    assert page.index("11 米") < page.index("邻居投放点")
    found = client.get(reverse("waste-points"), {"place": ESTATE}).json()
    assert len(found["features"]) == 2
    assert client.get(reverse("waste-points"), {"place": "140106"}).json()["features"] == []


def test_who_belongs_to_a_community_chooses_an_estate_and_who_belongs_nowhere_a_place(home):
    assert f"?estate={home.path}" in text(living_in(COMMUNITY).get(BINS))
    assert reverse("choose-place") in text(Client().get(BINS))


def test_the_page_asks_the_same_for_few_and_many(client, django_assert_max_num_queries):
    for number in range(3, 9):
        served(f"{COMMUNITY}{number:03d}")
    with django_assert_max_num_queries(16):
        text(client.get(BINS))


def test_tomorrow_s_collection_is_a_card_and_plain_words_lead_there(home):
    (card,) = registers.nearby["waste"](Actor(), home)
    assert "厨余垃圾 09:00" in card.lead
    assert registers.nearby["waste"](Actor(), home.parent) == []
    assert answer(Actor(), "垃圾几点收").best.url == BINS
    assert answer(Actor(), "垃圾没收").best.url == reverse("waste-missed")


def form_of(client):
    page = text(client.get(MISSED, follow=True))
    return page.partition('name="nonce" value="')[2].partition('"')[0]


def test_what_was_missed_becomes_a_case_with_estate_and_stream(client, home):
    CategoryVersionFactory(category__code="P0301")
    CollectionDay.objects.update(at="08:00")
    given = {"due": "kitchen:2026-11-04", "words": "桶都满了", "nonce": form_of(client)}
    for _twice in range(2):
        response = client.post(MISSED, given)
        case = Case.objects.get()
        assert response.headers["Location"] == reverse("report-done", args=[case.number])
    assert case.place == home
    assert "厨余垃圾" in case.words
    assert case.words.endswith("桶都满了")
    missed = MissedCollection.objects.get()
    assert (missed.case, missed.stream, missed.day) == (case, "kitchen", date(2026, 11, 4))
    assert Entry.objects.filter(action="waste.report_missed").count() == 1


def test_where_the_truck_left_it_the_form_says_why_and_takes_it_all_the_same(client, home):
    CategoryVersionFactory(category__code="P0301")
    CollectionDay.objects.update(at="08:00")
    stop = RoundStopFactory(estate=home, day=NOW.date(), state="refused", reason="mixed", ended_at=NOW)
    page = text(client.get(MISSED, follow=True))
    assert page.count("车 10:00 到过") == 1
    assert "车 10:00 到过" in page.partition(f'value="{stop.stream}:2026-11-04"')[2].partition("</label>")[0]
    assert "混入" in page
    assert (
        client.post(MISSED, {"due": f"{stop.stream}:2026-11-04", "nonce": form_of(client)}).status_code == 302
    )
    later = RoundStopFactory(estate=home, day=NOW.date(), part=2, state="done", kg=9, ended_at=NOW + HOUR)
    assert later.stream == stop.stream
    assert "到过" not in text(client.get(MISSED, follow=True))


def test_who_told_it_before_is_led_to_it(client):
    CategoryVersionFactory(category__code="P0301")
    CollectionDay.objects.update(at="08:00")
    for _twice in range(2):
        answer = client.post(MISSED, {"due": "kitchen:2026-11-04", "nonce": form_of(client)})
    assert answer.url == reverse("report-done", args=[Case.objects.get().number])
    assert "您已经报过" in text(client.get(answer.url))


def test_a_neighbour_is_told_that_it_was_told(client):
    CategoryVersionFactory(category__code="P0301")
    CollectionDay.objects.update(at="08:00")
    client.post(MISSED, {"due": "kitchen:2026-11-04", "nonce": form_of(client)})
    other = living_in(ESTATE)
    page = text(other.post(MISSED, {"due": "kitchen:2026-11-04", "nonce": form_of(other)}), 409)
    assert Case.objects.get().number in page


@pytest.mark.parametrize(
    "due", ["", "kitchen:2026-11-05", "kitchen:2026-10-01", "gold:2026-11-03", "kitchen:x"]
)
def test_what_was_not_due_is_not_missed(client, due):
    page = text(client.post(MISSED, {"due": due, "nonce": form_of(client)}), 422)
    assert "还没到该收的时候" in page
    assert not Case.objects.exists()


def test_nothing_is_overdue_within_the_hour():
    estate()
    assert "这里没有漏收的" in text(Client().get(MISSED, follow=True))
    assert Client().get("/bins/missed/").headers["Location"] == BINS
