"""Several processes at once: parts of a problem, answers that do not come, and nothing left running."""

import time

from jiayuan.engines.rounds import check_plan, read_instance, solve
from jiayuan.engines.rounds.anneal import Cooling, Job, Search, unit_of
from jiayuan.engines.rounds.crew import Crew
from jiayuan.engines.rounds.day import DayProblem, Ways
from jiayuan.engines.rounds.parts import cut, merged
from jiayuan.engines.rounds.team import search

from .instances import vrplib


def problem(size: int = 120) -> DayProblem:
    instance = read_instance(vrplib(1, size))
    return DayProblem(Ways(instance), instance.stops, instance.trucks)


def until_ready(crew: Crew) -> None:
    for _ in range(600):
        if crew.size == crew.most:
            return
        time.sleep(0.1)


def test_parts_are_the_whole() -> None:
    data = problem().data
    start = Search(data, 1).begin()
    parts = cut(data, start, 2, 0, fewest=40)
    assert sorted(each for part in parts for each in part.clients) == list(range(data.num_clients))
    again = merged(data, parts, [part.start for part in parts])
    assert (again.distance(), again.is_feasible()) == (start.distance(), start.is_feasible())
    assert cut(data, start, 1, 0, fewest=40) == []
    assert cut(data, start, 2, 0) == []


def test_a_mate_answers_as_we_would_and_ends_with_the_crew() -> None:
    data = problem().data
    start = Search(data, 1).begin()
    with Crew(2) as crew:
        until_ready(crew)
        now = time.monotonic()
        job = Job(data, start, Cooling(now, now + 2, unit_of(start)), now + 2, 7)
        ours, theirs = crew.run([job, job])
        assert ours is not None
        assert theirs is not None
        assert theirs.best.is_feasible()
        assert theirs.best.distance() <= start.distance()
        mate = crew._mates[0].process
    assert mate.poll() is not None


def test_a_large_problem_is_searched_in_parts(monkeypatch) -> None:
    monkeypatch.setattr("jiayuan.engines.rounds.team.FEWEST", 40)
    data = problem().data
    start = Search(data, 1).begin()
    with Crew(2) as crew:
        until_ready(crew)
        found = search(data, crew, 1, time.monotonic() + 2, start)
    assert found.is_feasible()
    assert found.num_clients() == data.num_clients
    assert found.distance() < start.distance()


def test_whoever_has_died_is_not_waited_for() -> None:
    data = problem().data
    start = Search(data, 1).begin()
    with Crew(2) as crew:
        until_ready(crew)
        crew._mates[0].process.kill()
        crew._mates[0].process.wait()
        assert crew.size == 1
        now = time.monotonic()
        (ours,) = crew.run([Job(data, start, Cooling(now, now + 0.1, 1.0), now + 0.1, 7)])
        assert ours is not None


def test_two_at_once() -> None:
    instance = read_instance(vrplib(1, 120))
    plan = solve(instance, seconds=4, workers=2)
    assert check_plan(instance, plan) == []
