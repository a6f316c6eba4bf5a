"""Ledger entries of wishes as who wished reads them on their messages page."""

from collections.abc import Mapping, Sequence

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.registers import Spoken
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.redact import blank_people

from ...ledger_words import WORDS
from ...models import Wish
from .cards import mine
from .progress import words_to_wisher
from .seen import has_only_the_slip

TOLD = {
    "help.open", "help.decline", "help.move", "help.climb", "help.top", "help.claim", "help.contact", "help.fulfil",
    "help.return", "help.lapse", "help.give_up", "help.relay", "help.fund_done", "help.split",
    "help.parts_ended", "help.place", "help.nobody_there", "help.go_again",
}  # fmt: skip


def followed_streams(actor: Actor) -> "Sequence[str] | QuerySet[Wish, str]":
    """The streams of what this person or this session wished; a subquery, not run here."""
    if actor.pk is None and not actor.tokens:
        return ()
    return mine(actor).values_list(Concat(Value("wish/"), Cast("pk", CharField())), flat=True)


def speak(actor: Actor, entries: Sequence[Entry]) -> Mapping[int, Spoken]:
    """Each entry in words. One query."""
    keys = {int(entry.stream_id.partition("/")[2]) for entry in entries}
    own = {wish.pk: wish for wish in mine(actor).select_related("parent").filter(pk__in=keys)}
    return {
        entry.pk: spoken_to_wisher(own[key], entry, by_slip=has_only_the_slip(actor, own[key]))
        for entry in entries
        if (key := int(entry.stream_id.partition("/")[2])) in own and is_news(entry)
    }


def is_news(entry: Entry) -> bool:
    """Something that who wished is told; their own lines are none."""
    after = (entry.payload or {}).get("after", {})
    is_own = entry.action in ("help.relay", "help.place") and after.get("role") == "wisher"
    return entry.action in TOLD and not is_own


def spoken_to_wisher(wish: Wish, entry: Entry, *, by_slip: bool = False) -> Spoken:
    """In words for who wished; without people, where a slip is all that is held of it. A line that was passed on is
    read on the wish's page only."""
    after = (entry.payload or {}).get("after", {})
    if entry.action == "help.relay":
        return Spoken(
            _("Your helper wrote to you"), str(wish), reverse("wish", args=[wish.number]), "message-circle"
        )
    said = words_to_wisher(entry.action, after)
    said = blank_people(said) if by_slip else said
    # Reworded for fewer helpers it is done, and that is what who wished is told.
    title = str(WORDS.actions["help.fulfil" if entry.action == "help.amend" else entry.action])
    return Spoken(title, said or str(wish), reverse("wish", args=[wish.number]), "hand-heart")
