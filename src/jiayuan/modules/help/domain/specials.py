"""Arranging a special service: what is done when, and who is visited."""

import secrets
from dataclasses import dataclass
from datetime import date, time

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import already_recorded
from jiayuan.foundation.people.domain.consent import record_consent
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.people.phones import normalise_phone
from jiayuan.foundation.places.models import Place
from jiayuan.services.gatherings.recurrence import read_rule

from ..enums import WishKind
from ..limits import ADDRESS, MOST_A_DAY, MOST_MINUTES, NAME, REASON, SPECIAL_WORDS
from ..models import Post, Recipient, RecipientContact, SpecialService, Visit
from ..special_rules import SPECIAL_KEEP, SPECIAL_OPEN
from ..station_enums import VisitState
from .checks import one_of
from .special_locks import lock_recipient, lock_special, note


@dataclass(frozen=True)
class SpecialDraft:
    """``days`` are weekdays as ``TU,FR``; ``weeks`` between two rounds."""

    name: str
    days: str
    starts: time
    first: date
    words: str = ""
    kind: str = WishKind.COMPANY
    weeks: int = 1
    minutes: int = 60
    people: int = 4
    keeps_ties: bool = True
    rests_on_holidays: bool = False


@dataclass(frozen=True)
class RecipientDraft:
    name: str
    place_path: str
    manner: str
    """How they agreed."""
    address: str = ""
    phone: str = ""


def open_special(post_id: int, draft: SpecialDraft, *, by: Actor, nonce: str | None = None) -> SpecialService:
    """:raises Missing, Refused, Invalid, Conflict: each in words."""
    with transaction.atomic():
        post = lock_first(Post.objects.active().select_related("station"), post_id)
        if post is None:
            raise Missing(_("There is no such post."), _("Look at the stations near you."))
        service = SpecialService(post=post)
        gate(by, SPECIAL_OPEN, service)
        sent = already_recorded(nonce)
        if sent is not None and sent.payload is not None:
            return SpecialService.objects.get(pk=sent.payload["after"]["special"])
        _fill(service, draft)
        try:
            with transaction.atomic():
                service.save()
        except IntegrityError as error:
            raise Conflict(
                _("This team has a service of this name already."), _("Choose another name."), field="name"
            ) from error
        after = {"special": service.pk, "name": service.name, "rule": service.rule}
        note(service, "help.open_special", by, after=after, nonce=nonce)
    return service


def end_special(pk: int, *, by: Actor) -> SpecialService:
    """Nobody is visited any more; what is planned is called off. Ended twice it is once."""
    with transaction.atomic():
        service = lock_special(pk)
        gate(by, SPECIAL_OPEN, service)
        if service.ended_on is None:
            service.ended_on = max(today(), service.first)
            service.save()
            _call_off_planned(Visit.objects.filter(service=service))
            note(service, "help.end_special", by, after={"special": service.pk})
    return service


def add_recipient(
    service_id: int, draft: RecipientDraft, *, by: Actor, nonce: str | None = None
) -> tuple[Recipient, str]:
    """Somebody who agreed is visited from now on. With the token of their link; sent twice the token is empty.

    :raises Missing, Refused, Invalid: each in words.
    """
    with transaction.atomic():
        service = lock_special(service_id)
        gate(by, SPECIAL_OPEN, service)
        sent = already_recorded(nonce)
        if sent is not None and sent.payload is not None:
            return Recipient.objects.get(pk=sent.payload["after"]["recipient"]), ""
        name = clean_words(draft.name, field="contact_name", limit=NAME)
        phone = normalise_phone(draft.phone) if draft.phone.strip() else ""
        person = Person.objects.filter(phone=phone).first() if phone else None
        consent = record_consent(
            helper=by, purpose=service.name, manner=draft.manner, beneficiary=person, beneficiary_name=name
        )
        token = secrets.token_urlsafe(16)
        recipient = Recipient(
            service=service, person=person, consent=consent, since=today(), token_hash=hash_token(token)
        )
        recipient.place = _place(draft.place_path, service)
        recipient.address = clean_words(draft.address, field="address", limit=ADDRESS, required=False)
        _save_once(recipient)
        RecipientContact.objects.create(recipient=recipient, name=name, phone=phone)
        note(service, "help.add_recipient", by, after={"recipient": recipient.pk}, nonce=nonce)
    return recipient, token


def end_recipient(pk: int, *, by: Actor) -> Recipient:
    """Somebody is no longer visited: how they were reached goes, what was done stays counted."""
    with transaction.atomic():
        recipient = lock_recipient(pk)
        gate(by, SPECIAL_OPEN, recipient.service)
        if recipient.until is None:
            stop_visiting(recipient)
            note(recipient.service, "help.end_recipient", by, after={"recipient": recipient.pk})
    return recipient


def stop_visiting(recipient: Recipient) -> None:
    """The caller holds the service and records it."""
    recipient.until, recipient.address = max(today(), recipient.since), ""
    recipient.token_hash = hash_token(secrets.token_urlsafe(16))
    recipient.save()
    RecipientContact.objects.filter(recipient=recipient).delete()
    _call_off_planned(Visit.objects.filter(recipient=recipient))


def new_link(pk: int, *, by: Actor) -> tuple[Recipient, str]:
    """A new link for who is visited or their family; the old one leads nowhere."""
    token = secrets.token_urlsafe(16)
    with transaction.atomic():
        recipient = lock_recipient(pk)
        gate(by, SPECIAL_OPEN, recipient.service)
        recipient.token_hash = hash_token(token)
        recipient.save()
        note(recipient.service, "help.new_visit_link", by, after={"recipient": recipient.pk})
    return recipient, token


def reveal_recipient(pk: int, *, reason: str, by: Actor) -> RecipientContact:
    """Name and number in clear. ``reason`` is kept in the ledger beside who read it.

    :raises Refused, Invalid, Missing: neither keeper nor desk; no reason; nothing is kept.
    """
    with transaction.atomic():
        recipient = lock_recipient(pk)
        gate(by, SPECIAL_KEEP, recipient.service)
        said = clean_words(reason, field="reason", limit=REASON)
        contact = RecipientContact.objects.filter(recipient=recipient).first()
        if contact is None:
            raise Missing(_("No name and no number were left."), _("They are no longer visited."))
        after = {"recipient": recipient.pk, "words": said}
        note(recipient.service, "help.read_recipient", by, after=after)
    return contact


def _fill(service: SpecialService, draft: SpecialDraft) -> None:
    service.name = clean_words(draft.name, field="name", limit=40)
    service.words = clean_words(draft.words, field="words", limit=SPECIAL_WORDS, required=False)
    service.kind = one_of(draft.kind, WishKind, "kind")
    service.rule = f"FREQ=WEEKLY;INTERVAL={draft.weeks};BYDAY={draft.days}"
    read_rule(service.rule, draft.first, field="days")
    service.first, service.starts = draft.first, draft.starts
    service.minutes = _within(draft.minutes, 5, MOST_MINUTES, "minutes")
    service.people = _within(draft.people, 1, MOST_A_DAY, "people")
    service.keeps_ties, service.rests_on_holidays = draft.keeps_ties, draft.rests_on_holidays


def _within(number: int, least: int, most: int, field: str) -> int:
    if not least <= number <= most:
        raise Invalid(
            _("From %(least)s to %(most)s is possible.") % {"least": least, "most": most},
            _("Choose a number in between."),
            field=field,
        )
    return number


def _place(path: str, service: SpecialService) -> Place:
    place = Place.objects.current().defer("boundary").filter(pk=path).first()
    if place is None or not place.path.startswith(service.post.station.community_id):
        raise Invalid(
            _("This lies outside the community."), _("Choose a place inside it."), field="place_path"
        )
    return place


def _save_once(recipient: Recipient) -> None:
    try:
        with transaction.atomic():
            recipient.save()
    except IntegrityError as error:
        raise Conflict(
            _("They are visited already."), _("See the list of the service."), field="contact_phone"
        ) from error


def _call_off_planned(visits: "QuerySet[Visit]") -> None:
    visits.filter(state=VisitState.PLANNED).update(state=VisitState.OFF, ended_at=now())
