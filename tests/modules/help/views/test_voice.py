"""A wish told by voice: from the form to the ears of those whom it is for, and gone when it is no longer needed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock import now as clock
from jiayuan.foundation.evidence.models import Sound
from jiayuan.foundation.ledger.domain.queries import history
from jiayuan.modules.help.domain.claims import claim_wish, return_claim
from jiayuan.modules.help.domain.forget import erase_help
from jiayuan.modules.help.domain.personal_data import export_help
from jiayuan.modules.help.domain.queries.work import work_items
from jiayuan.modules.help.domain.voices import let_go_of_old_voices
from jiayuan.modules.help.enums import WishAction, WishState
from jiayuan.modules.help.models import Wish, WishVoice
from jiayuan.services.cases.models import Case
from tests.factories import CategoryVersionFactory, WishVoiceFactory
from tests.foundation.evidence import sounds
from tests.modules.help.scene import COMMUNITY, NEIGHBOUR, Scene, holder

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def recording() -> SimpleUploadedFile:
    return SimpleUploadedFile("voice", sounds.webm(), "audio/webm")


def send(client: Client, **fields: Any) -> Any:
    given = {"words": "", "place_path": COMMUNITY, "contact_phone": "13800138000", "nonce": "a" * 20}
    return client.post(reverse("wish-ask"), given | fields)


@pytest.mark.usefixtures("scene")
class TestTelling:
    def test_a_wish_may_be_told_by_voice_alone(self) -> None:
        client = Client(headers={"accept-language": "en"})
        answer = send(client, voice=recording())
        wish = Wish.objects.get()
        assert answer.url == reverse("wish-done", args=[wish.number])
        shown = client.get(reverse("wish", args=[wish.number])).content.decode()
        assert "用语音说的" in shown
        assert f"/sounds/{wish.voice.sound_id}/" in shown
        slip = client.get(reverse("wish-slip", args=[wish.number])).content.decode()
        assert "语音说的" in slip

    def test_sent_twice_it_is_one_wish_with_one_note(self) -> None:
        client = Client()
        answers = [send(client, voice=recording()).url for _each in range(2)]
        assert answers[1] == f"{answers[0]}?again=1"
        assert WishVoice.objects.count() == 1

    def test_without_words_and_without_a_voice_it_says_what_is_missing(self) -> None:
        assert send(Client()).status_code == 422
        assert not Wish.objects.exists()

    def test_the_note_stays_when_something_else_is_wrong_and_may_be_left_out(self) -> None:
        client = Client()
        back = send(client, voice=recording(), contact_phone="1")
        note = Sound.objects.get()
        assert f'name="voice_id" value="{note.pk}"' in back.content.decode()
        assert send(client, voice_id=str(note.pk), voice_drop="1").status_code == 422
        send(client, voice_id=str(note.pk))
        assert WishVoice.objects.get().sound == note

    def test_a_bad_file_never_costs_the_words(self) -> None:
        bad = SimpleUploadedFile("voice", b"%PDF-1.7", "audio/webm")
        back = send(Client(), voice=bad, words="纱窗坏了")
        assert back.status_code == 422
        assert "纱窗坏了" in back.content.decode()

    def test_the_note_of_another_session_is_none(self) -> None:
        send(Client(), voice=recording(), contact_phone="1")
        back = send(Client(), voice_id=str(Sound.objects.get().pk), words="纱窗坏了")
        assert back.status_code == 422
        assert not Wish.objects.exists()


class TestHearing:
    def test_the_desk_the_wisher_and_who_takes_it_on_hear_it_and_nobody_else(self, scene: Scene) -> None:
        wish = scene.opened()
        address = f"/sounds/{WishVoiceFactory(wish=wish).sound_id}/"
        others = [scene.point, scene.merchant, scene.street, holder(Role.COMMUNITY_WORKER, NEIGHBOUR)]
        assert {signed_in(each).get(address).status_code for each in others} == {404}
        assert Client().get(address).status_code == 404
        claim = claim_wish(wish.pk, by=scene.point)
        hearing = [scene.wisher, scene.worker, scene.point]
        assert {signed_in(each).get(address).status_code for each in hearing} == {200}
        assert "<audio" in signed_in(scene.point).get(reverse("wish", args=[wish.number])).content.decode()
        return_claim(claim.pk, reason="", by=scene.point)
        assert signed_in(scene.point).get(address).status_code == 404

    def test_the_desk_finds_it_among_its_work_and_can_play_it(self, scene: Scene) -> None:
        wish = scene.posted()
        Wish.objects.update(words="", public_words="")
        WishVoiceFactory(wish=wish)
        assert any("voice" in item.title or "语音" in item.title for item in work_items(scene.worker, 5))
        page = signed_in(scene.worker).get(reverse("console-wish", args=[wish.number])).content.decode()
        assert "语音，12 秒" in page

    def test_as_a_report_it_has_the_words_of_the_desk(self, scene: Scene) -> None:
        wish, version = scene.posted(), CategoryVersionFactory()
        Wish.objects.update(words="", public_words="")
        WishVoiceFactory(wish=wish)
        given = {"category_code": version.category_id, "words": "路灯不亮，说在电话里"}
        address = reverse("console-wish-act", args=[wish.number, "move"])
        signed_in(scene.worker).post(address, given | {"revision": 1, "nonce": "b" * 20})
        assert Case.objects.get().words == "路灯不亮，说在电话里"


class TestLettingGo:
    def test_two_weeks_after_the_end_it_is_gone_and_that_there_was_one_stays(self, scene: Scene) -> None:
        wish = scene.posted()
        sound = WishVoiceFactory(wish=wish).sound
        scene.act(wish, WishAction.WITHDRAW, scene.wisher)
        with clock.at(clock.now() + timedelta(days=13)):
            assert let_go_of_old_voices() == 0
        with clock.at(clock.now() + timedelta(days=15)):
            assert let_go_of_old_voices() == 1
            assert let_go_of_old_voices() == 0
        assert not Sound.objects.exists()
        assert history(f"sound/{sound.pk}").get().action == "sound.removed"
        page = signed_in(scene.wisher).get(reverse("wish", args=[wish.number])).content.decode()
        assert "不保留" in page

    def test_one_that_runs_keeps_it(self, scene: Scene) -> None:
        WishVoiceFactory(wish=scene.opened())
        with clock.at(clock.now() + timedelta(days=400)):
            assert let_go_of_old_voices() == 0

    def test_who_asks_to_be_forgotten_takes_it_along(self, scene: Scene) -> None:
        wish = scene.posted()
        WishVoiceFactory(wish=wish)
        assert export_help(scene.wisher.person)["wishes"][0]["voice_seconds"] == 12
        erase_help(scene.wisher.person)
        assert not Sound.objects.exists()
        wish.refresh_from_db()
        assert wish.state == WishState.WITHDRAWN
