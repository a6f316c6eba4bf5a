"""Who could take on one wish, and why others not: for the desk, and for nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiayuan.engines.matching import Offer, propose

from ...models import Asking, PostMember, Wish
from ..matching.facts import Facts, facts_of
from ..matching.instance import Question, free_seats, question_of

MOST, NEAR = 6, 12


@dataclass(frozen=True)
class Candidate:
    """Somebody who fits. ``starts``: when they first have time, None where they did not say; ``can``: codes of the
    skills asked for that they have; ``turns``: asked or at it lately."""

    member: PostMember
    metres: int
    starts: datetime | None
    can: Sequence[str]
    busy: int
    turns: int
    helped_before: bool


@dataclass(frozen=True)
class Passed:
    """Somebody near who is not proposed, and by which rules (codes of the engine)."""

    member: PostMember
    metres: int
    rules: Sequence[str]


@dataclass(frozen=True)
class Proposed:
    candidates: Sequence[Candidate]
    passed: Sequence[Passed]
    able: int
    free: int


def proposed_for(wish: Wish) -> Proposed:
    """For an open wish. A constant number of queries, however many help in the street."""
    facts = facts_of([wish])
    free = free_seats(wish, facts)
    question = question_of(facts, least=1)
    found = propose(question.instance, question.instance.wishes[0], most=MOST, near=NEAR)
    return Proposed(
        [candidate(wish, each, facts, question) for each in found.offers],
        [
            Passed(question.homes[int(each.helper)], each.metres, each.rules)
            for each in found.left_out
            if "excluded" not in each.rules
        ],
        found.able,
        free,
    )


def candidate(wish: Wish, offer: Offer, facts: Facts, question: Question) -> Candidate:
    """What speaks for one whom the engine offers."""
    person = int(offer.helper)
    ability = facts.abilities.get(person)
    return Candidate(
        question.homes[person],
        offer.metres,
        question.moment + timedelta(minutes=offer.starts) if ability is not None and ability.times else None,
        [each for each in wish.skills if ability is not None and each in ability.skills],
        facts.busy.get(person, 0),
        facts.turns.get(person, 0),
        offer.parts["past"] < 0,
    )


def askings_of(wish: Wish) -> Sequence[Asking]:
    """Whoever was asked about it, the latest first. One query."""
    return list(Asking.objects.filter(wish=wish).select_related("person", "post__station").order_by("-pk"))
