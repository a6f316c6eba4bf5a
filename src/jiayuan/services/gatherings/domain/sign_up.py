"""Signing up: for oneself, with companions, or for somebody who agreed to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.people.domain.consent import record_consent
from jiayuan.foundation.people.models import Consent, Person

from ..enums import LIVE, SignUpState
from ..limits import MOST_IN_GROUP, PERSON_NAME
from ..models import SessionRole, SignUp
from ..rules import SEE, SIGN_UP, runs
from .checks import check_age, check_needs, check_taking_people, check_time
from .locks import lock_role
from .nonces import own_nonce
from .seats import free_seats, seat_or_queue


@dataclass(frozen=True)
class SignUpDraft:
    """``companions`` are names of those who come along: seats are given to all together or to none. With ``consent``
    it is for the person named there, and not for who acts."""

    role_id: int
    companions: Sequence[str] = ()
    consent: Consent | None = None
    says_old_enough: bool = False


@dataclass(frozen=True)
class SignedUp:
    """The sign-ups, the person's own first. ``is_new`` is False for what was sent a second time."""

    rows: Sequence[SignUp]
    is_new: bool = True

    @property
    def has_seats(self) -> bool:
        return self.rows[0].state == SignUpState.HELD


def sign_up(draft: SignUpDraft, *, by: Actor, nonce: str | None = None) -> SignedUp:
    """Take seats in a role, or a turn on its waiting list.

    Who leads runs the gathering, so nobody takes that seat by themselves: they wait until the host gives it to them
    (:func:`.move_up.move_up`). Whoever works for the place or the organisation takes or gives it at once.

    :raises Missing: no such gathering for this actor. :raises Refused: not signed in, or a need is not met.
    :raises Conflict: called off, over, signed up already (code ``signed-up``), or busy at that time (``overlap``).
    :raises Invalid: too many or nameless companions, or the age was not confirmed.
    """
    kept_nonce = own_nonce(nonce, by)
    names = _names(draft.companions)
    person, name = _for_whom(draft, by)
    with transaction.atomic():
        role = lock_role(draft.role_id, people=[person.pk] if person else [])
        session = role.session
        sent = SignUp.objects.filter(nonce=kept_nonce).first() if kept_nonce else None
        if sent is not None:
            return SignedUp(_party_of(sent), is_new=False)
        gate(by, SEE, session)
        gate(by, SIGN_UP, session)
        check_taking_people(session)
        _check_not_there(role, person)
        check_age(role, says_old_enough=draft.says_old_enough)
        check_needs(role, session, person)
        must_wait = role.leads and not runs(by, session)
        if not must_wait and len(free_seats(role)) > len(names):
            check_time(session, person)
        group = uuid4() if names else None
        rows = [
            SignUp(
                session=session, role=role, person=person if is_first else None, name=called,
                entered_by=by.person, consent=draft.consent if is_first else None, group=group,
                signed_at=now(), nonce=kept_nonce if is_first else None,
            )
            for is_first, called in [(True, name), *[(False, each) for each in names]]
        ]  # fmt: skip
        seat_or_queue(rows, role, must_wait=must_wait)
        record(
            session.stream,
            "gatherings.sign_up",
            by=by.person,
            on_behalf_of=person if draft.consent else None,
            after={"sign_ups": [row.pk for row in rows], "role": role.pk, "state": str(rows[0].state)},
            place_path=session.place_id,
        )
    return SignedUp(rows)


def sign_up_for(
    name: str, draft: SignUpDraft, *, purpose: str, manner: str, by: Actor, nonce: str | None = None
) -> SignedUp:
    """For somebody without an account who agreed to it. The consent is kept only with the sign-up that it was given
    for: not where that is refused, nor a second time where it is sent a second time.

    :param purpose: what they agreed to, in words. :param manner: how (``ConsentManner``).
    :raises DomainError: as :func:`sign_up` and :func:`~jiayuan.foundation.people.domain.consent.record_consent`.
    """
    with transaction.atomic():
        consent = record_consent(helper=by, purpose=purpose, manner=manner, beneficiary_name=name)
        done = sign_up(replace(draft, consent=consent), by=by, nonce=nonce)
        if not done.is_new:
            transaction.set_rollback(True)
    return done


def _names(companions: Sequence[str]) -> list[str]:
    if len(companions) >= MOST_IN_GROUP:
        raise Invalid(
            _("That is a large group: at most %(most)s can be signed up at once.") % {"most": MOST_IN_GROUP},
            _("Let the others sign up themselves, or ask the community office."),
            field="companions",
        )
    return [clean_words(each, field="companions", limit=PERSON_NAME) for each in companions]


def _for_whom(draft: SignUpDraft, by: Actor) -> tuple[Person | None, str]:
    """The person who comes, or the name of one without an account."""
    if draft.consent is None:
        return by.person, ""
    if draft.consent.helper_id != by.pk or draft.consent.withdrawn_at is not None:
        raise Refused(
            _("There is no consent to act for this person."), _("Ask them, and write down that they agreed.")
        )
    return draft.consent.beneficiary, draft.consent.beneficiary_name


def _party_of(row: SignUp) -> list[SignUp]:
    if row.group is None:
        return [row]
    return list(SignUp.objects.filter(group=row.group).order_by("pk"))


def _check_not_there(role: SessionRole, person: Person | None) -> None:
    if person is None:
        return
    known = SignUp.objects.filter(session=role.session_id, person=person, state__in=LIVE).first()
    if known is not None:
        raise Conflict(
            _("You are signed up for this already.")
            if known.state != SignUpState.WAITING
            else _("You are on the waiting list already."),
            _("See it on the page of the gathering."),
            code="signed-up",
        )
