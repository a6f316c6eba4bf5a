"""Turns are spread evenly: nobody twice on a day, nobody on a day away, and the same face where that is wished."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiayuan.modules.help.domain.rota import Helper, Turn, even_start, spread

MONDAY = date(2026, 3, 2)
DAYS = [MONDAY + timedelta(days=number) for number in range(24)]
away = st.sets(st.sampled_from(DAYS), max_size=12)


def daily(recipients):
    """Each of them on every day."""
    return [Turn(day, each) for day in DAYS for each in recipients]


def counts(helpers):
    return [each.turns for each in helpers]


def told(given):
    return sorted((turn.day, turn.recipient, who) for turn, who in given.items())


@given(helpers=st.integers(1, 7), recipients=st.integers(1, 9), ties=st.booleans())
def test_turns_differ_by_at_most_one_while_everybody_can(helpers, recipients, ties):
    team = [Helper(key) for key in range(helpers)]
    turns = daily(range(recipients))
    given = spread(turns, team, usual={}, keeps_ties=ties)
    assert max(counts(team)) - min(counts(team)) <= 1
    open_days = [turn.day for turn, who in given.items() if who is None]
    assert all(sum(turn.day == day for turn in turns) > helpers for day in open_days)


@given(days_away=st.lists(away, min_size=1, max_size=6), many=st.integers(1, 4), ties=st.booleans())
def test_nobody_goes_twice_on_a_day_nor_on_a_day_away(days_away, many, ties):
    team = [Helper(key, busy=set(days)) for key, days in enumerate(days_away)]
    given = spread(daily(range(many)), team, usual={}, keeps_ties=ties)
    for day in DAYS:
        going = [who for turn, who in given.items() if turn.day == day and who is not None]
        can = [key for key, days in enumerate(days_away) if day not in days]
        assert len(going) == len(set(going))
        assert set(going) <= set(can)
        assert len(going) == min(len(can), sum(turn.day == day for turn in given)), "open only if nobody can"


@given(days_away=st.lists(away, min_size=3, max_size=6))
def test_among_three_nobody_goes_twice_in_a_row_while_another_can(days_away):
    team = [Helper(key, busy=set(days)) for key, days in enumerate(days_away)]
    given = spread(daily([1]), team, usual={})
    before = None
    for day, _recipient, who in told(given):
        others = [key for key, days in enumerate(days_away) if day not in days and key != before]
        assert who != before or who is None or not others
        before = who if who is not None else before


def test_the_same_face_comes_again_where_ties_are_kept():
    team = [Helper(key) for key in range(3)]
    given = spread(daily((1, 2, 3)), team, usual={1: 2, 2: 0, 3: 1}, keeps_ties=True)
    assert {(turn.recipient, who) for turn, who in given.items()} == {(1, 2), (2, 0), (3, 1)}


def test_who_is_new_does_not_have_to_catch_up():
    old = [Helper(1, turns=9, last=MONDAY), Helper(2, turns=8, last=MONDAY)]
    assert counts(even_start([*old, Helper(3)])) == [9, 8, 7]


def test_without_anybody_every_turn_stays_open():
    given = spread([Turn(MONDAY, 1)], [], usual={})
    assert list(given.values()) == [None]
