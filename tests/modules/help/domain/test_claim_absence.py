"""A helper came by and met nobody: the lease goes on, the desk calls, who wished is told, nobody is blamed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jiayuan.foundation.clock.now import at, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.help.domain.claim_absence import go_again, look_after_absence, meet_nobody
from jiayuan.modules.help.domain.claims import fulfil_claim, lapse_all, note_contact, return_claim
from jiayuan.modules.help.domain.queries.progress import history
from jiayuan.modules.help.domain.queries.work import NOBODY, work_items
from tests.modules.help.scene import MONDAY, Scene
from tests.modules.help.views.test_console_wishes import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with at(MONDAY):
        yield Scene()


def kinds(scene):
    return [each.kind for each in work_items(scene.worker, 20)]


def test_the_desk_calls_and_the_lease_goes_on(scene):
    claim = scene.claimed(urgency="today")
    until = claim.contact_by
    with at(until - timedelta(minutes=5)):
        told = meet_nobody(claim.pk, by=scene.point, nonce="a")
        assert meet_nobody(claim.pk, by=scene.point) == told
        assert told.contact_by > until
        assert kinds(scene) == [NOBODY]
    with at(until):
        assert lapse_all() == 0
        look_after_absence(claim.pk, words="六点以后在家", by=scene.worker)
        assert kinds(scene) == []
    assert any(each.action == "help.nobody_there" for each in history(claim.wish, scene.wisher))


def test_done_after_all_is_told_in_a_word_or_a_photo(scene):
    claim = scene.claimed()
    meet_nobody(claim.pk, by=scene.point)
    with pytest.raises(Invalid) as caught:
        fulfil_claim(claim.pk, by=scene.point)
    assert caught.value.field == "words"
    claim.refresh_from_db()
    assert claim.state == "held"
    assert fulfil_claim(claim.pk, words="晚上再去，修好了", by=scene.point).state == "done"


def test_a_day_to_try_again_keeps_the_lease_until_that_evening(scene):
    claim = scene.claimed(urgency="today")
    with pytest.raises(Conflict):
        go_again(claim.pk, today(), by=scene.point)
    meet_nobody(claim.pk, by=scene.point)
    for day in (None, today() - timedelta(days=1), today() + timedelta(days=8)):
        with pytest.raises(Invalid) as caught:
            go_again(claim.pk, day, by=scene.point)
        assert caught.value.field == "day"
    day = today() + timedelta(days=3)
    again = go_again(claim.pk, day, by=scene.point)
    assert again.again_on == day
    with at(again.contact_by - timedelta(minutes=1)):
        assert lapse_all() == 0


def test_in_touch_it_is_over(scene):
    claim = scene.claimed()
    meet_nobody(claim.pk, by=scene.point)
    assert note_contact(claim.pk, by=scene.point).absent_at is None
    meet_nobody(claim.pk, by=scene.point)
    assert kinds(scene) == [NOBODY]
    fulfil_claim(claim.pk, words="第二次在家", by=scene.point)
    assert NOBODY not in kinds(scene)


def test_only_who_holds_it_says_so_and_only_the_desk_looks_after_it(scene):
    claim = scene.claimed()
    with pytest.raises(Refused):
        meet_nobody(claim.pk, by=scene.team)
    meet_nobody(claim.pk, by=scene.point)
    with pytest.raises(Refused):
        look_after_absence(claim.pk, words="电话", by=scene.point)
    with pytest.raises(Invalid):
        look_after_absence(claim.pk, words=" ", by=scene.worker)
    return_claim(claim.pk, by=scene.point)
    with pytest.raises(Conflict):
        meet_nobody(claim.pk, by=scene.point)


def test_the_desk_calls_also_when_it_was_given_back(scene):
    claim = scene.claimed()
    meet_nobody(claim.pk, by=scene.point)
    return_claim(claim.pk, by=scene.point)
    assert kinds(scene) == [NOBODY]
    looked = reverse("console-wish-looked", args=[claim.wish.number, claim.pk])
    page = signed_in(scene.worker).get(reverse("console-wish", args=[claim.wish.number])).content.decode()
    assert looked in page
    look_after_absence(claim.pk, words="在家", by=scene.worker)
    assert kinds(scene) == []


def test_who_was_in_touch_before_says_so_again(scene):
    claim = scene.claimed()
    first = note_contact(claim.pk, by=scene.point).contacted_at
    with at(MONDAY + timedelta(hours=2)):
        meet_nobody(claim.pk, by=scene.point)
        again = note_contact(claim.pk, by=scene.point)
    assert (again.absent_at, again.contacted_at) == (None, first)


def test_a_wish_is_not_kept_from_others_day_after_day(scene):
    claim = scene.claimed()
    meet_nobody(claim.pk, by=scene.point)
    go_again(claim.pk, today() + timedelta(days=7), by=scene.point)
    with at(MONDAY + timedelta(days=5)), pytest.raises(Invalid):
        go_again(claim.pk, today() + timedelta(days=7), by=scene.point)


def test_who_wished_is_told_that_somebody_was_there_and_when_they_come_again(scene):
    claim = scene.claimed()
    meet_nobody(claim.pk, by=scene.point)
    go_again(claim.pk, today() + timedelta(days=1), by=scene.point)
    told = Notice.objects.filter(person=scene.wisher.person).order_by("pk").values_list("title", "words")
    first, second = list(told)[-2:]
    assert (first[0], second[0]) == ("帮手来过，没有见到人", "帮手改天再来")
    assert "11月3日" in second[1].replace(" ", "")


def test_on_that_day_it_can_be_said_once_more(scene):
    claim = scene.claimed()
    meet_nobody(claim.pk, by=scene.point)
    go_again(claim.pk, today() + timedelta(days=1), by=scene.point)
    with at(MONDAY + timedelta(days=1)):
        told = meet_nobody(claim.pk, by=scene.point)
        assert (told.absent_at, told.again_on) == (MONDAY + timedelta(days=1), None)


def test_on_the_pages(scene):
    claim = scene.claimed()
    helper, desk = signed_in(scene.point), signed_in(scene.worker)
    page = reverse("wish", args=[claim.wish.number])
    absent = reverse("help-claim", args=[claim.pk, "absent"])
    assert absent in helper.get(page).content.decode()
    again = reverse("help-claim", args=[claim.pk, "again"])
    assert again in helper.post(absent, follow=True).content.decode()
    assert helper.post(again, {"day": "昨天"}).status_code == 422
    assert helper.post(again, {"day": today().isoformat()}).status_code == 302
    looked = reverse("console-wish-looked", args=[claim.wish.number, claim.pk])
    desk_page = reverse("console-wish", args=[claim.wish.number])
    assert looked in desk.get(desk_page).content.decode()
    assert desk.post(looked, {"words": ""}).status_code == 422
    assert desk.post(looked, {"words": "电话联系上了"}).status_code == 302
    assert looked not in desk.get(desk_page).content.decode()
