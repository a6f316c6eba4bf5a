"""Asking somebody outside: sending a link, reminding, taking it back. The unit that asks stays responsible."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import already_recorded, clean_nonce, record
from jiayuan.foundation.people.phones import normalise_phone

from ...models import Case, OutsideLink
from ...outside_enums import OUTSIDE_STATES
from ..locking import lock_case
from ..perform import role_of
from ..redact import redact
from .tokens import new_seed, token_of

LONGEST = timedelta(days=90)
LATE = timedelta(days=7)
"""So long after the day asked for a late answer still comes through."""
MOST_OPEN = 5
MOST_REMINDERS = 3
PERMISSION = "cases.ask_outside"


@dataclass(frozen=True)
class OutsideDraft:
    """Whom to ask for what, until which day, and how much of the case they see."""

    name: str
    matter: str
    asked: str
    until: date | None
    phone: str = ""
    shows_place: bool = True
    shows_photos: bool = True


def send_link(case_id: int, draft: OutsideDraft, *, by: Actor, nonce: str | None = None) -> OutsideLink:
    """Ask somebody outside. Nothing of the case moves: unit, handler and deadline stay.

    What points to a person is taken out of ``matter``. With a phone the link leaves as a text message.

    :raises Refused: neither of the unit nor at the desk. :raises Invalid: naming the field.
    :raises Conflict: no unit has the case now.
    """
    nonce = clean_nonce(nonce)
    try:
        with transaction.atomic():
            case = lock_case(case_id)
            known = OutsideLink.objects.filter(nonce=nonce, case=case).first() if nonce else None
            if known is not None:
                return known
            gate(by, PERMISSION, case)
            link = _checked(case, draft, by)
            link.nonce = nonce
            link.save(force_insert=True)
            _record(case, link, "cases.outside_sent", by=by, after={"words": link.asked})
            return link
    except IntegrityError as error:
        raise Conflict(_("This was just sent."), _("Look at the case again.")) from error


def _checked(case: Case, draft: OutsideDraft, by: Actor) -> OutsideLink:
    if case.state not in OUTSIDE_STATES or case.unit is None:
        raise Conflict(
            _("Nobody outside can be asked now: the case is “%(state)s”.")
            % {"state": case.get_state_display()},
            _("Dispatch it first. A unit without an account is asked by a link after that."),
            code="state",
        )
    moment, seed = now(), new_seed()
    if (
        case.outside_links.filter(round=case.round, revoked_at=None, expires_at__gt=moment).count()
        >= MOST_OPEN
    ):
        raise Conflict(
            _("Five links are open for this case already."), _("Take back one that is no longer needed.")
        )
    until = _until(draft.until)
    return OutsideLink(
        case=case, round=case.round, unit=case.unit, sent_by=by.person, sent_at=moment,
        name=clean_words(draft.name, field="name", limit=60),
        phone=normalise_phone(draft.phone) if draft.phone.strip() else "",
        matter=redact(clean_words(draft.matter, field="matter", limit=200), names_on(case)),
        asked=clean_words(draft.asked, field="asked", limit=500),
        shows_place=draft.shows_place, shows_photos=draft.shows_photos,
        until=until, expires_at=until + LATE, seed=seed, token_hash=hash_token(token_of(seed)),
    )  # fmt: skip


def names_on(case: Case) -> list[str]:
    """Who reported it or joined it, as far as they gave a name; two queries."""
    told = Case.objects.filter(pk=case.pk).values_list("contact__name", "reporter__name").first() or ()
    joined = case.joinings.filter(person__isnull=False).values_list("person__name", flat=True)
    return [each for each in (*told, *joined) if each]


def _until(day: date | None) -> datetime:
    """The end of that day, here."""
    if day is None or not today() <= day <= today() + LONGEST:
        raise Invalid(
            _("By which day is an answer needed?"),
            _("Choose a day from today to ninety days on."),
            field="until",
        )
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)), timezone.get_default_timezone())


def remind_outside(link_id: int, *, by: Actor, nonce: str | None = None) -> OutsideLink:
    """Send the same link again, at most once a day and three times.

    :raises Conflict: there is no number to send it to, it was answered or is over, or it is too soon.
    """
    with _link_to_change(link_id, by, nonce) as (case, link):
        if link is None:
            return OutsideLink.objects.get(pk=link_id)
        if not link.phone:
            raise Conflict(_("No number is known for this."), _("Copy the link and send it yourself."))
        if link.final is not None or link.revoked_at is not None or link.is_over(now()):
            raise Conflict(_("This link waits for no answer any more."), _("Send a new one if it must."))
        if link.reminders >= MOST_REMINDERS or today() == timezone.localdate(
            link.reminded_at or link.sent_at
        ):
            raise Conflict(
                _("They were told today, or three times already."),
                _("Call them; it helps more than a message."),
            )
        link.reminders, link.reminded_at = link.reminders + 1, now()
        link.save(update_fields=["reminders", "reminded_at"])
        _record(case, link, "cases.outside_reminded", by=by, nonce=nonce)
        return link


def revoke_outside(link_id: int, *, by: Actor, nonce: str | None = None) -> OutsideLink:
    """Take a link back; what was answered stays. A second time changes nothing."""
    with _link_to_change(link_id, by, nonce) as (case, link):
        if link is None or link.revoked_at is not None:
            return OutsideLink.objects.get(pk=link_id)
        link.revoked_at, link.revoked_by = now(), by.person
        link.save(update_fields=["revoked_at", "revoked_by"])
        _record(case, link, "cases.outside_revoked", by=by, nonce=nonce)
        return link


@contextmanager
def _link_to_change(link_id: int, by: Actor, nonce: str | None) -> Iterator[tuple[Case, OutsideLink | None]]:
    """Its case locked, then the link, gated; no link where this nonce was recorded before."""
    with transaction.atomic():
        held = OutsideLink.objects.filter(pk=link_id).values_list("case_id", flat=True).first()
        if held is None:
            raise Missing(_("There is no such link."), _("Look at the case again."))
        case = lock_case(held)
        gate(by, PERMISSION, case)
        yield (
            case,
            None if already_recorded(nonce) else case.outside_links.select_for_update().get(pk=link_id),
        )


def _record(
    case: Case,
    link: OutsideLink,
    action: str,
    *,
    by: Actor,
    after: dict[str, object] | None = None,
    nonce: str | None = None,
) -> None:
    case.revision += 1
    case.save(update_fields=["revision", "updated_at"])
    said = {"link": link.pk, "name": link.name, "role": role_of(case, by)} | (after or {})
    record(case.stream, action, by=by.person, after=said, place_path=case.place_id, nonce=nonce)
