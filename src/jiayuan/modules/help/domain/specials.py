"""Arranging a special service: what is done when, and who is visited."""

import secrets
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import already_recorded
from jiayuan.foundation.people.domain.consent import record_consent
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.people.phones import normalise_phone
from jiayuan.foundation.places.models import Place
from jiayuan.services.gatherings.recurrence import WEEKDAYS, read_rule

from ..enums import WishKind
from ..limits import ADDRESS, MOST_A_DAY, MOST_MINUTES, NAME, REASON, SPECIAL_WORDS
from ..models import Post, Recipient, RecipientContact, SpecialService, Visit
from ..models.visit import VisitQuerySet
from ..special_rules import SPECIAL_KEEP, SPECIAL_OPEN
from .checks import one_of
from .rhythm import ROUNDS, roomiest
from .special_locks import lock_recipient, lock_special, lock_visit, note
from .visit_ends import call_off_planned
from .visit_plan import rhythms_of, weekdays_in

READ = "help.read_recipient"
FARTHEST = timedelta(days=366)
"""From today to the first day of a service, either way: one that has gone on for long is entered as well."""


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
    days: str = ""
    """Weekdays of the service as ``TU,FR``; empty: all of them."""
    every: int = 1
    """In every, every second, third or fourth round of the service."""


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
    """Nobody is visited any more: what is planned is called off, and how they were reached goes. Ended twice it is
    once."""
    with transaction.atomic():
        service = lock_special(pk)
        gate(by, SPECIAL_OPEN, service)
        if service.ended_on is None:
            _check_looked_after(Visit.objects.filter(service=service))
            service.ended_on = max(today(), service.first)
            service.save()
            visits = call_off_planned(service, Visit.objects.filter(service=service), by=by)
            note(service, "help.end_special", by, after={"special": service.pk, "visits": visits})
            for recipient in Recipient.objects.current().filter(service=service).order_by("pk"):
                _let_go(recipient)
            # After the entry: whom it told was reached by what goes now.
            RecipientContact.objects.filter(recipient__service=service).delete()
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
        set_rhythm(recipient, draft.days, draft.every)
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
            _check_looked_after(Visit.objects.filter(recipient=recipient))
            stop_visiting(recipient, by=by)
    return recipient


def _check_looked_after(visits: VisitQuerySet) -> None:
    """:raises Conflict: somebody may have waited in vain, and with the end goes how to reach them."""
    if visits.waiting().exists():
        raise Conflict(
            _("There are visits without a word, or on which nobody was at home."),
            _("Call first and write down what came of it; after the end nobody can be reached any more."),
            code="waiting",
        )


def stop_visiting(recipient: Recipient, *, by: Actor | None) -> None:
    """What is planned is called off, all concerned are told, and how they were reached goes. The caller holds the
    service."""
    service = recipient.service
    _let_go(recipient)
    visits = call_off_planned(service, Visit.objects.filter(recipient=recipient), by=by)
    note(service, "help.end_recipient", by, after={"recipient": recipient.pk, "visits": visits})
    RecipientContact.objects.filter(recipient=recipient).delete()


def _let_go(recipient: Recipient) -> None:
    """They are no longer visited: the door goes, and the link leads nowhere."""
    recipient.until, recipient.address = max(today(), recipient.since), ""
    recipient.token_hash = hash_token(secrets.token_urlsafe(16))
    recipient.save()


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
        note(recipient.service, READ, by, after=after)
    return contact


def read_note(pk: int, *, by: Actor) -> Visit:
    """What a visitor noted of a visit, in clear: how somebody is at home is for who looks after them. That it was read
    is recorded.

    :raises Refused: neither keeper nor desk. :raises Missing: nothing was noted.
    """
    with transaction.atomic():
        visit = lock_visit(pk)
        gate(by, SPECIAL_KEEP, visit.service)
        if not visit.words:
            raise Missing(_("Nothing was noted of this visit."), _("Ask who was there."))
        note(visit.service, "help.read_visit_note", by, after={"visit": visit.pk})
    return visit


def _fill(service: SpecialService, draft: SpecialDraft) -> None:
    service.name = clean_words(draft.name, field="name", limit=40)
    service.words = clean_words(draft.words, field="words", limit=SPECIAL_WORDS, required=False)
    service.kind = one_of(draft.kind, WishKind, "kind")
    if abs(draft.first - today()) > FARTHEST:
        raise Invalid(
            _("The first day is more than a year away."), _("Choose a day nearer to today."), field="first"
        )
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


def set_rhythm(recipient: Recipient, days: str, every: int) -> None:
    """On which days and in which rounds they are visited, where the team has most room. The caller holds the service.

    :raises Invalid: (field ``days``) no such day, or as many are visited then as the team makes; (``every``) no such.
    """
    service = recipient.service
    served, wanted = weekdays_of(service), {each for each in days.split(",") if each}
    if not wanted <= set(served):
        raise Invalid(
            _("The service does not take place on that day."), _("Choose among its days."), field="days"
        )
    if every not in ROUNDS:
        raise Invalid(_("How often?"), _("Choose one of the list."), field="every")
    recipient.days = "" if len(wanted) == len(served) else ",".join(each for each in served if each in wanted)
    numbers = weekdays_in(",".join(served))
    others = [each for each in rhythms_of(service) if each.recipient != recipient.pk]
    phase, most = roomiest(weekdays_in(recipient.days), every, others, numbers)
    if most > service.people:
        raise Invalid(
            _("On these days as many are visited as the team makes: %(most)s a day.")
            % {"most": service.people},
            _("Choose another day, or visit more rarely; or arrange a second service."),
            field="days",
        )
    recipient.every, recipient.phase = every, phase


def weekdays_of(service: SpecialService) -> tuple[str, ...]:
    """Those of its rule, in the order of the week."""
    found = {number for _ordinal, number in read_rule(service.rule, service.first).days}
    return tuple(each for number, each in enumerate(WEEKDAYS) if number in found)


def _save_once(recipient: Recipient) -> None:
    try:
        with transaction.atomic():
            recipient.save()
    except IntegrityError as error:
        raise Conflict(
            _("They are visited already."), _("See the list of the service."), field="contact_phone"
        ) from error
