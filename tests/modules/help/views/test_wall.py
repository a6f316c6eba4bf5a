"""Photos of what was done through HTTP: who sees them, the wall, and that one tap takes them away from everybody."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.evidence.models import Photo
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish
from jiayuan.modules.help.domain.post import WishDraft, post_wish
from jiayuan.modules.help.enums import ClaimState, WishAction
from jiayuan.modules.help.models import Claim, Wish, WishPhoto
from jiayuan.modules.help.photo_enums import Side, Wall
from tests.factories import PersonFactory, PhotoFactory, WishPhotoFactory
from tests.foundation.evidence.conftest import encode
from tests.foundation.evidence.conftest import scene as picture
from tests.modules.help.scene import BUILDING, COMMUNITY, NEIGHBOUR, Scene, holder
from tests.modules.help.views.test_phone_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


def photo_file(name="a.jpg"):
    return SimpleUploadedFile(name, encode(picture(size=(60, 40))), "image/jpeg")


def at_the_desk(actor: Actor) -> Client:
    client = signed_in(actor)
    session = client.session
    session["second_factor_done"] = time.time()
    session.save()
    return client


def done(scene, claim=None, **fields):
    """Done with one photo through the form; the claim."""
    claim = claim or scene.claimed()
    sent = {"words": "换了新纱", "photo": photo_file(), "nonce": "d" * 20} | fields
    signed_in(scene.point).post(reverse("help-claim", args=[claim.pk, "fulfil"]), sent)
    claim.refresh_from_db()
    return claim


def full(row):
    return reverse("photo", args=[row.photo_id, "full"])


class TestProof:
    def test_brought_along_before_and_after(self, scene):
        claim = done(scene, before=photo_file("b.jpg"))
        assert claim.state == ClaimState.DONE
        assert {each.side for each in claim.photos.all()} == {Side.BEFORE, Side.AFTER}
        assert set(Photo.objects.values_list("purpose", flat=True)) == {"wish"}

    def test_seen_by_those_concerned_and_kept_by_no_phone(self, scene):
        row = done(scene).photos.get()
        readers = {
            "helper": signed_in(scene.point), "wisher": signed_in(scene.wisher), "desk": at_the_desk(scene.worker),
        }  # fmt: skip
        for name, reader in readers.items():
            answer = reader.get(full(row))
            assert answer.status_code == 200, name
            assert answer["Cache-Control"] == "private, no-store"
        neighbour = at_the_desk(holder(Role.COMMUNITY_WORKER, NEIGHBOUR))
        for stranger in (Client(), signed_in(scene.team), neighbour):
            assert stranger.get(full(row)).status_code == 404

    def test_more_afterwards_and_out_again(self, scene):
        claim, client = done(scene), signed_in(scene.point)
        client.post(reverse("help-claim", args=[claim.pk, "photos"]), {"photo": photo_file("c.jpg")})
        assert claim.photos.count() == 2
        row = claim.photos.last()
        assert signed_in(scene.team).post(self.out(row)).status_code == 403
        signed_in(scene.wisher).post(self.out(row))
        assert claim.photos.count() == 1
        assert not Photo.objects.filter(pk=row.photo_id).exists()

    def out(self, row):
        return reverse("wish-photo-out", args=[row.claim.wish.number, row.pk])

    def test_a_broken_photo_keeps_the_words_and_the_lease(self, scene):
        claim = scene.claimed()
        broken = SimpleUploadedFile("a.jpg", b"MZ\x90", "image/jpeg")
        answer = signed_in(scene.point).post(
            reverse("help-claim", args=[claim.pk, "fulfil"]), {"words": "换了新纱", "photo": broken}
        )
        assert answer.status_code == 422
        assert "换了新纱" in answer.content.decode()
        assert answer.context["sheet"].faults_of("photos")
        claim.refresh_from_db()
        assert claim.state == ClaimState.HELD

    @pytest.mark.parametrize("whose", ["foreign", "of another kind", "used", "gone"])
    def test_a_photo_that_cannot_be_used_is_refused_kindly(self, scene, whose):
        claim, helper = scene.claimed(), scene.point.person
        photo = PhotoFactory(
            purpose="case" if whose == "of another kind" else "wish",
            uploaded_by=PersonFactory() if whose == "foreign" else helper,
        )
        if whose == "used":
            WishPhotoFactory(photo=photo)
        key = str(photo.pk)
        if whose == "gone":
            photo.delete()
        sent = {"words": "换了新纱", "photo_ids": key}
        answer = signed_in(scene.point).post(reverse("help-claim", args=[claim.pk, "fulfil"]), sent)
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert "换了新纱" in shown
        assert key not in shown, "sent again, the form no longer carries it"
        assert not claim.photos.exists()


class TestWall:
    @pytest.fixture
    def row(self, scene):
        """Fulfilled, both said yes, and the community looked."""
        claim = done(scene, wall="1")
        scene.act(claim.wish, WishAction.CONFIRM, by=scene.wisher, given=Given(wall=True))
        row = claim.photos.get()
        self.look(scene, row)
        row.refresh_from_db()
        return row

    def look(self, scene, row, **fields):
        address = reverse("console-wish-photo", args=[row.claim.wish.number, row.pk, "up"])
        return at_the_desk(scene.worker).post(address, {"faces": "none"} | fields)

    def test_a_stranger_sees_the_card_and_no_name(self, scene, row):
        stranger = Client(headers={"accept-language": "en"})
        shown = stranger.get(reverse("wish-wall")).content.decode()
        assert "修纱窗" in shown
        assert reverse("photo", args=[row.photo_id, "thumb"]) in shown
        for hidden in (scene.wisher.person.name, scene.point.person.name, "2单元501"):
            assert hidden not in shown
        assert "修纱窗" not in stranger.get(reverse("wish-wall"), {"place": NEIGHBOUR}).content.decode()
        assert "修纱窗" in stranger.get(reverse("wish-wall"), {"place": COMMUNITY}).content.decode()

    def test_the_browser_asks_again(self, row):
        stranger = Client()
        answer = stranger.get(full(row))
        assert answer["Cache-Control"] == "public, max-age=20, must-revalidate"
        again = stranger.get(full(row), headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304

    @pytest.mark.parametrize("who", ["wisher", "helper", "desk"])
    def test_one_tap_and_it_is_gone_for_strangers(self, scene, row, who):
        stranger, number = Client(), row.claim.wish.number
        mark = stranger.get(full(row))["ETag"]
        if who == "desk":
            at_the_desk(scene.worker).post(reverse("console-wish-wall", args=[number, "no"]))
        else:
            actor = scene.wisher if who == "wisher" else scene.point
            signed_in(actor).post(reverse("wish-wall-say", args=[number, "no"]))
        row.refresh_from_db()
        assert row.wall == (Wall.KEPT_OFF if who == "desk" else Wall.AWAY)
        assert stranger.get(full(row)).status_code == 404
        assert stranger.get(full(row), headers={"if-none-match": mark}).status_code == 404
        assert "修纱窗" not in stranger.get(reverse("wish-wall")).content.decode()
        assert signed_in(scene.wisher).get(full(row))["Cache-Control"] == "private, no-store"

    def test_who_wished_without_an_account_takes_it_down_by_the_slip(self, scene):
        posted = post_wish(WishDraft("灯坏了", BUILDING, "repair", address="1单元"), by=Actor())
        scene.act(posted.wish, WishAction.OPEN, given=Given(title="换灯"))
        claim = done(scene, claim_wish(posted.wish.pk, by=scene.point), wall="1")
        client = Client()
        client.get(reverse("wish-track", args=[posted.token]))
        confirm = reverse("wish-act", args=[posted.wish.number, "confirm"])
        client.post(confirm, {"wall": "1", "nonce": "e" * 20})
        row = claim.photos.get()
        self.look(scene, row)
        assert Client().get(full(row)).status_code == 200
        client.post(reverse("wish-wall-say", args=[posted.wish.number, "no"]))
        assert Client().get(full(row)).status_code == 404

    def test_the_desk_asks_by_telephone_with_stars_and_thanks(self, scene):
        claim = done(scene, wall="1")
        sent = {"score": "5", "thanks": "太好了", "wall": "1", "revision": Wish.objects.get().revision}
        at_the_desk(scene.worker).post(reverse("console-wish-act", args=[claim.wish.number, "confirm"]), sent)
        row = claim.photos.get()
        assert row.wisher_yes_noted_by == scene.worker.person
        page = reverse("wish", args=[claim.wish.number])
        assert "太好了" in signed_in(scene.point).get(page).content.decode()

    def test_a_child_needs_the_words_of_a_guardian(self, scene):
        claim = done(scene, wall="1")
        scene.act(claim.wish, WishAction.CONFIRM, by=scene.wisher, given=Given(wall=True))
        row = claim.photos.get()
        assert self.look(scene, row, faces="guardian").status_code == 422
        assert self.look(scene, row, faces="").status_code == 422
        assert Client().get(full(row)).status_code == 404
        self.look(scene, row, faces="guardian", words="妈妈当面同意")
        assert Client().get(full(row)).status_code == 200

    def test_without_one_of_the_two_it_does_not_hang(self, scene):
        claim = done(scene)
        scene.act(claim.wish, WishAction.CONFIRM, by=scene.wisher, given=Given(wall=True))
        row = claim.photos.get()
        assert self.look(scene, row).status_code == 409
        assert not WishPhoto.objects.up().exists()

    def test_a_stranger_says_nothing_for_others(self, scene, row):
        for what in ("yes", "no"):
            address = reverse("wish-wall-say", args=[row.claim.wish.number, what])
            assert signed_in(scene.team).post(address).status_code == 403
        row.refresh_from_db()
        assert row.is_up

    def test_as_many_queries_for_many(self, row, django_assert_max_num_queries):
        client = Client()
        client.get(reverse("wish-wall"))
        with django_assert_max_num_queries(12) as few:
            client.get(reverse("wish-wall"))
        for _turn in range(3):
            claim = Claim.objects.create(
                wish=row.claim.wish, person=PersonFactory(), post=row.claim.post, seat=5, state="returned",
                claimed_at=row.claim.claimed_at, contact_by=row.claim.contact_by, fulfil_by=row.claim.fulfil_by,
            )  # fmt: skip
            WishPhoto.objects.create(
                claim=claim, photo=PhotoFactory(purpose="wish"), side="after", wall="up", faces="none",
                helper_yes_at=row.helper_yes_at, wisher_yes_at=row.wisher_yes_at, looked_at=row.looked_at,
                looked_by=row.looked_by,
            )  # fmt: skip
        with django_assert_max_num_queries(len(few)):
            client.get(reverse("wish-wall"))

    def test_the_service_worker_keeps_no_photo(self):
        shown = b"".join(Client().get(reverse("offline-worker"))).decode()
        assert "/photos/" not in shown
