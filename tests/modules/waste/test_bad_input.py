"""Bad input, through the outermost doors: what the planner says, in Chinese and English, and does.

Reads as a table with ``pytest -v -rP tests/modules/waste/test_bad_input.py``: each row is a class, each door a
test, and the words that were said are printed below.
"""

import html
import json
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from jiayuan.doors.cli.main import jiayuan
from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.domain.planning.draw import begin_plan, work_out
from jiayuan.modules.waste.models import RoundPlan, RoundStop, Unloading, Weighing
from tests.engines.rounds.instances import district
from tests.factories import RoundStopFactory

from .operating import TODAY, Yard
from .scene import NOW
from .views.test_operating import client_of

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        yield Yard()


def said_aloud(words: str) -> None:
    """For ``-rP``."""
    sys.stdout.write(f"{words}\n")


def command(tmp_path: Path, data: dict[str, Any], *, code: int = 0) -> Any:
    """``jiayuan plan rounds FILE --json``: what it printed, or the faults of a file that is refused."""
    path = tmp_path / "day.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    said = CliRunner().invoke(jiayuan, ["plan", "rounds", str(path), "--seconds", "0.5", "--json"])
    assert said.exit_code == code, said.output
    if code:
        said_aloud(said.stderr)
        return said.stderr
    plan = json.loads(said.stdout)
    for each in (*plan["left"], *plan["notes"]):
        said_aloud(f"{each.get('stop') or each['where']}: {each['code']}: {each['text']}")
    assert plan["plan"]["broken"] == 0
    return plan


def day(stops: int = 2, **truck: Any) -> dict[str, Any]:
    """Of kitchen waste alone: a district's file with one kind of truck."""
    data = district(stops=stops)
    data["trucks"] = [data["trucks"][0] | truck]
    for stop in data["stops"]:
        del stop["streams"]["other"]
    return data


def words(page: Any) -> str:
    """What a page says, without its marks."""
    text = re.sub(
        r"<script.*?</script>|<style.*?</style>|<[^>]+>", " ", page.content.decode(), flags=re.DOTALL
    )
    return re.sub(r"\s+", " ", html.unescape(text))


def says(page: Any, language: str, **expected: str) -> None:
    said_aloud(f"{language}: {expected[language]}")
    assert expected[language] in words(page)


def in_language(client: Client, language: str) -> Client:
    client.cookies["jiayuan_prefs"] = f"{language}.0.light"
    return client


def plan_page(yard: Yard, language: str) -> tuple[RoundPlan, Any]:
    plan = begin_plan(yard.operator, TOMORROW, by=yard.unit)
    work_out(plan.pk, 0.4)
    plan.refresh_from_db()
    return plan, in_language(client_of(yard.unit), language).get(f"/console/waste/plans/{plan.pk}/")


def weighed_before(yard: Yard, estate: Any, kg: int) -> None:
    RoundStopFactory(
        estate=estate, day=TODAY - timedelta(days=7), kg=kg, state="done", ended_at=NOW,
        round__vehicle__capacity_kg=29_000, round__vehicle__operator=yard.operator,
    )  # fmt: skip


class TestAStopHeavierThanAnyTruck:
    """It is divided into equal loads."""

    def test_command(self, tmp_path: Path) -> None:
        data = day()
        data["stops"][0]["streams"]["kitchen"]["kg"] = 4_000
        plan = command(tmp_path, data)
        assert [each["code"] for each in plan["notes"]] == ["divided"]
        served = [stop for route in plan["routes"] for trip in route["trips"] for stop in trip["stops"]]
        assert [each for each in sorted(served) if "#" in each] == [
            f"e0/kitchen#{each}" for each in (1, 2, 3)
        ]

    @LANGUAGES
    def test_plan_page(self, yard: Yard, language: str) -> None:
        estate = yard.estate(1)
        weighed_before(yard, estate, 5_000)
        plan, page = plan_page(yard, language)
        assert [each["code"] for each in plan.drawn["notes"]] == ["divided"]
        says(
            page, language, zh=f"{estate}的垃圾一辆车一次装不下：分几次收。",
            en="has more than any truck can take at once: it is called at several times.",
        )  # fmt: skip


class TestAnUnreachableSite:
    """A stop without a road, one beyond every range, and a site for unloading that nobody reaches."""

    def test_command_no_road(self, tmp_path: Path) -> None:
        table = [[0, 500, None, 700], [500, 0, 600, 700], [600, 700, 0, 700], [700, 700, 700, 0]]
        plan = command(tmp_path, day() | {"matrix": {"metres": table}})
        assert [(each["stop"], each["code"]) for each in plan["left"]] == [("e0/kitchen", "road")]
        assert [each["trips"][0]["stops"] for each in plan["routes"]] == [["e1/kitchen"]]

    def test_command_where_nobody_can_unload(self, tmp_path: Path) -> None:
        data = day()
        data["sites"][1]["latitude"] = 39.9
        plan = command(tmp_path, data)
        assert {each["code"] for each in plan["left"]} == {"reach"}
        assert "where trucks unload" in plan["left"][0]["text"]
        assert plan["routes"] == []

    @LANGUAGES
    def test_plan_page(self, yard: Yard, language: str) -> None:
        yard.estate(1)
        yard.estate(2, latitude=39.9)
        plan, page = plan_page(yard, language)
        assert [each["code"] for each in plan.drawn["left"]] == ["reach"]
        assert len(plan.drawn["rounds"][0]["stops"]) == 1
        says(
            page, language, zh="去那里、到卸料点再回场，超出所有车辆的续航",
            en="The way there, on to where trucks unload and home is longer than any truck's range",
        )  # fmt: skip


class TestATruckWithNoRange:
    """It stays in its yard; the others drive."""

    def test_command(self, tmp_path: Path) -> None:
        data = day()
        data["trucks"].append(data["trucks"][0] | {"id": "flat", "range_km": 0})
        plan = command(tmp_path, data)
        assert [each["code"] for each in plan["notes"]] == ["range"]
        assert {each["truck"] for each in plan["routes"]} == {"kitchen truck"}

    def test_command_when_it_is_the_only_one(self, tmp_path: Path) -> None:
        plan = command(tmp_path, day(range_km=0))
        assert {each["code"] for each in plan["left"]} == {"stream"}
        assert plan["routes"] == []

    @LANGUAGES
    def test_plan_page(self, yard: Yard, language: str) -> None:
        yard.estate(1)
        flat = yard.truck(range_km=None)
        plan, page = plan_page(yard, language)
        assert [each["plate"] for each in plan.drawn["rounds"]] == [yard.crew.vehicle.plate]
        says(
            page, language, zh=f"{flat.vehicle}留在停车场：续航不明，请在车辆里补录。",
            en=f"{flat.vehicle} stays in its yard: its range is not known. Enter it with the vehicle.",
        )  # fmt: skip


class TestADuplicatedWeight:
    """The same form twice is one weight; a second weight of the same stop is told what stands there."""

    def stop(self, yard: Yard) -> RoundStop:
        return yard.round(yard.estate(1)).stops.get()

    def test_drivers_page_the_same_form_twice(self, yard: Yard) -> None:
        stop, client = self.stop(yard), client_of(yard.driver)
        sent = {"what": "done", "kg": "320", "nonce": "n" * 32}
        assert [client.post(f"/round/stops/{stop.pk}/", sent).status_code for _ in range(3)] == [302] * 3
        assert Weighing.objects.get().kg == 320

    @LANGUAGES
    def test_drivers_page_a_second_weight(self, yard: Yard, language: str) -> None:
        stop, client = self.stop(yard), in_language(client_of(yard.driver), language)
        client.post(f"/round/stops/{stop.pk}/", {"what": "done", "kg": "320", "nonce": "n" * 32})
        again = client.post(f"/round/stops/{stop.pk}/", {"what": "done", "kg": "350", "nonce": "m" * 32})
        assert again.status_code == 409
        assert Weighing.objects.get().kg == RoundStop.objects.get().kg == 320
        says(
            again, language, zh="没有重复录入。重量如有误，请本单位更正。",
            en="Nothing was entered twice. If the weight is wrong, ask your unit to correct it.",
        )  # fmt: skip
        assert "320" in words(again)

    def test_command_the_same_stop_twice(self, tmp_path: Path) -> None:
        data = day()
        data["stops"].append(data["stops"][0])
        assert "stops[3]: “e0” stands here a second time." in command(tmp_path, data, code=2)


class TestAWeightThatCannotBe:
    """−3 and 30,000 kg: the form comes back with what was typed, and nothing is entered."""

    @LANGUAGES
    @pytest.mark.parametrize(
        ("kg", "zh", "en"),
        [
            ("-3", "-3公斤不可能：收走的垃圾总有重量。", "-3 kg cannot be: what was emptied weighs more than nothing."),
            ("30000", "30000公斤不可能：这辆车最多装3000公斤。", "30000 kg cannot be: this vehicle holds 3000 kg."),
        ],
    )  # fmt: skip
    def test_drivers_page(self, yard: Yard, language: str, kg: str, zh: str, en: str) -> None:
        stop = yard.round(yard.estate(1)).stops.get()
        client = in_language(client_of(yard.driver), language)
        wrong = client.post(f"/round/stops/{stop.pk}/", {"what": "done", "kg": kg})
        assert (wrong.status_code, f'value="{kg}"' in wrong.content.decode()) == (422, True)
        says(wrong, language, zh=zh, en=en)
        assert not Weighing.objects.exists()

    @pytest.mark.parametrize("kg", ["-3", "30000"])
    def test_ticket_and_correction(self, yard: Yard, kg: str) -> None:
        found = yard.round(yard.estate(1))
        stop = found.stops.get()
        client_of(yard.driver).post(f"/round/stops/{stop.pk}/", {"what": "done", "kg": "320"})
        ticket = {"trip": "1", "site": yard.site.pk, "ticket": "A-1", "kg": kg}
        assert client_of(yard.driver).post(f"/round/{found.pk}/ticket/", ticket).status_code == 422
        corrected = {"kg": kg, "reason": "typed"}
        wrong = client_of(yard.unit).post(f"/console/waste/stops/{stop.pk}/correct/", corrected)
        assert (wrong.status_code, kg in words(wrong)) == (422, True)
        assert (Unloading.objects.count(), RoundStop.objects.get().kg) == (0, 320)

    def test_command(self, tmp_path: Path) -> None:
        """Less than nothing is refused; 30 tonnes in one place is a heap, and divided."""
        data = day()
        data["stops"][0]["streams"]["kitchen"]["kg"] = -3
        assert "“kg” must be a number from 0 to 1,000,000, not -3" in command(tmp_path, data, code=2)
        data["stops"][0]["streams"]["kitchen"]["kg"] = 30_000
        assert "planned as 20 loads" in command(tmp_path, data)["notes"][0]["text"]


class TestGpsMissing:
    """An estate without a position is left out and named; a phone never says where it is and need not."""

    def test_command(self, tmp_path: Path) -> None:
        data = day()
        del data["stops"][0]["latitude"], data["stops"][0]["longitude"]
        plan = command(tmp_path, data)
        assert [(each["stop"], each["code"]) for each in plan["left"]] == [("e0/kitchen", "position")]
        assert len(plan["routes"]) == 1

    def test_command_half_a_position_or_a_site_without(self, tmp_path: Path) -> None:
        data = day()
        del data["stops"][0]["latitude"], data["sites"][1]["latitude"], data["sites"][1]["longitude"]
        said = command(tmp_path, data, code=2)
        assert "stops[1]: “latitude” must be degrees" in said
        assert "sites[2]: A yard or site needs “latitude” and “longitude”." in said

    @LANGUAGES
    def test_plan_page(self, yard: Yard, language: str) -> None:
        yard.estate(1)
        yard.estate(2, latitude=None, longitude=None)
        plan, page = plan_page(yard, language)
        assert [each["code"] for each in plan.drawn["left"]] == ["position"]
        assert len(plan.drawn["rounds"][0]["stops"]) == 1
        says(
            page, language, zh="还不知道位置：录入小区位置后就能排上。",
            en="Its position is not known: enter where the estate stands, then it is planned.",
        )  # fmt: skip

    @LANGUAGES
    def test_a_vehicle_without_a_yard(self, yard: Yard, language: str) -> None:
        form = {"plate": "晋A 12345", "carries": "kitchen", "capacity_kg": "3000", "capacity_litres": "6000"}
        client = in_language(client_of(yard.unit), language)
        wrong = client.post("/console/waste/fleet/add-vehicle/0/", form)
        assert wrong.status_code == 422
        says(
            wrong,
            language,
            zh="还不知道它在什么位置。 录入它的纬度和经度。",
            en="Where it stands is not known. Enter its latitude and longitude.",
        )

    def test_drivers_page_without_location(self, yard: Yard) -> None:
        """It is never asked for, and no field takes it."""
        stop, client = (
            yard.round(yard.estate(1, latitude=None, longitude=None)).stops.get(),
            client_of(yard.driver),
        )
        page = client.get("/round/").content.decode()
        assert not re.search(r'name="(latitude|longitude|accuracy)"|data-locate', page)
        assert client.post(f"/round/stops/{stop.pk}/", {"what": "done", "kg": "320"}).status_code == 302


class TestAnEmptyDay:
    """All trucks stay in their yards, and there is nothing to accept."""

    def test_command(self, tmp_path: Path) -> None:
        plan = command(tmp_path, day(stops=0))
        assert ([each["code"] for each in plan["notes"]], plan["routes"], plan["cost"]) == (["empty"], [], 0)

    @LANGUAGES
    def test_plan_page(self, yard: Yard, language: str) -> None:
        plan, page = plan_page(yard, language)
        assert plan.drawn["rounds"] == []
        says(
            page, language, zh="这一天没有要收的垃圾：车辆都不出场。",
            en="Nothing is to be fetched on this day: all trucks stay in their yards.",
        )  # fmt: skip
        assert f"/console/waste/plans/{plan.pk}/accept/" not in page.content.decode()
        says(page, language, zh="没有可采用的内容", en="There is nothing to accept")

    @LANGUAGES
    def test_drivers_page(self, yard: Yard, language: str) -> None:
        page = in_language(client_of(yard.driver), language).get("/round/")
        says(page, language, zh="今天没有班次", en="No round today")
