"""The pages on which the district writes the words of the pledge, and what a signer sees of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, now, today
from jiayuan.modules.sorting.domain.pledge_sheet import draw_wording
from jiayuan.modules.sorting.limits import PROMISE, PROMISES
from jiayuan.modules.sorting.models import Pledge, PledgeWording
from tests.factories import PlaceFactory, PledgeWordingFactory

pytestmark = pytest.mark.django_db
LIST = "/console/sorting/pledges/words/"
ZH, EN = "我分好类。\n我按时投。", "I sort.\nI come in time."


@pytest.fixture
def desk(person_with, sign_in):
    return sign_in(person_with(Role.DISTRICT_OFFICER, "140106"))


def page() -> str:
    return reverse("console-sorting-wording", args=[PledgeWording.objects.get().pk])


def test_from_the_list_to_the_day_and_a_signer_signs_anew(desk, client):
    place = PlaceFactory(path="140106004010")
    form = {"shown_name": "小满", "place_path": place.path, "version": "1", "nonce": "n" * 20}
    client.post(reverse("sorting-pledge"), form)
    desk.post(LIST)
    shown = desk.post(page(), {"zh": ZH, "en": EN, "seen": 1}, follow=True).content.decode()
    assert "我按时投。" in shown
    assert desk.get(page() + "sheet.png?language=en")["Content-Type"] == "image/png"
    day = {"since": (today() + timedelta(days=1)).isoformat(), "ask_again": "on", "seen": 2}
    listed = desk.post(page() + "act/settle/", day, follow=True)
    assert [(each.version, number) for each, number, _pk in listed.context["rows"]] == [(2, 0), (1, 1)]
    pledge = Pledge.objects.get()
    own = reverse("sorting-pledge-own", args=[pledge.pk])
    assert "我按时投。" not in client.get(own).content.decode()
    with at(now() + timedelta(days=1)):
        seen = client.get(own).content.decode()
        assert "我按时投。" in seen
        assert "我认得四个桶" in seen
        client.post(reverse("sorting-pledge-renew", args=[pledge.pk]), {"version": "2"})
        assert "我认得四个桶" not in client.get(own).content.decode()
        assert Client().post(reverse("sorting-pledge-renew", args=[pledge.pk])).status_code == 404


def test_what_was_typed_comes_back_with_what_is_wrong(desk):
    PledgeWordingFactory()
    refused = desk.post(page(), {"zh": "只有中文", "en": "", "seen": 1})
    assert refused.status_code == 422
    assert "只有中文" in refused.content.decode()
    stale = desk.post(page(), {"zh": "晚了", "en": "Late", "seen": 7})
    assert stale.status_code == 409
    assert "晚了" in stale.content.decode()
    past = desk.post(page() + "act/settle/", {"since": today().isoformat(), "seen": 1})
    assert past.status_code == 422
    assert past.context["sheet"].faults_of("since")


def in_force_elsewhere() -> None:
    PledgeWording.objects.update(version=2, since=today() + timedelta(days=1), revision=2)


def dropped_elsewhere() -> None:
    PledgeWording.objects.all().delete()


@pytest.mark.parametrize(
    ("elsewhere", "said"), [(in_force_elsewhere, "已经定下"), (dropped_elsewhere, "已经作废")]
)
def test_typed_for_a_draft_that_is_over_meanwhile_it_comes_back_with_the_way_on(desk, elsewhere, said):
    PledgeWordingFactory()
    address = page()
    elsewhere()
    kept = desk.post(address, {"zh": ZH, "en": EN, "seen": 1})
    shown = kept.content.decode()
    assert kept.status_code == 409
    assert said in shown
    assert "我按时投。" in shown
    assert "I come in time." in shown
    assert f'action="{LIST}"' in shown


def test_words_that_were_kept_begin_another_draft(desk):
    made = desk.post(LIST, {"zh": ZH, "en": EN}, follow=True)
    assert (made.context["wording"].zh, made.context["wording"].en) == (ZH, EN)
    again = desk.post(LIST, {"zh": "再写一次。", "en": "Once more."})
    assert again.status_code == 409
    assert "再写一次。" in again.content.decode()
    assert page() in again.content.decode()


def test_the_draft_is_dropped_only_after_a_question(desk):
    PledgeWordingFactory()
    before, _summary, after = desk.get(page()).content.decode().partition('<details class="ask-first">')
    assert "act/drop/" not in before
    assert "act/drop/" in after


def test_dropped_and_unknown_acts(desk):
    PledgeWordingFactory()
    assert desk.post(page() + "act/praise/", {"seen": 1}).status_code == 404
    assert desk.post(page() + "act/drop/", {"seen": 1}, follow=True).context["draft"] is None


@pytest.mark.parametrize(("language", "line"), [("zh-hans", "好" * PROMISE["zh"]), ("en", "Sorting " * 18)])
def test_the_longest_words_fit_one_sheet(actor_with, language, line):
    import io

    lines = "\n".join([line.strip()[: PROMISE["en"]]] * PROMISES)
    wording = PledgeWordingFactory.build(zh=lines, en=lines, edited_by=None)
    actor = actor_with(Role.DISTRICT_OFFICER, "140106")
    drawn = draw_wording(wording, language=language, address="http://testserver/", by=actor)
    width, height = Image.open(io.BytesIO(drawn)).size
    assert height / width == pytest.approx(2**0.5, abs=0.01)


def test_the_street_does_not_write_them(person_with, sign_in):
    other = sign_in(person_with(Role.COMMUNITY_WORKER, "140106004010"))
    assert other.get(LIST).status_code == 403
