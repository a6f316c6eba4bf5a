"""Without network: what is entered stays on the phone and arrives once, under the account that entered it."""

import io
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.models import Wish
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import Case
from tests.factories import CategoryVersionFactory, PersonFactory, PlaceFactory
from tests.services.cases.story import COMMUNITY, Story

from .conftest import Screen, session_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONTROLLED = "navigator.serviceWorker.controller !== null"


def photo() -> dict[str, Any]:
    out = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(out, "JPEG")
    return {"name": "hole.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
def place(transactional_db: None) -> None:
    PlaceFactory(path=COMMUNITY, name="青年路一社区")
    CategoryVersionFactory()


def ready(screen: Screen, path: str = "/") -> Page:
    """A page with the worker in charge, and the page of last resort on the phone."""
    page = screen.open(path)
    page.wait_for_function(CONTROLLED)
    page.wait_for_function("caches.match('/offline/').then(Boolean)")
    return page


def fill(page: Page, words: str) -> None:
    page.fill("#id_words", words)
    page.select_option("#id_place_path", COMMUNITY)


def counted(page: Page) -> Any:
    return page.locator("#offline-line [data-count=waiting]")


def test_a_report_made_without_network_arrives_once(
    screen: Callable[..., Screen], place: None, live_server: Any
) -> None:
    person = PersonFactory()
    shown = screen(person=person)
    page = ready(shown, "/report/?category=0105")
    fill(page, "井盖松动，没有网络")
    page.set_input_files("#id_photo", photo())
    expect(page.locator("[data-preview]")).to_have_count(1)
    page.context.set_offline(True)
    page.locator("form:has(#id_words) .btn-primary").dblclick()
    expect(counted(page)).to_have_text("1")
    expect(page.locator("[data-preview]")).to_have_count(0)
    page.reload()  # nothing answers: the page of last resort comes from the phone
    expect(page.locator("#kept > li")).to_have_count(1)
    expect(page.locator("#kept")).to_contain_text("井盖松动，没有网络")
    shown.look("offline-kept")
    assert not Case.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("#kept [data-state=sent]").first).to_be_visible()
    case = Case.objects.get()
    assert (case.source, case.reporter, case.words) == ("offline", person, "井盖松动，没有网络")
    assert case.photos.count() == 1
    entry = Entry.objects.get(action="cases.report")
    assert entry.source == "offline"
    assert entry.payload["entered_at"] < entry.at.isoformat()
    page.locator("#kept [data-open]").click()
    expect(page).to_have_url(f"{live_server.url}/cases/{case.number}/done/")


def test_a_report_can_be_begun_without_network(screen: Callable[..., Screen], place: None) -> None:
    """From the page of last resort; two reports, the second sent together with the first."""
    page = ready(screen(language="en"))
    page.context.set_offline(True)
    page.goto(page.url + "report/?category=0105&q=Second%20lamp%20is%20out")
    assert page.input_value("#id_words") == "Second lamp is out"
    for words in ("Lamp is out", "Bench is broken"):
        fill(page, words)
        page.locator("#report-form .btn-primary").click()
        expect(page.locator("#kept")).to_contain_text(words)
    expect(counted(page)).to_have_text("2")
    page.context.set_offline(False)
    expect(page.locator("#kept [data-state=sent]:visible").first).to_be_visible()
    expect(page.locator("#offline-line")).to_be_hidden()
    assert sorted(Case.objects.values_list("words", "source")) == [
        ("Bench is broken", "offline"),
        ("Lamp is out", "offline"),
    ]


def test_a_form_that_gets_lost_on_the_way_is_kept_by_the_worker(
    screen: Callable[..., Screen], place: None
) -> None:
    """The browser thinks it is online; nobody answers. What did arrive, with its answer lost, is not there twice."""
    page = ready(screen(), "/report/?category=0105")
    fill(page, "网络时好时坏")
    page.evaluate("Object.defineProperty(navigator, 'onLine', {value: true, configurable: true})")
    page.context.set_offline(True)
    page.evaluate("Object.defineProperty(Navigator.prototype, 'onLine', {get: () => true})")
    page.locator("form:has(#id_words) .btn-primary").click()
    expect(page.locator("#kept > li")).to_have_count(1)
    expect(page.locator("#just-kept")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#kept [data-state=sent]:visible").first).to_be_visible()
    assert Case.objects.count() == 1


@pytest.mark.parametrize("thinks_online", [False, True])
def test_without_network_a_switch_leaves_the_form_as_it_is(
    screen: Callable[..., Screen], place: None, thinks_online: bool
) -> None:
    """The switch takes the form along only to draw it again: it is not a report that waits to be sent."""
    page = ready(screen(), "/report/?category=0105")
    fill(page, "还没写完")
    page.context.set_offline(True)
    if thinks_online:
        page.evaluate("Object.defineProperty(Navigator.prototype, 'onLine', {get: () => true})")
    page.locator(".phone-switch[name=language]").click()
    page.wait_for_timeout(500)
    expect(page.locator("#id_words")).to_have_value("还没写完")
    expect(page.locator("#offline-line")).to_be_hidden()
    page.context.set_offline(False)
    assert not Case.objects.exists()


def test_an_act_on_a_case_that_moved_on_is_shown_and_becomes_a_note(screen: Callable[..., Screen]) -> None:
    story = Story().until(Action.ACCEPT)
    page = ready(screen(language="en", person=story.handler.person), f"/console/cases/{story.case.number}/")
    page.context.set_offline(True)
    page.fill("#id_hand_inwords", "Cover replaced")
    page.set_input_files("#hand_inphoto", photo())
    page.locator("form[action$='/hand_in/'] button:not([type=button])").click()
    expect(counted(page)).to_have_text("1")
    story.case.refresh_from_db()
    perform_action(story.case.pk, Action.NOTE, by=Actor(person=story.worker.person), given=Given(words="!"))
    page.context.set_offline(False)
    expect(page.locator("#offline-line [data-count=stuck]")).to_have_text("1")
    page.locator("#offline-line a").click()
    expect(page.locator("#kept")).to_contain_text("out of date")
    expect(page.locator("#kept [data-open]")).to_have_attribute(
        "href", f"/console/cases/{story.case.number}/"
    )
    page.locator("#kept [data-act=note]").click()
    expect(page.locator("#kept [data-state=sent]:visible").first).to_be_visible()
    note = Entry.objects.filter(action="cases.note", source="offline").get()
    assert note.payload["after"]["words"] == "Cover replaced"
    story.case.refresh_from_db()
    assert story.case.state == "handling"


def test_a_report_that_will_not_do_is_corrected(screen: Callable[..., Screen], place: None) -> None:
    """It forgot to say where. Its form comes back with all that was typed and its photo, and is still one."""
    shown = screen(language="en")
    page = ready(shown, "/report/?category=0105")
    page.fill("#id_words", "Cover is loose")
    page.set_input_files("#id_photo", photo())
    expect(page.locator("[data-preview]")).to_have_count(1)
    page.context.set_offline(True)
    page.locator("form:has(#id_words) .btn-primary").click()
    expect(counted(page)).to_have_text("1")
    page.context.set_offline(False)
    expect(page.locator("#offline-line [data-count=stuck]")).to_have_text("1")
    page.locator("#offline-line a").click()
    expect(page.locator("#kept")).to_contain_text("Where is it?")
    expect(page.locator("#kept [data-pictures] img")).to_have_count(1)
    shown.look("offline-refused")
    page.locator("#kept [data-act=correct]").click()
    page.wait_for_url("**/report/?category=0105*")
    expect(page.locator("#id_words")).to_have_value("Cover is loose")
    expect(page.locator("[data-preview]")).to_have_count(1)
    page.select_option("#id_place_path", COMMUNITY)
    page.locator("#report-form .btn-primary.w-full").click()
    page.wait_for_url("**/done/")
    assert Case.objects.get().photos.count() == 1
    expect(page.locator("#offline-line")).to_be_hidden()
    assert kept_on(page) == ["sent"]


def kept_on(page: Page) -> Any:
    """The states of all that is kept on this phone."""
    return page.evaluate(
        """() => new Promise((done) => {
          const request = indexedDB.open("jiayuan-offline", 1);
          request.onsuccess = () => {
            const all = request.result.transaction("entries").objectStore("entries").getAll();
            all.onsuccess = () => done(all.result.map((each) => each.state));
          };
        })"""
    )


def hand_in_without_network(page: Page, words: str) -> None:
    page.context.set_offline(True)
    page.fill("#id_hand_inwords", words)
    page.set_input_files("#hand_inphoto", photo())
    page.locator("form[action$='/hand_in/'] button:not([type=button])").click()
    expect(counted(page)).to_have_text("1")


def to_the_list(page: Page) -> None:
    expect(page.locator("#offline-line [data-count=stuck]")).to_have_text("1")
    page.locator("#offline-line a").click()
    expect(page.locator("#kept > li")).to_have_count(1)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_act_that_came_too_late_is_changed_and_sent_again(
    screen: Callable[..., Screen], language: str
) -> None:
    """The list shows what was typed and how it is now; its form comes back filled, photo included, and is sent once."""
    story = Story().until(Action.ACCEPT)
    shown = screen(language=language, person=story.handler.person)
    page = ready(shown, f"/console/cases/{story.case.number}/")
    hand_in_without_network(page, "Cover replaced")
    story.case.refresh_from_db()
    perform_action(story.case.pk, Action.NOTE, by=Actor(person=story.worker.person), given=Given(words="!"))
    page.context.set_offline(False)
    to_the_list(page)
    heading = {"zh": "暂存在这部手机上", "en": "Kept on this phone"}[language]
    expect(page.locator("h1")).to_have_text(heading, use_inner_text=True)
    expect(page.locator("#kept [data-shown]")).to_contain_text("Cover replaced")
    expect(page.locator("#kept [data-pictures] img")).to_have_count(1)
    expect(page.locator("#kept [data-entry=now]")).to_contain_text(
        {"zh": "处置中", "en": "handled"}[language]
    )
    shown.look("offline-conflict")
    page.locator("#kept [data-act=correct]").click()
    page.wait_for_url(f"**/console/cases/{story.case.number}/?do=hand_in*")
    expect(page.locator("#id_hand_inwords")).to_have_value("Cover replaced")
    expect(page.locator("form[action$='/hand_in/'] [data-preview]")).to_have_count(1)
    shown.look("offline-filled-again")
    page.fill("#id_hand_inwords", "Cover replaced and fixed")
    page.locator("form[action$='/hand_in/'] button:not([type=button])").click()
    page.wait_for_url(f"**/console/cases/{story.case.number}/")
    entry = Entry.objects.get(action="cases.hand_in")
    assert entry.payload["after"]["words"] == "Cover replaced and fixed"
    assert kept_on(page) == ["sent"]


def test_what_cannot_be_done_any_more_stays_to_be_copied_or_discarded(screen: Callable[..., Screen]) -> None:
    """The case was handed in and closed meanwhile: no form of it is left, and nothing goes without a question."""
    story = Story().until(Action.ACCEPT)
    shown = screen(language="en", person=story.handler.person)
    page = ready(shown, f"/console/cases/{story.case.number}/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=shown.base)
    hand_in_without_network(page, "Cover replaced")
    for action in (Action.HAND_IN, Action.PASS, Action.CLOSE):
        story.do(action)
    page.context.set_offline(False)
    to_the_list(page)
    expect(page.locator("#kept [data-entry=now]")).to_contain_text("Closed")
    page.locator("#kept [data-act=copy]").click()
    assert "Cover replaced" in page.evaluate("navigator.clipboard.readText()")
    with page.expect_response("**/note/") as answered:
        page.locator("#kept [data-act=note]").click()
    assert answered.value.status == HTTPStatus.CONFLICT
    expect(page.locator("#kept [data-entry=says]")).to_contain_text("no longer possible")
    expect(page.locator("#kept [data-shown]")).to_contain_text("Cover replaced")
    page.locator("#kept [data-act=correct]").click()
    expect(page.locator("#notices")).to_contain_text("cannot be done here any more")
    assert kept_on(page) == ["conflict"]
    page.locator("#offline-line a").click()
    page.locator("#kept [data-act=ask]").click()
    page.locator("#kept [data-act=spare]").click()
    expect(page.locator("#kept > li")).to_have_count(1)
    page.locator("#kept [data-act=ask]").click()
    page.locator("#kept [data-question] [data-act=discard]").click()
    expect(page.locator("#kept-none")).to_be_visible()
    assert kept_on(page) == []


def test_what_one_account_kept_is_not_sent_under_another(screen: Callable[..., Screen], place: None) -> None:
    first, second = PersonFactory(), PersonFactory()
    shown = screen(person=first)
    page = ready(shown, "/report/?category=0105")
    fill(page, "只是我的")
    page.context.set_offline(True)
    page.locator("form:has(#id_words) .btn-primary").click()
    expect(counted(page)).to_have_text("1")
    change_account(page, shown.base, second)
    page.context.set_offline(False)
    page.goto(shown.base + "/offline/")
    page.goto(shown.base + "/")
    expect(page.locator("#offline-line")).to_be_hidden()
    page.goto(shown.base + "/offline/")
    expect(page.locator("#kept-others")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("只是我的")
    assert not Case.objects.exists()
    change_account(page, shown.base, first)
    page.goto(shown.base + "/")
    page.wait_for_function("fetch('/offline/who.json').then(() => true)")
    page.goto(shown.base + "/offline/")
    expect(page.locator("#kept [data-state=sent]:visible").first).to_be_visible()
    assert Case.objects.get().reporter == first


def change_account(page: Page, base: str, person: Any) -> None:
    page.context.add_cookies([{"name": "jiayuan_session", "value": session_of(person), "url": base}])


def test_what_is_discarded_is_gone(screen: Callable[..., Screen], place: None) -> None:
    shown = screen()
    page = ready(shown, "/report/?category=0105")
    fill(page, "算了")
    page.context.set_offline(True)
    page.locator("form:has(#id_words) .btn-primary").click()
    expect(counted(page)).to_have_text("1")
    page.goto(shown.base + "/")
    page.locator("#kept [data-act=ask]").click()
    page.locator("#kept [data-question] [data-act=discard]").click()
    expect(page.locator("#kept-none")).to_be_visible()
    page.context.set_offline(False)
    page.goto(shown.base + "/")
    expect(page.locator("#offline-line")).to_be_hidden()
    assert not Case.objects.exists()


def test_the_home_weighs_little(screen: Callable[..., Screen], place: None) -> None:
    """With worker and offline page: under 150 kB, as files are sent compressed."""
    import gzip

    sizes: dict[str, int] = {}
    shown = screen()
    shown.page.on("response", lambda each: sizes.update({each.url: len(gzip.compress(each.body()))}))
    ready(shown)
    assert sum(sizes.values()) < 150_000, sizes


@pytest.mark.parametrize("care", [False, True])
def test_back_to_a_form_that_came_back_is_no_missing_network(
    screen: Callable[..., Screen], place: None, care: bool
) -> None:
    """Sent with a mistake, put right, arrived; then Back. The answer to the first sending is kept nowhere, and that
    is no lost network: the form is shown, and nothing is kept to be sent once more."""
    shown = screen(care=care)
    page = ready(shown, "/wish/")
    fill(page, "纱窗坏了")
    page.fill("#id_contact_phone", "138")
    send = "#wish-form button.btn-primary"
    page.click(send)
    expect(page.locator("[data-fault]")).to_have_count(1)
    page.fill("#id_contact_phone", "13812345678")
    page.click(send)
    page.wait_for_url("**/done/")
    page.go_back()
    expect(page.locator("#id_words")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/wish/\?form="))
    expect(page.locator("#offline-line")).to_be_hidden()
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    assert Wish.objects.count() == 1
