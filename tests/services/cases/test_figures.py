"""What a figure says of a past day is what it said on that day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from jiayuan.district.figures.domain.queries.ask import answers, scope_for
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.enums import Action
from tests.factories import CaseFactory, PlaceFactory, RatingFactory, StageRunFactory
from tests.services.cases.story import COMMUNITY, Story

pytestmark = pytest.mark.django_db
REMEMBERED = (
    "cases.reported", "cases.filed", "cases.closed", "cases.open", "cases.overdue", "cases.reopened",
    "cases.ratings", "cases.on_time_share",
)  # fmt: skip
MONDAY = date(2026, 3, 2)
Act = Callable[[Story], Any]
DAYS: list[list[Act]] = [
    [lambda story: story.do(Action.FILE), lambda story: story.do(Action.DISPATCH)],
    [lambda story: story.do(Action.ACCEPT)],
    [],
    [],
    [lambda story: story.do(Action.HAND_IN), lambda story: story.do(Action.PASS)],
    [lambda story: story.do(Action.CLOSE)],
    [lambda story: story.do(Action.REOPEN, story.resident, Given(words="又松了"))],
    [],
]


def said(place: Any, *, day: date | None = None) -> dict[str, tuple[Any, list[str]]]:
    scope = scope_for(place, day=day)
    return {
        each.figure.id: (each.value, each.figure.records(scope))
        for each in answers(scope, prefix="cases.")
        if each.figure.id in REMEMBERED
    }


def test_the_past_reads_as_it_was(time_machine: Any) -> None:
    """Day by day what stood at the end of it, and the same asked again after all of it."""
    time_machine.move_to(f"{MONDAY}T01:00:00Z", tick=False)
    story = Story()
    place, kept = story.case.place, {}
    for number, acts in enumerate(DAYS):
        day = MONDAY + timedelta(days=number)
        for hour, act in enumerate(acts):
            time_machine.move_to(f"{day}T0{hour + 2}:00:00Z", tick=False)
            act(story)
        time_machine.move_to(f"{day}T15:59:59.999999Z", tick=False)
        kept[day] = said(place)
    time_machine.move_to(f"{MONDAY + timedelta(days=30)}T02:00:00Z", tick=False)
    for day, then in kept.items():
        assert said(place, day=day) == then, day
    assert {then["cases.open"][0] for then in kept.values()} == {0, 1}
    assert kept[MONDAY + timedelta(days=6)]["cases.reopened"][0] == 1


def value_of(figure_id: str, **asked: Any) -> Any:
    found = answers(scope_for(PlaceFactory(path=COMMUNITY), **asked), prefix=figure_id)
    return {each.figure.id: each.value for each in found}[figure_id]


def test_few_ratings_make_no_mean() -> None:
    place = PlaceFactory(path=COMMUNITY)
    for score in (5, 4, 4, 3):
        RatingFactory(place=place, score=score)
    assert value_of("cases.satisfaction") is None
    RatingFactory(place=place, score=5)
    assert str(value_of("cases.satisfaction")) == "4.2"


@pytest.mark.parametrize(("hours", "middle"), [([1, 2, 9], "2.0"), ([1, 2, 4, 9], "3.0"), ([], "None")])
def test_the_middle_time_until_the_first_answer(hours: list[int], middle: str) -> None:
    for each in hours:
        case = CaseFactory(place=PlaceFactory(path=COMMUNITY))
        case.reported_at -= timedelta(days=1)
        case.save()
        StageRunFactory(
            case=case, round=1, since=case.reported_at, ended_at=case.reported_at + timedelta(hours=each)
        )
    assert str(value_of("cases.first_answer_hours")) == middle
