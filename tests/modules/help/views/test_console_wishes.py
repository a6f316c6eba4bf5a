"""The desk of wishes: who sees what, what is asked before a card is shown, and that nothing typed is lost."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim
from jiayuan.modules.help.enums import Tier, WishAction, WishState
from jiayuan.modules.help.models import Claim, Wish, WishContact
from tests.factories import CategoryVersionFactory
from tests.modules.help.scene import COMMUNITY, ESTATE, NEIGHBOUR, Scene, holder

pytestmark = pytest.mark.django_db
CARD = {"title": "修纱窗", "public_words": "纱窗破了", "seats": "1", "urgency": "week", "concern": "elder"}


def signed_in(actor: Actor) -> Client:
    """With the second factor shown; in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.person)
    session = client.session
    session["second_factor_done"] = time.time()
    session.save()
    return client


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def desk(scene):
    return signed_in(scene.worker)


def send(client, wish, action, **fields):
    address = reverse("console-wish-act", args=[wish.number, action])
    return client.post(address, {"revision": str(wish.revision), "nonce": "a" * 20} | fields)


def shown(client, wish):
    return client.get(reverse("console-wish", args=[wish.number]))


def test_all_that_is_wrong_with_a_card_is_told_at_once(scene, desk):
    wish = scene.posted()
    answer = send(desk, wish, "open", **CARD | {"title": " ", "public_words": "", "seats": "0"})
    assert [each.field for each in answer.context["sheet"].faults] == ["title", "public_words", "seats"]
    assert "有 3 处" in answer.content.decode()
    assert Wish.objects.get().state == WishState.POSTED


class TestTheList:
    def test_shows_the_places_one_works_for_and_no_others(self, scene, desk):
        wish = scene.posted()
        assert wish.number in desk.get(reverse("console-wishes")).content.decode()
        other = signed_in(holder(Role.COMMUNITY_WORKER, NEIGHBOUR))
        assert wish.number not in other.get(reverse("console-wishes")).content.decode()
        assert shown(other, wish).status_code == 404
        street = signed_in(holder(Role.STREET_OFFICER, COMMUNITY[:9]))
        assert shown(street, wish).status_code == 200

    def test_is_for_those_who_work_here(self, scene):
        assert signed_in(scene.wisher).get(reverse("console-wishes")).status_code == 403

    @pytest.mark.parametrize(
        ("query", "is_found"),
        [
            ({"state": "open"}, True), ({"state": "posted"}, False), ({"state": "live"}, True),
            ({"tier": Tier.POINT}, True), ({"tier": Tier.FUND}, False),
            ({"kind": "repair"}, True), ({"kind": "thing"}, False),
            ({"place": ESTATE}, True), ({"place": NEIGHBOUR}, False),
            ({"q": "修纱窗"}, True), ({"q": "轮椅"}, False),
        ],
    )  # fmt: skip
    def test_filters_stand_in_the_address(self, scene, desk, query, is_found):
        wish = scene.opened()
        found = desk.get(reverse("console-wishes"), query).context["page"].rows
        assert (wish in found) is is_found

    def test_finds_the_number_of_a_slip(self, scene, desk):
        wish, _other = scene.posted(), scene.posted()
        page = desk.get(reverse("console-wishes"), {"q": wish.number}).context["page"]
        assert page.rows == [wish]

    def test_says_what_an_address_cannot_mean(self, desk):
        assert "dragon" in desk.get(reverse("console-wishes"), {"state": "dragon"}).context["notes"][0]

    def test_goes_on_page_by_page(self, scene, desk, monkeypatch):
        monkeypatch.setattr("jiayuan.modules.help.views.console_wishes.A_PAGE", 2)
        wishes = [scene.posted() for _each in range(3)]
        first = desk.get(reverse("console-wishes")).context["page"]
        second = desk.get(reverse("console-wishes"), {"after": first.next_cursor}).context["page"]
        assert [*first.rows, *second.rows] == wishes[::-1]

    def test_costs_the_same_however_many(self, scene, desk, django_assert_max_num_queries):
        for _each in range(6):
            scene.posted()
        desk.get(reverse("console-wishes"))
        with django_assert_max_num_queries(12):
            desk.get(reverse("console-wishes"))


class TestReading:
    def test_words_as_typed_and_the_contact_masked(self, scene, desk):
        wish = scene.posted(contact_name="王桂兰", contact_phone="13800138000")
        page = shown(desk, wish).content.decode()
        assert "2单元501" in page
        assert "138****8000" in page
        assert "王桂兰" not in page

    def test_a_reason_opens_the_contact_and_is_kept(self, scene, desk):
        wish = scene.posted(contact_name="王桂兰", contact_phone="13800138000")
        address = reverse("console-wish-contact", args=[wish.number])
        refused = desk.post(address, {"reason": ""})
        assert refused.status_code == 422
        assert "13800138000" not in refused.content.decode()
        assert "+8613800138000" in desk.post(address, {"reason": "问时间"}).content.decode()
        entry = Entry.objects.get(stream=wish.stream, action="help.read_contact")
        assert (entry.actor, entry.payload["after"]["words"]) == (scene.worker.person, "问时间")
        assert "13800138000" not in shown(desk, wish).content.decode()

    def test_nothing_was_left(self, scene, desk):
        wish = scene.posted()
        assert not WishContact.objects.exists()
        answer = desk.post(reverse("console-wish-contact", args=[wish.number]), {"reason": "问时间"})
        assert answer.status_code == 404

    def test_names_of_helpers_and_their_leases(self, scene, desk):
        claim = scene.claimed()
        page = shown(desk, claim.wish)
        assert [each for each, _key in page.context["claims"]] == [claim]
        assert scene.point.person.name in page.content.decode()

    def test_costs_the_same_however_much_happened(self, scene, desk, django_assert_max_num_queries):
        wish = scene.opened(seats=3)
        for helper in (scene.point,):
            claim_wish(wish.pk, by=helper)
        shown(desk, wish)
        with django_assert_max_num_queries(20):
            shown(desk, wish)


class TestTakingUp:
    def test_the_card_as_the_desk_words_it(self, scene, desk):
        wish = scene.posted()
        assert shown(desk, wish).context["card"].values["public_words"] == "纱窗坏了"
        send(desk, wish, "open", **CARD | {"seats": "2"})
        wish.refresh_from_db()
        assert (wish.state, wish.title, wish.public_words) == (WishState.OPEN, "修纱窗", "纱窗破了")
        assert (wish.seats, wish.concern, wish.urgency) == (2, "elder", "week")

    def test_for_whom_it_is_stands_in_no_entry(self, scene, desk):
        wish = scene.posted()
        send(desk, wish, "open", **CARD)
        assert "elder" not in str([each.payload for each in Entry.objects.filter(stream=wish.stream)])

    def test_the_name_of_who_wishes_is_not_shown_unseen(self, scene, desk):
        wish = scene.posted()
        WishContact.objects.update_or_create(wish=wish, defaults={"name": "王秀兰"})
        answer = send(desk, wish, "open", **CARD | {"public_words": "帮秀兰换纱窗"})
        assert "这是许愿人的姓名" in answer.content.decode()
        wish.refresh_from_db()
        assert wish.state == WishState.POSTED

    def test_what_may_point_to_a_person_is_not_shown_unseen(self, scene, desk):
        wish = scene.posted()
        told = CARD | {"public_words": "李奶奶家纱窗破了"}
        answer = send(desk, wish, "open", **told)
        wish.refresh_from_db()
        assert wish.state == WishState.POSTED
        assert "李奶奶" in answer.content.decode()
        assert [each.code for each in answer.context["warned"]] == ["person"]
        send(desk, wish, "open", **told, seen=answer.context["seen"])
        wish.refresh_from_db()
        assert wish.public_words == "李奶奶家纱窗破了"

    def test_a_yes_to_other_words_is_no_yes(self, scene, desk):
        wish = scene.posted()
        seen = send(desk, wish, "open", **CARD | {"public_words": "找李奶奶"}).context["seen"]
        send(desk, wish, "open", **CARD | {"public_words": "请转账"}, seen=seen)
        wish.refresh_from_db()
        assert wish.state == WishState.POSTED

    @pytest.mark.parametrize(
        ("field", "value"), [("title", ""), ("seats", "0"), ("seats", "many"), ("skills", "no-such-skill"),
                             ("concern", "cat"), ("urgency", "never")]
    )  # fmt: skip
    def test_what_will_not_do_comes_back_with_all_that_was_typed(self, scene, desk, field, value):
        wish = scene.posted()
        answer = send(desk, wish, "open", **CARD | {field: value})
        assert answer.status_code == 422
        assert answer.context["sheet"].faults_of(field)
        assert "纱窗破了" in answer.content.decode()
        assert Wish.objects.get().state == WishState.POSTED

    def test_a_page_that_is_out_of_date_writes_nothing_and_keeps_what_was_typed(self, scene, desk):
        wish = scene.posted()
        answer = send(desk, wish, "open", **CARD, revision="99")
        assert answer.status_code == 409
        assert "纱窗破了" in answer.content.decode()
        assert Wish.objects.get().state == WishState.POSTED

    def test_taken_up_meanwhile_shows_what_was_typed(self, scene, desk):
        wish = scene.posted()
        scene.act(wish, WishAction.DECLINE, given=Given(words="重复了"))
        answer = send(desk, wish, "open", **CARD)
        assert answer.status_code == 409
        assert answer.context["is_lost"]
        assert "纱窗破了" in answer.content.decode()

    def test_a_second_tap_changes_nothing(self, scene, desk):
        wish = scene.posted()
        send(desk, wish, "open", **CARD)
        assert send(desk, wish, "open", **CARD).status_code == 302
        assert Entry.objects.filter(stream=wish.stream, action="help.open").count() == 1


class TestDeciding:
    def test_declining_needs_a_reason_that_who_wished_reads(self, scene, desk):
        wish = scene.posted()
        assert send(desk, wish, "decline", words="").status_code == 422
        send(desk, wish, "decline", words="物业已在修")
        own = signed_in(scene.wisher).get(reverse("wish", args=[wish.number])).content.decode()
        assert "物业已在修" in own

    def test_a_wish_becomes_a_report_by_a_decision_with_its_reason(self, scene, desk):
        version, wish = CategoryVersionFactory(), scene.posted()
        proposed = send(desk, wish, "move", use=version.category_id, words="楼道灯归物业")
        assert proposed.context["sheet"].get("words") == "楼道灯归物业"
        assert send(desk, wish, "move", words="楼道灯归物业").status_code == 422
        send(desk, wish, "move", category_code=version.category_id, words="楼道灯归物业")
        wish.refresh_from_db()
        assert (wish.state, wish.case.version) == (WishState.MOVED, version)
        assert (
            "楼道灯归物业"
            in signed_in(scene.wisher).get(reverse("wish", args=[wish.number])).content.decode()
        )

    def test_offering_further_up(self, scene, desk):
        wish = scene.opened()
        send(desk, wish, "climb")
        wish.refresh_from_db()
        assert wish.tier == Tier.TEAM

    def test_giving_up_is_offered_only_at_the_top(self, scene, desk):
        wish = scene.opened()
        page = shown(desk, wish).context
        assert WishAction.GIVE_UP in [each.action for each in page["withheld"]]
        assert send(desk, wish, "give_up", words="都问过了").status_code == 403

    def test_giving_a_claim_back_for_the_helper(self, scene, desk):
        claim = scene.claimed()
        address = reverse("console-wish-back", args=[claim.wish.number, claim.pk])
        desk.post(address, {"reason": "生病了", "nonce": "b" * 20})
        claim.refresh_from_db()
        assert claim.state == "returned"
        again = desk.post(address, {"reason": "再说一次", "nonce": "c" * 20})
        assert again.status_code == 409
        assert "再说一次" in again.content.decode()

    def test_a_claim_of_another_wish_is_not_found_here(self, scene, desk):
        claim, other = scene.claimed(), scene.posted()
        assert desk.post(reverse("console-wish-back", args=[other.number, claim.pk])).status_code == 404
        assert Claim.objects.get().is_held

    def test_confirming_for_who_said_it_on_the_phone(self, scene, desk):
        claim = scene.claimed()
        fulfil_claim(claim.pk, by=scene.point)
        wish = Wish.objects.get()
        send(desk, wish, "confirm", words="电话里说修好了")
        wish.refresh_from_db()
        assert wish.state == WishState.FULFILLED

    def test_an_action_that_there_is_not(self, scene, desk):
        assert send(desk, scene.posted(), "sing").status_code == 404
