"""Call-backs in the console: what the calling community reads, notes and opens."""

import pytest
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.modules.help.callback_enums import CallState
from jiayuan.modules.help.models import CallBack
from tests.factories import CallBackFactory, PlaceFactory, WishContactFactory
from tests.modules.help.scene import COMMUNITY, MONDAY, NEIGHBOUR, holder
from tests.modules.help.views.test_wall import at_the_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    contact = WishContactFactory(
        wish__place=PlaceFactory(path=COMMUNITY), wish__state="fulfilled", wish__ended_at=MONDAY
    )
    return CallBackFactory(wish=contact.wish, checker=PlaceFactory(path=NEIGHBOUR))


@pytest.fixture
def checker():
    return at_the_desk(holder(Role.COMMUNITY_WORKER, NEIGHBOUR))


def test_card_and_masked_number_and_nothing_else(call, checker):
    shown = checker.get(reverse("console-callback", args=[call.pk])).content.decode()
    assert "修纱窗" in shown
    for hidden in ("13800138000", "张奶奶", "3号楼2单元501", "纱窗坏了，想找人修一下"):
        assert hidden not in shown
    opened = checker.post(reverse("console-callback-contact", args=[call.pk])).content.decode()
    assert "13800138000" in opened
    assert "3号楼2单元501" not in opened


def test_on_the_page_of_the_wish_it_is_the_card_alone(call, checker):
    call.wish.concern = "elder"
    call.wish.save()
    shown = checker.get(reverse("wish", args=[call.wish.number])).content.decode()
    assert "修纱窗" in shown
    for hidden in ("13800138000", "张奶奶", "3号楼2单元501", "An elder", "老人"):
        assert hidden not in shown


def test_listed_noted_and_answered(call, checker):
    assert "修纱窗" in checker.get(reverse("console-callbacks")).content.decode()
    act = reverse("console-callback-act", args=[call.pk, "heard"])
    lacking = checker.post(act, {"tries": "0", "content": "no", "words": "又坏了"})
    assert lacking.status_code == 422
    assert "又坏了" in lacking.content.decode()
    checker.post(act, {"tries": "0", "really_done": "no", "content": "no", "words": "又坏了"})
    assert CallBack.objects.get().state == CallState.REACHED
    server = at_the_desk(holder(Role.COMMUNITY_WORKER, COMMUNITY))
    assert "又坏了" in server.get(reverse("console-callback", args=[call.pk])).content.decode()
    server.post(reverse("console-callback-act", args=[call.pk, "answer"]), {"words": "已重新修好"})
    assert CallBack.objects.get().answer == "已重新修好"


def test_who_served_does_not_learn_of_it_beforehand(call):
    server = at_the_desk(holder(Role.COMMUNITY_WORKER, COMMUNITY))
    assert server.get(reverse("console-callback", args=[call.pk])).status_code == 404
    assert "修纱窗" not in server.get(reverse("console-callbacks")).content.decode()


def test_nobody_was_reached(call, checker):
    checker.post(reverse("console-callback-act", args=[call.pk, "missed"]), {"tries": "0"})
    assert CallBack.objects.get().tries == 1
    assert checker.post(reverse("console-callback-act", args=[call.pk, "guess"])).status_code == 404
