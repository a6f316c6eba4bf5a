"""Goods on the pavement: a second neighbour is warned, joins instead of reporting, both are told, one is unhappy."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image, ImageDraw

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.organisations.enums import UnitFunction
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.domain.load import load_district
from jiayuan.foundation.places.domain.queries import place_at
from jiayuan.foundation.places.geo import metres_to_degrees, snap
from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.domain.load_catalogue import load_catalogue
from jiayuan.services.cases.enums import State
from jiayuan.services.cases.models import Case, CategoryVersion, Joining
from tests.factories import PersonFactory, RoleGrantFactory

from .conftest import Screen
from .test_case_journey import act

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Screens = Callable[..., Screen]
HERE = snap(37.861, 112.571)
"""The middle of a square of the public map, so that the distance said is the true one."""


@dataclass
class Cast:
    first: Person
    second: Person
    worker: Person
    grid: Person
    handler: Person
    version: CategoryVersion


def _with(role: Role, path: str, name: str, organisation: Any = None) -> Person:
    person = PersonFactory(name=name)
    RoleGrantFactory(person=person, role=role, place=Place.objects.get(pk=path), organisation=organisation)
    return person


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    load_district()
    load_catalogue()
    place = place_at(*HERE)
    assert place is not None
    community, street = place.path[:12], place.path[:9]
    version = CategoryVersion.objects.current().get(category_id="E0502")
    unit = Organisation.objects.create(
        name="迎泽街道综合执法队", name_en="Yingze Street Enforcement", kind="unit",
        function=UnitFunction(version.function), place=Place.objects.get(pk=street),
    )  # fmt: skip
    return Cast(
        first=PersonFactory(name="王秀兰"),
        second=PersonFactory(name="刘建国"),
        worker=_with(Role.COMMUNITY_WORKER, community, "李建芳"),
        grid=_with(Role.GRID_WORKER, community, "赵志强"),
        handler=_with(Role.UNIT_OFFICER, street, "孙师傅", unit),
        version=version,
    )


def goods(colour: str) -> dict[str, Any]:
    image = Image.new("RGB", (900, 700), "#cfcabd")
    draw = ImageDraw.Draw(image)
    for step in range(4):
        draw.rectangle(
            (120 + 160 * step, 360 - 60 * step, 260 + 160 * step, 600), fill=colour, outline="#333", width=8
        )
    stream = io.BytesIO()
    image.save(stream, "JPEG")
    return {"name": "goods.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def stand(screen: Screen, north: float) -> None:
    up = metres_to_degrees(north, HERE[0])[0]
    screen.page.context.set_geolocation({"latitude": HERE[0] + up, "longitude": HERE[1]})


def fill_in(screen: Screen, cast: Cast, words: str) -> None:
    page = screen.open(f"/report/?category={cast.version.category_id}")
    for question in page.locator("fieldset:has(input[type=radio])").all():
        question.locator("input[type=radio]").first.check(force=True)
    page.fill("textarea[name=words]", words)
    page.set_input_files("input[name=photo]", goods("#855"))
    page.wait_for_selector(".photos img")
    page.click("[data-locate]")
    page.wait_for_function("document.querySelector('#id_latitude').value !== ''")


@pytest.mark.parametrize(
    "mood",
    [
        pytest.param({"language": "zh"}, id="zh"),
        pytest.param({"language": "en", "theme": "dark"}, id="en-dark"),
        pytest.param({"language": "zh", "care": True}, id="care"),
    ],
)
def test_joined_eighty_metres_away_told_and_opened_again(
    screen: Screens, cast: Cast, mood: dict[str, Any]
) -> None:
    desk = {key: value for key, value in mood.items() if key != "care"}
    first, second = screen("phone", person=cast.first, **mood), screen("phone", person=cast.second, **mood)
    worker, grid = screen("desk", person=cast.worker, **desk), screen("phone", person=cast.grid, **mood)
    handler = screen("phone", person=cast.handler, **mood)

    stand(first, 0)
    fill_in(first, cast, "店家把货堆在便道上，行人只好走到马路上")
    first.page.click('form[action$="/report/"] button.btn-primary.btn-lg')
    first.page.wait_for_url(re.compile("/done/"))
    case = Case.objects.get()
    act(worker, case, "file")

    stand(second, 80)
    fill_in(second, cast, "便道上堆满了货物")
    hint = second.page.locator(f'[data-similar="{case.number}"]')
    hint.wait_for()
    assert "80" in hint.inner_text()
    second.look("hint")
    with second.page.expect_navigation():
        hint.locator("button[name=join]").click()
    assert second.page.url.endswith(f"/cases/{case.number}/")
    second.look("joined")
    assert Case.objects.count() == 1
    assert Joining.objects.get().photos.count() == 1

    worker.open(f"/console/cases/{case.number}/")
    assert worker.page.locator("#neighbours").is_visible()
    act(worker, case, "dispatch")
    act(handler, case, "accept")
    act(handler, case, "hand_in", words="货物已清走，便道已恢复", photo=True)
    act(grid, case, "pass", words="现场看过")
    act(worker, case, "close")
    for phone in (first, second):
        page = phone.open("/messages/")
        assert page.locator(f'a[href*="{case.number}"]').count() > 0
        phone.look("told")
        page = phone.open("/")
        assert page.locator(f'a[href*="{case.number}"]').count() > 0

    page = second.open(f"/cases/{case.number}/")
    page.locator("#rate .star").nth(1).click()
    with page.expect_navigation():
        page.click("#rate button.btn-primary")
    page.locator("details:has(form[action$='/reopen/']) > summary").click()
    page.fill("#id_reopenwords", "第二天又堆上了")
    second.look("unhappy")
    with page.expect_navigation():
        page.locator("form[action$='/reopen/'] button").last.click()
    case.refresh_from_db()
    assert (case.state, case.round) == (State.FILED, 2)
    first.open("/messages/")
    assert "第二天又堆上了" in first.page.content()
    worker.open("/console/")
    assert worker.page.locator(f'a[href*="{case.number}"]').count() > 0


def test_without_scripts_the_question_comes_when_it_is_sent(screen: Screens, cast: Cast) -> None:
    path = place_at(*HERE).path[:12]  # type: ignore[union-attr]
    for turn, words in enumerate(("便道上堆满了货物", "便道上堆满货物")):
        visitor = screen("phone", scripts=False)
        page = visitor.open(f"/report/?category={cast.version.category_id}")
        for question in page.locator("fieldset:has(input[type=radio])").all():
            question.locator("input[type=radio]").first.check(force=True)
        page.fill("textarea[name=words]", words)
        page.select_option("select[name=place_path]", path)
        page.click('form[action$="/report/"] button.btn-primary.btn-lg')
        if not turn:
            page.wait_for_url(re.compile("/done/"))
            Case.objects.update(state=State.FILED)
    page.click("button[name=join]")
    assert page.url.endswith(f"/cases/{Case.objects.get().number}/")
    assert Joining.objects.count() == 1
