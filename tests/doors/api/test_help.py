"""Wishes and stations over the API: the same rules and the same readers as on the pages, once with a key."""

from typing import Any

import pytest

from jiayuan.doors.api import stations, wishes
from jiayuan.foundation.access.enums import Role
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.claims import claim_wish
from jiayuan.modules.help.domain.parts import PartDraft
from jiayuan.modules.help.enums import Tier, WishAction, WishState
from jiayuan.modules.help.models import Claim, ServiceRecord, Wish
from tests.factories import FundFactory, TransferFactory
from tests.modules.help.scene import BUILDING, COMMUNITY, NEIGHBOUR, Scene, holder

from .machines import get, post, token_for

pytestmark = pytest.mark.django_db
WISHES = "/api/help/wishes"
SEE, POST, CLAIM, KEEP = "help.see", "help.post", "help.claim", "help.keep_claim"
CONFIRM, WITHDRAW, RETURN, SERVICES = "help.confirm", "help.withdraw", "help.return", "help.services"
ALL = (SEE, POST, CLAIM, KEEP, CONFIRM, WITHDRAW, RETURN, SERVICES)
DRAFT = {"words": "纱窗坏了", "place": BUILDING, "kind": "repair", "contact_phone": "13800001111"}
PARTS = (PartDraft("抬冰箱", "一台冰箱要抬上五楼"), PartDraft("修插座", "厨房插座松了"))


@pytest.fixture
def scene() -> Scene:
    return Scene()


def program(who: Any, *scopes: str, path: str = COMMUNITY) -> dict[str, str]:
    return token_for(who.person, *(scopes or ALL), path=path)


def once(headers: dict[str, str]) -> dict[str, str]:
    return headers | {"Idempotency-Key": "one"}


def one(wish: Wish, rest: str = "") -> str:
    return f"{WISHES}/{wish.number}{rest}"


class TestMaking:
    @pytest.mark.usefixtures("scene")
    def test_anybody_wishes_and_comes_back_with_the_token(self) -> None:
        answer = post(WISHES, DRAFT)
        made = answer.json()
        assert answer.status_code == 201
        assert made["token"] in made["link"]
        shown = get(f"{WISHES}/{made['number']}", {"X-Case-Token": made["token"]}).json()
        assert (shown["reader"], shown["words"], shown["state"]) == ("wisher", "纱窗坏了", "posted")
        assert get(f"{WISHES}/{made['number']}").status_code == 404

    def test_once_however_often_it_is_sent(self, scene: Scene) -> None:
        headers = once(program(scene.wisher))
        answers = [post(WISHES, DRAFT, headers) for _turn in range(2)]
        assert answers[0].json() == answers[1].json()
        assert Wish.objects.count() == 1
        other = post(WISHES, DRAFT | {"words": "别的"}, headers)
        assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"words": "  "}, "words"),
            ({"words": "长" * 1001}, "words"),
            ({"place": "140106"}, "place_path"),
            ({"kind": "other"}, "kind"),
            ({"urgency": "never"}, "urgency"),
            ({"concern": "me"}, "concern"),
            ({"contact_phone": ""}, "contact_phone"),
            ({"contact_phone": "12"}, "phone"),
        ],
    )
    @pytest.mark.usefixtures("scene")
    def test_what_will_not_do_is_named(self, wrong: dict[str, str], field: str) -> None:
        answer = post(WISHES, DRAFT | wrong)
        assert (answer.status_code, answer.json()["field"]) == (422, field)
        assert not Wish.objects.exists()

    @pytest.mark.usefixtures("scene")
    def test_nothing_is_taken_that_nobody_reads(self) -> None:
        answer = post(WISHES, DRAFT | {"title": "我来写卡片"})
        assert (answer.status_code, answer.json()["faults"][0]["field"]) == (422, "title")

    def test_a_token_makes_none_beyond_its_place(self, scene: Scene) -> None:
        assert post(WISHES, DRAFT, program(scene.wisher, path=NEIGHBOUR)).status_code == 403


class TestReading:
    def test_each_list_is_that_of_its_page(self, scene: Scene) -> None:
        mine, other = scene.opened(), scene.opened()
        claim = claim_wish(mine.pk, by=scene.point)
        helper = program(scene.point)
        offered, taken, desk, own = (
            [each["number"] for each in get(WISHES, headers, of=of).json()["wishes"]]
            for headers, of in (
                (helper, "offered"), (helper, "taken"), (program(scene.worker), "desk"),
                (program(scene.wisher), "mine"),
            )
        )  # fmt: skip
        assert (offered, taken) == ([other.number], [claim.wish.number])
        assert desk == own == [other.number, mine.number]
        strange = program(holder(Role.COMMUNITY_WORKER, NEIGHBOUR), path=COMMUNITY[:9])
        for of in ("mine", "offered", "taken", "desk"):
            assert get(WISHES, strange, of=of).json()["wishes"] == []
            assert get(WISHES, of=of).json()["wishes"] == []

    def test_page_by_page(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(wishes, "A_PAGE", 2)
        made = [scene.opened().number for _turn in range(3)]
        headers = program(scene.worker)
        first = get(WISHES, headers, of="desk").json()
        second = get(WISHES, headers, of="desk", after=first["next"]).json()
        assert [each["number"] for each in (*first["wishes"], *second["wishes"])] == made[::-1]
        assert "next" not in second

    def test_the_desk_asks_for_a_state_and_a_wrong_one_is_named(self, scene: Scene) -> None:
        scene.opened()
        posted = scene.posted()
        headers = program(scene.worker)
        (found,) = get(WISHES, headers, of="desk", state="posted").json()["wishes"]
        assert (found["number"], found["public_words"]) == (posted.number, "")
        wrong = get(WISHES, headers, of="desk", state="gone")
        assert (wrong.status_code, wrong.json()["field"]) == (422, "state")
        assert get(WISHES, headers, of="all").json()["faults"][0]["field"] == "of"

    def test_a_token_for_another_place_finds_nothing(self, scene: Scene) -> None:
        wish = scene.opened()
        headers = program(scene.wisher, path=NEIGHBOUR)
        assert get(one(wish), headers).status_code == 404
        assert get(WISHES, headers).json()["wishes"] == []

    def test_a_wish_in_parts(self, scene: Scene) -> None:
        whole = scene.opened()
        scene.act(whole, WishAction.SPLIT, given=Given(parts=PARTS))
        fridge, socket = Wish.objects.filter(parent=whole).order_by("part")
        own = get(one(whole), program(scene.wisher)).json()
        assert (own["state"], [each["part"] for each in own["parts"]]) == ("split", [1, 2])
        assert get(one(whole), program(scene.point)).status_code == 404
        card = get(one(socket)).json()
        assert [each["number"] for each in card["parts"]] == [fridge.number]
        assert {"whole", "words", "address", "concern", "revision"} & set(card) == set()
        assert get(one(socket), program(scene.worker)).json()["whole"] == whole.number


class TestDoing:
    def test_from_taking_it_on_to_thanks(self, scene: Scene) -> None:
        wish = scene.opened()
        helper = program(scene.point)
        taken = post(one(wish, "/claims"), {}, once(helper))
        assert post(one(wish, "/claims"), {}, once(helper)).json() == taken.json()
        claim = f"/api/help/claims/{taken.json()['id']}"
        assert (taken.status_code, taken.json()["state"]) == (201, "held")
        assert get(one(wish), helper).json()["address"] == "2单元501"
        assert post(f"{claim}/contact", {}, helper).json()["state"] == "contacted"
        done = post(f"{claim}/fulfil", {"words": "换好了"}, helper).json()
        assert (done["state"], done["words"]) == ("done", "换好了")
        mine = program(scene.wisher)
        revision = get(one(wish), mine).json()["revision"]
        body = {"revision": revision, "score": 5, "thanks": "谢谢你"}
        assert post(one(wish, "/confirm"), body, helper).status_code == 403
        answer = post(one(wish, "/confirm"), body, mine).json()
        assert (answer["state"], answer["thanks"]) == ("fulfilled", {"score": 5, "words": "谢谢你"})
        assert ServiceRecord.objects.count() == 1
        assert "thanks" not in get(one(wish)).json()

    def test_given_back_and_not_done_yet(self, scene: Scene) -> None:
        wish, helper = scene.opened(), program(scene.point)
        first = claim_wish(wish.pk, by=scene.point)
        back = post(f"/api/help/claims/{first.pk}/return", {"words": "临时有事"}, helper).json()
        assert back["state"] == "returned"
        second = claim_wish(wish.pk, by=scene.point)
        post(f"/api/help/claims/{second.pk}/fulfil", {}, helper)
        mine = program(scene.wisher)
        revision = get(one(wish), mine).json()["revision"]
        silent = post(one(wish, "/object"), {"revision": revision}, mine)
        assert (silent.status_code, silent.json()["field"]) == (422, "words")
        assert (
            post(one(wish, "/object"), {"revision": revision, "words": "还漏"}, mine).json()["state"]
            == "open"
        )

    def test_withdrawn_once_and_not_on_an_old_page(self, scene: Scene) -> None:
        wish, mine = scene.opened(), program(scene.wisher)
        old = post(one(wish, "/withdraw"), {"revision": wish.revision + 5}, mine)
        assert (old.status_code, old.json()["code"]) == (409, "stale")
        for _turn in range(2):
            answer = post(one(wish, "/withdraw"), {"revision": wish.revision}, once(mine))
            assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
        assert (
            post(one(wish, "/withdraw"), {"words": "不用了"}, mine).json()["faults"][0]["field"] == "revision"
        )

    def test_two_take_one_seat_and_the_second_is_told(self, scene: Scene) -> None:
        wish, other = scene.opened(), scene.helper(Tier.POINT, BUILDING)
        assert post(one(wish, "/claims"), {}, program(scene.point)).status_code == 201
        late = post(one(wish, "/claims"), {}, program(other))
        assert (late.status_code, late.json()["code"]) == (409, "taken")
        assert post(one(wish, "/claims"), {}).status_code == 401

    def test_nobody_works_on_the_claim_of_another(self, scene: Scene) -> None:
        claim = scene.claimed()
        others = (program(scene.team), program(scene.point, path=NEIGHBOUR))
        for deed in ("contact", "fulfil", "return"):
            for headers in others:
                assert post(f"/api/help/claims/{claim.pk}/{deed}", {}, headers).status_code == 404
        assert Claim.objects.get().state == "held"

    @pytest.mark.parametrize(
        ("rest", "body", "scope"),
        [
            ("/withdraw", {"revision": 1}, WITHDRAW),
            ("/confirm", {"revision": 1}, CONFIRM),
            ("/object", {"revision": 1, "words": "没"}, CONFIRM),
            ("/claims", {}, CLAIM),
        ],
    )
    def test_each_act_needs_its_scope(self, scene: Scene, rest: str, body: Any, scope: str) -> None:
        wish = scene.opened()
        others = [each for each in ALL if each != scope]
        answer = post(one(wish, rest), body, program(scene.wisher, *others))
        assert (answer.status_code, answer.json()["code"]) == (403, "scope")
        assert Wish.objects.get().state == WishState.OPEN


class TestStations:
    def test_everybody_reads_stations_with_the_sums_of_the_fund(self, scene: Scene) -> None:
        fund = FundFactory(community=scene.station.community)
        transfer = TransferFactory(origin__fund=fund)
        shown = get(f"/api/help/stations/{scene.station.pk}").json()
        assert {each["tier"] for each in shown["posts"]} == {"point", "team", "centre", "merchant"}
        assert [each["helpers"] for each in shown["posts"]] == [1, 1, 1, 1]
        assert shown["fund"]["granted"] + shown["fund"]["donated"] == transfer.amount
        assert "made_by" not in str(shown)
        assert get("/api/help/stations/99999").status_code == 404

    def test_page_by_page_and_by_place(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(stations, "A_PAGE", 1)
        first = get("/api/help/stations").json()
        second = get("/api/help/stations", after=first["next"]).json()
        found = {each["community"] for each in (*first["stations"], *second["stations"])}
        assert found == {COMMUNITY, NEIGHBOUR}
        (here,) = get("/api/help/stations", place=COMMUNITY).json()["stations"]
        assert here["id"] == scene.station.pk

    def test_lines_are_for_the_desk_of_the_place(self, scene: Scene) -> None:
        wish = scene.opened()
        helper = program(scene.point)
        claim = claim_wish(wish.pk, by=scene.point)
        post(f"/api/help/claims/{claim.pk}/fulfil", {}, helper)
        scene.act(Wish.objects.get(), WishAction.CONFIRM, scene.wisher)
        address = f"/api/help/stations/{scene.station.pk}/services"
        (line,) = get(address, program(scene.worker)).json()["lines"]
        assert (line["people"], line["wish"], line["is_struck"]) == (1, wish.number, False)
        assert get(address, helper).status_code == 403
        far = holder(Role.COMMUNITY_WORKER, NEIGHBOUR)
        assert get(address, program(far, path=COMMUNITY[:9])).status_code == 404
        assert get(address).status_code == 401
