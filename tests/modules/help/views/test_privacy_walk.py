"""One wish through every door: who finds which of its facts anywhere in what the house answers them.

Each fact is a word of its own, and is looked for in the raw answers: pages of the phone and of the console, files, the
map, the API, messages, search, what a phone keeps. The table says what is found; whatever is not in it must be nowhere.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish, return_claim
from jiayuan.modules.help.domain.parts import PartDraft
from jiayuan.modules.help.domain.relay import write_as_helper
from jiayuan.modules.help.enums import Tier, WishAction, WishState
from jiayuan.modules.help.models import CallBack, Station, Wish
from tests.factories import (
    CallBackFactory,
    OrganisationFactory,
    PlaceFactory,
    RoleGrantFactory,
    WishPictureFactory,
    WishVoiceFactory,
)
from tests.modules.help.scene import BUILDING, COMMUNITY, MONDAY, NEIGHBOUR, Scene, holder

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
PHONE = "13812345777"
FACTS = {
    "card": "牌面暗号",
    "words": "原话暗号",
    "address": "暗号楼五零一",
    "name": "暗奶奶",
    "phone": PHONE,
    "relay": "转话暗号",
    "concern": "困难家庭",
    "picture": "照片暗号",
}
DOORS = (
    *(
        "/",
        "/help/",
        "/wishes/",
        "/wishes/wall/",
        "/messages/",
        "/mine/",
        "/me/",
        "/me/data/",
        "/map/",
        "/offline/",
    ),
    *("/offline/who.json", "/screen/", "/joy/", "/map/features.json?bbox=112,37,113,38"),
    *(f"/api/help/wishes?of={of}" for of in ("mine", "offered", "taken", "desk")),
    *(
        "/api/help/stations",
        "/api/me",
        "/api/me/export",
        "/api/messages",
        "/api/figures",
        "/api/public/cases.geojson",
    ),
    *("/console/", "/console/inbox.csv", "/console/wishes/", "/console/stations/", "/console/funds/"),
    *("/console/figures/", "/console/ledger/", "/console/people/", "/console/tables/", "/console/outbox/"),
    *("/console/cases/", "/console/map/features.json?bbox=112,37,113,38"),
)
"""Wherever something of a wish could stand without being asked for by its number."""
CONCERN_IS_A_CHOICE = re.compile(r"<select[^>]*name=\"concern\".*?</select>", re.DOTALL)
"""In forms the words stand for everybody's choice, not for this wish."""


PAGES = ("wish", "wish-done", "wish-slip", "wish-code", "console-wish", "console-wish-slip")


def addresses(wish: Wish) -> Iterator[str]:
    """Every door, the pages of this wish, and searches for what is secret of it."""
    yield from DOORS
    for name in (*PAGES, "wish-place", "console-wish-place"):
        yield reverse(name, args=[wish.number])
    yield f"{reverse('console-ledger')}?stream={wish.stream}"
    for entry in Entry.objects.filter(stream=wish.stream):
        yield reverse("console-ledger-entry", args=[entry.pk])
    yield f"/api/help/wishes/{wish.number}"
    for station in Station.objects.values_list("pk", flat=True):
        yield from (f"/api/help/stations/{station}", f"/api/help/stations/{station}/services")
    yield reverse("sound", args=[wish.voice.sound_id])
    yield reverse("console-callbacks")
    calls = CallBack.objects.values_list("pk", flat=True)
    yield from (reverse("console-callback", args=[each]) for each in calls)
    yield from (reverse("help-station", args=[each]) for each in Station.objects.values_list("pk", flat=True))
    for name in ("ask", "console-wishes"):
        yield from (f"{reverse(name)}?q={said}" for said in ("原话暗号", "暗奶奶", PHONE, wish.number))


def found(client: Client, wish: Wish) -> set[str]:
    """The facts that stand somewhere in what this reader is answered."""
    answers = []
    pictures = [
        reverse("photo", args=[each, "full"]) for each in wish.pictures.values_list("photo", flat=True)
    ]
    for address in [*addresses(wish), *pictures]:
        answer: Any = client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code == 200:
            if address in pictures:
                answers.append(FACTS["picture"])
                continue
            raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
            answers.append(CONCERN_IS_A_CHOICE.sub("", _without_the_question(raw.decode("utf-8", "ignore"))))
    whole = "\n".join(answers)
    digits = re.sub(r"(?<=\d)[\s-](?=\d)", "", whole)
    return {fact for fact, mark in FACTS.items() if mark in (digits if fact == "phone" else whole)}


def _without_the_question(page: str) -> str:
    """A search shows what was searched for: in the box, and in links that carry it on."""
    page = re.sub(r'value="[^"]*"', "", page)
    return re.sub(r'(href|action|hx-[a-z-]+)="[^"]*"', "", page)


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def wish(scene: Scene) -> Wish:
    wish = scene.posted(
        words="原话暗号",
        address="暗号楼五零一",
        contact_name="暗奶奶",
        contact_phone=PHONE,
        concern="hardship",
    )
    WishVoiceFactory(wish=wish)
    WishPictureFactory(wish=wish)
    return scene.act(wish, WishAction.OPEN, given=Given(title="牌面暗号", public_words="牌面暗号", seats=2))


def _visitor(_scene: Scene, _wish: Wish) -> Client:
    return Client(headers={"accept-language": "en"})


def _point(scene: Scene, _wish: Wish) -> Client:
    return signed_in(scene.point)


def _claimer(scene: Scene, wish: Wish) -> Client:
    claim = claim_wish(wish.pk, by=scene.point)
    write_as_helper(claim.pk, "转话暗号", by=scene.point)
    return signed_in(scene.point)


def _who_gave_it_back(scene: Scene, wish: Wish) -> Client:
    client = _claimer(scene, wish)
    return_claim(scene.point.person.help_claims.get().pk, by=scene.point)
    return client


def _merchant(scene: Scene, _wish: Wish) -> Client:
    return signed_in(scene.merchant)


def _merchant_asked(scene: Scene, wish: Wish) -> Client:
    while Wish.objects.get().tier != Tier.MERCHANT:
        scene.act(wish, WishAction.CLIMB)
    return signed_in(scene.merchant)


def _wisher(scene: Scene, wish: Wish) -> Client:
    _claimer(scene, wish)
    return signed_in(scene.wisher)


def _checker(scene: Scene, wish: Wish) -> Client:
    """The community that calls back: it rings who wished, and opens the number on its own page for a record."""
    _claimer(scene, wish)
    Wish.objects.update(state=WishState.FULFILLED, ended_at=MONDAY, climbs_at=None)
    wish.refresh_from_db()
    CallBackFactory(wish=wish, checker=PlaceFactory(path=NEIGHBOUR))
    return signed_in(holder(Role.COMMUNITY_WORKER, NEIGHBOUR))


def _of(role: Role, path: str) -> Callable[[Scene, Wish], Client]:
    """Somebody with this role, after a helper has written to who wished."""

    def client(scene: Scene, wish: Wish) -> Client:
        _claimer(scene, wish)
        return signed_in(holder(role, path))

    return client


def _of_a_house(role: Role) -> Callable[[Scene, Wish], Client]:
    def client(scene: Scene, wish: Wish) -> Client:
        _claimer(scene, wish)
        grant = RoleGrantFactory(
            role=role, organisation=OrganisationFactory(), place=PlaceFactory(path=COMMUNITY)
        )
        return signed_in(Actor(person=grant.person))

    return client


STRANGER, HELPER = {"card"}, {"card", "concern"}
DESK = {"card", "concern", "words", "address", "picture"}
"""Name and number are masked; what the two sides write to one another is theirs."""
READERS: list[tuple[str, Callable[[Scene, Wish], Client], set[str]]] = [
    ("a visitor", _visitor, STRANGER),
    ("a helper whom it is offered to", _point, HELPER),
    ("who took it on", _claimer, {"card", "concern", "words", "address", "relay", "picture"}),
    ("who gave it back", _who_gave_it_back, HELPER),
    ("a merchant before its tier", _merchant, STRANGER),
    ("a merchant on its tier", _merchant_asked, HELPER),
    ("who wished", _wisher, {"card", "words", "address", "relay", "phone", "picture"}),
    ("the community's worker", _of(Role.COMMUNITY_WORKER, COMMUNITY), DESK),
    ("the community's grid worker", _of(Role.GRID_WORKER, COMMUNITY), DESK),
    ("another community's worker", _of(Role.COMMUNITY_WORKER, NEIGHBOUR), STRANGER),
    ("the community that calls back", _checker, STRANGER),
    ("the street", _of(Role.STREET_OFFICER, COMMUNITY[:9]), DESK),
    ("another street", _of(Role.STREET_OFFICER, "140106003"), STRANGER),
    ("the district", _of(Role.DISTRICT_OFFICER, COMMUNITY[:6]), DESK),
    ("a handling unit", _of_a_house(Role.UNIT_OFFICER), STRANGER),
    ("an institution", _of_a_house(Role.INSTITUTION_CONTACT), STRANGER),
    ("the property manager", _of_a_house(Role.PROPERTY_MANAGER), STRANGER),
    ("IT", _of(Role.IT_STAFF, COMMUNITY[:6]), STRANGER),
]


@pytest.mark.parametrize(("who", "knocks", "sees"), READERS, ids=[each[0] for each in READERS])
def test_each_reader_finds_what_is_theirs_and_nothing_else(
    scene: Scene, wish: Wish, who: str, knocks: Callable[[Scene, Wish], Client], sees: set[str]
) -> None:
    assert found(knocks(scene, wish), wish) == sees, who


def test_the_number_is_seen_by_the_desk_for_a_reason_that_is_recorded(scene: Scene, wish: Wish) -> None:
    desk, address = signed_in(scene.worker), reverse("console-wish-contact", args=[wish.number])
    assert desk.post(address, {"reason": ""}).status_code == 422
    shown = desk.post(address, {"reason": "约时间"}).content.decode()
    assert PHONE in shown.replace(" ", "")
    entry = Entry.objects.get(action="help.read_contact")
    assert (entry.actor, entry.payload["after"]["words"]) == (scene.worker.person, "约时间")
    other = signed_in(holder(Role.COMMUNITY_WORKER, NEIGHBOUR))
    assert other.post(address, {"reason": "好奇"}).status_code == 404


def test_before_it_was_looked_at_nobody_but_the_desk_and_the_wisher_finds_it(scene: Scene) -> None:
    wish = scene.posted(words="原话暗号", address="暗号楼五零一", place_path=BUILDING)
    WishVoiceFactory(wish=wish)
    for reader in (scene.point, scene.merchant, holder(Role.COMMUNITY_WORKER, NEIGHBOUR)):
        assert found(signed_in(reader), wish) == set()
    assert found(signed_in(scene.worker), wish) >= {"words", "address"}


PARTS = (PartDraft("牌面暗号", "牌面暗号", "一份的话"), PartDraft("另一份", "另一份", "另一份的话"))


def test_of_a_wish_in_parts_each_reader_finds_no_more(scene: Scene, wish: Wish) -> None:
    """The words of the whole stay with who wished and the desk; who took on a part reads that part, and where it is."""
    scene.act(wish, WishAction.SPLIT, given=Given(parts=PARTS))
    mine, other = Wish.objects.filter(parent=wish).order_by("part")
    claim = claim_wish(mine.pk, by=scene.point)
    write_as_helper(claim.pk, "转话暗号", by=scene.point)
    expected = {
        scene.point: HELPER | {"address", "relay"},
        scene.merchant: STRANGER,
        scene.wisher: {"card", "words", "address", "relay", "phone", "picture"},
        scene.worker: DESK,
        holder(Role.COMMUNITY_WORKER, NEIGHBOUR): STRANGER,
    }
    for reader, sees in expected.items():
        client = signed_in(reader)
        assert found(client, wish) | _of_parts(client, mine, other) == sees
    taken = signed_in(scene.point)
    pages = [taken.get(reverse("wish", args=[each.number])).content.decode() for each in (mine, other)]
    assert "一份的话" in pages[0]
    assert not any("另一份的话" in page for page in pages)
    assert "暗号楼五零一" not in pages[1]


def _of_parts(client: Client, *parts: Wish) -> set[str]:
    names = ("wish", "wish-done", "wish-slip", "console-wish", "console-wish-slip")
    answers = [client.get(reverse(name, args=[each.number])) for each in parts for name in names]
    shown = "\n".join(each.content.decode() for each in answers if each.status_code == 200)
    whole = CONCERN_IS_A_CHOICE.sub("", _without_the_question(shown))
    digits = re.sub(r"(?<=\d)[\s-](?=\d)", "", whole)
    return {fact for fact, mark in FACTS.items() if mark in (digits if fact == "phone" else whole)}


def test_who_finds_it_follows_the_place_it_went_to(scene: Scene, wish: Wish) -> None:
    """The old desk and the old helpers are strangers now; the new ones are not. Who held it still does."""
    claim = claim_wish(wish.pk, by=scene.point)
    write_as_helper(claim.pk, "转话暗号", by=scene.point)
    there = PlaceFactory(path=f"{NEIGHBOUR}001", kind="estate")
    given = Given(place_path=there.path, address="暗号楼五零一")
    scene.act(wish, WishAction.PLACE, scene.wisher, given=given)
    near = scene.helper(Tier.POINT, there.path, scene.street.person.help_posts.get().post.station)
    expected = {
        scene.point: {"card", "concern", "words", "address", "relay", "picture"},
        scene.team: STRANGER,
        near: HELPER,
        scene.wisher: {"card", "words", "address", "relay", "phone", "picture"},
        scene.worker: STRANGER,
        holder(Role.COMMUNITY_WORKER, NEIGHBOUR): DESK,
        holder(Role.STREET_OFFICER, COMMUNITY[:9]): DESK,
    }
    for reader, sees in expected.items():
        assert found(signed_in(reader), wish) == sees


SEEN_AS = {
    "a visitor": "stranger", "a helper whom it is offered to": "helper", "who took it on": "claimer",
    "who gave it back": "helper", "a merchant before its tier": "stranger", "a merchant on its tier": "helper",
    "who wished": "wisher", "the community's worker": "desk", "another community's worker": "stranger",
    "the community that calls back": "checker", "IT": "stranger",
}  # fmt: skip
SHOWN = {"words": "words", "address": "address", "concern": "concern"}


@pytest.mark.parametrize(
    ("who", "knocks", "sees"),
    [each for each in READERS if each[0] in SEEN_AS],
    ids=[each[0] for each in READERS if each[0] in SEEN_AS],
)
def test_the_api_shows_each_reader_no_more_than_the_page(
    scene: Scene, wish: Wish, who: str, knocks: Callable[[Scene, Wish], Client], sees: set[str]
) -> None:
    """By name: a field that the reader's page has not is not there at all, rather than empty."""
    found = knocks(scene, wish).get(f"/api/help/wishes/{wish.number}").json()
    assert found["reader"] == SEEN_AS[who]
    there = {fact for fact, field in SHOWN.items() if field in found}
    # Who wished reads on the page of their data for whom they said it was.
    allowed = sees | ({"concern"} if who == "who wished" else set())
    assert there == allowed & set(SHOWN)
    assert ("revision" in found) == (SEEN_AS[who] in ("wisher", "desk"))
