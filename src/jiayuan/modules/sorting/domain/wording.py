"""Writing new words of the pledge: a draft, looked at, put in force from a day, or dropped. The district alone may.

They begin with a day and never within one: whoever signs between breakfast and supper signs what the day's first
reader signed, and the day on a certificate says which words were in force. So tomorrow is the earliest. Until that day
they can be called back; from it on nobody changes them, because somebody may have signed them.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first, lock_name
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.ledger.domain.record import record

from ..models import Pledge, PledgeWording
from ..pledge_rules import WRITE_PLEDGE
from .pledge_texts import current_text, pledge_texts
from .promises import both_languages

LOCK = "sorting.wording"
FARTHEST = timedelta(days=366)
"""How far ahead new words may begin."""


def begin_draft(*, by: Actor, words: tuple[str, str] | None = None) -> PledgeWording:
    """A draft that starts from the words in force, or from ``words`` in Chinese and in English.

    :raises Refused: not the district. :raises Invalid: naming the field. :raises Conflict: one lies there, or waits
    for its day.
    """
    gate(by, WRITE_PLEDGE)
    given = None if words is None else both_languages(*words)
    with transaction.atomic():
        lock_name(LOCK)
        texts = pledge_texts()
        if texts[-1].since > today():
            raise Conflict(
                _("New words wait for their day already."),
                _("Call them back to change them, or wait until they begin."),
            )
        text = current_text(texts)
        zh, en = given or ("\n".join(text.zh), "\n".join(text.en))
        draft = PledgeWording(zh=zh, en=en, edited_by=by.person, edited_at=now())
        _save_alone(draft)
        _record(draft, "begin_wording", by, after={"from": text.version}, begins=True)
    return draft


def change_draft(pk: int, zh: str, en: str, *, seen: int, by: Actor) -> PledgeWording:
    """Write its words. ``seen``: the revision that was on the page.

    :raises Invalid: naming the field. :raises Conflict: somebody changed it meanwhile, or it is no draft any more.
    """
    with transaction.atomic():
        draft = _locked_draft(pk, seen, by)
        before = {"zh": draft.zh, "en": draft.en}
        draft.zh, draft.en = both_languages(zh, en)
        after = {"zh": draft.zh, "en": draft.en}
        if before != after:
            _touch(draft, by)
            _record(draft, "change_wording", by, before=before, after=after)
    return draft


def drop_draft(pk: int, *, seen: int, by: Actor) -> None:
    """The ledger keeps that there was one. :raises Conflict: changed meanwhile, or no draft any more."""
    with transaction.atomic():
        draft = _locked_draft(pk, seen, by)
        _record(draft, "drop_wording", by, before={"zh": draft.zh, "en": draft.en})
        draft.delete()


def put_in_force(pk: int, since: date | None, *, ask_again: bool, seen: int, by: Actor) -> PledgeWording:
    """From the day ``since`` these words are signed.

    :raises Invalid: the day. :raises Conflict: changed meanwhile, no draft any more, or the words are today's.
    """
    with transaction.atomic():
        lock_name(LOCK)
        draft = _locked_draft(pk, seen, by)
        texts = pledge_texts()
        day = _day(since, texts[-1].since)
        if draft.zh == "\n".join(texts[-1].zh) and draft.en == "\n".join(texts[-1].en):
            raise Conflict(_("These are the words in force already."), _("Change a line first."), code="same")
        draft.version, draft.since, draft.ask_again = texts[-1].version + 1, day, ask_again
        _touch(draft, by)
        after = {"version": draft.version, "since": day.isoformat(), "ask_again": ask_again}
        _record(draft, "settle_wording", by, after=after)
    return draft


def call_back(pk: int, *, seen: int, by: Actor) -> PledgeWording:
    """A draft again, as long as its day has not come. :raises Conflict: it has; or changed meanwhile."""
    with transaction.atomic():
        lock_name(LOCK)
        wording = _found(pk, by)
        _check_seen(wording, seen)
        if not wording.is_to_come:
            raise Conflict(_("Nobody changes words that can be signed."), _("Write new words instead."))
        before = {"version": wording.version, "since": str(wording.since)}
        wording.version, wording.since, wording.ask_again = None, None, False
        wording.revision, wording.edited_by, wording.edited_at = wording.revision + 1, by.person, now()
        _save_alone(wording)
        _record(wording, "recall_wording", by, before=before)
    return wording


def signed_by_version() -> Mapping[int, int]:
    """How many pledges stand under which words. One query."""
    rows = Pledge.objects.standing().order_by().values("version").annotate(number=Count("pk"))
    return {row["version"]: row["number"] for row in rows}


def earliest() -> date:
    return today() + timedelta(days=1)


def no_such_wording() -> Missing:
    return Missing(_("There are no such words of the pledge."), _("Look at the list of versions."))


def _locked_draft(pk: int, seen: int, by: Actor) -> PledgeWording:
    """:raises Conflict: it is no draft any more, which says more than that it was changed; or it was changed."""
    draft = _found(pk, by)
    if draft.since is not None:
        raise Conflict(
            _("Meanwhile these words were put in force from %(day)s.") % {"day": day_with_weekday(draft.since)},
            _("Look at the list of versions."), code="settled",
        )  # fmt: skip
    _check_seen(draft, seen)
    return draft


def _found(pk: int, by: Actor) -> PledgeWording:
    """Nobody else can change it meanwhile."""
    gate(by, WRITE_PLEDGE)
    wording = lock_first(PledgeWording.objects.all(), pk)
    if wording is None:
        raise no_such_wording()
    return wording


def _check_seen(wording: PledgeWording, seen: int) -> None:
    if wording.revision != seen:
        raise Conflict(
            _("Meanwhile somebody else changed these words."),
            _("What you typed is still here. Open the page anew beside it, and bring the two together."),
            code="stale",
        )


def _day(since: date | None, last: date) -> date:
    if since is None:
        raise Invalid(_("From which day?"), _("Choose a day, tomorrow at the earliest."), field="since")
    if not max(earliest(), last + timedelta(days=1)) <= since <= today() + FARTHEST:
        raise Invalid(
            _("New words begin tomorrow at the earliest, and within a year."),
            _("Who signs today signs what is read today. Choose a later day."), field="since",
        )  # fmt: skip
    return since


def _touch(wording: PledgeWording, by: Actor) -> None:
    wording.revision, wording.edited_by, wording.edited_at = wording.revision + 1, by.person, now()
    wording.save()


def _save_alone(draft: PledgeWording) -> None:
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        if not is_taken(error):
            raise
        raise Conflict(
            _("A draft of new words lies there already."), _("Go on with it, or drop it."), code="taken"
        ) from error


def _record(wording: PledgeWording, act: str, by: Actor, **more: Any) -> None:
    record(wording.stream, f"sorting.{act}", by=by.person, place_path=settings.DISTRICT, **more)
