"""Somebody wishes something: by their own phone, by a worker's or a neighbour's hand, or from paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.permissions import gate_scope
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.errors import Faults, Invalid, Refused
from jiayuan.foundation.common.source import current_source
from jiayuan.foundation.common.text import clean, clean_words
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
from .locks import lock_wisher
from .pictures import attach_pictures, own_pictures
from .voices import check_unused, own_note

WISH_TOKEN = "wish-token"  # noqa: S105 (a purpose, no secret)
LEAST_PLACE = 12


@dataclass(frozen=True)
class WishDraft:
    """A wish as it was filled in. With ``consent`` it is that of whom it names, and who acts only types it. With a
    ``voice`` note that this session sent (see :mod:`.voices`) it may go without words; of photos see
    :mod:`.pictures`."""

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
    photo_ids: Sequence[UUID] = ()


@dataclass(frozen=True)
class Posted:
    """The wish, and the token with which who wished follows it without an account. The token is not stored."""

    wish: Wish
    token: str
    is_new: bool = True


@dataclass(frozen=True)
class _Clean:
    """What of a draft is kept as text, and where it is."""

    place: Place
    words: str
    address: str
    name: str
    phone: str


def post_wish(
    draft: WishDraft, *, by: Actor, nonce: str | None = None, must_be_reachable: bool = False
) -> Posted:
    """Take in a wish. Anybody may; the same ``nonce`` gives the same wish and token, however often sent.

    :param must_be_reachable: a helper must be able to come, and without a number nobody can ask when.
    :raises Invalid: naming the field, for words, place, phone or skill that will not do; with all others as ``more``.
    :raises Refused: the consent is not that of who acts, or was withdrawn; or who wishes was forgotten meanwhile.
    """
    nonce = clean_nonce(nonce)
    token = fresh_token(nonce, WISH_TOKEN)
    if (known := _sent(nonce)) is not None:
        return Posted(known, token, is_new=False)
    found = check_draft(draft, must_be_reachable=must_be_reachable)
    gate_scope(by, POST, found.place)
    _check_consent(draft.consent, by)
    note = own_note(draft.voice, by=by, upload_token=draft.upload_token) if draft.voice else None
    photos = own_pictures(draft.photo_ids, by=by, upload_token=draft.upload_token)
    wish = _drawn(draft, found, by)
    wish.nonce, wish.token_hash = nonce, hash_token(token)
    wish.public_words = redact(wish.words, [found.name, getattr(wish.wisher, "name", "")])
    try:
        with transaction.atomic():
            _write(wish, found.name, found.phone, by)
            if note is not None:
                WishVoice.objects.create(wish=wish, sound=note)
            attach_pictures(wish, photos)
    except IntegrityError:
        known = _sent(nonce)
        if known is None:
            check_unused(note)  # two wishes with one recording at the same moment
            raise
        return Posted(known, token, is_new=False)
    return Posted(wish, token)


def post_changed(
    posted: Posted, draft: WishDraft, *, by: Actor, nonce: str, must_be_reachable: bool = False
) -> Posted:
    """A form that came back from behind and was sent again: with other words it is another wish, once for these words;
    with the same it stays the one that it was. :raises Invalid, Refused: as :func:`post_wish`."""
    if posted.is_new or posted.wish.forgotten_at is not None:
        return posted
    words = clean_words(draft.words, field="words", limit=WORDS, required=False)
    if words == posted.wish.words:
        return posted
    anew = sha256(f"{nonce}/{words}".encode()).hexdigest()[:32]
    return post_wish(draft, by=by, nonce=anew, must_be_reachable=must_be_reachable)


def check_draft(draft: WishDraft, *, must_be_reachable: bool = False) -> _Clean:
    """All that can be told from the draft alone. One query. :raises Invalid: the first, the others as ``more``."""
    faults = Faults()
    found = _Clean(
        words=faults.take(lambda: _words(draft)),
        phone=faults.take(lambda: _phone(draft.contact_phone, must_be_reachable)),
        place=faults.take(lambda: needed_at(draft.place_path)),
        address=faults.take(
            lambda: clean_words(draft.address, field="address", limit=ADDRESS, required=False)
        ),
        name=faults.take(
            lambda: clean_words(draft.contact_name, field="contact_name", limit=NAME, required=False)
        ),
    )
    faults.settle()
    return found


def _words(draft: WishDraft) -> str:
    if draft.voice is None and not clean(draft.words):
        raise Invalid(
            _("The wish is not written yet."), _("Say in a few words what would help."), field="words"
        )
    return clean_words(draft.words, field="words", limit=WORDS, required=draft.voice is None)


def _phone(typed: str, is_needed: bool) -> str:
    if typed.strip():
        return normalise_phone(typed)
    if is_needed:
        raise Invalid(
            _("How can a helper reach you?"),
            _("Write a phone number; only who takes it on reaches you, without seeing it."),
            field="contact_phone",
        )
    return ""


def _drawn(draft: WishDraft, found: _Clean, by: Actor) -> Wish:
    moment = now()
    return Wish(
        kind=one_of(draft.kind, WishKind, "kind"),
        urgency=one_of(draft.urgency, Urgency, "urgency"),
        concern=one_of(draft.concern, Concern, "concern"),
        place=found.place,
        address=found.address,
        words=found.words,
        skills=known_skills(draft.skills),
        wisher=draft.consent.beneficiary if draft.consent is not None else by.person,
        consent=draft.consent,
        source=current_source(),
        posted_at=moment,
        sort_by=deadline(moment, SORT_TERM),
    )


def _write(wish: Wish, name: str, phone: str, by: Actor) -> None:
    theirs = lock_wisher(wish.wisher_id, phone)
    if wish.wisher_id is not None and (theirs is None or theirs.erased_at is not None):
        raise Refused(
            _("Your data is erased"),
            _("You need no account to wish something: leave a number by which we can reach you."),
        )
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


def needed_at(path: str) -> Place:
    """:raises Invalid: (field ``place_path``) no place, or one too large to go to."""
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
