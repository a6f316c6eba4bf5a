"""Weights, inspections and what the pilots did, through the pages."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, today
from jiayuan.modules.waste.domain.queries.effect import pilots_compared
from jiayuan.modules.waste.domain.queries.quality_work import quality_items
from jiayuan.modules.waste.models import Inspection, WeekWeight
from tests.factories import (
    InspectionFactory,
    OrganisationFactory,
    PilotFactory,
    PlaceFactory,
    RoleGrantFactory,
    WeekWeightFactory,
    ZoneFactory,
)
from tests.modules.waste.scene import COMMUNITY, ESTATE, NOW, OTHER, estate, holder, served, worker

pytestmark = pytest.mark.django_db
WEIGHTS = reverse("console-waste-weights")
WEEK = date(2026, 10, 26)


@pytest.fixture(autouse=True)
def _scene() -> Any:
    with at(NOW):
        yield


def a_photo() -> SimpleUploadedFile:
    kept = BytesIO()
    Image.new("RGB", (64, 48), (90, 120, 60)).save(kept, "JPEG")
    return SimpleUploadedFile("bins.jpg", kept.getvalue(), "image/jpeg")


def test_weights_stand_by_estate_for_a_community_and_by_street_for_the_district(sign_in: Any) -> None:
    for number in range(2):
        WeekWeightFactory(estate=estate(households=100, name="柳北小区"), week=WEEK - timedelta(weeks=number))
    page = sign_in(worker().person).get(WEIGHTS).content.decode()
    assert "柳北小区" in page
    assert "1,400" in page
    district = sign_in(holder(Role.DISTRICT_OFFICER, "140106").person)
    assert "柳北小区" not in district.get(WEIGHTS).content.decode()
    assert "柳北小区" in district.get(f"{WEIGHTS}?place={COMMUNITY}&weeks=12").content.decode()
    assert (
        "柳北小区" not in sign_in(worker(OTHER).person).get(f"{WEIGHTS}?place={COMMUNITY}").content.decode()
    )


def test_what_a_weight_was_is_said_on_the_page(sign_in: Any) -> None:
    row = WeekWeightFactory(flag="fall", usual_kg=300)
    client, url = sign_in(worker().person), reverse("console-waste-look", args=[row.pk])
    wrong = client.post(url, {"words": "国庆放假"})
    assert wrong.status_code == 422
    assert "国庆放假" in wrong.content.decode()
    assert client.post(url, {"finding": "once", "words": "国庆放假"}).status_code == 302
    row.refresh_from_db()
    assert (row.finding, row.words) == ("once", "国庆放假")
    assert sign_in(worker(OTHER).person).post(url, {"finding": "once"}).status_code == 404


@pytest.mark.parametrize(("asked", "status"), [("after=xx", 422), ("weeks=abc&place=zz", 200)])
def test_a_damaged_address_is_said_to_be_one_and_an_unknown_choice_is_the_usual(
    sign_in: Any, asked: str, status: int
) -> None:
    assert sign_in(worker().person).get(f"{WEIGHTS}?{asked}").status_code == status


def test_many_flags_have_a_next_page_and_what_a_colleague_said_first_is_told(sign_in: Any) -> None:
    for number in range(1, 23):
        WeekWeightFactory(estate=estate(f"{COMMUNITY}{number:03d}"), flag="fall", usual_kg=300)
    client = sign_in(worker().person)
    page = client.get(WEIGHTS)
    after = page.context["page"].next_cursor
    assert len(client.get(f"{WEIGHTS}?after={after}").context["page"].rows) == 2
    row = WeekWeight.objects.first()
    assert row
    url = reverse("console-waste-look", args=[row.pk])
    sign_in(worker().person).post(url, {"finding": "entry"})
    late = client.post(url, {"finding": "once"})
    assert late.status_code == 409
    assert "称错或录错" in late.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_nobody_can_mean_is_said_to_be_none(sign_in: Any, day: str) -> None:
    unit = RoleGrantFactory(
        role=Role.UNIT_OFFICER,
        organisation=OrganisationFactory(function="sanitation", place=PlaceFactory(path="140106004")),
    )
    for name in ("console-waste-rounds", "console-waste-appointments"):
        page = sign_in(unit.person).get(f"{reverse(name)}?on={day}")
        assert (page.status_code, "这不是日期" in page.content.decode()) == (200, True)


def test_a_drop_point_is_looked_at_and_again(sign_in: Any) -> None:
    point = served()
    client, url = sign_in(worker().person), reverse("console-waste-inspect", args=[point.pk])
    assert client.get(url).status_code == 200
    fields = {
        "wanting": ["sorted", "clean"],
        "due_on": (today() + timedelta(days=2)).isoformat(),
        "nonce": "n" * 32,
    }
    wrong = client.post(url, fields | {"note": "桶边有水"})
    assert wrong.status_code == 422
    assert "桶边有水" in wrong.content.decode()
    assert client.post(url, fields | {"photo": a_photo()}).status_code == 302
    found = Inspection.objects.get()
    assert found.wanting == ["sorted", "clean"]
    seen = reverse("console-waste-inspection", args=[found.pk])
    assert "checked" not in client.get(seen).content.decode()
    assert client.post(seen, {"nonce": "m" * 32}).status_code == 302
    assert Inspection.objects.count() == 2
    assert client.get(reverse("console-waste-inspections") + "?open=1").status_code == 200
    assert sign_in(worker(OTHER).person).get(seen).status_code == 404
    assert sign_in(worker(OTHER).person).get(url).status_code == 404


@pytest.mark.parametrize("name", ["console-waste-weights", "console-waste-inspections"])
def test_queries_do_not_grow_with_the_rows(
    sign_in: Any, name: str, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    client, counts = sign_in(worker().person), []
    for many, start in ((2, 1), (12, 10)):
        for number in range(start, start + many):
            place = estate(f"{COMMUNITY}{number:03d}", households=10)
            WeekWeightFactory(estate=place, flag="jump", usual_kg=20)
            InspectionFactory(point=served(place.path))
        client.get(reverse(name))
        with django_assert_max_num_queries(60) as found:
            client.get(reverse(name))
        counts.append(len(found.captured_queries))
    assert counts[0] == counts[1]


class TestEffect:
    def weeks(self, path: str, kitchen: Any) -> None:
        place = estate(path, households=300)
        for number in range(1, 19):
            week = date(2026, 11, 2) - timedelta(weeks=number)
            for stream, kg in (("kitchen", kitchen(week)), ("residual", 1_000 - kitchen(week))):
                WeekWeight.objects.create(estate=place, stream=stream, week=week, kg=kg, collections=7)

    def test_pilots_stand_beside_estates_like_them(self, sign_in: Any) -> None:
        began = date(2026, 8, 31)
        for number in range(1, 5):
            self.weeks(f"{COMMUNITY}{number:03d}", lambda week, n=number: 200 + n + 150 * (week >= began))
            PilotFactory(estate_id=f"{COMMUNITY}{number:03d}", since=began)
        for number in range(1, 9):
            self.weeks(f"{OTHER}{number:03d}", lambda week, n=number: 200 + n + 30 * (week >= began))
        found = pilots_compared().effect
        assert len(found.pairs) == 4
        assert found.naive and found.effect  # noqa: PT018 (both are there)
        assert found.naive.mean == pytest.approx(15)
        assert found.effect.mean == pytest.approx(12)
        client = sign_in(holder(Role.DISTRICT_OFFICER, "140106").person)
        page = client.get(reverse("console-waste-effect")).content.decode()
        assert "+12.0" in page
        assert "+15.0" in page

    def test_pilots_that_were_given_up_count_until_then(self) -> None:
        began = date(2026, 8, 31)
        self.weeks(ESTATE, lambda week: 200 + 100 * (week >= began))
        PilotFactory(estate_id=ESTATE, since=began, until=date(2026, 10, 5))
        for number in range(1, 4):
            self.weeks(f"{OTHER}{number:03d}", lambda _week, n=number: 200 + n)
        [pair] = pilots_compared().effect.pairs
        assert pair.difference == pytest.approx(10)

    def test_what_lies_in_a_demonstration_zone_is_nobody_s_comparison(self) -> None:
        began = date(2026, 8, 31)
        self.weeks(ESTATE, lambda week: 200 + 100 * (week >= began))
        PilotFactory(estate_id=ESTATE, since=began)
        self.weeks(f"{COMMUNITY}002", lambda week: 200 + 100 * (week >= began))
        ZoneFactory(since=began, places=[PlaceFactory(path=COMMUNITY, kind="community")])
        for number in range(1, 4):
            self.weeks(f"{OTHER}{number:03d}", lambda _week, n=number: 200 + n)
        found = pilots_compared()
        assert [each.path for each, _, _ in found.pairs] == [ESTATE]
        assert found.pairs[0][1].path.startswith(OTHER)

    def test_without_new_pilots_it_says_so(self, sign_in: Any) -> None:
        PilotFactory(estate=PlaceFactory(path=ESTATE, kind="estate"), since=date(2019, 6, 1))
        client = sign_in(holder(Role.DISTRICT_OFFICER, "140106").person)
        assert client.get(reverse("console-waste-effect")).status_code == 200
        assert pilots_compared().trials == 0
        assert sign_in(worker().person).get(reverse("console-waste-effect")).status_code == 403


class TestALinkToAFlag:
    def flags(self) -> list[WeekWeight]:
        return [
            WeekWeightFactory(estate=estate(f"{COMMUNITY}{number:03d}"), flag="fall", usual_kg=300)
            for number in range(1, 24)
        ]

    def test_it_opens_on_the_page_that_shows_it(self, sign_in: Any) -> None:
        rows = self.flags()
        client = sign_in(worker().person)
        first = {each.pk for each in client.get(WEIGHTS).context["page"]}
        beyond = next(each for each in rows if each.pk not in first)
        page = client.get(f"{WEIGHTS}?flag={beyond.pk}")
        assert [each.pk for each in page.context["flags"]].count(beyond.pk) == 1
        assert page.context["flags"][0] == beyond
        assert f'id="flag{beyond.pk}"' in page.content.decode()

    def test_what_waits_at_the_desk_links_there(self, sign_in: Any) -> None:
        rows, person = self.flags(), worker()
        client = sign_in(person.person)
        for item in quality_items(person, 50):
            assert f'id="{item.url.split("#")[1]}"' in client.get(item.url.split("#")[0]).content.decode()
        assert len(rows) == len(quality_items(person, 50))

    def test_one_beyond_the_first_page_comes_back_with_what_was_typed(self, sign_in: Any) -> None:
        rows, client = self.flags(), sign_in(worker().person)
        for row in (rows[0], rows[-1]):
            page = client.post(reverse("console-waste-look", args=[row.pk]), {"words": "国庆放假"})
            assert page.status_code == 422
            assert "国庆放假" in page.content.decode()
            assert not page.context["is_gone"]

    def test_one_that_was_explained_says_so_and_one_that_is_not_theirs_tells_nothing(
        self, sign_in: Any
    ) -> None:
        row = WeekWeightFactory(flag="fall", usual_kg=300)
        client = sign_in(worker().person)
        client.post(reverse("console-waste-look", args=[row.pk]), {"finding": "entry", "words": "秤坏了"})
        assert "秤坏了" in client.get(f"{WEIGHTS}?flag={row.pk}").content.decode()
        page = sign_in(worker(OTHER).person).get(f"{WEIGHTS}?flag={row.pk}").content.decode()
        assert "秤坏了" not in page
        assert "不归您查看" in page
        assert client.get(f"{WEIGHTS}?flag=zz").status_code == 200
