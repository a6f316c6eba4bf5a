"""The weekly plan in the console, through the outermost door, in Chinese and English."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.weekdays import mask_of
from jiayuan.modules.waste.domain.planning.week_draw import work_out_week
from jiayuan.modules.waste.models import CollectionDay, WeekPlan
from tests.factories import WeekPlanFactory
from tests.modules.waste.operating import Yard
from tests.modules.waste.scene import NOW, worker
from tests.modules.waste.views.test_operating import client_of

pytestmark = pytest.mark.django_db
WEEKS = "/console/waste/weeks/"
MONDAY = date(2026, 11, 16)
LANGUAGES = pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("全周合计", "逐日", "只看有变化的", "不采用", "设定收运日并通知居民", ">一</i>")),
        ("en", ("The whole week", "Day by day", "Only those that change", "Leave it out", "tell residents", ">Mo</i>")),
    ],
)  # fmt: skip


@pytest.fixture
def yard() -> Iterator[Yard]:
    with at(NOW):
        yield Yard()


def ready(yard: Yard, many: int = 3) -> WeekPlan:
    """Estates that would be collected from on Monday and Thursday instead of on Tuesday and Friday."""
    lines = []
    for number in range(1, many + 1):
        estate = yard.estate(number)
        CollectionDay.objects.filter(estate=estate).update(weekdays=mask_of([1, 4]))
        row = CollectionDay.objects.get(estate=estate)
        lines.append(
            {"row": row.pk, "estate": estate.pk, "stream": "kitchen", "at": "09:00", "now": row.weekdays,
             "days": mask_of([0, 3]), "kg": 120.0, "kg_now": 120.0, "why": ""}
        )  # fmt: skip
    counted = {"stops": 2, "trucks": 1, "trips": 1, "metres": 9000, "seconds": 7200, "grams": 0, "kg": 300}
    other = counted | {"metres": 4000}
    drawn = {
        "lines": lines, "days": [{"now": counted, "then": other}] * 7, "left": [], "left_now": 0, "notes": [],
    }  # fmt: skip
    plan: Any = WeekPlanFactory(operator=yard.operator, drawn=drawn)
    return WeekPlan.objects.get(pk=plan.pk)


def test_asked_for_worked_out_and_looked_at(yard: Yard) -> None:
    client, estate = client_of(yard.unit), yard.estate(1)
    row = CollectionDay.objects.get(estate=estate)
    assert WEEKS in client.get("/console/waste/rounds/").content.decode()
    assert client.get(WEEKS).status_code == 200
    assert f'name="times{row.pk}"' in client.get(f"{WEEKS}?stream=kitchen").content.decode()
    sent = client.post(WEEKS, {"stream": "kitchen", "keeping": "any", f"times{row.pk}": "3"})
    plan = WeekPlan.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"{WEEKS}{plan.pk}/")
    assert (plan.stream, plan.keeping, plan.times) == ("kitchen", "any", {str(row.pk): 3})
    assert "hx-trigger" in client.get(f"{WEEKS}{plan.pk}/").content.decode()
    work_out_week(plan.pk, 0.4)
    page = client.get(f"{WEEKS}{plan.pk}/").content.decode()
    assert "7 → 3×" in page
    assert client_of(worker()).get(WEEKS).status_code == 403


@pytest.mark.parametrize("said", ["0", "8", "often", "1.5"])
def test_a_number_that_is_none_is_named_and_kept(yard: Yard, said: str) -> None:
    client, estate = client_of(yard.unit), yard.estate(1)
    row = CollectionDay.objects.get(estate=estate)
    page = client.post(
        f"{WEEKS}?stream=kitchen", {"stream": "kitchen", "keeping": "any", f"times{row.pk}": said}
    )
    words = page.content.decode()
    assert page.status_code == 422
    assert f"#id_times{row.pk}" in words
    assert f'value="{said}"' in words
    assert str(estate) in words
    assert not WeekPlan.objects.exists()


@LANGUAGES
def test_the_plan_in_both_languages(yard: Yard, language: str, words: tuple[str, ...]) -> None:
    client, plan = client_of(yard.unit), ready(yard)
    client.cookies["jiayuan_prefs"] = f"{language}.0.light"
    page = client.get(f"{WEEKS}{plan.pk}/").content.decode()
    assert [each for each in words if each not in page] == []
    assert page.count("is-new") == page.count("is-gone") == 6
    assert client.get(f"{WEEKS}{plan.pk}/?show=all&from=99").status_code == 200


def test_a_line_is_left_out_and_the_rest_accepted(yard: Yard) -> None:
    client, plan = client_of(yard.unit), ready(yard)
    row, url = plan.lines[0]["row"], f"{WEEKS}{plan.pk}/"
    back = client.post(f"{url}skip/", {"row": row, "show": "", "from": "0"})
    assert back["Location"] == f"{url}?show=changed&from=0#line{row}"
    for sent, status in (
        ({"since": "2026-11-05"}, 422),
        ({"since": ""}, 422),
        ({"since": "2026-13-40"}, 422),
    ):
        assert client.post(f"{url}accept/", sent).status_code == status
    assert client.post(f"{url}accept/", {"since": "2026-11-16", "revision": "0"}).status_code == 409
    assert not CollectionDay.objects.filter(since=MONDAY).exists()
    for _turn in range(2):
        done = client.post(f"{url}accept/", {"since": "2026-11-16", "revision": "1"})
        assert (done.status_code, done["Location"]) == (302, url)
    assert CollectionDay.objects.filter(since=MONDAY, weekdays=mask_of([0, 3])).count() == 2
    assert client.get(url).status_code == 200
    assert client.post(f"{url}drop/").status_code == 409


def test_changed_meanwhile_is_said_on_the_page(yard: Yard) -> None:
    client, plan = client_of(yard.unit), ready(yard)
    CollectionDay.objects.filter(pk=plan.lines[1]["row"]).update(until=MONDAY - timedelta(days=1))
    page = client.post(f"{WEEKS}{plan.pk}/accept/", {"since": "2026-11-16"})
    assert page.status_code == 409
    assert str(CollectionDay.objects.get(pk=plan.lines[1]["row"]).estate) in page.content.decode()


def test_a_long_list_comes_in_pages_and_costs_as_many_queries(yard: Yard) -> None:
    client, plan = client_of(yard.unit), ready(yard, 45)
    short = WeekPlanFactory(operator=yard.operator, drawn=plan.drawn | {"lines": plan.lines[:2]})
    asked = []
    for each in (short, plan, plan):
        with CaptureQueriesContext(connection) as found:
            page = client.get(f"{WEEKS}{each.pk}/").content.decode()
        asked.append(len(found))
    assert asked[1] == asked[2] <= asked[0]
    assert page.count("<tr data-row") == 40
    assert "from=40" in page
    assert "第 1 至 40 行" in page  # on paper nobody turns to the next page unless told
    assert client.get(f"{WEEKS}{plan.pk}/?from=40").content.decode().count("<tr data-row") == 5


def test_what_is_not_there_or_not_theirs(yard: Yard) -> None:
    client, other = client_of(yard.unit), WeekPlanFactory()
    plan: Any = ready(yard)
    for path in (f"{other.pk}/", "999/"):
        assert client.get(f"{WEEKS}{path}").status_code == 404
    assert client.post(f"{WEEKS}{plan.pk}/dance/").status_code == 404
    assert client.post(f"{WEEKS}{plan.pk}/skip/", {"row": "x"}).status_code == 404
    assert client.post(f"{WEEKS}{plan.pk}/drop/").status_code == 302


@pytest.mark.parametrize("code", ["empty", "crew", "site"])
def test_nothing_to_plan_says_what_to_do(yard: Yard, code: str) -> None:
    client = client_of(yard.unit)
    drawn = {"lines": [], "days": [], "left": [], "left_now": 0, "notes": [{"code": code, "what": ""}]}
    plan: Any = WeekPlanFactory(operator=yard.operator, drawn=drawn)
    page = client.get(f"{WEEKS}{plan.pk}/").content.decode()
    assert "tone-warning" in page


def test_a_unit_without_vehicles_or_estates(yard: Yard) -> None:
    client = client_of(yard.unit)
    assert "tone-warning" in client.get(WEEKS).content.decode()
    yard.crew.delete()
    assert client.get(WEEKS).status_code == 200
