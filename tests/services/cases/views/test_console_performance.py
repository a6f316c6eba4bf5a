"""The performance pages: the formula with its numbers, the lines behind them, and nobody's rank."""

import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.models import ScoreMonth
from tests.factories import (
    OrganisationFactory,
    PlaceFactory,
    ScoreCorrectionFactory,
    ScoreLineFactory,
    ScoreMonthFactory,
    ScoreTotalFactory,
)
from tests.services.cases.pages import (
    ENGLISH,
    assert_chinese,
    assert_english,
    client_of,
    queries_of,
    spoken_text,
)
from tests.services.cases.story import COMMUNITY, DISTRICT, STREET, actor

pytestmark = pytest.mark.django_db
PAGE, OF = "/console/performance/", "/console/performance/of/"


@pytest.fixture
def month(db: None) -> ScoreMonth:
    """October: a unit with 13 lines, one late; the latest was rated after the freezing."""
    for path, name in ((DISTRICT, "测试区"), (STREET, "测试街"), (COMMUNITY, "测试社区")):
        place = PlaceFactory(path=path)
        place.name, place.name_en = name, name
        place.save()
    frozen = ScoreMonthFactory(month=date(2026, 10, 1), frozen_at=datetime(2026, 11, 6, tzinfo=UTC))
    unit = OrganisationFactory(place=PlaceFactory(path=STREET), name="=测试单位", name_en="")
    lines = [
        ScoreLineFactory(
            month=frozen, unit=unit, case__place=PlaceFactory(path=COMMUNITY), is_late=number == 0,
            rated=number < 6, satisfied=number < 5, stars=5 * (number < 5) + (number == 5),
        )
        for number in range(13)
    ]  # fmt: skip
    numbers = {"lines": 13, "timed": 13, "in_time": 12, "rated": 6, "satisfied": 5, "stars": 26}
    ScoreTotalFactory(month=frozen, unit=unit, **numbers)
    for path in (DISTRICT, STREET, COMMUNITY):
        ScoreTotalFactory(month=frozen, unit=None, place=PlaceFactory(path=path), **numbers)
    ScoreCorrectionFactory(line=lines[-1], rated=1, satisfied=0, stars=2)
    return frozen


def unit_of(month: ScoreMonth) -> int:
    return int(month.totals.get(unit__name="=测试单位").unit_id or 0)


def test_the_formula_stands_with_its_numbers(month: ScoreMonth) -> None:
    client = client_of(actor(Role.DISTRICT_OFFICER, DISTRICT), ENGLISH)
    text = spoken_text(client.get(OF, {"unit": unit_of(month), "month": "2026-10"}))
    assert "12 ÷ 13 = 92.3 %" in text
    assert "something between 66.7 and 98.6 %" in text
    assert "5 ÷ 6 = 83.3 %" in text
    assert "26 ÷ 6 = 4.3 of 5" in text
    assert "With what was corrected since" in text
    assert "5 ÷ 7 = 71.4 %" in text


def test_side_by_side(month: ScoreMonth) -> None:
    client = client_of(actor(Role.DISTRICT_OFFICER, DISTRICT), ENGLISH)
    text = spoken_text(client.get(PAGE))
    assert "92.3 % (12 of 13) 66.7–98.6 %" in text
    places = spoken_text(client.get(PAGE, {"by": "places", "sort": "need", "month": "2026-10"}))
    assert places.count("92.3 %") >= 3
    assert "They are not as they were frozen" in spoken_text(client.get(PAGE, {"check": "1"}))
    assert client.get(PAGE, {"month": "2026-01"}).status_code == 404
    assert client.get(PAGE, {"month": "October"}).status_code == 404


@pytest.mark.parametrize(
    ("show", "many"), [("", 13), ("late", 1), ("in_time", 12), ("rated", 6), ("out", 0), ("x", 13)]
)
def test_every_number_opens_its_lines(month: ScoreMonth, show: str, many: int) -> None:
    client = client_of(actor(Role.DISTRICT_OFFICER, DISTRICT), ENGLISH)
    for asked in ({"unit": unit_of(month)}, {"place": COMMUNITY}):
        page = client.get(OF, asked | {"month": "2026-10", "show": show})
        assert len(page.context["lines"]) == many


def test_few_are_not_judged(month: ScoreMonth) -> None:
    client = client_of(actor(Role.DISTRICT_OFFICER, DISTRICT), ENGLISH)
    few = ScoreTotalFactory(
        month=month, unit__place=PlaceFactory(path=STREET), lines=4, timed=4, in_time=3, rated=2
    )
    none = ScoreTotalFactory(month=month, unit__place=PlaceFactory(path=STREET), lines=1, timed=0, in_time=0)
    text = spoken_text(client.get(PAGE))
    assert "3 of 4 too few to say" in text
    assert "3 of 4 closings. These are too few to say more." in spoken_text(
        client.get(OF, {"unit": few.unit_id})
    )
    assert "nothing that counts was closed" in spoken_text(client.get(OF, {"unit": none.unit_id}))


def test_the_lines_as_a_workbook_run_nothing(month: ScoreMonth) -> None:
    reader = actor(Role.DISTRICT_OFFICER, DISTRICT)
    answer = client_of(reader, ENGLISH).get(f"{OF}lines.xlsx", {"unit": unit_of(month), "show": "timed"})
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 14
    assert rows[0][0] == "Number"
    assert sheet["E2"].data_type == "s"
    assert sheet["E2"].value == "=测试单位"
    assert rows[-1][-1]
    entry = Entry.objects.get(stream_id=f"person/{reader.pk}", action="cases.export_month")
    assert entry.payload["after"] == {"month": "2026-10", "lines": 13}


def test_each_sees_their_own(month: ScoreMonth) -> None:
    unit = month.totals.exclude(unit=None).get().unit
    elsewhere = client_of(actor(Role.COMMUNITY_WORKER, "140106005001"))
    assert elsewhere.get(OF, {"unit": unit.pk}).status_code == 404
    assert elsewhere.get(OF, {"place": COMMUNITY}).status_code == 404
    assert elsewhere.get(OF, {}).status_code == 404
    assert elsewhere.get(f"{OF}lines.xlsx", {"unit": unit.pk}).status_code == 404
    assert not Entry.objects.filter(action="cases.export_month").exists()
    assert "92.3" not in elsewhere.get(PAGE).content.decode()
    own = client_of(actor(Role.UNIT_OFFICER, STREET, unit), ENGLISH)
    assert "92.3 %" in spoken_text(own.get(PAGE, {"by": "places"}))
    assert own.get(OF, {"place": COMMUNITY}).status_code == 404


def test_before_the_first_month(db: None) -> None:
    client = client_of(actor(Role.DISTRICT_OFFICER, DISTRICT), ENGLISH)
    assert "No month is frozen yet" in spoken_text(client.get(PAGE))
    assert client.get(OF, {"place": DISTRICT}).status_code == 404


def test_both_languages(month: ScoreMonth) -> None:
    who, names = actor(Role.DISTRICT_OFFICER, DISTRICT), ["=测试单位", "测试区", "测试街", "测试社区", "井盖"]
    for asked in (PAGE, f"{PAGE}?by=places", f"{OF}?unit={unit_of(month)}"):
        assert_english(client_of(who, ENGLISH).get(asked), *names)
        assert_chinese(client_of(who).get(asked), "Excel")


def test_queries_do_not_grow(month: ScoreMonth) -> None:
    client = client_of(actor(Role.DISTRICT_OFFICER, DISTRICT))
    addresses = [PAGE, f"{PAGE}?by=places&sort=need", f"{OF}?unit={unit_of(month)}&month=2026-10"]
    few = [queries_of(client, each) for each in addresses]
    for number in range(5):
        ScoreTotalFactory(month=month, unit__place=PlaceFactory(path=STREET))
        ScoreTotalFactory(month=month, unit=None, place=PlaceFactory(path=f"14010600402{number}"))
        line = ScoreLineFactory(month=month, unit_id=unit_of(month), case__place=PlaceFactory(path=COMMUNITY))
        ScoreCorrectionFactory(line=line, rated=1, satisfied=1, stars=5)
    assert [queries_of(client, each) for each in addresses] == few


def test_nothing_is_listed_by_person(month: ScoreMonth) -> None:
    fields: Any = {each.name for each in month.lines.model._meta.fields}
    assert not {"handler", "verifier", "person"} & fields
