"""A wish in parts as each side sees it: the form of the desk and of the centre, the one page of who wished, a part."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim
from jiayuan.modules.help.domain.parts import PartDraft
from jiayuan.modules.help.enums import Tier, WishAction
from jiayuan.modules.help.models import PostMember, Wish
from tests.modules.help.scene import Scene

from .conftest import Screen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PARTS = (
    PartDraft("搬冰箱上五楼", "一台单门冰箱要从一楼搬到五楼，需要两个人。", seats=2),
    PartDraft("修厨房插座", "厨房墙上的插座松了，请懂电的人看看。", kind="repair"),
)
READERS: list[dict[str, Any]] = [
    {},
    {"language": "en"},
    {"care": True, "theme": "dark"},
]


@pytest.mark.parametrize("reader", READERS, ids=["plain", "english", "care-dark"])
def test_each_side_reads_it_whole(screen: Callable[..., Screen], reader: dict[str, Any]) -> None:
    scene = Scene()
    first, wish = scene.opened(), scene.opened()
    while wish.tier != Tier.CENTRE:
        wish = scene.act(wish, WishAction.CLIMB)
    PostMember.objects.filter(person=scene.centre.person).update(role="keeper")
    desk = screen("desk", person=scene.worker.person, **reader)
    page = desk.open(reverse("console-wish-split", args=[first.number]))
    desk.look("split")
    page.locator("form button.btn-primary").click()
    keeper = screen(person=scene.centre.person, **reader)
    keeper.open(reverse("wish-split", args=[wish.number]))
    keeper.look("split")
    scene.act(wish, WishAction.SPLIT, given=Given(parts=PARTS))
    _fridge, socket = Wish.objects.filter(parent=wish).order_by("part")
    fulfil_claim(claim_wish(socket.pk, by=scene.point).pk, by=scene.point)
    own = screen(person=scene.wisher.person, **reader)
    own.open(reverse("wish", args=[wish.number]))
    own.look("whole")
    own.open(reverse("wish", args=[socket.number]))
    own.look("part-own")
    helper = screen(person=scene.point.person, **reader)
    helper.open(reverse("wish", args=[socket.number]))
    helper.look("part")
    desk.open(reverse("console-wish", args=[wish.number]))
    desk.look("whole")
