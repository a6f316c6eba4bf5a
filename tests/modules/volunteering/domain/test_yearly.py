"""The three lists of a year."""

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.modules.volunteering.domain.yearly import ItemDraft, finish_item, match_items, write_item
from jiayuan.modules.volunteering.enums import ItemKind, ItemState
from jiayuan.modules.volunteering.models import YearlyItem
from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.factories import PairingFactory, YearlyItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(actor_with):
    return actor_with(Role.COMMUNITY_WORKER)


def need(**more):
    fields = {"kind": ItemKind.NEED, "year": today().year, "words": "楼道要粉刷", "community_path": COMMUNITY}
    return ItemDraft(**{**fields, **more})


def test_the_office_writes_needs_and_the_partner_what_it_offers(office, actor_with):
    pairing = PairingFactory()
    contact = actor_with(Role.INSTITUTION_CONTACT, "140106004", organisation=pairing.organisation)
    wanted = write_item(need(skill_code="law"), by=office)
    offer = write_item(need(kind=ItemKind.RESOURCE, words="律师两名", pairing=pairing), by=contact)
    match_items(wanted.pk, offer.pk, by=office)
    wanted.refresh_from_db()
    offer.refresh_from_db()
    assert (wanted.matched, wanted.state, offer.matched) == (offer, ItemState.MATCHED, wanted)
    finish_item(wanted.pk, by=office)
    assert set(YearlyItem.objects.values_list("state", flat=True)) == {ItemState.DONE}
    with pytest.raises(Conflict):
        finish_item(offer.pk, by=contact)


def test_who_is_not_of_the_community_writes_no_need(actor_with):
    with pytest.raises(Refused):
        write_item(need(), by=actor_with(Role.COMMUNITY_WORKER, OTHER_COMMUNITY))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "wish"}, "kind"), ({"year": 1999}, "year"), ({"year": today().year + 2}, "year"),
        ({"words": "  "}, "words"), ({"words": "长" * 121}, "words"), ({"skill_code": "magic"}, "skill"),
        ({"kind": ItemKind.RESOURCE}, "organisation"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(office, more, field):
    with pytest.raises(Invalid) as refused:
        write_item(need(**more), by=office)
    assert refused.value.field == field


def test_the_same_words_stand_once_on_a_list(office):
    write_item(need(), by=office)
    with pytest.raises(Conflict):
        write_item(need(), by=office)


def test_only_a_need_and_an_offer_of_one_community_belong_together(office, actor_with):
    district = actor_with(Role.DISTRICT_OFFICER, "140106")
    wanted, another = YearlyItemFactory(), YearlyItemFactory()
    far = PairingFactory(community__path=OTHER_COMMUNITY)
    elsewhere = YearlyItemFactory(kind=ItemKind.PROJECT, pairing=far, community=far.community)
    for other in (another, elsewhere):
        with pytest.raises(Invalid):
            match_items(wanted.pk, other.pk, by=district)
    offer = YearlyItemFactory(kind=ItemKind.PROJECT, pairing=PairingFactory())
    match_items(wanted.pk, offer.pk, by=office)
    with pytest.raises(Conflict):
        match_items(another.pk, offer.pk, by=office)
