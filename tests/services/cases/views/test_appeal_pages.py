"""A line's page: what it is made of, its appeal and the decision; and the list of appeals."""

import re
from datetime import timedelta

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, now
from jiayuan.services.cases.models import Appeal, ScoreLine
from tests.factories import (
    AppealFactory,
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
    picture,
    queries_of,
    spoken_text,
)
from tests.services.cases.story import COMMUNITY, DISTRICT, STREET, actor

pytestmark = pytest.mark.django_db
LIST = "/console/performance/appeals/"
NONCE = "appeal-of-a-line-0001"


@pytest.fixture
def line(db: None) -> ScoreLine:
    """A late one of 12, in a month that was frozen just now."""
    for path in (DISTRICT, STREET, COMMUNITY):
        PlaceFactory(path=path)
    month = ScoreMonthFactory(month=(now() - timedelta(days=31)).date().replace(day=1))
    unit = OrganisationFactory(place=PlaceFactory(path=STREET))
    found = ScoreLineFactory(month=month, unit=unit, case__place=PlaceFactory(path=COMMUNITY), is_late=True)
    numbers = {"lines": 12, "timed": 12, "in_time": 11, "rated": 6, "satisfied": 5, "stars": 26}
    ScoreTotalFactory(month=month, unit=unit, **numbers)
    ScoreTotalFactory(month=month, unit=None, place=PlaceFactory(path=COMMUNITY), **numbers)
    return found


def page_of(line: ScoreLine, act: str = "") -> str:
    return f"/console/performance/lines/{line.pk}/{act}"


def names_of(line: ScoreLine) -> list[str]:
    return [line.unit.name, str(line.place), "井盖", "测试员", "当天就修好了", "已核实"]


def test_appealed_with_a_photo_and_upheld_with_both_figures(line: ScoreLine) -> None:
    unit = client_of(actor(Role.UNIT_OFFICER, STREET, line.unit), ENGLISH)
    assert "Appeal this line" in spoken_text(unit.get(page_of(line)))
    sent = {"ground": "times", "words": "当天就修好了", "photo": picture(), "nonce": NONCE}
    answer = unit.post(page_of(line, "appeal/"), sent, follow=True)
    assert "Appealed. The office above decides; you are told how." in answer.content.decode()
    found = Appeal.objects.get()
    text = spoken_text(unit.get(page_of(line)))
    assert "Waiting for a decision" in text
    assert "The street or the district decides on appeals." in text
    assert unit.get(f"/photos/{found.photo_id}/thumb/").status_code == 200
    other = client_of(actor(Role.COMMUNITY_WORKER, "140106005001"))
    assert other.get(f"/photos/{found.photo_id}/thumb/").status_code == 404

    street = client_of(actor(Role.STREET_OFFICER, STREET), ENGLISH)
    assert "Upheld: counts as in time" in spoken_text(street.get(page_of(line)))
    done = street.post(page_of(line, "decide/"), {"outcome": "in_time", "reason": "已核实"}, follow=True)
    text = spoken_text(done)
    assert "Decided. Both sides are told." in done.content.decode()
    assert "11 ÷ 12 = 91.7 %" in text
    assert "12 ÷ 12 = 100.0 %" in text
    assert "an appeal was upheld" in text
    again = street.post(page_of(line, "decide/"), {"outcome": "left_out", "reason": "再看"})
    assert again.status_code == 409
    assert "was decided before" in spoken_text(again)
    listed = spoken_text(street.get(f"/console/performance/of/?unit={line.unit_id}&month={line.month}"))
    assert "12 ÷ 12 = 100.0 %" in listed
    assert "Now: counts · In time" in listed


def test_what_was_typed_comes_back_with_the_reason(line: ScoreLine) -> None:
    desk = client_of(actor(Role.COMMUNITY_WORKER, COMMUNITY), ENGLISH)
    page = desk.post(page_of(line, "appeal/"), {"ground": "", "words": "当天就修好了", "photo": picture()})
    assert page.status_code == 422
    assert "Name a ground." in spoken_text(page)
    assert "当天就修好了" in page.content.decode()
    (kept,) = set(re.findall(r'name="photo_ids" value="([^"]+)"', page.content.decode()))
    sent = desk.post(page_of(line, "appeal/"), {"ground": "times", "words": "好了", "photo_ids": kept})
    assert sent.status_code == 302
    street = client_of(actor(Role.STREET_OFFICER, STREET), ENGLISH)
    page = street.post(page_of(line, "decide/"), {"outcome": "", "reason": "已核实"})
    assert page.status_code == 422
    assert "已核实" in page.content.decode()
    refused = desk.post(page_of(line, "decide/"), {"outcome": "declined", "reason": "已核实"})
    assert refused.status_code == 403


def test_too_late(line: ScoreLine) -> None:
    unit = client_of(actor(Role.UNIT_OFFICER, STREET, line.unit), ENGLISH)
    with at(now() + timedelta(days=40)):
        text = spoken_text(unit.get(page_of(line)))
        assert "The ten working days in which this line could be appealed are over." in text
        assert "<textarea" not in unit.get(page_of(line)).content.decode()


def test_a_bad_photo_is_said(line: ScoreLine) -> None:
    unit = client_of(actor(Role.UNIT_OFFICER, STREET, line.unit), ENGLISH)
    many = {"ground": "times", "words": "好了", "photo": [picture("red"), picture("blue")]}
    page = unit.post(page_of(line, "appeal/"), many)
    assert page.status_code == 422
    assert "One photo goes with an appeal." in spoken_text(page)
    broken = {"ground": "times", "words": "好了", "photo": picture()}
    broken["photo"].truncate(10)
    assert unit.post(page_of(line, "appeal/"), broken).status_code == 422
    assert not Appeal.objects.exists()


def test_others_do_not_find_it(line: ScoreLine) -> None:
    for other in (
        actor(Role.UNIT_OFFICER, STREET, OrganisationFactory()),
        actor(Role.COMMUNITY_WORKER, "140106005001"),
    ):
        client = client_of(other)
        assert client.get(page_of(line)).status_code == 404
        assert client.post(page_of(line, "appeal/"), {}).status_code == 404
        assert client.post(page_of(line, "decide/"), {}).status_code == 404
    street = client_of(actor(Role.STREET_OFFICER, STREET))
    assert street.post(page_of(line, "decide/"), {"outcome": "declined"}).status_code == 404
    assert street.get("/console/performance/lines/0/").status_code == 404


def test_the_list_and_its_filters(line: ScoreLine) -> None:
    AppealFactory(line=line)
    month = ScoreMonthFactory(month=line.month.month.replace(year=2020))
    declined = AppealFactory(
        line=ScoreLineFactory(month=month, case__place=PlaceFactory(path=COMMUNITY)), state="declined",
        for_unit=False, decided_by=actor().person, decided_at=now(), reason="已核实",
    )  # fmt: skip
    AppealFactory(line__case__place=PlaceFactory(path="140106005001"))
    street = client_of(actor(Role.STREET_OFFICER, STREET), ENGLISH)

    def found(**asked: str) -> set[int]:
        return {row[0].line_id for row in street.get(LIST, asked).context["rows"]}

    assert found() == {line.pk, declined.line_id}
    assert found(state="declined") == found(month=str(month)) == {declined.line_id}
    assert found(mine="1") == found(state="waiting") == {line.pk}
    assert found(state="waiting", month=str(month)) == set()
    text = spoken_text(street.get(LIST, {"state": "x", "month": "1999-01"}))
    assert "“x” is no state: all states are shown." in text
    assert "Nothing of “1999-01” was appealed: all months are shown." in text
    unit = client_of(actor(Role.UNIT_OFFICER, STREET, line.unit), ENGLISH)
    assert [row[0].line_id for row in unit.get(LIST).context["rows"]] == [line.pk]
    assert "No appeals here" in spoken_text(unit.get(LIST, {"state": "late"}))
    assert "For me to decide" not in spoken_text(unit.get(LIST))


def test_the_list_goes_on(line: ScoreLine) -> None:
    for _number in range(52):
        AppealFactory(line__month=line.month, line__case__place=line.place)
    street = client_of(actor(Role.STREET_OFFICER, STREET), ENGLISH)
    first = street.get(LIST)
    assert len(first.context["rows"]) == 50
    last = street.get(LIST, {"after": first.context["page"].next_cursor})
    assert len(last.context["rows"]) == 2
    assert "To the beginning" in spoken_text(last)
    assert street.get(LIST, {"after": "cut"}).status_code == 422


def test_both_languages(line: ScoreLine) -> None:
    street, unit = actor(Role.STREET_OFFICER, STREET), actor(Role.UNIT_OFFICER, STREET, line.unit)
    names = [*names_of(line), line.place.name, str(line.version)]
    for who in (street, unit):
        assert_english(client_of(who, ENGLISH).get(page_of(line)), *names)
        assert_chinese(client_of(who).get(page_of(line)), "community")
    AppealFactory(line=line, raised_at=now())
    ScoreCorrectionFactory(line=line, kind="appeal")
    for who in (street, unit):
        for address in (page_of(line), LIST):
            assert_english(client_of(who, ENGLISH).get(address), *names)
            assert_chinese(client_of(who).get(address), "community", "Enter")


def test_queries_do_not_grow(line: ScoreLine) -> None:
    AppealFactory(line=line)
    client = client_of(actor(Role.STREET_OFFICER, STREET))
    addresses = [LIST, f"{LIST}?mine=1", page_of(line), f"/console/performance/of/?unit={line.unit_id}"]
    few = [queries_of(client, each) for each in addresses]
    for _number in range(6):
        other = ScoreLineFactory(month=line.month, unit=line.unit, case__place=line.place)
        AppealFactory(line=other)
        ScoreCorrectionFactory(line=line, kind="appeal")
    assert [queries_of(client, each) for each in addresses] == few
