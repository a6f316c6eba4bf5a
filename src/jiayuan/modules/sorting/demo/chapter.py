"""What the sorting school has done: pledges, classes, words that nobody knew; and a class that plays right now."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext

from ..domain.class_seats import answer, how_many_names
from ..domain.classes import ask_next, close_class, open_class, show_answer
from ..domain.game import BINS
from ..domain.pledge_texts import current_text
from ..domain.pledging import COMMUNITY, sign_pledge, withdraw_pledge
from ..domain.words import ItemDraft, answer_word, put_aside, wonder
from ..models import ClassRoom, ClassSeat
from .texts import ANSWERED, ASIDE, ASKED, FAMILIES

CODE = "246810"
"""Of the class that is open now: the same in every demonstration."""
PUPILS, QUESTIONS = 6, 4


def tell_sorting(context: DemoContext) -> None:
    with transaction.atomic():
        signed = _sign(context)
        _ask(context)
    context.pulse()
    with transaction.atomic():
        _teach(context)
    context.progress(_("Sorting school: %(pledges)s pledges") % {"pledges": signed})


def _sign(context: DemoContext) -> int:
    """In the communities with the invented estates, over the last two years; the last one was taken back."""
    random = context.random("sorting-pledges")
    communities = sorted({each.path[:COMMUNITY] for each in context.estates})
    number = 8 if context.small else 90
    days = sorted((random.randint(2, 700) for _each in range(number)), reverse=True)
    for position, days_ago in enumerate(days):
        name = FAMILIES[position % len(FAMILIES)]
        with at(context.now - timedelta(days=days_ago, hours=random.randint(1, 9))):
            nonce = f"sorting-demo-{context.seed}-{position:04d}"
            pledge = sign_pledge(
                name, random.choice(communities), str(current_text().version), by=Actor(), nonce=nonce
            ).pledge
    with at(context.now - timedelta(days=1)):
        withdraw_pledge(pledge.pk, by=Actor(tokens=frozenset({pledge.token_hash})))
    return number - 1


def _ask(context: DemoContext) -> None:
    """What waits for the district, what it answered, and what was no name of a thing."""
    district = Actor(person=context.people["district"])
    for position, (word, times) in enumerate(ASKED[:3] if context.small else ASKED):
        for each in reversed(range(times)):
            with at(context.now - timedelta(days=1 + position + 4 * each)):
                wonder(word)
    for position, (word, category, reason, first, source) in enumerate(ANSWERED):
        with at(context.now - timedelta(days=30 + position)):
            answer_word(wonder(word).pk, ItemDraft(category, reason, source, first), by=district)
    for word in ASIDE:
        with at(context.now - timedelta(days=9)):
            put_aside(wonder(word).pk, by=district)


def _teach(context: DemoContext) -> None:
    """A class a month, closed and gone but for its sums; and one with its second question on the board."""
    teacher, random = Actor(person=context.people["community"]), context.random("sorting-classes")
    for months in range(1 if context.small else 6, 0, -1):
        with at(context.now - timedelta(days=30 * months, hours=2)):
            room = open_class(str(random.randint(1, 3)), by=teacher)
            _play(room, _seats(room, random), QUESTIONS, random, teacher)
            close_class(room.pk, by=teacher)
    with at(context.now):
        room = open_class("2", by=teacher)
        ClassRoom.objects.filter(pk=room.pk).update(code=CODE)
        room.refresh_from_db()
        _play(room, _seats(room, random), 1, random, teacher)
        ask_next(room.pk, 1, by=teacher)


def _seats(room: ClassRoom, random: Random) -> Sequence[str]:
    """As by the code, but the same ones each time."""
    animals = random.sample(range(how_many_names()), PUPILS)
    tokens = [f"demo-{room.pk}-{animal}-{random.getrandbits(64):x}" for animal in animals]
    ClassSeat.objects.bulk_create(
        ClassSeat(room=room, token_hash=hash_token(token), animal=animal)
        for token, animal in zip(tokens, animals, strict=True)
    )
    return tokens


def _play(room: ClassRoom, tokens: Sequence[str], questions: int, random: Random, teacher: Actor) -> None:
    for number in range(1, questions + 1):
        ask_next(room.pk, number - 1, by=teacher)
        for token in tokens:
            answer(token, number, random.choice(BINS))
        show_answer(room.pk, number, by=teacher)
