"""A wish with a photo: from the form to the eyes of those whom it is for, and gone with who wished."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.evidence.keeping import Keeping
from jiayuan.foundation.evidence.models import Photo
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish, return_claim
from jiayuan.modules.help.domain.forget import erase_help
from jiayuan.modules.help.domain.parts import PartDraft
from jiayuan.modules.help.domain.personal_data import export_help
from jiayuan.modules.help.enums import WishAction
from jiayuan.modules.help.models import Wish, WishPicture
from tests.factories import WishPictureFactory
from tests.modules.help.scene import COMMUNITY, NEIGHBOUR, Scene, holder

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settings: Any, tmp_path: Any) -> Scene:
    settings.MEDIA_ROOT = tmp_path
    return Scene()


def photo(colour: str = "#884422") -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(kept, "JPEG")
    return SimpleUploadedFile("screen.jpg", kept.getvalue(), "image/jpeg")


def send(client: Client, url: str = "wish-ask", **fields: Any) -> Any:
    given = {
        "words": "纱窗坏了", "place_path": COMMUNITY, "contact_phone": "13800138000", "nonce": "a" * 20,
    }  # fmt: skip
    return client.post(reverse(url), given | fields)


def picture_of(wish: Wish) -> str:
    return reverse("photo", args=[wish.pictures.get().photo_id, "thumb"])


@pytest.mark.usefixtures("scene")
class TestSending:
    def test_without_an_account_two_photos_come_along(self) -> None:
        client = Client()
        send(client, photo=[photo(), photo("#224488")])
        wish = Wish.objects.get()
        assert wish.pictures.count() == 2
        shown = client.get(reverse("wish", args=[wish.number])).content.decode()
        assert all(str(each.photo_id) in shown for each in wish.pictures.all())

    def test_with_an_account_and_on_behalf_of_somebody(self, scene: Scene) -> None:
        send(signed_in(scene.wisher), photo=photo())
        send(
            signed_in(scene.worker), "console-wish-new", photo=photo(), contact_name="张奶奶", manner="phone",
            nonce="b" * 20,
        )  # fmt: skip
        assert [each.pictures.count() for each in Wish.objects.all()] == [1, 1]

    def test_sent_twice_it_is_one_wish_with_one_photo(self) -> None:
        client = Client()
        first = send(client, photo=photo()).url
        assert send(client, photo=photo()).url == f"{first}?again=1"
        assert WishPicture.objects.count() == 1

    def test_a_third_is_refused_in_words_and_the_first_two_stay_with_the_form(self) -> None:
        client = Client()
        back = send(client, photo=[photo(), photo("#224488"), photo("#118811")])
        assert (back.status_code, Wish.objects.count()) == (422, 0)
        page = back.content.decode()
        assert "最多可附 2 张照片" in page
        assert page.count('name="photo_ids"') == 2
        kept = Photo.objects.order_by("uploaded_at").values_list("pk", flat=True)[:2]
        send(client, photo_ids=[str(each) for each in kept])
        assert Wish.objects.get().pictures.count() == 2

    @pytest.mark.parametrize("url", ["wish-ask", "console-wish-new"])
    def test_a_form_that_comes_back_keeps_the_photo(self, scene: Scene, url: str) -> None:
        client = signed_in(scene.worker)
        back = send(client, url, photo=photo(), contact_phone="1", contact_name="张奶奶", manner="phone")
        assert back.status_code == 422
        sent = Photo.objects.get()
        assert f'name="photo_ids" value="{sent.pk}"' in back.content.decode()
        send(client, url, photo_ids=str(sent.pk), contact_name="张奶奶", manner="phone")
        assert WishPicture.objects.get().photo == sent

    def test_a_photo_of_somebody_else_does_not_come_along(self) -> None:
        send(Client(), photo=photo(), contact_phone="1")
        back = send(Client(), photo_ids=str(Photo.objects.get().pk))
        assert (back.status_code, Wish.objects.count()) == (422, 0)


class TestSeeing:
    def test_whoever_reads_the_words_and_nobody_else(self, scene: Scene) -> None:
        """The whole table of ``seen.py``, the helper to whom it is offered among those who do not."""
        wish = scene.opened()
        address = reverse("photo", args=[WishPictureFactory(wish=wish).photo_id, "thumb"])
        others = [scene.point, scene.merchant, scene.street, holder(Role.COMMUNITY_WORKER, NEIGHBOUR)]
        assert [signed_in(each).get(address).status_code for each in others] == [404] * 4
        assert Client().get(address).status_code == 404
        claim = claim_wish(wish.pk, by=scene.point)
        for each in (scene.wisher, scene.point):
            shown = signed_in(each).get(reverse("wish", args=[wish.number])).content.decode()
            assert address in shown
        desk = signed_in(scene.worker).get(reverse("console-wish", args=[wish.number])).content.decode()
        assert address in desk
        assert address not in Client().get(reverse("wish", args=[wish.number])).content.decode()
        return_claim(claim.pk, reason="", by=scene.point)
        assert signed_in(scene.point).get(address).status_code == 404

    def test_no_browser_keeps_it(self, scene: Scene) -> None:
        send(signed_in(scene.wisher), photo=photo())
        answer = signed_in(scene.wisher).get(picture_of(Wish.objects.get()))
        assert (answer.status_code, answer["Cache-Control"]) == (200, Keeping.NEVER.value)

    def test_who_takes_a_part_on_does_not_see_that_of_the_whole(self, scene: Scene) -> None:
        wish = scene.opened()
        address = reverse("photo", args=[WishPictureFactory(wish=wish).photo_id, "thumb"])
        drafts = (PartDraft("抬冰箱", "抬上五楼"), PartDraft("修插座", "插座松了", kind="repair"))
        scene.act(wish, WishAction.SPLIT, given=Given(parts=drafts))
        claim_wish(wish.parts.first().pk, by=scene.point)
        assert signed_in(scene.point).get(address).status_code == 404


def test_it_goes_with_who_wished(scene: Scene) -> None:
    send(signed_in(scene.wisher), photo=photo())
    assert export_help(scene.wisher.person)["wishes"][0]["photos_sent"] == 1
    erase_help(scene.wisher.person)
    assert (WishPicture.objects.count(), Photo.objects.count(), Wish.objects.count()) == (0, 0, 1)
