"""What ships with the house about things and bins: every row of it."""

from collections import Counter

from jiayuan.modules.sorting.demo.texts import ANSWERED, ASIDE, ASKED
from jiayuan.modules.sorting.domain.knowing import knowledge, sorter

FEWEST = 2_000
LONGEST_NAME, LONGEST_REASON = 12, 40


def test_there_are_many_names_and_each_stands_once() -> None:
    items = knowledge().items
    names = Counter(name for item in items for name in item.names)
    assert len(items) >= FEWEST
    assert len(names) >= 3 * FEWEST
    assert [name for name, times in names.items() if times > 1] == []


def test_names_differ_in_their_key_too_or_go_the_same_way() -> None:
    seen = {}
    engine = sorter()
    for item in knowledge().items:
        for name in item.names:
            other = seen.setdefault(engine.key(name), item)
            assert other.category == item.category, (name, other.name, item.name)


def test_every_row_has_its_english_name_and_is_short() -> None:
    for item in knowledge().items:
        assert item.english, item.name
        assert item.english.isascii(), item.name
        assert len(item.name) <= LONGEST_NAME, item.name


def test_every_name_is_answered_with_its_own_group() -> None:
    engine = sorter()
    for item in knowledge().items:
        for name in item.names:
            answer = engine.answer(name)
            if answer.question is None and item.question is not None:
                continue  # the name itself says what the question asks
            assert answer.group is not None, name
            assert answer.category == item.category, (name, answer)


def test_every_reason_is_short_and_in_both_languages() -> None:
    for group in knowledge().groups.values():
        for words in (group.reason, group.first):
            assert words.zh.endswith("。"), group.code
            assert len(words.zh) <= LONGEST_REASON, group.code
            assert words.en.endswith("."), group.code
            assert not words.en.isspace()


def test_every_question_has_at_least_two_ways_out() -> None:
    for question in knowledge().questions.values():
        assert question.ask.zh.endswith("？"), question.code
        assert len({choice.group.category for choice in question.choices}) >= 2, question.code


def test_what_nobody_knows_in_the_demonstration_is_not_known() -> None:
    for word in (*(each[0] for each in (*ASKED, *ANSWERED)), *ASIDE):
        assert sorter().answer(word).group is None, word
