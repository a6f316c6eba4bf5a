"""Words that nobody knew: sent in, answered by the district, or put aside."""

from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.ledger.domain.record import already_recorded, clean_nonce, record

from ..enums import Category, WordState
from ..limits import ASKED_WORD, FIRST, NAME, REASON, SOURCE
from ..models import AskedWord, LocalItem
from ..rules import REVIEW
from .asking import ask, word_of
from .knowing import sorter


@dataclass(frozen=True)
class ItemDraft:
    category: str
    reason: str
    source: str
    first: str = ""


def wonder(query: str, *, nonce: str | None = None) -> AskedWord:
    """Keep the word for the district; sent again it counts once more. Who asks is not kept.

    :raises Invalid: it is no name of a thing, or it is known.
    """
    key = word_of(query)
    if not 1 < len(key) <= ASKED_WORD:
        raise Invalid(
            _("This is not the name of a thing."), _("Write the name alone, in a few characters."), field="q"
        )
    if not ask(key).is_unknown:
        raise Invalid(_("This is known already."), _("Look at the answer."), field="q")
    with transaction.atomic():
        word, is_new = AskedWord.objects.select_for_update().get_or_create(
            key=key, defaults={"asked_on": today()}
        )
        if already_recorded(nonce):
            return word
        if not is_new:
            word.times, word.asked_on = F("times") + 1, today()
            if word.state == WordState.ANSWERED:  # the answer has ended since: it is unknown again
                word.state = WordState.OPEN
            word.save(update_fields=["times", "asked_on", "state", "updated_at"])
            word.refresh_from_db(fields=["times"])
        record(
            word.stream, "sorting.wonder", after={"times": word.times},
            place_path=settings.DISTRICT, begins=is_new, nonce=clean_nonce(nonce),
        )  # fmt: skip
    return word


def answer_word(pk: int, draft: ItemDraft, *, by: Actor) -> LocalItem:
    """From now on this is what is said of it. :raises Refused, Missing, Invalid, Conflict: each in words."""
    gate(by, REVIEW)
    with transaction.atomic():
        word = _open_word(pk)
        item = _say(word.key, draft, by)
        word.state = WordState.ANSWERED
        word.save(update_fields=["state", "updated_at"])
        record(
            word.stream, "sorting.answer", by=by.person, place_path=settings.DISTRICT,
            after={"item": item.pk, "category": item.category, "source": item.source},
        )  # fmt: skip
    return item


def put_aside(pk: int, *, by: Actor) -> None:
    """No name of a thing, or not for everybody's eyes. :raises Refused, Missing: each in words."""
    gate(by, REVIEW)
    with transaction.atomic():
        word = _open_word(pk)
        word.state = WordState.ASIDE
        word.save(update_fields=["state", "updated_at"])
        record(word.stream, "sorting.put_aside", by=by.person, place_path=settings.DISTRICT)


def end_item(pk: int, *, by: Actor) -> None:
    """The lists of the house hold again. Ended twice it is once. :raises Refused, Missing: each in words."""
    gate(by, REVIEW)
    with transaction.atomic():
        item = lock_first(LocalItem.objects.all(), pk)
        if item is None:
            raise Missing(_("There is no such answer."), _("Look at the list of answers."))
        if item.ended_at is None:
            item.ended_at, item.ended_by = now(), by.person
            item.save(update_fields=["ended_at", "ended_by", "updated_at"])
            record(item.stream, "sorting.end_item", by=by.person, place_path=settings.DISTRICT)


def _open_word(pk: int) -> AskedWord:
    word = lock_first(AskedWord.objects.open(), pk)
    if word is None:
        raise Missing(_("This word does not wait any more."), _("Look at the list of words."))
    return word


def _say(key: str, draft: ItemDraft, by: Actor) -> LocalItem:
    if draft.category not in Category.values:
        raise Invalid(_("Where does it go?"), _("Choose one from the list."), field="category")
    item = LocalItem(
        key=sorter().key(key)[:NAME], name=key[:NAME], category=draft.category,
        reason=clean_words(draft.reason, field="reason", limit=REASON),
        first=clean_words(draft.first, field="first", limit=FIRST, required=False),
        source=clean_words(draft.source, field="source", limit=SOURCE),
        said_by=by.person, said_at=now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError as error:
        if not is_taken(error):
            raise
        raise Conflict(
            _("The district has answered this already."), _("End that answer first."), field="category"
        ) from error
    record(
        item.stream, "sorting.answer", by=by.person, place_path=settings.DISTRICT, begins=True,
        after={"key": item.key, "category": item.category, "source": item.source},
    )  # fmt: skip
    return item
