"""A charity hour from the week before to the certificate: a desk, two phones, and one of them without network."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.domain.load import load_district
from jiayuan.foundation.places.models import Place
from jiayuan.modules.volunteering.kind import CHARITY_HOUR
from jiayuan.modules.volunteering.models import Certificate, HourEntry
from jiayuan.services.gatherings.codes import code_of, step_of
from jiayuan.services.gatherings.domain.drafts import AboutDraft, RoleDraft, SessionDraft
from jiayuan.services.gatherings.domain.leave import accept_offer, cancel_sign_up
from jiayuan.services.gatherings.domain.perform import perform_action
from jiayuan.services.gatherings.domain.plan import plan_session
from jiayuan.services.gatherings.domain.presence import check_by_host
from jiayuan.services.gatherings.domain.sign_up import SignUpDraft, sign_up
from jiayuan.services.gatherings.enums import Action, PresenceSource, SignUpState, State, Way
from jiayuan.services.gatherings.models import Presence, Session, SignUp
from tests.factories import PersonFactory, RoleGrantFactory, VolunteerFactory

from .conftest import Screen
from .watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COMMUNITY = "140106004010"
Screens = Callable[..., Screen]
CONTROLLED = "navigator.serviceWorker.controller !== null"
SEATS = 12
OTHER_COURTYARD = "三号院凉亭"
MOODS: list[dict[str, Any]] = [{"language": "zh"}]
if os.environ.get("JIAYUAN_PICTURES"):
    MOODS += [{"language": "en", "theme": "dark"}, {"language": "zh", "care": True}]


STATES_OF_THE_JOURNEY = (
    "offered", "offline-scanned", "offline-kept", "offline-sent", "offline-refused", "checked-in", "everybody-in",
    "hours-to-mark", "hours-to-confirm", "verified", "forged",
)  # fmt: skip
"""What no walk over all pages meets; the rest is looked at only when pictures are wanted."""


def look(screen: Screen, what: str) -> None:
    if what in STATES_OF_THE_JOURNEY or os.environ.get("JIAYUAN_PICTURES"):
        screen.look(what)


def hour(day: int, clock: str) -> datetime:
    """A moment of November 2026 in Taiyuan; the 6th and the 13th are Fridays."""
    hours, minutes = clock.split(":")
    return datetime(2026, 11, day, int(hours), int(minutes), tzinfo=timezone.get_default_timezone())


@dataclass
class Cast:
    """``worker`` publishes and leads, ``secretary`` confirms; two phones, and a crowd that signs up without pages."""

    worker: Person
    secretary: Person
    grandmother: Person
    neighbour: Person
    crowd: list[Person]
    last_week: Session


@pytest.fixture
def cast(transactional_db: None, watch: Watch) -> Cast:
    watch.show(hour(5, "09:00"))
    load_district()
    home = Place.objects.get(pk=COMMUNITY)
    worker, secretary = PersonFactory(name="李建芳"), PersonFactory(name="周书记")
    for person in (worker, secretary):
        RoleGrantFactory(person=person, role=Role.COMMUNITY_WORKER, place=home)
    grandmother = PersonFactory(name="王秀兰", home_place=home)
    VolunteerFactory(person=grandmother, community=home)
    crowd = [PersonFactory(name=f"邻居{number}") for number in range(SEATS)]
    last = _last_week(Actor(person=worker), watch)
    return Cast(worker, secretary, grandmother, PersonFactory(name="刘强", home_place=home), crowd, last)


def _last_week(worker: Actor, watch: Watch) -> Session:
    about = AboutDraft(
        CHARITY_HOUR, COMMUNITY, "公益一小时：清理楼道杂物", [RoleDraft("参加者", SEATS, "Participants")],
        title_en="Charity hour: clearing the stairwells", where="一号院门口", words="带上手套，工具由社区准备。",
    )  # fmt: skip
    session = plan_session(SessionDraft(about, hour(6, "18:00"), hour(6, "19:00")), by=worker)
    perform_action(session.pk, Action.PUBLISH, by=worker)
    watch.show(hour(6, "21:00"))
    return perform_action(session.pk, Action.CLOSE, by=worker)


def publish(desk: Screen, cast: Cast) -> Session:
    """Thursday: the same as last week, at six tomorrow, in the other courtyard."""
    page = desk.open("/console/gatherings/")
    look(desk, "board")
    page.locator(f'a[href$="/gatherings/{cast.last_week.pk}/"]').first.click()
    page.wait_for_url(re.compile(f"/gatherings/{cast.last_week.pk}/$"))
    look(desk, "last-week")
    form = page.locator("form[action$='/copy/']")
    form.locator("[name=starts_at]").fill("2026-11-13T18:00")
    assert form.locator("[name=where]").input_value() == cast.last_week.where
    form.locator("[name=where]").fill(OTHER_COURTYARD)
    with page.expect_navigation():
        form.locator("button").last.click()
    session = Session.objects.exclude(pk=cast.last_week.pk).get()
    look(desk, "draft")
    if session.state == State.DRAFT:
        with page.expect_navigation():
            page.locator("button[name=action][value=publish]").click()
    session.refresh_from_db()
    assert (session.state, session.copied_from) == (State.PUBLISHED, cast.last_week)
    assert (session.where, session.title) == (OTHER_COURTYARD, cast.last_week.title)
    expect(page.locator("main")).to_contain_text(OTHER_COURTYARD)
    return session


def join(phone: Screen, session: Session, what: str) -> Page:
    """From what is near to a seat, or a turn: two taps."""
    page = phone.open("/g/")
    look(phone, f"{what}-near")
    page.locator(f'a[href="/g/{session.pk}/"]').click()
    page.wait_for_url(re.compile(rf"/g/{session.pk}/$"))
    with page.expect_navigation():
        page.locator("form[action$='/sign-up/'] button.btn-primary").click()
    look(phone, f"{what}-signed-up")
    return page


def fill(session: Session, cast: Cast) -> None:
    """Eleven more, so that it is full, and one who waits first."""
    for person in cast.crowd:
        sign_up(SignUpDraft(session.roles.get().pk), by=Actor(person=person))


def two_cancel(session: Session, cast: Cast) -> None:
    """Two of the crowd; who waited first takes the seat without a page."""
    for person in cast.crowd[:2]:
        cancel_sign_up(_row(session, person).pk, by=Actor(person=person))
    accept_offer(_row(session, cast.crowd[-1]).pk, by=Actor(person=cast.crowd[-1]))


def _row(session: Session, person: Person) -> SignUp:
    return SignUp.objects.get(session=session, person=person)


def shown_code(desk: Screen, session: Session, way: Way) -> str:
    """What stands on the host's screen; it is what the moment asks for."""
    page = desk.open(f"/console/gatherings/{session.pk}/code/?way={way}")
    look(desk, f"code-{way}")
    return page.locator("#code").inner_text().strip()


def scan(phone: Screen, session: Session, way: Way, code: str) -> Page:
    """The camera opens the address; one tap says it."""
    page = phone.open(f"/g/{session.pk}/{way}/{code}/")
    look(phone, f"scanned-{way}")
    with page.expect_navigation():
        page.locator("form[action$='/check/'] button").click()
    look(phone, f"checked-{way}")
    return page


def ready(phone: Screen, path: str) -> Page:
    """A phone that has been here before: the worker is in charge, and has the page of last resort."""
    page = phone.open(path)
    page.wait_for_function(CONTROLLED)
    page.wait_for_function("caches.match('/offline/').then(Boolean)")
    return page


def scan_without_network(phone: Screen, session: Session, code: str) -> Page:
    page = phone.page
    page.context.set_offline(True)
    page.goto(f"{phone.base}/g/{session.pk}/{Way.IN}/{code}/")
    expect(page.locator("#check-form")).to_be_visible()
    look(phone, "offline-scanned")
    page.locator("#check-form button").dblclick()
    expect(page.locator("#offline-line [data-count=waiting]")).to_have_text("1")
    expect(page.locator("#kept > li")).to_have_count(1)
    expect(page.locator("#check-form")).to_be_hidden()
    look(phone, "offline-kept")
    assert not Presence.objects.filter(sign_up__session=session, in_source=PresenceSource.OFFLINE).exists()
    return page


def type_wrongly_without_network(phone: Screen, session: Session) -> None:
    """A code of ten signs that was never shown: refused later, in words, and nothing is lost on the way."""
    page = ready(phone, f"/g/{session.pk}/")
    page.context.set_offline(True)
    page.fill("#id_code", "AAAAAAAAAA")
    page.locator("form[action$='/check/'] button").click()
    expect(page.locator("#offline-line [data-count=waiting]")).to_have_text("1")
    page.context.set_offline(False)
    expect(page.locator("#offline-line [data-count=stuck]")).to_have_text("1")
    page.locator("#offline-line a").click()
    kept = page.locator("#kept > li", has=page.locator("span[data-state=refused]:not([hidden])"))
    expect(kept).to_have_count(1)
    with translation.override("en" if "-en" in phone.name else "zh-hans"):
        expect(kept.locator("[data-entry=says]")).to_contain_text(_("This is no code of this gathering."))
    look(phone, "offline-refused")
    expect(kept.locator("[data-open]")).to_have_attribute("href", f"/g/{session.pk}/")
    kept.locator("[data-act=ask]").click()
    kept.locator("[data-question] [data-act=discard]").click()
    expect(kept).to_have_count(0)


def check_in_crowd(session: Session, cast: Cast) -> None:
    host = Actor(person=cast.worker)
    for person in cast.crowd[2:]:
        check_by_host(_row(session, person).pk, Way.IN, by=host)


def check_out_crowd(session: Session, cast: Cast) -> None:
    host = Actor(person=cast.worker)
    for person in cast.crowd[2:]:
        check_by_host(_row(session, person).pk, Way.OUT, by=host)


def press(screen: Screen, path: str, action: str) -> None:
    page = screen.open(path)
    with page.expect_navigation():
        page.locator(f"button[name=action][value={action}]").click()


def confirm_hours(desk: Screen, office: Screen, session: Session) -> None:
    """Who led it says what was given; somebody else confirms."""
    page = desk.open(f"/console/hours/{session.pk}/")
    look(desk, "hours-to-mark")
    with page.expect_navigation():
        page.locator("form[action$='/mark/'] button.btn-primary").click()
    assert not page.locator("form[action$='/confirm/']").count(), "who marked them does not confirm them"
    office.open("/console/hours/")
    look(office, "hours")
    page = office.open(f"/console/hours/{session.pk}/")
    look(office, "hours-to-confirm")
    with page.expect_navigation():
        page.locator("form[action$='/confirm/'] button").click()
    look(office, "hours-confirmed")


def certify(office: Screen, person: Person) -> Certificate:
    page = office.open(f"/console/volunteers/{person.volunteer.pk}/")  # type: ignore[attr-defined]
    page.locator("details:has(form[action$='/certificates/']) > summary").click()
    look(office, "certificate-form")
    with page.expect_navigation():
        page.locator("form[action$='/certificates/'] button.btn-primary").last.click()
    look(office, "certificate")
    return Certificate.objects.get(person=person)


def verify(stranger: Screen, certificate: Certificate, person: Person) -> None:
    """Whoever scans the paper: without an account, and without the name."""
    page = stranger.open(f"/verify/{certificate.number}/{certificate.check_code}/")
    expect(page.locator(".tone-success")).to_be_visible()
    look(stranger, "verified")
    assert person.name not in page.content()
    page = stranger.open(f"/verify/{certificate.number}/0000000000/")
    expect(page.locator(".tone-error")).to_be_visible()
    look(stranger, "forged")


@dataclass
class Devices:
    """``desk`` is the host's, ``office`` the secretary's; two phones of residents."""

    desk: Screen
    office: Screen
    first: Screen
    second: Screen


def everybody_signs_up(has: Devices, session: Session, cast: Cast, watch: Watch) -> None:
    """Twelve seats and two who wait; two cancel, and both move up: one of them by taking the offer on the phone."""
    join(has.first, session, "first")
    fill(session, cast)
    join(has.second, session, "second")
    assert _row(session, cast.neighbour).state == SignUpState.WAITING
    watch.show(hour(12, "15:00"))
    two_cancel(session, cast)
    has.second.open("/")
    look(has.second, "offered-home")
    page = has.second.open(f"/g/{session.pk}/")
    look(has.second, "offered")
    with page.expect_navigation():
        page.locator("form[action$='/accept/'] button").click()
    assert SignUp.objects.seated().filter(session=session, state=SignUpState.HELD).count() == SEATS
    assert not SignUp.objects.waiting().filter(session=session).exists()


def everybody_comes(has: Devices, session: Session, cast: Cast, watch: Watch) -> None:
    """One by scanning, one by scanning without network, the others by the host's word."""
    watch.show(hour(13, "18:01"))
    press(has.desk, f"/console/gatherings/{session.pk}/", "open")
    ready(has.second, f"/g/{session.pk}/")
    code = shown_code(has.desk, session, Way.IN)
    assert code == code_of(bytes(session.secret), Way.IN, step_of(watch.moment))
    scan(has.first, session, Way.IN, code)
    page = scan_without_network(has.second, session, code)
    check_in_crowd(session, cast)
    watch.show(hour(13, "18:08"))
    page.context.set_offline(False)
    expect(page.locator("#kept [data-state=sent]:visible").first).to_be_visible()
    look(has.second, "offline-sent")
    kept = Presence.objects.get(sign_up=_row(session, cast.neighbour))
    assert (kept.in_source, kept.state) == (PresenceSource.OFFLINE, "sure")
    assert kept.in_at == hour(13, "18:01"), "when the code was shown, not when it arrived"
    type_wrongly_without_network(has.second, session)
    has.desk.open(f"/console/gatherings/{session.pk}/")
    look(has.desk, "everybody-in")


def everybody_goes(has: Devices, session: Session, cast: Cast, watch: Watch) -> None:
    """A minute after the end: one scans, one types what stands on the screen."""
    watch.show(hour(13, "19:01"))
    code = shown_code(has.desk, session, Way.OUT)
    scan(has.first, session, Way.OUT, code)
    page = has.second.open(f"/g/{session.pk}/")
    page.fill("#id_code", code.lower())
    with page.expect_navigation():
        page.locator("form[action$='/check/'] button").click()
    check_out_crowd(session, cast)
    press(has.desk, f"/console/gatherings/{session.pk}/", "close")
    look(has.desk, "over")
    assert Presence.objects.filter(sign_up__session=session, minutes=60).count() == SEATS


@pytest.mark.parametrize("mood", MOODS, ids=["zh", "dark", "care"][: len(MOODS)])
def test_a_charity_hour_from_thursday_to_the_certificate(
    screen: Screens, cast: Cast, watch: Watch, mood: dict[str, Any]
) -> None:
    plain = {key: value for key, value in mood.items() if key != "care"}
    has = Devices(
        *(screen("desk", person=each, **plain) for each in (cast.worker, cast.secretary)),
        *(screen("phone", person=each, **mood) for each in (cast.grandmother, cast.neighbour)),
    )
    watch.show(hour(12, "10:00"))
    session = publish(has.desk, cast)
    everybody_signs_up(has, session, cast, watch)
    everybody_comes(has, session, cast, watch)
    everybody_goes(has, session, cast, watch)
    watch.show(hour(16, "09:30"))
    confirm_hours(has.desk, has.office, session)
    assert HourEntry.objects.filter(session=session).count() == SEATS
    has.first.open(f"/g/{session.pk}/")
    look(has.first, "to-rate")
    certificate = certify(has.office, cast.grandmother)
    has.first.open("/volunteering/hours/")
    look(has.first, "my-hours")
    verify(screen("phone", **mood), certificate, cast.grandmother)
    assert timedelta(minutes=certificate.minutes) == session.ends_at - session.starts_at
