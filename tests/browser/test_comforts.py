"""The comforts that scripts add, in a real browser under the real content security policy."""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from jiayuan.foundation.places.domain.load import load_district
from jiayuan.services.cases.domain.load_catalogue import load_catalogue
from jiayuan.services.cases.models import Case, CasePhoto

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opened = tuple[Page, list[str]]


@pytest.fixture
def opened(browser: Browser, live_server: Any, settings: Any) -> Iterator[Callable[..., Opened]]:
    """``opened("/design/")`` → the page, and what the browser complained about."""
    settings.DEMO = True
    contexts: list[BrowserContext] = []

    def open_page(
        path: str, *, width: int = 390, scripts: bool = True, preferences: str = "en.0.light"
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            geolocation={"latitude": 37.8612, "longitude": 112.5713},
            permissions=["geolocation", "clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        context.add_cookies([{"name": "jiayuan_prefs", "value": preferences, "url": live_server.url}])
        page, said = context.new_page(), []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(live_server.url + path)
        return page, said

    yield open_page
    for context in contexts:
        context.close()


def photo(size: tuple[int, int]) -> dict[str, Any]:
    """A noisy JPEG that was taken lying on its side, at a known time."""
    picture = Image.effect_noise(size, 80).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x0132] = "2026:11:20 15:10:00"
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=95, exif=exif)
    return {"name": "hole.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_maps_and_parts_break_no_policy(opened: Callable[..., Opened]) -> None:
    page, said = opened("/design/", width=1366)
    expect(page.locator(".map-heap").first).to_be_visible()
    expect(page.locator(".map-outline")).to_have_count(1)
    assert said == []


def test_a_point_opens_a_card_of_text(opened: Callable[..., Opened]) -> None:
    page, said = opened("/design/", width=1366)
    page.locator(".map-pin").first.click()
    card = page.locator(".map-card")
    expect(card).to_be_visible()
    expect(card.get_by_role("link", name="Open")).to_have_attribute("href", "/design/")
    assert said == []


def test_photos_are_shown_made_smaller_and_can_be_taken_out(opened: Callable[..., Opened]) -> None:
    page, said = opened("/design/")
    page.set_input_files("#photos", [photo((2600, 1300)), photo((80, 60))])
    expect(page.locator("[data-preview]")).to_have_count(2)
    sent = page.evaluate(
        "document.querySelector('#photos').files[0].arrayBuffer().then(b => [...new Uint8Array(b)])"
    )
    kept = Image.open(io.BytesIO(bytes(sent)))
    assert kept.size == (1000, 2000), "upright, its longer side 2000"
    assert kept.getexif()[0x0112] == 1, "and not to be turned again"
    assert kept.getexif()[0x0132] == "2026:11:20 15:10:00"
    page.get_by_role("button", name="Remove photo 1").click()
    expect(page.locator("[data-preview]")).to_have_count(1)
    assert page.evaluate("document.querySelector('#photos').files.length") == 1
    page.set_input_files("#photos", [photo((50, 50))] * 3)
    expect(page.locator("#notices")).to_contain_text("At most 3 photos.")
    assert page.evaluate("document.querySelector('#photos').files.length") == 3
    assert said == []


def test_a_broken_photo_is_said_at_once_and_not_sent(opened: Callable[..., Opened]) -> None:
    page, _said = opened("/design/")
    broken = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"MZ not a picture"}
    page.set_input_files("#photos", [broken, photo((50, 50))])
    expect(page.locator("#notices")).to_contain_text("This photo cannot be read.")
    expect(page.locator("[data-preview]")).to_have_count(1)
    assert page.evaluate("document.querySelector('#photos').files.length") == 1


SLOW_READING = """
const read = window.createImageBitmap;
window.createImageBitmap = async (...given) => {
  await new Promise((go) => setTimeout(go, 700));
  return read(...given);
};
null;
"""


@pytest.mark.parametrize(("is_broken", "is_slow"), [(True, True), (True, False), (False, True)])
def test_what_is_sent_while_a_photo_is_read_waits_for_it(
    opened: Callable[..., Opened], *, is_broken: bool, is_slow: bool
) -> None:
    load_district()
    load_catalogue()
    page, _said = opened("/report/?category=E0101")
    if is_slow:
        page.evaluate(SLOW_READING)
    page.locator("#report-form [name=words]").fill("垃圾堆在路边")
    page.locator("#report-form [name=place_path]").select_option("140106004010")
    send = page.locator("#report-form button.btn-primary[type=submit], #report-form button:not([type])").last
    bad = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"MZ not a picture"}
    page.set_input_files("#report-form [name=photo]", bad if is_broken else photo((900, 700)))
    send.click()
    if is_broken:
        expect(page.locator("#notices")).to_contain_text("This photo cannot be read.")
        assert Case.objects.count() == 0
        expect(send).to_be_enabled()
        page.wait_for_timeout(1600)
        send.click()
    page.wait_for_url("**/done/")
    assert CasePhoto.objects.count() == (0 if is_broken else 1)


def test_locating_fills_the_fields_once(opened: Callable[..., Opened]) -> None:
    page, said = opened("/design/")
    page.get_by_role("button", name="Where I am now").click()
    expect(page.locator("#d-latitude")).to_have_value("37.861200")
    expect(page.locator("#d-longitude")).to_have_value("112.571300")
    assert said == []


def test_copying(opened: Callable[..., Opened]) -> None:
    page, _said = opened("/design/")
    page.get_by_role("button", name="Copy the number").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text === 'JY-20261123-0001')")


def test_large_type_without_a_new_page_keeps_what_was_typed(opened: Callable[..., Opened]) -> None:
    page, said = opened("/design/phone/")
    page.fill("#ask", "half a sentence")
    switch = page.get_by_role("button", name="Large")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(page.locator("html")).to_have_class(re.compile(r"\bcare\b"))
    expect(page.locator("#ask")).to_have_value("half a sentence")
    page.reload()
    expect(page.locator("html")).to_have_class(re.compile(r"\bcare\b"))
    assert said == []


def test_large_type_and_language_without_scripts(opened: Callable[..., Opened]) -> None:
    page, _said = opened("/design/phone/", scripts=False)
    page.get_by_role("button", name="Large").click()
    expect(page.locator("html")).to_have_class("care")
    page.get_by_role("button", name="改用中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_a_double_tap_sends_once(opened: Callable[..., Opened]) -> None:
    page, _said = opened("/design/phone/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.locator("button[name=language]").dblclick(no_wait_after=True)
    page.wait_for_load_state()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert len(sent) == 1


def test_the_console_by_keyboard(opened: Callable[..., Opened]) -> None:
    page, said = opened("/design/console/", width=1366)
    page.keyboard.press("j")
    page.keyboard.press("j")
    rows = page.locator("[data-row]")
    expect(rows.nth(1)).to_have_attribute("data-current", "")
    expect(rows.nth(1).locator("a").first).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("[data-row][data-current]")).to_have_count(1)
    page.keyboard.press("Enter")
    assert page.url.endswith("#a")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("jk")
    expect(page.locator("[data-search]")).to_have_value("jk")
    page.keyboard.press("Escape")
    expect(page.locator("[data-search]")).not_to_be_focused()
    assert said == []


def test_what_was_typed_goes_along_into_the_other_language(opened: Callable[..., Opened]) -> None:
    page, said = opened("/sign-in/")
    page.locator("#id_phone").fill("138 0000")
    page.get_by_role("button", name="改用中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("#id_phone")).to_have_value("138 0000")
    page.reload()
    expect(page.locator("#id_phone")).to_have_value("")
    assert said == []


def test_a_notice_goes_away_and_the_focus_stays_on_the_page(opened: Callable[..., Opened]) -> None:
    page, _said = opened("/design/console/", width=1366)
    page.get_by_role("button", name="Close this message").click()
    expect(page.locator("#notices .notice")).to_have_count(0)
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("width", [390, 1024, 1366])
def test_the_consoles_menu_is_within_reach_at_every_width(opened: Callable[..., Opened], width: int) -> None:
    page, _said = opened("/design/console/", width=width)
    if width < 992:
        page.locator("summary", has_text="Menu").click()
    expect(page.get_by_role("link", name="To do").locator("visible=true")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_characters_left_are_counted_by_a_component_that_comes_when_needed(
    opened: Callable[..., Opened],
) -> None:
    page, said = opened("/design/")
    page.fill("#id_words", "twelve chars")
    expect(page.locator("[x-text=left]")).to_have_text("288")
    assert said == []
    other, _said = opened("/design/phone/")
    assert other.locator("script[src*=alpine]").count() == 0
