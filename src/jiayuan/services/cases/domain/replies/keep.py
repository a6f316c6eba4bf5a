"""Keeping words for answers: written, changed and put away by those who work there; each wording in the ledger."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import already_recorded, record
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.models import Place

from ...enums import Action
from ...models import Category, ReplyTemplate
from .gaps import check_known
from .offered import kept_replies

MANAGE = "cases.keep_replies"
RECORDED = ("name", "name_en", "words", "words_en", "action", "category_id", "place_id", "unit_id")


@dataclass(frozen=True)
class ReplyDraft:
    """As it was filled in. Either ``place`` (a path) or ``unit_id`` keeps it."""

    name: str
    words: str
    name_en: str = ""
    words_en: str = ""
    action: str = ""
    category: str = ""
    place: str = ""
    unit_id: int | None = None


def write_reply(draft: ReplyDraft, *, by: Actor, nonce: str | None = None) -> ReplyTemplate:
    """A new one.

    :param nonce: once-only number of the form, here and below: the second sending changes nothing.
    :raises Invalid: naming the field. :raises Refused: neither for this place nor for this unit.
    """
    reply = ReplyTemplate()
    _take(reply, draft)
    gate(by, MANAGE, reply)
    try:
        return _done_with(nonce, by) or _save(reply, {}, "cases.write_reply", by, nonce)
    except Conflict:  # the name is taken, or the nonce: perhaps by the same form at the same moment
        done = _done_with(nonce, by)
        if done is None:
            raise
        return done


def change_reply(
    pk: int, draft: ReplyDraft, *, seen: int, by: Actor, nonce: str | None = None
) -> ReplyTemplate:
    """:raises Conflict: it was changed since ``seen``, the revision that the page showed."""
    with transaction.atomic():
        reply = _locked(pk, by)
        if _done_with(nonce, by, pk) is not None:
            return reply
        _check_seen(reply, seen)
        before = {name: getattr(reply, name) for name in RECORDED}
        _take(reply, draft)
        gate(by, MANAGE, reply)
        return _save(reply, before, "cases.write_reply", by, nonce)


def retire_reply(pk: int, *, seen: int, by: Actor, nonce: str | None = None) -> None:
    """Put away: no longer offered; what was sent with it stays as it is."""
    with transaction.atomic():
        reply = _locked(pk, by)
        if _done_with(nonce, by, pk) is not None:
            return
        _check_seen(reply, seen)
        reply.retired_at = now()
        _save(reply, {"name": reply.name}, "cases.retire_reply", by, nonce)


def _done_with(nonce: str | None, by: Actor, pk: int | None = None) -> ReplyTemplate | None:
    """What this person wrote, changed or put away with this nonce before; of one reply, if it is named."""
    entry = already_recorded(nonce)
    subject, _slash, key = entry.stream_id.partition("/") if entry is not None else ("", "", "")
    if entry is None or entry.actor_id != by.pk or subject != "reply":
        return None
    return ReplyTemplate.objects.filter(pk=int(key)).first() if pk in (None, int(key)) else None


def reply_to_change(pk: int, *, by: Actor, nonce: str | None = None) -> ReplyTemplate:
    """:param nonce: of a form that is sent: what it put away itself is there for its second sending.
    :raises Missing: there is none, it was put away, or it is another's.
    """
    found = kept_replies(by).filter(pk=pk).first() or _done_with(nonce, by, pk)
    if found is None:
        raise _no_such_reply()
    return found


def _locked(pk: int, by: Actor) -> ReplyTemplate:
    reply = ReplyTemplate.objects.select_for_update().filter(pk=pk).first()
    if reply is None:
        raise _no_such_reply()
    gate(by, MANAGE, reply)
    return reply


def _no_such_reply() -> Missing:
    return Missing(_("There is no such reply."), _("Choose one from the list."))


def _check_seen(reply: ReplyTemplate, seen: int) -> None:
    if reply.retired_at is not None:
        raise _no_such_reply()
    if reply.revision != seen:
        raise Conflict(
            _("Meanwhile somebody else changed this reply."),
            _("What you typed is kept. Compare it with the new wording and save it again if it still fits."),
            code="stale",
        )


def _take(reply: ReplyTemplate, draft: ReplyDraft) -> None:
    reply.name = clean_words(draft.name, field="name", limit=60)
    reply.name_en = clean_words(draft.name_en, field="name_en", limit=60, required=False)
    reply.words = clean_words(draft.words, field="words", limit=1000)
    reply.words_en = clean_words(draft.words_en, field="words_en", limit=1000, required=False)
    check_known(reply.words, "words")
    check_known(reply.words_en, "words_en")
    if draft.action and draft.action not in Action.values:
        raise Invalid(_("Choose one of those offered."), _("Open the list and choose."), field="action")
    reply.action = draft.action
    reply.category = Category.objects.filter(pk=draft.category).first() if draft.category else None
    if draft.category and reply.category is None:
        raise Invalid(_("Choose one of those offered."), _("Open the list and choose."), field="category")
    reply.place = Place.objects.current().filter(pk=draft.place).first() if draft.place else None
    units = Organisation.objects.current()
    reply.unit = None if reply.place else units.filter(pk=draft.unit_id or 0).first()
    if reply.place is None and reply.unit is None:
        raise Invalid(_("Who keeps it?"), _("Choose a place or a unit that you work for."), field="keeper")


def _save(
    reply: ReplyTemplate, before: dict[str, object], action: str, by: Actor, nonce: str | None
) -> ReplyTemplate:
    reply.revision = reply.revision + 1 if reply.pk else 1
    reply.changed_by, reply.changed_at = by.person, now()
    try:
        with transaction.atomic():
            reply.save()
            record(
                f"reply/{reply.pk}",
                action,
                by=by.person,
                before=before,
                after={name: getattr(reply, name) for name in RECORDED} if not reply.retired_at else {},
                place_path=reply.place_id or "",
                nonce=nonce,
            )
    except IntegrityError as error:
        raise Conflict(
            _("There is a reply of this name already."), _("Give it another name."), field="name"
        ) from error
    return reply
