"""A case from report to rating, and one that is opened again: on the phone and at the desk, by everybody's hands."""

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
from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.domain.load_catalogue import load_catalogue
from jiayuan.services.cases.enums import State
from jiayuan.services.cases.models import Case, CategoryVersion
from jiayuan.services.voice.models import Rating
from tests.factories import PersonFactory, RoleGrantFactory

from .conftest import Screen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COMMUNITY, STREET = "140106004010", "140106004"
Screens = Callable[..., Screen]


@dataclass
class Cast:
    resident: Person
    worker: Person
    grid: Person
    handler: Person
    unit: Organisation
    version: CategoryVersion


def _with(role: Role, path: str, name: str, organisation: Any = None) -> Person:
    person = PersonFactory(name=name)
    RoleGrantFactory(person=person, role=role, place=Place.objects.get(pk=path), organisation=organisation)
    return person


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    load_district()
    load_catalogue()
    version = CategoryVersion.objects.current().filter(name__contains="井盖", category__parent__isnull=False)[
        0
    ]
    unit = Organisation.objects.create(
        name="迎泽街道市政养护队", name_en="Yingze Street Municipal Works", kind="unit",
        function=UnitFunction(version.function), place=Place.objects.get(pk=STREET),
    )  # fmt: skip
    return Cast(
        resident=PersonFactory(name="王秀兰", home_place=Place.objects.get(pk=COMMUNITY)),
        worker=_with(Role.COMMUNITY_WORKER, COMMUNITY, "李建芳"),
        grid=_with(Role.GRID_WORKER, COMMUNITY, "赵志强"),
        handler=_with(Role.UNIT_OFFICER, STREET, "孙师傅", unit),
        unit=unit,
        version=version,
    )


def picture(colour: str) -> dict[str, Any]:
    image = Image.new("RGB", (900, 700), "#d8d4c8")
    draw = ImageDraw.Draw(image)
    draw.ellipse((250, 150, 650, 550), fill=colour, outline="#333", width=12)
    stream = io.BytesIO()
    image.save(stream, "JPEG")
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def report(resident: Screen, cast: Cast) -> Case:
    page = resident.open("/")
    resident.look("home")
    page.fill('form[action$="/ask/"] input[name=q]', "井盖松动")
    page.press('form[action$="/ask/"] input[name=q]', "Enter")
    page.wait_for_url(re.compile("/ask/"))
    resident.look("ask")
    resident.open(f"/report/?category={cast.version.category_id}&q=3号楼前井盖松动")
    resident.look("report")
    for question in page.locator("fieldset:has(input[type=radio])").all():
        question.locator("input[type=radio]").first.check(force=True)
    page.set_input_files("input[name=photo]", picture("#555"))
    page.wait_for_selector(".photos img")
    page.select_option("select[name=place_path]", COMMUNITY)
    page.fill("input[name=address]", "3号楼前")
    page.fill("input[name=contact_phone]", "138 1234 5678")
    page.click('form[action$="/report/"] button.btn-primary.btn-lg')
    page.wait_for_url(re.compile("/done/"))
    resident.look("done")
    return Case.objects.get()


def act(screen: Screen, case: Case, action: str, *, words: str = "", photo: bool = False) -> None:
    """Do one action on the case's console page."""
    page = screen.open(f"/console/cases/{case.number}/")
    box = page.locator(f"#act-{action}")
    kind = box.evaluate("e => e.tagName")
    if kind == "DETAILS" and box.get_attribute("open") is None:
        box.locator("summary").click()
    if kind == "P":  # closed: its form comes when it is opened, and the focus stays
        box.locator("a").click()
        page.wait_for_selector(f"details#act-{action}[open]")
        assert page.evaluate("document.activeElement.id") == f"open-{action}"
    if photo:
        box.locator("input[name=photo]").set_input_files(picture("#2a7"))
        box.locator(".photos img").first.wait_for()
    if words:
        box.locator("textarea[name=words]").fill(words)
    screen.look(f"case-{action}")
    with page.expect_navigation():
        box.locator("form button.btn-primary, form button.btn-line, form button.btn-danger").last.click()


MOODS = [
    pytest.param({"language": "zh"}, id="zh"),
    pytest.param({"language": "en"}, id="en"),
    pytest.param({"language": "zh", "care": True}, id="care"),
    pytest.param({"language": "en", "theme": "dark"}, id="dark"),
]


@pytest.mark.parametrize("mood", MOODS)
def test_from_report_to_rating_and_once_again(screen: Screens, cast: Cast, mood: dict[str, Any]) -> None:
    desk = {key: value for key, value in mood.items() if key != "care"}
    resident = screen("phone", person=cast.resident, **mood)
    worker, grid = screen("desk", person=cast.worker, **desk), screen("phone", person=cast.grid, **mood)
    handler = screen("phone", person=cast.handler, **mood)
    case = report(resident, cast)
    assert (case.reporter, case.place_id[:12]) == (cast.resident, COMMUNITY)
    assert case.photos.count() == 1

    worker.open("/console/")
    worker.look("inbox")
    worker.page.locator(f'a[href*="{case.number}"]').first.click()
    worker.page.wait_for_url(re.compile(case.number))
    act(worker, case, "file")
    act(worker, case, "dispatch")
    act(handler, case, "accept")
    act(handler, case, "hand_in", words="已更换井盖", photo=True)
    act(grid, case, "pass", words="现场看过")
    act(worker, case, "close")
    case.refresh_from_db()
    assert case.state == State.CLOSED

    resident.open("/")
    resident.look("home-waiting")
    page = resident.open(f"/cases/{case.number}/")
    page.locator("#rate .star").nth(2).click()
    resident.look("rate")
    with page.expect_navigation():
        page.click("#rate button.btn-primary")
    assert Rating.objects.get().score == 3
    resident.look("own")

    page.locator("details:has(form[action$='/reopen/']) > summary").click()
    page.fill("#id_reopenwords", "又松了，还会响")
    with page.expect_navigation():
        page.locator(
            "form[action$='/reopen/'] button.btn-primary, form[action$='/reopen/'] button.btn-line"
        ).last.click()
    case.refresh_from_db()
    assert (case.state, case.round) == (State.FILED, 2)
    worker.open("/console/")
    assert worker.page.locator(f'a[href*="{case.number}"]').count() > 0
    act(worker, case, "dispatch")
    case.refresh_from_db()
    assert case.state == State.DISPATCHED
    resident.open("/messages/")
    resident.look("messages")


def test_without_scripts_and_without_an_account(screen: Screens, cast: Cast) -> None:
    """From the first byte: a visitor with an old phone reports, keeps the link, and comes back with it."""
    visitor = screen("phone", scripts=False)
    page = visitor.open(f"/report/?category={cast.version.category_id}")
    for question in page.locator("fieldset:has(input[type=radio])").all():
        question.locator("input[type=radio]").first.check(force=True)
    page.fill("textarea[name=words]", "井盖松动")
    page.set_input_files("input[name=photo]", picture("#555"))
    page.select_option("select[name=place_path]", COMMUNITY)
    page.click('form[action$="/report/"] button.btn-primary.btn-lg')
    link = page.locator("#link").inner_text().strip()
    case = Case.objects.get()
    assert case.photos.count() == 1
    other = screen("phone", scripts=False)
    other.page.goto(link)
    assert case.number in other.page.content()
    assert "/cases/" in other.page.url


def test_a_refused_form_keeps_every_word(screen: Screens, cast: Cast) -> None:
    visitor = screen("phone")
    page = visitor.open(f"/report/?category={cast.version.category_id}")
    for question in page.locator("fieldset:has(input[type=radio])").all():
        question.locator("input[type=radio]").first.check(force=True)
    page.fill("textarea[name=words]", "井盖松动")
    page.select_option("select[name=place_path]", COMMUNITY)
    page.fill("input[name=contact_phone]", "1381234")
    page.click('form[action$="/report/"] button.btn-primary.btn-lg')
    page.wait_for_selector("[aria-invalid=true]")
    visitor.look("report-refused")
    assert page.input_value("textarea[name=words]") == "井盖松动"
    assert page.input_value("input[name=contact_phone]") == "1381234"
    assert page.input_value("select[name=place_path]") == COMMUNITY
    assert not Case.objects.exists()
    page.fill("input[name=contact_phone]", "13812345678")
    page.click('form[action$="/report/"] button.btn-primary.btn-lg')
    page.wait_for_url(re.compile("/done/"))
    assert Case.objects.count() == 1
