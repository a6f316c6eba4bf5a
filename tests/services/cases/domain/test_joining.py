"""Me too: who may join what, what they are told, what they may do afterwards."""

from dataclasses import replace
from typing import Any

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.notify.models import Notice
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.neighbours.claim import claim_joining
from jiayuan.services.cases.domain.neighbours.join import JoinDraft, join_and_reopen, join_case
from jiayuan.services.cases.domain.neighbours.join_for import join_for_somebody
from jiayuan.services.cases.domain.neighbours.leave import leave_case
from jiayuan.services.cases.domain.neighbours.personal_data import erase_joinings, export_joinings
from jiayuan.services.cases.domain.queries.cards import followed, waiting_for_rating
from jiayuan.services.cases.domain.queries.neighbours import spoken_neighbours
from jiayuan.services.cases.domain.queries.timeline import timeline
from jiayuan.services.cases.enums import Action, State
from jiayuan.services.cases.models import Case, Joining
from jiayuan.services.voice.models import Rating
from tests.services.cases.story import Story, actor

pytestmark = pytest.mark.django_db
NONCE = "n" * 32


@pytest.fixture(autouse=True)
def _no_quiet(settings: Any) -> None:
    settings.QUIET_HOURS = "none"


def joined_by_visitor(story: Story, **draft: Any) -> Actor:
    found = join_case(story.case.pk, JoinDraft(**draft), by=Actor(), nonce=NONCE)
    return Actor(tokens=frozenset({found.joining.token_hash}))


def test_a_neighbour_joins_once_however_often_it_is_sent() -> None:
    story, neighbour = Story().until(Action.DISPATCH), actor()
    first = join_case(story.case.pk, JoinDraft("我家门口也是"), by=neighbour, nonce=NONCE)
    again = join_case(story.case.pk, JoinDraft(), by=neighbour)
    same = join_case(story.case.pk, JoinDraft(), by=neighbour, nonce=NONCE)
    assert (first.is_new, again.is_new, same.is_new) == (True, False, False)
    assert same.token == first.token
    assert Joining.objects.count() == 1
    assert list(followed(neighbour)) == [story.case]


def test_a_visitor_who_sends_twice_holds_one_token() -> None:
    story = Story().until(Action.FILE)
    first = join_case(story.case.pk, JoinDraft(phone="13900001111"), by=Actor(), nonce=NONCE)
    again = join_case(story.case.pk, JoinDraft(phone="13900001111"), by=Actor(), nonce=NONCE)
    assert (first.token, again.is_new) == (again.token, False)


def test_nobody_learns_by_joining_whether_a_number_follows_it() -> None:
    """Whoever types a neighbour's number is answered as if it were new, and the number is told each step once."""
    story = Story().until(Action.FILE)
    first = join_case(story.case.pk, JoinDraft(phone="13900001111"), by=Actor())
    other = join_case(
        story.case.pk, JoinDraft(phone="139 0000 1111", words="我也是"), by=Actor(), nonce=NONCE
    )
    again = join_case(story.case.pk, JoinDraft(phone="139 0000 1111"), by=Actor(), nonce=NONCE)
    assert (first.is_new, other.is_new, again.token) == (True, True, other.token)
    assert list(Joining.objects.values_list("phone", "words")) == [("+8613900001111", ""), ("", "我也是")]


@pytest.mark.parametrize("signed_in", [True, False])
def test_one_form_that_joins_two_cases_joins_both(signed_in: bool) -> None:
    """The report form offers several; Back leads to it again, with its nonce."""
    first, second = Story().until(Action.FILE), Story().until(Action.FILE)
    neighbour = actor() if signed_in else Actor()
    joined = [join_case(each.case.pk, JoinDraft(), by=neighbour, nonce=NONCE) for each in (first, second)]
    assert [each.joining.case_id for each in joined] == [first.case.pk, second.case.pk]
    assert all(each.is_new for each in joined)
    assert joined[0].token != joined[1].token


def test_the_number_that_a_signed_in_neighbour_typed_is_not_kept() -> None:
    story = Story().until(Action.FILE)
    assert join_case(story.case.pk, JoinDraft(phone="13900001111"), by=actor()).joining.phone == ""


def test_ones_own_report_is_not_joined() -> None:
    story = Story().until(Action.FILE)
    with pytest.raises(Refused) as refused:
        join_case(story.case.pk, JoinDraft(), by=story.resident)
    assert "yourself" in str(refused.value.message) or "自己" in str(refused.value.message)


@pytest.mark.parametrize("hide", ["new", "hidden", "unknown"])
def test_what_is_not_public_answers_as_if_it_were_not_there(hide: str) -> None:
    story = Story()
    if hide == "hidden":
        story.until(Action.FILE)
        Case.objects.filter(pk=story.case.pk).update(is_public=False)
    key = story.case.pk + (1000 if hide == "unknown" else 0)
    with pytest.raises(Missing):
        join_case(key, JoinDraft(), by=actor())


def test_words_that_are_too_long_are_refused_by_name() -> None:
    story = Story().until(Action.FILE)
    with pytest.raises(Invalid) as refused:
        join_case(story.case.pk, JoinDraft("很" * 501), by=actor())
    assert refused.value.field == "words"


def test_everybody_who_joined_is_told_the_steps_and_the_end() -> None:
    story, neighbour = Story().until(Action.FILE), actor()
    join_case(story.case.pk, JoinDraft(), by=neighbour)
    joined_by_visitor(story, phone="13900001111")
    for action in (Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE):
        story.do(action)
    kinds = list(Notice.objects.filter(person=neighbour.person).order_by("pk").values_list("kind", flat=True))
    assert kinds[-1] == "cases.closed"
    assert kinds.count("cases.progress") == 4
    sent = Notice.objects.filter(phone="+8613900001111")
    assert list(sent.values_list("kind", flat=True)) == ["cases.closed"]


def test_a_neighbour_reads_neither_notes_nor_the_words_of_others() -> None:
    story, neighbour = Story().until(Action.FILE), actor()
    join_case(story.case.pk, JoinDraft(), by=neighbour)
    story.do(Action.NOTE, story.worker, Given(words="李奶奶，明天给您打电话"))
    for action in (Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE):
        story.do(action)
    story.do(Action.REOPEN, story.resident, Given(words="我家电话13812345678，又松了"))
    said = Notice.objects.filter(person=neighbour.person)
    lines = timeline(Case.objects.get(pk=story.case.pk), neighbour)
    everything = " ".join([*said.values_list("words", flat=True), *(line.words for line in lines)])
    assert "李奶奶" not in everything
    assert "1381234" not in everything
    assert "又松了" not in everything
    assert "已更换井盖" in everything
    assert not any(line.action == "note" for line in lines)
    assert any(line.action == "reopen" for line in lines)


def test_who_joined_rates_and_reopens_like_the_reporter_and_once() -> None:
    story, neighbour = Story().until(Action.FILE), actor()
    join_case(story.case.pk, JoinDraft(), by=neighbour)
    for action in (Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE):
        story.do(action)
    assert list(waiting_for_rating(neighbour)) == [story.case]
    story.do(Action.RATE)
    story.do(Action.RATE, neighbour, Given(score=2, words="没清干净"))
    assert sorted(Rating.objects.values_list("score", flat=True)) == [2, 5]
    assert not waiting_for_rating(neighbour).exists()
    assert not waiting_for_rating(story.resident).exists()
    with pytest.raises(Refused):
        story.do(Action.RATE, neighbour, Given(score=1))
    story.do(Action.REOPEN, neighbour, Given(words="又堆上了"))
    assert (story.case.state, story.case.round) == (State.FILED, 2)
    told = Notice.objects.filter(person=story.resident.person).last()
    assert told is not None
    assert "又堆上了" in told.words


def test_a_stranger_neither_rates_nor_reopens() -> None:
    story = Story().until(Action.CLOSE)
    for action, given in ((Action.RATE, Given(score=1)), (Action.REOPEN, Given(words="没好"))):
        with pytest.raises(Refused) as refused:
            story.do(action, actor(), given)
        assert str(refused.value.remedy)


def test_joining_what_was_closed_meanwhile_says_so_and_offers_the_way_on() -> None:
    story, neighbour = Story().until(Action.CLOSE), actor()
    with pytest.raises(Conflict) as refused:
        join_case(story.case.pk, JoinDraft(), by=neighbour)
    assert refused.value.code == "closed"
    assert not Joining.objects.exists()
    join_and_reopen(story.case.pk, JoinDraft(), because="还堆着", by=neighbour)
    assert Case.objects.get(pk=story.case.pk).state == State.FILED
    assert Joining.objects.get().person == neighbour.person
    with pytest.raises(Conflict) as again:
        join_and_reopen(story.case.pk, JoinDraft(), because="还堆着", by=actor())
    assert again.value.code == "open"


def test_a_visitor_opens_again_with_the_token_of_the_joining_itself() -> None:
    story = Story().until(Action.CLOSE)
    found = join_and_reopen(story.case.pk, JoinDraft(), because="还堆着", by=Actor(), nonce=NONCE)
    assert Case.objects.get(pk=story.case.pk).state == State.FILED
    again = join_and_reopen(story.case.pk, JoinDraft(), because="还堆着", by=Actor(), nonce=NONCE)
    assert (again.is_new, again.token) == (False, found.token)


def test_without_a_reason_nothing_is_joined_and_nothing_reopened() -> None:
    story = Story().until(Action.CLOSE)
    with pytest.raises(Invalid):
        join_and_reopen(story.case.pk, JoinDraft(), because=" ", by=actor())
    assert not Joining.objects.exists()


def test_leaving_takes_words_and_number_along() -> None:
    story = Story().until(Action.FILE)
    visitor = joined_by_visitor(story, phone="13900001111", words="我家也是")
    assert leave_case(story.case, by=visitor) == 1
    assert not Joining.objects.exists()
    with pytest.raises(Refused):
        leave_case(story.case, by=visitor)


def test_a_worker_joins_for_somebody_who_called_with_their_consent() -> None:
    story = Story().until(Action.FILE)
    found = join_for_somebody(
        story.case.pk,
        JoinDraft("楼下也堵了", phone="13900001111"),
        manner="phone",
        beneficiary_name="王奶奶",
        by=story.worker,
        nonce=NONCE,
    )
    joining = found.joining
    assert (joining.person, joining.phone) == (None, "+8613900001111")
    assert joining.consent is not None
    assert joining.consent.helper == story.worker.person
    again = join_for_somebody(
        story.case.pk, JoinDraft(), manner="phone", beneficiary_name="王奶奶", by=story.worker, nonce=NONCE
    )
    assert not again.is_new
    assert Joining.objects.count() == 1
    with pytest.raises(Refused):
        join_for_somebody(
            story.case.pk, JoinDraft(), manner="phone", beneficiary_name="王奶奶", by=story.handler
        )


def test_photos_of_a_neighbour_stay_with_them_and_those_who_work_on_it() -> None:
    from jiayuan.services.cases.announce import may_see_photo

    story, neighbour = Story().until(Action.FILE), actor()
    photo = story.photo(neighbour)
    joined = join_case(story.case.pk, JoinDraft(photo_ids=[photo]), by=neighbour).joining  # type: ignore[list-item]
    shown = joined.photos.get().photo
    assert may_see_photo(neighbour, shown)
    assert may_see_photo(story.worker, shown)
    assert not may_see_photo(actor(), shown)
    assert not may_see_photo(Actor(), shown)


def test_what_is_held_is_handed_out_and_forgotten() -> None:
    story, neighbour = Story().until(Action.FILE), actor()
    join_case(story.case.pk, JoinDraft("我家门口也是"), by=neighbour)
    assert export_joinings(neighbour.person)[0]["words"] == "我家门口也是"
    assert erase_joinings(neighbour.person) == 1
    joining = Joining.objects.get()
    assert (joining.person, joining.words) == (None, "")
    assert export_joinings(neighbour.person) == []


def test_how_many_is_told_and_nothing_more() -> None:
    assert spoken_neighbours(0) == ""
    assert "5" in spoken_neighbours(4)


def test_a_token_without_the_scope_does_not_join() -> None:
    from jiayuan.foundation.access.scope import Scope

    story = Story().until(Action.FILE)
    scoped = replace(actor(), scope=Scope(frozenset({"cases.see"}), "140106"))
    with pytest.raises(Refused):
        join_case(story.case.pk, JoinDraft(), by=scoped)


class TestTakingItIntoAnAccount:
    def joined(self) -> tuple[Story, str]:
        story = Story().until(Action.DISPATCH)
        return story, join_case(story.case.pk, JoinDraft(phone="13900002222"), by=Actor()).token

    def test_the_account_is_told_from_now_on_and_the_link_is_spent(self) -> None:
        story, token = self.joined()
        neighbour = actor()
        joining = claim_joining(token, by=neighbour)
        assert (joining.person, joining.phone) == (neighbour.person, "")
        with pytest.raises(Missing):
            claim_joining(token, by=actor())
        for action in (Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE):
            story.do(action)
        assert Notice.objects.filter(person=neighbour.person, kind="cases.closed").count() == 1
        assert not Notice.objects.filter(phone="+8613900002222").exists()
        assert [each["number"] for each in export_joinings(neighbour.person)] == [story.case.number]

    def test_who_follows_it_already_and_who_has_no_account(self) -> None:
        story, token = self.joined()
        with pytest.raises(Refused):
            claim_joining(token, by=Actor())
        with pytest.raises(Conflict):
            claim_joining(token, by=story.resident)
        neighbour = actor()
        join_case(story.case.pk, JoinDraft(), by=neighbour)
        with pytest.raises(Conflict):
            claim_joining(token, by=neighbour)
        assert Joining.objects.filter(person=None).count() == 1
