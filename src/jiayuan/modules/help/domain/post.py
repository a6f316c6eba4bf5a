"""Somebody wishes something: by their own phone, by a worker's or a neighbour's hand, or from paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.permissions import gate_scope
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import Invalid, Refused
from jiayuan.foundation.common.source import current_source
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import clean_nonce, record
from jiayuan.foundation.people.models import Consent
from jiayuan.foundation.people.phones import normalise_phone
from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.domain.redact import redact
from jiayuan.services.cases.domain.tokens import fresh_token

from ..enums import Concern, Urgency, WishKind, WishState
from ..limits import ADDRESS, NAME, SORT_TERM, WORDS
from ..models import Wish, WishContact, WishVoice
from ..rules import POST
from .checks import known_skills, one_of
from .voices import own_note

WISH_TOKEN = "wish-token"  # noqa: S105 (a purpose, no secret)
LEAST_PLACE = 12


@dataclass(frozen=True)
class WishDraft:
    """A wish as it was filled in. With ``consent`` it is that of whom it names, and who acts only types it. With a
    ``voice`` note that this session sent (see :mod:`.voices`) it may go without words."""

    words: str
    place_path: str
    kind: str = WishKind.ERRAND
    urgency: str = Urgency.WEEK
    concern: str = Concern.ANYBODY
    address: str = ""
    skills: Sequence[str] = ()
    contact_name: str = ""
    contact_phone: str = ""
    consent: Consent | None = None
    voice: UUID | None = None
    upload_token: str = ""


@dataclass(frozen=True)
class Posted:
    """The wish, and the token with which who wished follows it without an account. The token is not stored."""

    wish: Wish
    token: str
    is_new: bool = True


def post_wish(draft: WishDraft, *, by: Actor, nonce: str | None = None) -> Posted:
    """Take in a wish. Anybody may; the same ``nonce`` gives the same wish and token, however often sent.

    :raises Invalid: naming the field, for words, place, phone or skill that will not do.
    :raises Refused: the consent is not that of who acts, or was withdrawn.
    """
    nonce = clean_nonce(nonce)
    token = fresh_token(nonce, WISH_TOKEN)
    if (known := _sent(nonce)) is not None:
        return Posted(known, token, is_new=False)
    place = _place(draft.place_path)
    gate_scope(by, POST, place)
    _check_consent(draft.consent, by)
    phone = normalise_phone(draft.contact_phone) if draft.contact_phone.strip() else ""
    note = own_note(draft.voice, by=by, upload_token=draft.upload_token) if draft.voice else None
    name = clean_words(draft.contact_name, field="contact_name", limit=NAME, required=False)
    wish = _drawn(draft, place, by)
    wish.nonce, wish.token_hash = nonce, hash_token(token)
    wish.public_words = redact(wish.words, [name, getattr(wish.wisher, "name", "")])
    try:
        with transaction.atomic():
            _write(wish, name, phone, by)
            if note is not None:
                WishVoice.objects.create(wish=wish, sound=note)
    except IntegrityError:
        known = _sent(nonce)
        if known is None:
            raise
        return Posted(known, token, is_new=False)
    return Posted(wish, token)


def _drawn(draft: WishDraft, place: Place, by: Actor) -> Wish:
    moment = now()
    return Wish(
        kind=one_of(draft.kind, WishKind, "kind"),
        urgency=one_of(draft.urgency, Urgency, "urgency"),
        concern=one_of(draft.concern, Concern, "concern"),
        place=place,
        address=clean_words(draft.address, field="address", limit=ADDRESS, required=False),
        words=clean_words(draft.words, field="words", limit=WORDS, required=draft.voice is None),
        skills=known_skills(draft.skills),
        wisher=draft.consent.beneficiary if draft.consent is not None else by.person,
        consent=draft.consent,
        source=current_source(),
        posted_at=moment,
        sort_by=deadline(moment, SORT_TERM),
    )


def _write(wish: Wish, name: str, phone: str, by: Actor) -> None:
    wish.save(force_insert=True)
    if name or phone:
        WishContact.objects.create(wish=wish, name=name, phone=phone)
    record(
        wish.stream,
        "help.post",
        by=by.person,
        on_behalf_of=wish.consent.beneficiary if wish.consent else None,
        after={"state": WishState.POSTED, "kind": wish.kind, "urgency": wish.urgency},
        place_path=wish.place_id,
        begins=True,
    )


def _sent(nonce: str | None) -> Wish | None:
    return Wish.objects.filter(nonce=nonce).first() if nonce else None


def _place(path: str) -> Place:
    place = Place.objects.current().filter(pk=path).first() if path else None
    if place is None or len(place.path) < LEAST_PLACE:
        raise Invalid(
            _("Where is help needed?"), _("Choose the community, or the courtyard."), field="place_path"
        )
    return place


def _check_consent(consent: Consent | None, by: Actor) -> None:
    if consent is not None and (consent.helper_id != by.pk or consent.withdrawn_at is not None):
        raise Refused(
            _("There is no consent to act for this person."), _("Ask them, and write down that they agreed.")
        )
