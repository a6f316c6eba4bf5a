"""What a slip tells whoever finds it, and what it is called by whom it is for."""

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.doors.api.visitors import TOKEN_HEADER
from jiayuan.foundation.access.actor import Actor
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish
from jiayuan.modules.help.domain.parts import PartDraft
from jiayuan.modules.help.enums import WishAction
from jiayuan.modules.help.models import Wish
from tests.factories import PersonFactory, RelayLineFactory, WishPictureFactory, WishVoiceFactory
from tests.modules.help.scene import BUILDING, COMMUNITY, Scene

from .test_console_new import FILLED
from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
WORDS = "纱窗坏了，我住3号楼2单元501室，请打13912345678找我"
PARTS = (PartDraft("拆旧的", "把旧纱窗拆下来"), PartDraft("装新的", "把新纱窗装上去"))
PRIVATE = ("13912345678", "2单元501", "5678")


@pytest.fixture
def scene() -> Scene:
    return Scene()


def wished(client: Client) -> Wish:
    given = {"words": WORDS, "place_path": COMMUNITY, "contact_phone": "13800138000", "address": "9号楼3室"}
    client.post(reverse("wish-ask"), given | {"nonce": "a" * 20})
    return Wish.objects.get()


def follow(client: Client, link: str) -> str:
    return client.get(link[link.index("/w/") :], follow=True).content.decode()


def link_of(client: Client, wish: Wish) -> str:
    return str(client.get(reverse("wish-slip", args=[wish.number])).context["link"])


@pytest.mark.usefixtures("scene")
class TestWhoFindsASlip:
    def test_reads_no_number_and_no_door(self) -> None:
        mine = Client()
        wish = wished(mine)
        link = link_of(mine, wish)
        other = Client()
        for _each in range(2):  # scanned twice it is still a slip
            found = follow(other, link)
            assert "纱窗坏了" in found
            assert not [each for each in (*PRIVATE, "9号楼3室") if each in found]
        slip = mine.get(reverse("wish-slip", args=[wish.number])).content.decode()
        assert not [each for each in PRIVATE if each in slip]

    def test_what_who_wished_said_later_is_masked_as_well(self) -> None:
        mine = Client()
        wish = wished(mine)
        link = link_of(mine, wish)
        mine.post(
            reverse("wish-act", args=[wish.number, "withdraw"]), {"words": "儿子修了，谢谢，13700000001"}
        )
        assert "13700000001" in mine.get(reverse("wish", args=[wish.number])).content.decode()
        found = follow(Client(), link)
        assert "儿子修了" in found
        assert "13700000001" not in found

    def test_neither_hears_nor_sees_what_was_sent_along(self) -> None:
        """In a voice and in a photo nothing can be left out: they stay with the device, and with who is signed in."""
        mine = Client()
        wish = wished(mine)
        voice, picture = WishVoiceFactory(wish=wish), WishPictureFactory(wish=wish)
        addresses = [
            reverse("sound", args=[voice.sound_id]),
            reverse("photo", args=[picture.photo_id, "thumb"]),
        ]
        link, other = link_of(mine, wish), Client()
        page = follow(other, link)
        assert "<audio" not in page
        assert not [each for each in addresses if each in page]
        assert [other.get(each).status_code for each in addresses] == [404, 404]
        own = mine.get(reverse("wish", args=[wish.number])).content.decode()
        assert all(each in own for each in addresses)
        assert 404 not in [mine.get(each).status_code for each in addresses]

    def test_reads_lines_and_reasons_of_parts_without_numbers_and_doors(self, scene: Scene) -> None:
        mine = Client()
        wish = wished(mine)
        link, other = link_of(mine, wish), Client()
        place = Wish.objects.filter(pk=wish.pk)
        place.update(place_id=BUILDING)
        scene.act(wish, WishAction.OPEN, given=Given(title="修纱窗", public_words="纱窗坏了"))
        scene.act(wish, WishAction.SPLIT, given=Given(parts=PARTS))
        first, second = Wish.objects.filter(parent=wish).order_by("part")
        claim = claim_wish(first.pk, by=scene.point)
        RelayLineFactory(claim=claim, wish=first, from_wisher=True, words=f"我住2单元501，{WORDS}")
        Wish.objects.filter(pk=second.pk).update(reason=WORDS)
        follow(other, link)
        for client, reads in ((mine, True), (other, False)):
            shown = [
                client.get(reverse("wish", args=[each.number])).content.decode() for each in (wish, first)
            ]
            assert ("13912345678" in shown[0], "2单元501" in shown[1]) == (reads, reads)

    def test_moves_it_nowhere_and_reads_no_door_there(self) -> None:
        mine, other = Client(), Client()
        wish = wished(mine)
        place, link = reverse("wish-place", args=[wish.number]), link_of(mine, wish)
        assert place not in follow(other, link)
        answer = other.get(place)
        assert answer.status_code == 403
        assert "9号楼3室" not in answer.content.decode()
        assert other.post(place, {"place_path": COMMUNITY, "address": "别处"}).status_code == 403
        assert "9号楼3室" in mine.get(place).content.decode()

    def test_reads_its_messages_without_numbers(self, scene: Scene) -> None:
        mine, other = Client(), Client()
        wish = wished(mine)
        link = link_of(mine, wish)
        scene.act(wish, WishAction.DECLINE, given=Given(words="请找王师傅 13912345678"))
        follow(other, link)
        for client, reads in ((mine, True), (other, False)):
            page = client.get(reverse("messages")).content.decode()
            assert "请找王师傅" in page or not reads
            assert ("13912345678" in page) is reads

    def test_reads_no_more_through_the_api(self) -> None:
        mine = Client()
        wish = wished(mine)
        link = link_of(mine, wish)
        token = link.rstrip("/").rpartition("/")[2]
        found = Client().get(f"/api/help/wishes/{wish.number}", headers={TOKEN_HEADER: token}).json()
        assert found["reader"] == "wisher"
        assert "纱窗坏了" in found["words"]
        assert (found["address"], "concern" in found) == ("", False)
        assert not [each for each in PRIVATE if each in str(found)]
        assert "13912345678" in mine.get(f"/api/help/wishes/{wish.number}").json()["words"]

    def test_on_the_device_that_sent_it_all_is_shown_scanned_or_not(self) -> None:
        mine = Client()
        wish = wished(mine)
        assert "13912345678" in follow(mine, link_of(mine, wish))

    def test_signed_in_who_wished_reads_all_wherever_they_scan_it(self) -> None:
        person = PersonFactory()
        mine = signed_in(Actor(person=person))
        wish = wished(mine)
        link = link_of(mine, wish)
        assert "13912345678" in follow(signed_in(Actor(person=person)), link)
        assert "13912345678" not in follow(signed_in(Actor(person=PersonFactory())), link)


class TestWhatItIsCalled:
    def test_by_its_first_words_until_the_desk_gives_it_a_title(self, scene: Scene) -> None:
        mine = signed_in(scene.wisher)
        wish = scene.posted(words=WORDS)
        for name in ("help", "wish"):
            page = mine.get(reverse(name, args=[wish.number] if name == "wish" else [])).content.decode()
            assert "纱窗坏了，我住" in page
            assert wish.number in page
        assert wish.first_words.startswith("纱窗坏了，我住")
        assert "501" not in wish.first_words
        opened = scene.act(wish, WishAction.OPEN, given=Given(title="修纱窗"))
        assert opened.first_words == "修纱窗"

    def test_others_are_not_told_the_words(self, scene: Scene) -> None:
        scene.posted(words=WORDS)
        assert "纱窗坏了" not in signed_in(scene.point).get(reverse("help")).content.decode()


def test_the_slip_of_the_desk_stands_in_the_console(scene: Scene) -> None:
    desk = signed_in(scene.worker)
    page = desk.get(desk.post(reverse("console-wish-new"), FILLED).url).content.decode()
    assert "console-side" in page
    assert "phone-bar" not in page
    assert "2单元501" not in page


@pytest.mark.usefixtures("scene")
class TestSentAgain:
    """After “back” the form is there once more, with its nonce."""

    @staticmethod
    def send(client: Client, words: str) -> str:
        given = {"words": words, "place_path": COMMUNITY, "contact_phone": "13800138000", "nonce": "a" * 20}
        return client.post(reverse("wish-ask"), given, follow=True).content.decode()

    def test_the_same_words_are_the_same_wish_and_the_page_says_so(self) -> None:
        mine = Client()
        assert "已经提交过了" not in self.send(mine, WORDS)
        again = self.send(mine, WORDS)
        assert Wish.objects.get().number in again
        assert "已经提交过了" in again

    def test_a_number_of_an_identity_card_makes_no_second_wish(self) -> None:
        """It is left out of what is kept; what is sent again still has it."""
        mine = Client()
        for _each in range(2):
            self.send(mine, "想办卡，证号11010519491231002X，请帮忙")
        assert Wish.objects.count() == 1

    def test_other_words_are_another_wish_once(self) -> None:
        mine = Client()
        for words in (WORDS, "想找人陪着去医院", "想找人陪着去医院"):
            self.send(mine, words)
        assert sorted(Wish.objects.values_list("words", flat=True)) == sorted([WORDS, "想找人陪着去医院"])
