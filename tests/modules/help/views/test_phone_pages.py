"""Wishing and helping on the phone, from the form to the thanks; and what each reader of one wish sees."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim, return_claim
from jiayuan.modules.help.enums import ClaimState, WishAction, WishState
from jiayuan.modules.help.models import Claim, PostMember, RelayLine, Wish
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    RelayLineFactory,
    RoleGrantFactory,
)
from tests.modules.help.scene import COMMUNITY, NEIGHBOUR, Scene, holder
from tests.services.cases.learnt import learnt

pytestmark = pytest.mark.django_db
SECRET = ("纱窗坏了", "2单元501", "13800138000")


@pytest.fixture
def scene():
    return Scene()


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.person)
    return client


def post(client, words="纱窗坏了", **fields):
    given = {"words": words, "place_path": COMMUNITY, "contact_phone": "13800138000", "nonce": "a" * 20}
    return client.post(reverse("wish-ask"), given | fields)


@pytest.mark.usefixtures("scene")
class TestADanger:
    """A wish waits for somebody to look at it: what cannot wait is led to a report, and who wished decides."""

    def test_it_is_led_to_a_report_with_the_words(self):
        learnt()
        client = Client()
        shown = client.get(post(client, "井盖没了，有人要掉下去").url).content.decode()
        assert f'href="{reverse("report")}?category=' in shown
        assert 'href="tel:' in shown
        assert Wish.objects.get().state == "posted"

    def test_a_wish_is_left_in_peace(self):
        learnt()
        client = Client()
        assert "?category=" not in client.get(post(client).url).content.decode()


@pytest.mark.usefixtures("scene")
class TestWishing:
    def test_without_an_account_to_the_slip_and_back_by_its_code(self):
        client = Client()
        answer = post(client)
        wish = Wish.objects.get()
        assert answer.url == reverse("wish-done", args=[wish.number])
        shown = client.get(answer.url).content.decode()
        assert wish.number in shown
        link = client.get(reverse("wish-slip", args=[wish.number])).context["link"]
        other = Client()
        assert other.get(reverse("wish", args=[wish.number])).status_code == 404
        way = other.get(link[link.index("/w/") :])
        assert way.url == reverse("wish", args=[wish.number])
        assert "纱窗坏了" in other.get(way.url).content.decode()
        assert other.get(reverse("wish-code", args=[wish.number]))["Content-Type"] == "image/svg+xml"

    def test_the_words_come_along_and_choose_the_kind(self):
        page = Client().get(reverse("wish-ask"), {"q": "纱窗坏了"}, follow=True)
        assert page.context["sheet"].values["kind"] == "repair"

    def test_a_double_tap_is_one_wish(self):
        client = Client()
        first = post(client).url
        assert post(client).url == f"{first}?again=1"
        assert Wish.objects.count() == 1

    @pytest.mark.parametrize(
        ("field", "value"),
        [("words", ""), ("contact_phone", ""), ("contact_phone", "12"), ("place_path", "")],
    )
    def test_what_will_not_do_comes_back_with_all_that_was_typed(self, field, value):
        answer = post(Client(), address="2单元501", **{field: value})
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="2单元501"' in shown
        assert answer.context["sheet"].faults_of(field)
        assert not Wish.objects.exists()

    def test_all_mistakes_are_told_at_once(self):
        answer = post(Client(), words=" ", contact_phone="12", place_path="")
        assert [each.field for each in answer.context["sheet"].faults] == [
            "words",
            "contact_phone",
            "place_path",
        ]
        assert "有 3 处" in answer.content.decode()

    def test_done_yes_and_no(self, scene):
        claim = claim_wish(scene.opened().pk, by=scene.point)
        fulfil_claim(claim.pk, by=scene.point)
        client, address = signed_in(scene.wisher), reverse("wish", args=[claim.wish.number])
        assert client.get(address).context["may_confirm"]
        no = client.post(reverse("wish-act", args=[claim.wish.number, "object"]), {"words": ""})
        assert no.status_code == 422
        client.post(reverse("wish-act", args=[claim.wish.number, "object"]), {"words": "又掉了"})
        assert Wish.objects.get().state == WishState.OPEN
        claim = claim_wish(claim.wish_id, by=scene.point)
        fulfil_claim(claim.pk, by=scene.point)
        client.post(reverse("wish-act", args=[claim.wish.number, "confirm"]), {"nonce": "b" * 20})
        assert Wish.objects.get().state == WishState.FULFILLED

    def test_withdrawn(self, scene):
        wish = scene.opened()
        signed_in(scene.wisher).post(reverse("wish-act", args=[wish.number, "withdraw"]), {})
        assert Wish.objects.get().state == WishState.WITHDRAWN

    def test_what_is_the_desks_is_not_done_here(self, scene):
        wish = scene.opened()
        assert (
            signed_in(scene.wisher).post(reverse("wish-act", args=[wish.number, "climb"])).status_code == 404
        )


class TestHelping:
    def test_found_taken_on_in_touch_done(self, scene):
        wish, client = scene.opened(), signed_in(scene.point)
        assert "修纱窗" in client.get(reverse("help-near")).content.decode()
        client.post(reverse("wish-claim", args=[wish.number]), {"nonce": "c" * 20})
        claim = Claim.objects.get()
        for what, state in (("contact", ClaimState.CONTACTED), ("fulfil", ClaimState.DONE)):
            client.post(reverse("help-claim", args=[claim.pk, what]), {"words": "换了新纱"})
            claim.refresh_from_db()
            assert claim.state == state

    def test_given_back_with_a_word(self, scene):
        claim, client = scene.claimed(), signed_in(scene.point)
        client.post(reverse("help-claim", args=[claim.pk, "return"]), {"words": "家里有事"})
        claim.refresh_from_db()
        assert (claim.state, claim.reason) == (ClaimState.RETURNED, "家里有事")

    def test_somebody_elses_claim_is_not_there(self, scene):
        claim = scene.claimed()
        assert signed_in(scene.team).post(reverse("help-claim", args=[claim.pk, "fulfil"])).status_code == 404

    def test_too_late_says_so_on_the_card(self, scene):
        wish = scene.opened()
        claim_wish(wish.pk, by=scene.point)
        other = scene.helper("point", wish.place_id)
        answer = signed_in(other).post(reverse("wish-claim", args=[wish.number]), {})
        assert answer.status_code == 409
        assert "别人快了一步" in answer.content.decode()

    def test_joining_waits_for_the_community(self, scene):
        somebody = Actor(person=PersonFactory())
        post_ = scene.station.posts.first()
        client = signed_in(somebody)
        assert client.get(reverse("help-station", args=[scene.station.pk])).status_code == 200
        client.post(reverse("help-join", args=[post_.pk]))
        member = PostMember.objects.get(person=somebody.pk)
        assert member.verified_at is None
        assert "正在核实" in client.get(reverse("help-near")).content.decode()
        client.post(reverse("help-leave", args=[member.pk]))
        member.refresh_from_db()
        assert member.until is not None


class TestPrivacy:
    """What each reader of one wish sees, asserted by what stands on the page."""

    @pytest.fixture
    def wish(self, scene):
        return scene.opened(concern="elder", contact_phone="13800138000", contact_name="张奶奶")

    def shown(self, client, wish):
        return client.get(reverse("wish", args=[wish.number])).content.decode()

    def sees(self, client, wish):
        page = self.shown(client, wish)
        return {
            "card": "修纱窗" in page,
            "concern": "An elder" in page or "老人" in page,
            "address": "2单元501" in page,
            "phone": "13800138000" in page.replace(" ", ""),
            "name": "张奶奶" in page,
        }

    def expect(self, client, wish, *names):
        wanted = {name: name in names for name in ("card", "concern", "address", "phone", "name")}
        assert self.sees(client, wish) == wanted

    def test_a_stranger(self, wish):
        self.expect(Client(headers={"accept-language": "en"}), wish, "card")

    def test_a_helper_it_is_offered_to(self, scene, wish):
        self.expect(signed_in(scene.point), wish, "card", "concern")

    def test_a_helper_it_is_not_offered_to_yet(self, scene, wish):
        self.expect(signed_in(scene.street), wish, "card")

    def test_a_merchant(self, scene, wish):
        self.expect(signed_in(scene.merchant), wish, "card")

    def test_who_took_it_on(self, scene, wish):
        claim_wish(wish.pk, by=scene.point)
        self.expect(signed_in(scene.point), wish, "card", "concern", "address")

    def test_who_gave_it_back(self, scene, wish):
        return_claim(claim_wish(wish.pk, by=scene.point).pk, by=scene.point)
        self.expect(signed_in(scene.point), wish, "card", "concern")

    def test_another_communitys_worker(self, wish):
        self.expect(signed_in(holder(Role.COMMUNITY_WORKER, NEIGHBOUR)), wish, "card")

    def test_an_institution(self, wish):
        organisation = OrganisationFactory()
        person = RoleGrantFactory(
            role=Role.INSTITUTION_CONTACT, organisation=organisation, place=PlaceFactory(path=COMMUNITY[:6])
        ).person
        self.expect(signed_in(Actor(person=person)), wish, "card")

    def test_before_it_was_looked_at_nobody_learns_of_it(self, scene):
        wish = scene.posted()
        assert Client().get(reverse("wish", args=[wish.number])).status_code == 404
        assert signed_in(scene.point).get(reverse("wish", args=[wish.number])).status_code == 404


class TestRelay:
    def test_both_sides_write_on_the_page_and_read_each_other(self, scene):
        claim = scene.claimed()
        helper, wisher = signed_in(scene.point), signed_in(scene.wisher)
        page = reverse("wish", args=[claim.wish.number])
        sent = helper.post(
            reverse("help-claim", args=[claim.pk, "say"]), {"words": "明天上午来", "nonce": "r" * 20}
        )
        assert sent.url == f"{page}#say{claim.pk}"
        assert "明天上午来" in wisher.get(page).content.decode()
        wisher.post(reverse("wish-say", args=[claim.wish.number, claim.pk]), {"words": "好，我在家"})
        assert "好，我在家" in helper.get(page).content.decode()
        for other in (Client(), signed_in(scene.team), signed_in(scene.worker)):
            assert "明天上午来" not in other.get(page).content.decode()

    def test_an_empty_line_comes_back_beside_its_field(self, scene):
        claim = scene.claimed()
        for client, address in (
            (signed_in(scene.point), reverse("help-claim", args=[claim.pk, "say"])),
            (signed_in(scene.wisher), reverse("wish-say", args=[claim.wish.number, claim.pk])),
        ):
            answer = client.post(address, {"words": ""})
            assert answer.status_code == 422
            assert f'id="fault-say{claim.pk}words"' in answer.content.decode()

    def test_a_stranger_writes_to_nobody(self, scene):
        claim = scene.claimed()
        answer = Client().post(reverse("wish-say", args=[claim.wish.number, claim.pk]), {"words": "喂"})
        assert answer.status_code == 403
        assert not RelayLine.objects.exists()

    def test_as_many_queries_with_many_lines_and_helpers(self, scene, django_assert_max_num_queries):
        wish = scene.opened(seats=4)
        client, page = signed_in(scene.wisher), reverse("wish", args=[wish.number])
        claims = [claim_wish(wish.pk, by=scene.point)]
        client.get(page)
        with CaptureQueriesContext(connection) as few:
            client.get(page)
        claims += [claim_wish(wish.pk, by=scene.helper("point", wish.place_id)) for _ in range(2)]
        for claim in claims:
            RelayLineFactory.create_batch(5, claim=claim)
        with django_assert_max_num_queries(len(few)):
            client.get(page)


class TestThanks:
    def test_read_by_who_did_it_and_by_nobody_else(self, scene):
        claim = scene.claimed()
        fulfil_claim(claim.pk, by=scene.point)
        page, wisher = reverse("wish", args=[claim.wish.number]), signed_in(scene.wisher)
        address = reverse("wish-act", args=[claim.wish.number, "confirm"])
        answer = wisher.post(address, {"thanks": "纱窗真好"})
        assert answer.status_code == 422
        assert answer.context["sheet"].faults_of("score")
        assert "纱窗真好" in answer.content.decode()
        wisher.post(address, {"thanks": "纱窗真好", "score": "5"})
        for reader, reads in (
            (wisher, True),
            (signed_in(scene.point), True),
            (signed_in(scene.team), False),
            (Client(), False),
        ):
            assert ("纱窗真好" in reader.get(page).content.decode()) is reads


def test_what_came_too_late_says_how_the_wish_stands_and_keeps_the_words(scene):
    wish = scene.posted()
    scene.act(wish, WishAction.DECLINE, given=Given(words="请找物业"))
    sent = {"words": "不用了，谢谢", "revision": "2", "nonce": "b" * 20}
    answer = signed_in(scene.wisher).post(reverse("wish-act", args=[wish.number, "withdraw"]), sent)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "这个心愿现在是“" in shown
    assert "不用了，谢谢" in shown
