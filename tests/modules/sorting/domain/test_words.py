"""Words that nobody knew: kept, answered, put aside; and what is asked afterwards."""

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.sorting.domain.asking import ask
from jiayuan.modules.sorting.domain.words import ItemDraft, answer_word, end_item, put_aside, wonder
from jiayuan.modules.sorting.enums import Category, WordState
from jiayuan.modules.sorting.models import AskedWord, LocalItem
from tests.factories import AskedWordFactory, LocalItemFactory

pytestmark = pytest.mark.django_db
UNKNOWN = "氪核"
DRAFT = ItemDraft(Category.BULKY, "太大", "区里的决定", "先打电话")


@pytest.fixture
def officer(actor_with) -> Actor:
    return actor_with(Role.DISTRICT_OFFICER, "140106")


class TestSending:
    def test_the_word_alone_is_kept_and_counted(self) -> None:
        wonder(f"请问{UNKNOWN}是什么垃圾")
        word = wonder(UNKNOWN)
        assert (word.key, word.times, word.state) == (UNKNOWN, 2, WordState.OPEN)
        assert Entry.objects.filter(stream=word.stream, action="sorting.wonder").count() == 2

    def test_what_it_was_is_in_no_entry(self) -> None:
        assert not Entry.objects.filter(stream=wonder(UNKNOWN).stream, payload__icontains=UNKNOWN).exists()

    def test_it_waits_again_once_its_answer_has_ended(self, officer: Actor) -> None:
        item = answer_word(wonder(UNKNOWN).pk, DRAFT, by=officer)
        end_item(item.pk, by=officer)
        assert wonder(UNKNOWN).state == WordState.OPEN
        assert answer_word(AskedWord.objects.get().pk, DRAFT, by=officer).ended_at is None

    def test_what_was_put_aside_stays_there(self, officer: Actor) -> None:
        put_aside(wonder(UNKNOWN).pk, by=officer)
        assert wonder(UNKNOWN).state == WordState.ASIDE

    def test_a_form_sent_twice_counts_once(self) -> None:
        wonder(UNKNOWN, nonce="n" * 20)
        assert wonder(UNKNOWN, nonce="n" * 20).times == 1

    @pytest.mark.parametrize("words", ["", "x", "长" * 40, "榴莲壳", "鞭炮"])
    def test_what_is_no_name_or_known_is_not_kept(self, words: str) -> None:
        with pytest.raises(Invalid):
            wonder(words)
        assert not AskedWord.objects.exists()

    def test_numbers_that_may_be_somebody_s_are_left_out(self) -> None:
        assert "13800138000" not in wonder(f"{UNKNOWN}13800138000").key


class TestAnswering:
    def test_whoever_asks_then_is_told(self, officer: Actor) -> None:
        word = AskedWordFactory(key=UNKNOWN)
        answer_word(word.pk, DRAFT, by=officer)
        said = ask(f"{UNKNOWN}扔哪")
        assert said.category == "bulky"
        assert said.local is not None
        assert said.local.source == "区里的决定"
        word.refresh_from_db()
        assert word.state == WordState.ANSWERED

    def test_it_stands_before_the_lists_until_it_is_ended(self, officer: Actor) -> None:
        item = LocalItemFactory(key="榴莲壳", category=Category.KITCHEN)
        assert ask("榴莲壳").category == "kitchen"
        end_item(item.pk, by=officer)
        end_item(item.pk, by=officer)
        assert ask("榴莲壳").category == "residual"
        assert Entry.objects.filter(stream=item.stream, action="sorting.end_item").count() == 1

    def test_one_answer_a_name(self, officer: Actor) -> None:
        LocalItemFactory(key=UNKNOWN)
        word = AskedWordFactory(key=UNKNOWN)
        with pytest.raises(Conflict):
            answer_word(word.pk, DRAFT, by=officer)

    @pytest.mark.parametrize("name", ["category", "reason", "source"])
    def test_what_is_missing_is_named(self, officer: Actor, name: str) -> None:
        draft = ItemDraft(**({"category": "bulky", "reason": "因", "source": "源"} | {name: ""}))
        with pytest.raises(Invalid) as refused:
            answer_word(AskedWordFactory().pk, draft, by=officer)
        assert refused.value.field == name
        assert not LocalItem.objects.exists()

    def test_put_aside_it_waits_no_more(self, officer: Actor) -> None:
        word = AskedWordFactory()
        put_aside(word.pk, by=officer)
        with pytest.raises(Missing):
            put_aside(word.pk, by=officer)

    def test_what_is_not_there_is_said(self, officer: Actor) -> None:
        with pytest.raises(Missing):
            answer_word(0, DRAFT, by=officer)
        with pytest.raises(Missing):
            end_item(0, by=officer)

    def test_only_the_district_answers(self, actor_with) -> None:
        worker = actor_with(Role.COMMUNITY_WORKER, "140106004010")
        word, item = AskedWordFactory(), LocalItemFactory()
        for act in (
            lambda: answer_word(word.pk, DRAFT, by=worker),
            lambda: put_aside(word.pk, by=worker),
            lambda: end_item(item.pk, by=worker),
        ):
            with pytest.raises(Refused, match=r"区里|district"):
                act()


class TestAsking:
    def test_the_answer_to_the_question_settles_it(self) -> None:
        assert [each.group.category for each in ask("电池").choices] == ["hazardous", "residual"]
        said = ask("电池", chosen=1)
        assert said.category == "residual"
        assert said.group is not None
        assert said.group.category == "residual"
        assert not said.choices

    def test_a_number_that_is_no_answer_is_passed_over(self) -> None:
        assert ask("电池", chosen=9).choices

    def test_the_city_adds_its_notes(self) -> None:
        note = ask("干电池").note
        assert note is not None
        assert "电池" in note.zh

    def test_one_query(self, django_assert_num_queries) -> None:
        with django_assert_num_queries(1):
            ask("榴莲壳")
