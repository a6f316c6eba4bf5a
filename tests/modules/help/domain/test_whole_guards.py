"""No part of a wish has parts, and nothing is set aside of nothing: the database itself refuses it, whoever writes."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.fund_allot import allot
from jiayuan.modules.help.domain.parts import PartDraft
from jiayuan.modules.help.enums import WishAction, WishState
from jiayuan.modules.help.models import Allotment, Wish
from tests.factories import WishFactory
from tests.modules.help.fund import FundScene
from tests.modules.help.scene import Scene

pytestmark = pytest.mark.django_db
PARTS = (PartDraft("抬冰箱", "一台冰箱要抬上五楼"), PartDraft("修插座", "厨房插座松了"))


@pytest.fixture
def parts():
    scene = Scene()
    whole = scene.act(scene.opened(), WishAction.SPLIT, given=Given(parts=PARTS))
    return list(whole.parts.order_by("part"))


def refused(write):
    """At once, or when what was written is to be kept."""
    with pytest.raises(IntegrityError):
        kept(write)


def kept(write):
    with transaction.atomic():
        write()
        connection.check_constraints()


def part_of(wish, **more):
    return lambda: WishFactory(parent=wish, part=1, **more)


def test_a_part_has_no_parts(parts):
    refused(part_of(parts[0]))


def test_what_was_not_split_has_no_parts(parts):
    refused(part_of(WishFactory()))


def test_nor_does_who_writes_past_the_models_make_them(parts):
    one, other = (Wish.objects.filter(pk=each.pk) for each in parts)
    refused(lambda: one.update(parent=parts[1].pk))
    refused(lambda: one.update(parent=parts[1].pk, whole=parts[1].pk))
    refused(lambda: one.update(whole=None))
    refused(lambda: one.update(parent=None, part=None))
    refused(lambda: one.update(whole_key=F("id")))
    refused(lambda: other.update(split_at=timezone.now(), whole_key=F("id"), state=WishState.SPLIT))


def test_a_whole_does_not_become_a_part(parts):
    whole = Wish.objects.filter(pk=parts[0].parent_id)
    refused(lambda: whole.update(parent=whole.get().pk, whole=whole.get().pk, part=3))
    refused(lambda: whole.update(whole_key=None))
    refused(lambda: whole.update(split_at=None, whole_key=None, state=WishState.OPEN, tier="team"))


def test_nothing_is_set_aside_of_nothing():
    scene = FundScene()
    year = timezone.localdate().year
    allot(scene.fund.pk, year=year, kind="wish", amount=500, by=scene.officer)
    rows = Allotment.objects.filter(fund=scene.fund)
    refused(lambda: rows.update(amount=0))
    refused(lambda: rows.update(amount=-500))
    assert allot(scene.fund.pk, year=year, kind="wish", amount=0, by=scene.officer) is None
    assert not rows.exists()
