"""A class: what is weak comes again, one answer a seat, and nothing stays."""

from collections import Counter
from datetime import timedelta
from threading import Barrier
from typing import Any
from unittest import mock

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.errors import Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.sorting.domain import class_seats
from jiayuan.modules.sorting.domain.class_seats import animal_name, answer, how_many_names, join_class
from jiayuan.modules.sorting.domain.classes import (
    LIFE,
    ask_next,
    close_class,
    close_old,
    open_class,
    show_answer,
    totals_of,
)
from jiayuan.modules.sorting.domain.game import BINS, LEVELS, card_of, cards
from jiayuan.modules.sorting.domain.weakest import Count, next_card
from jiayuan.modules.sorting.models import ClassRoom, ClassSeat, ClassTally
from tests.services.cases.domain.test_races import together


class TestWeakestFirst:
    @pytest.mark.parametrize("level", LEVELS)
    def test_a_class_that_knows_all_sees_every_card_once(self, level: int) -> None:
        counts: list[Count] = []
        for number in range(1, len(cards(level)) + 1):
            counts.append(Count(next_card(level, counts, number, first=3), 9, 1, 1, number))
        assert {each.card for each in counts} == set(range(len(cards(level))))

    def test_the_weakest_comes_first_after_a_rest(self) -> None:
        counts = [Count(1, 5, 5, 1, 1), Count(2, 2, 8, 1, 2), Count(4, 9, 0, 1, 3), Count(5, 9, 0, 1, 4)]
        assert next_card(1, counts, 5) == 2
        assert next_card(1, counts, 4) == 1  # card 2 has rested for one question only

    def test_nobody_is_drilled_for_ever(self) -> None:
        assert next_card(1, [Count(1, 0, 9, 3, 1)], 9) != 1

    def test_when_all_were_asked_the_weakest_of_all(self) -> None:
        counts = [Count(each, 9, 1 if each == 7 else 0, 1, 1) for each in range(len(cards(1)))]
        assert next_card(1, counts, 99) == 7


def test_there_are_more_names_than_seats_in_both_languages() -> None:
    for language in ("zh-hans", "en"):
        names = {animal_name(each, language) for each in range(how_many_names())}
        assert len(names) == how_many_names() > class_seats.MOST_SEATS


@pytest.fixture
def teacher(actor_with: Any) -> Actor:
    made: Actor = actor_with(Role.COMMUNITY_WORKER)
    return made


def right_bin(room: ClassRoom) -> str:
    return str(card_of(room.level, room.card or 0).item.category)


def wrong_bin(room: ClassRoom) -> str:
    return next(each for each in BINS if each != right_bin(room))


@pytest.mark.django_db
class TestLesson:
    def test_answers_are_counted_for_all_and_gone_with_the_room(self, teacher: Actor) -> None:
        room = open_class("1", by=teacher)
        tokens = [join_class(f"{room.code[:3]} {room.code[3:]}").token for _each in range(3)]
        assert len(set(ClassSeat.objects.values_list("animal", flat=True))) == 3
        room = ask_next(room.pk, 0, by=teacher)
        assert [answer(token, 1, right_bin(room)) for token in tokens[:2]] == [True, True]
        assert answer(tokens[2], 1, wrong_bin(room))
        totals = close_class(room.pk, by=teacher)
        assert (totals.seats, totals.questions, totals.right, totals.wrong) == (3, 1, 2, 1)
        assert [each.objects.count() for each in (ClassRoom, ClassSeat, ClassTally)] == [0, 0, 0]
        said = Entry.objects.get(action="sorting.close_class")
        assert said.payload["after"] == {"seats": 3, "questions": 1, "right": 2, "wrong": 1}
        with pytest.raises(Missing):
            answer(tokens[0], 1, "kitchen")

    def test_one_answer_a_seat_and_none_after_the_bin_is_shown(self, teacher: Actor) -> None:
        room = open_class("2", by=teacher)
        one, two = join_class(room.code).token, join_class(room.code).token
        assert not answer(one, 1, "kitchen")  # nothing is asked yet
        room = ask_next(room.pk, 0, by=teacher)
        assert answer(one, 1, right_bin(room))
        assert not answer(one, 1, right_bin(room))
        show_answer(room.pk, 1, by=teacher)
        assert not answer(two, 1, right_bin(room))
        with pytest.raises(Invalid):
            answer(two, 1, "sky")
        assert (totals_of(room).right, totals_of(room).wrong) == (1, 0)

    def test_two_windows_ask_one_question(self, teacher: Actor) -> None:
        room = open_class("3", by=teacher)
        assert [ask_next(room.pk, 0, by=teacher).round for _window in range(2)] == [1, 1]

    def test_a_second_class_of_the_same_teacher_is_the_first(self, teacher: Actor) -> None:
        assert open_class("1", by=teacher) == open_class("2", by=teacher)

    def test_only_who_hosts_opens_and_only_who_opened_leads(self, teacher: Actor, actor_with: Any) -> None:
        for other in (Actor(), actor_with(Role.VOLUNTEER), actor_with()):
            with pytest.raises(Refused):
                open_class("1", by=other)
        room = open_class("1", by=teacher)
        colleague = actor_with(Role.COMMUNITY_WORKER)
        for act in (lambda: ask_next(room.pk, 0, by=colleague), lambda: close_class(room.pk, by=colleague)):
            with pytest.raises(Refused):
                act()

    @pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "99999 9x"])
    def test_a_code_that_is_on_no_board(self, teacher: Actor, code: str) -> None:
        open_class("1", by=teacher)
        with pytest.raises(Invalid) as refused:
            join_class(code)
        assert refused.value.field == "code"

    def test_after_two_lessons_the_code_opens_nothing_and_the_clock_deletes(self, teacher: Actor) -> None:
        room = open_class("1", by=teacher)
        token = join_class(room.code).token
        with at(now() + LIFE + timedelta(seconds=1)):
            with pytest.raises(Invalid):
                join_class(room.code)
            with pytest.raises(Missing):
                answer(token, 0, "kitchen")
            assert (close_old(), close_old()) == (1, 0)
        assert not ClassSeat.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestOneSeatAnswersTwice:
    def race(self, teacher: Actor) -> Counter[str]:
        room = open_class("1", by=teacher)
        token, barrier = join_class(room.code).token, Barrier(4)
        room, find = ask_next(room.pk, 0, by=teacher), class_seats.seat_of
        bin_code = right_bin(room)

        def meet(given: str) -> ClassSeat | None:
            seat = find(given)
            barrier.wait(timeout=20)
            return seat

        with mock.patch.object(class_seats, "seat_of", meet):
            return together(*[lambda: answer(token, 1, bin_code)] * 4)

    def test_guard_on_counts_once(self, teacher: Actor) -> None:
        assert self.race(teacher) == {"done": 4}
        assert ClassTally.objects.get().right == 1

    def test_guard_off_counts_more(self, teacher: Actor) -> None:
        class Careless:
            """A seat that does not ask whether it has answered."""

            objects = mock.Mock()

        Careless.objects.filter.return_value.update.return_value = 1
        with mock.patch.object(class_seats, "ClassSeat", Careless):
            assert self.race_without_join(teacher) == {"done": 4}
        assert ClassTally.objects.get().right == 4

    def race_without_join(self, teacher: Actor) -> Counter[str]:
        room = open_class("1", by=teacher)
        seat = ClassSeat.objects.create(room=room, token_hash="x" * 64, animal=1)
        room = ask_next(room.pk, 0, by=teacher)
        with mock.patch.object(class_seats, "seat_of", return_value=seat):
            return together(*[lambda: answer("token", 1, right_bin(room))] * 4)
