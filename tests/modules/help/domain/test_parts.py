"""A wish in parts: when it can be split, how it ends, who sees what, and what counts once."""

import pytest
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.slips import hash_token
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.modules.help.domain.acts import Given
from jiayuan.modules.help.domain.callback_draw import _fulfilled, _who_helped, draw_callbacks
from jiayuan.modules.help.domain.callbacks import note_heard, reveal_for_call
from jiayuan.modules.help.domain.claims import claim_wish, fulfil_claim, return_claim
from jiayuan.modules.help.domain.confirming import confirm_silent
from jiayuan.modules.help.domain.contact import reveal_contact
from jiayuan.modules.help.domain.forget import erase_help
from jiayuan.modules.help.domain.parts import PartDraft
from jiayuan.modules.help.domain.personal_data import export_help
from jiayuan.modules.help.domain.post import WishDraft, post_wish
from jiayuan.modules.help.domain.queries.callbacks import open_callback
from jiayuan.modules.help.domain.queries.cards import own_wishes, wishes_to_confirm
from jiayuan.modules.help.domain.queries.progress import _line, history
from jiayuan.modules.help.domain.queries.seen import Reader, see
from jiayuan.modules.help.enums import ENDS, Tier, WishAction, WishState
from jiayuan.modules.help.lifecycle import end_of_parts
from jiayuan.modules.help.models import CallBack, Claim, PostMember, ServiceRecord, Wish
from tests.factories import CallBackFactory, CategoryVersionFactory, PaymentFactory, PersonFactory
from tests.modules.help.scene import BUILDING, COMMUNITY, MONDAY, NEIGHBOUR, Scene, holder

pytestmark = pytest.mark.django_db
FRIDGE = PartDraft("抬冰箱", "一台冰箱要抬上五楼", "从二单元门口抬到501", "errand", "today", seats=2)
SOCKET = PartDraft("修插座", "厨房插座松了", kind="repair", urgency="calm")
PARTS = (FRIDGE, SOCKET)


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def whole(scene):
    return split(scene, scene.opened())


def split(scene, wish, parts=PARTS, by=None):
    return scene.act(wish, WishAction.SPLIT, by, given=Given(parts=parts))


def parts_of(whole):
    return list(Wish.objects.filter(parent=whole).order_by("part"))


def done(scene, part):
    for _seat in range(part.seats):
        helper = scene.helper(Tier.POINT, BUILDING)
        fulfil_claim(claim_wish(part.pk, by=helper).pk, by=helper)


def fulfilled(scene, part):
    done(scene, part)
    scene.act(part, WishAction.CONFIRM, scene.wisher)


def withdrawn(scene, part):
    scene.act(part, WishAction.WITHDRAW, scene.wisher)


def unmet(scene, part):
    while Wish.objects.get(pk=part.pk).tier != Tier.FUND:
        scene.act(part, WishAction.CLIMB)
    scene.act(part, WishAction.GIVE_UP, given=Given(words="问遍了"))


class TestSplitting:
    def test_each_part_goes_its_own_ladder(self, scene, whole):
        fridge, socket = parts_of(whole)
        assert (whole.state, whole.climbs_at, whole.stays.running().count()) == (WishState.SPLIT, None, 0)
        assert (fridge.title, fridge.seats, fridge.urgency, fridge.words) == (
            "抬冰箱", 2, "today", "从二单元门口抬到501",
        )  # fmt: skip
        assert (socket.kind, socket.urgency, socket.words) == ("repair", "calm", "厨房插座松了")
        assert fridge.climbs_at < socket.climbs_at
        for part in (fridge, socket):
            assert (part.state, part.tier, part.stays.running().count()) == (WishState.OPEN, Tier.POINT, 1)
            assert (part.address, part.wisher, part.concern) == (whole.address, whole.wisher, whole.concern)
        claim_wish(socket.pk, by=scene.point)
        fridge.refresh_from_db()
        assert fridge.state == WishState.OPEN
        assert verify([each.stream for each in (whole, fridge, socket)]).ok

    def test_who_keeps_the_centre_may_and_other_helpers_may_not(self, scene):
        PostMember.objects.filter(person=scene.centre.person).update(role="keeper")
        assert split(scene, scene.opened(), by=scene.centre).state == WishState.SPLIT
        wish = scene.opened()
        for other in (scene.point, scene.merchant, scene.wisher):
            with pytest.raises(Refused):
                split(scene, wish, by=other)
        PostMember.objects.filter(person=scene.centre.person).update(role="helper")
        with pytest.raises(Refused):
            split(scene, wish, by=scene.centre)

    def test_not_while_somebody_is_at_it(self, scene):
        wish = scene.opened(seats=2)
        claim = claim_wish(wish.pk, by=scene.point)
        with pytest.raises(Conflict) as held:
            split(scene, wish)
        assert held.value.code == "held"
        return_claim(claim.pk, by=scene.point)
        assert split(scene, wish).state == WishState.SPLIT

    def test_where_somebody_did_their_share_the_refusal_names_a_way_that_there_is(self, scene):
        wish = scene.opened(seats=2)
        fulfil_claim(claim_wish(wish.pk, by=scene.point).pk, by=scene.point)
        with pytest.raises(Conflict) as told:
            split(scene, wish)
        assert (told.value.code, "given it back" in str(told.value.remedy)) == ("part_done", False)
        assert scene.act(wish, WishAction.AMEND, given=Given(seats=1)).state == WishState.DONE

    def test_the_page_of_a_part_names_who_split_it(self, scene):
        PostMember.objects.filter(person=scene.centre.person).update(role="keeper")
        for by, who in ((scene.worker, "The community"), (scene.centre, "The helper")):
            part = parts_of(split(scene, scene.opened(), by=by))[0]
            [line] = [each for each in history(part, scene.wisher) if each.action == "help.begin_part"]
            assert str(line.who) == who
            entry = Entry.objects.get(stream=part.stream, action="help.begin_part")
            entry.payload["after"].pop("role")  # as it was recorded once
            assert str(_line(entry, inside=False).who) == "The community"

    def test_not_while_money_is_asked_for_it(self, scene):
        wish = scene.opened()
        while wish.tier != Tier.FUND:
            wish = scene.act(wish, WishAction.CLIMB)
        PaymentFactory(wish=wish)
        with pytest.raises(Conflict) as paid:
            split(scene, wish)
        assert paid.value.code == "paid"

    def test_not_before_it_was_taken_up_and_no_part_again(self, scene, whole):
        with pytest.raises(Conflict):
            split(scene, scene.posted())
        with pytest.raises(Conflict):
            split(scene, whole)
        part = parts_of(whole)[0]
        for action in (WishAction.SPLIT, WishAction.MOVE):
            with pytest.raises(Refused):
                scene.act(part, action, given=Given(parts=PARTS, words="归办公室", category_code="P0103"))

    @pytest.mark.parametrize(
        ("parts", "field"),
        [
            ((), "parts"),
            ((FRIDGE,), "parts"),
            ((SOCKET,) * 6, "parts"),
            ((SOCKET, PartDraft("", "松了")), "part2_title"),
            ((PartDraft("修", ""), SOCKET), "part1_public_words"),
            ((SOCKET, PartDraft("修", "松了", kind="other")), "part2_kind"),
            ((SOCKET, PartDraft("修", "松了", urgency="never")), "part2_urgency"),
            ((SOCKET, PartDraft("修", "松了", skills=("magic",))), "part2_skills"),
            ((SOCKET, PartDraft("修", "松了", seats=0)), "part2_seats"),
        ],
    )
    def test_what_will_not_do_is_named_and_nothing_is_left_behind(self, scene, parts, field):
        wish = scene.opened()
        with pytest.raises(Invalid) as wrong:
            split(scene, wish, parts)
        assert wrong.value.field == field
        wish.refresh_from_db()
        assert (wish.state, Wish.objects.count()) == (WishState.OPEN, 1)

    def test_sent_twice_it_is_split_once(self, scene):
        wish = scene.opened()
        for _turn in range(2):
            scene.act(wish, WishAction.SPLIT, given=Given(parts=PARTS), nonce="n" * 32)
        assert Wish.objects.filter(parent=wish).count() == 2

    def test_who_wished_is_told_once(self, scene, whole):
        told = Notice.objects.filter(person=scene.wisher.person)
        assert [each.entry.action for each in told] == ["help.split"]
        claim_wish(parts_of(whole)[1].pk, by=scene.point)
        assert {each.entry.action for each in told.all()} == {"help.split", "help.claim"}


class TestTheEnd:
    ENDINGS = (fulfilled, withdrawn, unmet)

    @pytest.mark.parametrize(
        ("first", "second", "state"),
        [
            (fulfilled, fulfilled, WishState.FULFILLED),
            (fulfilled, unmet, WishState.PARTLY),
            (withdrawn, fulfilled, WishState.PARTLY),
            (withdrawn, withdrawn, WishState.WITHDRAWN),
            (unmet, withdrawn, WishState.UNMET),
            (unmet, unmet, WishState.UNMET),
        ],
    )
    def test_with_its_last_part_it_ends_in_one_state(self, scene, whole, first, second, state):
        fridge, socket = parts_of(whole)
        first(scene, fridge)
        whole.refresh_from_db()
        assert (whole.state, whole.ended_at) == (WishState.SPLIT, None)
        second(scene, socket)
        whole.refresh_from_db()
        assert whole.state == state
        assert whole.ended_at is not None
        assert Entry.objects.filter(stream=whole.stream, action="help.parts_ended").count() == 1

    def test_silence_ends_it_too(self, scene, whole):
        for part in parts_of(whole):
            done(scene, part)
        with at(max(each.confirm_by for each in parts_of(whole))):
            assert confirm_silent() == 2
        whole.refresh_from_db()
        assert whole.state == WishState.FULFILLED

    def test_withdrawn_its_parts_are_withdrawn_and_their_helpers_released(self, scene, whole):
        fridge, socket = parts_of(whole)
        claim = claim_wish(socket.pk, by=scene.point)
        scene.act(whole, WishAction.WITHDRAW, scene.wisher)
        claim.refresh_from_db()
        assert claim.state == "released"
        assert Notice.objects.filter(person=scene.point.person, entry__stream=socket.stream).exists()
        assert {each.state for each in parts_of(whole)} == {WishState.WITHDRAWN}
        whole.refresh_from_db()
        assert whole.state == WishState.WITHDRAWN
        with pytest.raises(Conflict):
            claim_wish(fridge.pk, by=scene.point)

    def test_withdrawn_after_a_part_was_done_it_was_done_in_part(self, scene, whole):
        fulfilled(scene, parts_of(whole)[0])
        scene.act(whole, WishAction.WITHDRAW, scene.wisher)
        whole.refresh_from_db()
        assert (whole.state, parts_of(whole)[1].state) == (WishState.PARTLY, WishState.WITHDRAWN)
        assert parts_of(whole)[0].state == WishState.FULFILLED

    def test_not_withdrawn_while_a_part_waits_for_a_yes(self, scene, whole):
        done(scene, parts_of(whole)[1])
        with pytest.raises(Conflict) as waits:
            scene.act(whole, WishAction.WITHDRAW, scene.wisher)
        assert waits.value.code == "part_done"
        assert parts_of(whole)[0].state == WishState.OPEN


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from([*ENDS]), min_size=2, max_size=5))
def test_the_end_follows_from_the_parts_in_whatever_order(ends):
    """Fulfilled if and only if every part was; in part if and only if some were; withdrawn only if all were; and what
    is no end, or names a matter of its own, is never the end of a whole."""
    found = end_of_parts(ends)
    many = sum(each == WishState.FULFILLED for each in ends)
    assert found in (WishState.FULFILLED, WishState.PARTLY, WishState.WITHDRAWN, WishState.UNMET)
    assert (found == WishState.FULFILLED) == (many == len(ends))
    assert (found == WishState.PARTLY) == (0 < many < len(ends))
    helped = end_of_parts(ends, somebody_helped=True)
    assert helped == (found if found == WishState.FULFILLED else WishState.PARTLY)
    assert (found == WishState.WITHDRAWN) == all(each == WishState.WITHDRAWN for each in ends)
    assert found == end_of_parts(list(reversed(ends)))


class TestWhoSeesIt:
    def test_the_parts_have_cards_and_the_whole_has_none(self, scene, whole):
        stranger = Actor(person=PersonFactory())
        for part in parts_of(whole):
            assert see(part, stranger).reader is Reader.STRANGER
        for helper in (stranger, scene.point):
            with pytest.raises(Missing):
                see(whole, helper)
        for part in parts_of(whole):
            fulfilled(scene, part)
        whole.refresh_from_db()
        with pytest.raises(Missing):
            see(whole, stranger)
        assert not Wish.objects.public().filter(pk=whole.pk).exists()
        assert Wish.objects.offered_to(scene.point.pk).count() == 0

    def test_who_has_one_part_reads_that_part_alone(self, scene, whole):
        fridge, socket = parts_of(whole)
        claim_wish(socket.pk, by=scene.point)
        assert see(socket, scene.point).shows_words
        assert not see(fridge, scene.point).shows_words
        with pytest.raises(Missing):
            see(whole, scene.point)

    def test_the_slip_of_the_whole_opens_its_parts(self, scene):
        posted = post_wish(
            WishDraft("搬冰箱修插座", BUILDING, contact_name="王奶奶", contact_phone="13800001111"),
            by=Actor(),
        )
        scene.act(posted.wish, WishAction.OPEN, given=Given(title="搬和修"))
        whole = split(scene, posted.wish)
        slip = Actor(tokens=frozenset({hash_token(posted.token)}))
        fridge, socket = parts_of(whole)
        assert see(Wish.objects.get(pk=socket.pk), slip).reader is Reader.WISHER
        assert see(Wish.objects.get(pk=socket.pk), Actor()).reader is Reader.STRANGER
        assert [each.pk for each in own_wishes(slip)] == [whole.pk]
        done(scene, socket)
        assert [each.pk for each in wishes_to_confirm(slip)] == [socket.pk]
        assert reveal_contact(socket, by=scene.worker, reason="约时间").phone == "+8613800001111"
        assert Notice.objects.filter(phone="+8613800001111", entry__stream=socket.stream).exists()
        scene.act(socket, WishAction.CONFIRM, slip)
        assert fridge.pk in Wish.objects.visible_to(slip).values_list("pk", flat=True)

    def test_who_gave_back_the_whole_finds_nothing_once_it_was_split(self, scene):
        wish = scene.opened(concern="elder")
        return_claim(claim_wish(wish.pk, by=scene.point).pk, by=scene.point)
        assert see(Wish.objects.get(pk=wish.pk), scene.point).reader is Reader.HELPER
        whole = split(scene, wish)
        for _turn in ("while it waits", "once it is over"):
            with pytest.raises(Missing):
                see(Wish.objects.get(pk=whole.pk), scene.point)
            if whole.state == WishState.SPLIT:
                whole = scene.act(whole, WishAction.WITHDRAW, scene.wisher)

    def test_who_called_back_reads_the_call_afterwards_too(self, scene):
        whole = split(scene, scene.opened(contact_name="王奶奶", contact_phone="13800001111"))
        for part in parts_of(whole):
            fulfilled(scene, part)
        call = CallBackFactory(wish=whole, served_id=COMMUNITY, checker_id=NEIGHBOUR)
        caller = holder(Role.COMMUNITY_WORKER, NEIGHBOUR)
        note_heard(call.pk, tries=0, really_done=True, content="yes", by=caller)
        opened = open_callback(call.pk, caller)
        assert (opened.seen.reader, bool(opened.may_call)) == (Reader.CHECKER, False)
        seen = opened.seen
        assert (seen.shows_words, seen.shows_concern, seen.shows_reason) == (False, False, False)
        with pytest.raises(Conflict):
            reveal_for_call(call.pk, by=caller)
        with pytest.raises(Missing):
            see(Wish.objects.get(pk=whole.pk), holder(Role.COMMUNITY_WORKER, "140106004012"))


class TestHalfDone:
    """Of a part for two, one did their share; then nobody is needed any more. What was done stays done."""

    @pytest.fixture
    def half(self, scene, whole):
        half = parts_of(whole)[0]
        fulfil_claim(claim_wish(half.pk, by=scene.point).pk, by=scene.point)
        return half

    def one_counted_and_in_part(self, whole):
        whole.refresh_from_db()
        assert ServiceRecord.objects.get().claim.state == "done"
        assert whole.state == WishState.PARTLY

    @pytest.mark.usefixtures("half")
    def test_the_whole_is_withdrawn(self, scene, whole):
        scene.act(whole, WishAction.WITHDRAW, scene.wisher)
        self.one_counted_and_in_part(whole)

    def test_its_part_is_withdrawn_and_the_other_too(self, scene, whole, half):
        withdrawn(scene, half)
        withdrawn(scene, parts_of(whole)[1])
        self.one_counted_and_in_part(whole)

    def test_nobody_was_found_for_the_rest(self, scene, whole, half):
        unmet(scene, half)
        unmet(scene, parts_of(whole)[1])
        self.one_counted_and_in_part(whole)

    @pytest.mark.usefixtures("half")
    def test_who_wished_is_forgotten(self, scene, whole):
        erase_help(scene.wisher.person)
        self.one_counted_and_in_part(whole)

    @pytest.mark.parametrize("action", [WishAction.WITHDRAW, WishAction.MOVE])
    def test_a_wish_that_was_not_split(self, scene, action):
        wish = scene.opened(seats=2)
        fulfil_claim(claim_wish(wish.pk, by=scene.point).pk, by=scene.point)
        code = CategoryVersionFactory().category_id
        scene.act(wish, action, given=Given(words="归办公室", category_code=code))
        assert ServiceRecord.objects.get().claim.person == scene.point.person


class TestCountedOnce:
    def test_needs_once_and_services_by_what_was_done(self, scene, whole):
        assert Wish.objects.needs(MONDAY.date()).count() == 1
        for part in parts_of(whole):
            fulfilled(scene, part)
        assert Wish.objects.needs(MONDAY.date()).count() == 1
        assert ServiceRecord.objects.count() == 3
        assert ServiceRecord.objects.filter(claim__wish=whole).count() == 0

    def test_called_back_once_and_not_by_who_helped_with_a_part(self, scene):
        whole = split(scene, scene.opened(contact_name="王奶奶", contact_phone="13800001111"))
        for part in parts_of(whole):
            fulfilled(scene, part)
        whole.refresh_from_db()
        month = localdate(whole.ended_at).replace(day=1)
        assert list(_fulfilled(COMMUNITY, month).values_list("pk", flat=True)) == [whole.pk]
        assert _who_helped(whole.pk) == {COMMUNITY}

    def test_done_in_part_it_is_called_back_about_what_was_done(self, scene):
        whole = split(scene, scene.opened(contact_name="王奶奶", contact_phone="13800001111"))
        fridge, socket = parts_of(whole)
        fulfilled(scene, socket)
        withdrawn(scene, fridge)
        whole.refresh_from_db()
        assert whole.state == WishState.PARTLY
        assert draw_callbacks(localdate(whole.ended_at).replace(day=1)) == 1
        call = CallBack.objects.get(wish=whole)
        opened = open_callback(call.pk, holder(Role.COMMUNITY_WORKER, call.checker_id))
        assert [each.pk for each in opened.parts] == [socket.pk]


class TestForgetting:
    def test_parts_go_with_who_wished(self, scene, whole):
        fridge, socket = parts_of(whole)
        done(scene, socket)
        claim = claim_wish(fridge.pk, by=scene.point)
        told = export_help(scene.wisher.person)["wishes"]
        assert [each["part_of"] for each in told] == [None, whole.number, whole.number]
        erase_help(scene.wisher.person)
        for wish in Wish.objects.all():
            assert (wish.wisher, wish.address) == (None, "")
            assert wish.forgotten_at is not None
        whole.refresh_from_db()
        assert [each.state for each in parts_of(whole)] == [WishState.WITHDRAWN, WishState.FULFILLED]
        assert whole.state == WishState.PARTLY
        claim.refresh_from_db()
        assert claim.state == "released"
        assert ServiceRecord.objects.count() == Claim.objects.filter(state="done").count() == 1
