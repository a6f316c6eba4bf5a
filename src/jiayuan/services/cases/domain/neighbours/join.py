"""Me too: a neighbour joins a report that is there already, and is told each step of it from now on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import clean_nonce, record
from jiayuan.foundation.people.models import Consent
from jiayuan.foundation.people.phones import normalise_phone

from ...enums import OPEN_STATES, PUBLIC_STATES, Action, PhotoRole, State
from ...models import Case, Joining
from ..attach import attach_photos
from ..given import Given
from ..perform import perform_action
from ..queries.opened import no_such_case
from ..tokens import fresh_token

WORDS_LIMIT = 500


@dataclass(frozen=True)
class JoinDraft:
    """What a neighbour brings along; all of it may be left out. ``phone`` is for somebody without an account."""

    words: str = ""
    phone: str = ""
    photo_ids: Sequence[UUID] = ()
    upload_token: str = ""
    consent: Consent | None = None


@dataclass(frozen=True)
class Joined:
    """``token`` is what a neighbour without an account follows the case with; empty where they hold it already."""

    joining: Joining
    token: str = ""
    is_new: bool = True


def join_case(case_id: int, draft: JoinDraft, *, by: Actor, nonce: str | None = None) -> Joined:
    """Join an open public case; a second time changes nothing.

    :raises Missing: the case is not public. :raises Refused: it is one's own report.
    :raises Conflict: it was closed (code ``closed``), or the number of somebody who called follows it already (code
        ``joined``; only the worker who enters it is told that).
    """
    return _join(case_id, draft, by=by, nonce=_of_this_case(nonce, case_id), states=OPEN_STATES)


def join_and_reopen(
    case_id: int, draft: JoinDraft, *, because: str, by: Actor, nonce: str | None = None
) -> Joined:
    """Join a case that was closed although it is not put right, and open it again: both or neither.

    :raises Refused: the time for it is over. Otherwise as :func:`join_case`.
    """
    with transaction.atomic():
        joined = _join(case_id, draft, by=by, nonce=_of_this_case(nonce, case_id), states=(State.CLOSED,))
        if joined.is_new:
            neighbour = replace(by, tokens=by.tokens | {joined.joining.token_hash})
            perform_action(case_id, Action.REOPEN, by=neighbour, given=Given(words=because))
    return joined


def _of_this_case(nonce: str | None, case_id: int) -> str | None:
    """The report form offers several cases to join, and Back leads to the same form with the same nonce: joining the
    second of them is not the first joining sent twice."""
    kept = clean_nonce(nonce)
    return clean_nonce(f"{case_id}/{kept}") if kept is not None else None


def _join(case_id: int, draft: JoinDraft, *, by: Actor, nonce: str | None, states: Sequence[State]) -> Joined:
    token = fresh_token(nonce, "joining-token")
    words = clean_words(draft.words, field="words", limit=WORDS_LIMIT, required=False)
    is_phone_asked = draft.consent is not None or by.person is None
    phone = normalise_phone(draft.phone) if is_phone_asked and draft.phone.strip() else ""
    try:
        with transaction.atomic():
            case = _locked(case_id)
            if draft.consent is None:
                gate(by, "cases.join", case)
            known = _known(case, draft, by, nonce)
            if known is not None:
                return _as_before(known, nonce, token)
            _check_joinable(case, states)
            if draft.consent is None and _follows_already(case, phone):
                phone = ""
            joining = Joining(
                case=case,
                person=by.person if draft.consent is None else draft.consent.beneficiary,
                token_hash=hash_token(token),
                phone=phone,
                words=words,
                consent=draft.consent,
                joined_at=now(),
                nonce=nonce,
            )
            _write(joining, draft, by)
    except IntegrityError as error:
        known = _known(Case(pk=case_id), draft, by, nonce)
        if known is not None:
            return _as_before(known, nonce, token)
        raise Conflict(
            _("This number follows the report already."),
            _("Each step is told to it. Join without a number to follow it on this phone as well."),
            field="phone",
            code="joined",
        ) from error
    return Joined(joining, token)


def _follows_already(case: Case, phone: str) -> bool:
    """Is each step told to this number? Whoever types it need not be its owner and must not learn that: their joining
    is like any other, and nothing is told to the number twice. The case is locked."""
    return bool(phone) and Joining.objects.filter(case=case, phone=phone).exists()


def _locked(case_id: int) -> Case:
    """The case as it is now, until we are through: joining and closing wait for one another."""
    seen = Case.objects.filter(is_public=True, state__in=PUBLIC_STATES).select_related("version", "unit")
    case = lock_first(seen, case_id)
    if case is None:
        raise no_such_case()
    return case


def _known(case: Case, draft: JoinDraft, by: Actor, nonce: str | None) -> Joining | None:
    if nonce is not None and (sent := Joining.objects.filter(nonce=nonce).first()):
        return sent
    return None if draft.consent is not None else Joining.objects.of(by).filter(case=case).first()


def _as_before(known: Joining, nonce: str | None, token: str) -> Joined:
    return Joined(known, token if nonce is not None and known.nonce == nonce else "", is_new=False)


def _check_joinable(case: Case, states: Sequence[State]) -> None:
    if State(case.state) in states:
        return
    if case.state == State.CLOSED:
        raise Conflict(
            _("This was closed in the meantime: it is said to be put right."),
            _("If it is not, open it again and say why, or report it anew."),
            code="closed",
        )
    raise Conflict(_("This is open again already."), _("Join it as it is."), code="open")


def _write(joining: Joining, draft: JoinDraft, by: Actor) -> None:
    case = joining.case
    joining.save(force_insert=True)
    attach_photos(
        case, draft.photo_ids, PhotoRole.JOINED, by=by, upload_token=draft.upload_token, joining=joining
    )
    record(
        case.stream,
        "cases.join",
        by=by.person,
        on_behalf_of=joining.consent.beneficiary if joining.consent else None,
        after={"role": "joined", "joining": joining.pk},
        place_path=case.place_id,
    )
