"""A courtyard with everybody a wish may meet: neighbours on every tier, the desk, the offices above it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from playwright.sync_api import expect

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.domain.load import load_district
from jiayuan.foundation.places.models import Place
from jiayuan.modules.help.enums import Tier
from jiayuan.modules.help.models import Station
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    PostMemberFactory,
    RoleGrantFactory,
    StationFactory,
    VolunteerFactory,
)

from .conftest import Screen
from .hands import Hand

COMMUNITY, NEXT_DOOR, STREET = "140106004010", "140106004011", "140106004"
Screens = Callable[..., Screen]
GRANDMOTHER, HER_NUMBER = "张桂兰", "13803510042"


def hour(day: int, clock: str) -> datetime:
    """A moment of November 2026 in Taiyuan; the 2nd is a Monday."""
    hours, minutes = clock.split(":")
    return datetime(2026, 11, day, int(hours), int(minutes), tzinfo=timezone.get_default_timezone())


@dataclass
class Street:
    """``team`` and ``lawyer`` help in the community, ``beside`` in the next one, ``merchant`` runs a shop; ``worker``
    and ``colleague`` sit at the desk, ``officer`` in the street office."""

    station: Station
    team: Person
    lawyer: Person
    beside: Person
    merchant: Person
    worker: Person
    colleague: Person
    officer: Person


def street() -> Street:
    load_district()
    home, beside = Place.objects.get(pk=COMMUNITY), Place.objects.get(pk=NEXT_DOOR)
    station = StationFactory(community=home, name="新建路党建微帮站", name_en="Xinjian Road Help Station")
    next_door = StationFactory(community=beside)
    lawyer = _helper("陈律师", station, Tier.TEAM, "法律互助队", "Legal team")
    VolunteerFactory(person=lawyer, community=home).skills.add("law")
    shop = OrganisationFactory(name="新建路五金店", name_en="Xinjian Road Hardware", place=home)
    return Street(
        station=station,
        team=_helper("刘强", station, Tier.TEAM, "巧手互助队", "Handy team"),
        lawyer=lawyer,
        beside=_helper("马丽", next_door, Tier.TEAM, "邻里互助队", "Neighbours' team"),
        merchant=_helper("赵老板", station, Tier.MERCHANT, "商户服务站", "Merchants", organisation=shop),
        worker=_holder("李建芳", Role.COMMUNITY_WORKER, COMMUNITY),
        colleague=_holder("周书记", Role.COMMUNITY_WORKER, COMMUNITY),
        officer=_holder("孙主任", Role.STREET_OFFICER, STREET),
    )


def _helper(name: str, station: Station, tier: Tier, post: str, post_en: str, **fields: Any) -> Person:
    place = station.community
    made = PostFactory(station=station, tier=tier, place=place, name=post, name_en=post_en, **fields)
    person: Person = PostMemberFactory(post=made, person__name=name).person
    return person


def _holder(name: str, role: Role, path: str) -> Person:
    person: Person = PersonFactory(name=name)
    RoleGrantFactory(person=person, role=role, place=Place.objects.get(pk=path))
    return person


def wish_for_her(desk: Hand, words: str, what: str) -> str:
    """The worker writes what she says at the counter, and the slip stands on the screen. Its number."""
    page = desk.open("/console/wishes/", f"{what}-wishes")
    desk.go('a.btn-primary[href$="/wishes/new/"]', f"{what}-new")
    desk.write("#id_words", words)
    desk.write("#id_contact_name", GRANDMOTHER)
    desk.write("#id_contact_phone", HER_NUMBER)
    desk.write("#id_address", "2单元501")
    desk.tap(page.locator("#id_manner label").first)
    desk.go("#wish-form button.btn-primary", f"{what}-slip")
    return page.locator("article .numbers").first.inner_text().strip()


def take_up(desk: Hand, number: str, title: str, public: str, what: str, *, skill: str = "") -> None:
    """The desk words the card, and it is offered to whoever is nearest."""
    desk.open(f"/console/wishes/{number}/", f"{what}-posted")
    desk.write("#act-open [name=title]", title)
    desk.write("#act-open [name=public_words]", public)
    if skill:
        desk.tap("#act-open details summary")
        desk.tap(f"#act-open label:has(input[value={skill}])")
    page = desk.go("#act-open button.btn-primary", f"{what}-taken-up")
    expect(page.locator("#act-open")).to_have_count(0)


def wish_on_the_phone(hand: Hand, words: str, what: str) -> str:
    """Without an account. Its number."""
    page = hand.open(f"/wish/?q={words}", f"{what}-form")
    hand.write("#id_contact_phone", HER_NUMBER)
    hand.choose("#id_place_path", COMMUNITY)
    hand.go("#wish-form button.btn-primary", f"{what}-done")
    return page.locator("main .numbers").first.inner_text().strip()
