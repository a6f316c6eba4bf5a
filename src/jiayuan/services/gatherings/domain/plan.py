"""Planning a session, anew or the same as last time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..kinds import kind_of
from ..limits import WHERE
from ..models import Series, Session, SessionRole
from ..models.common import about_of
from ..rules import HOST, PLAN, Proposal
from .drafts import SessionDraft, check_span, check_start, cleaned_about, cleaned_roles
from .material import copy_material
from .nonces import own_nonce


def plan_session(draft: SessionDraft, *, by: Actor) -> Session:
    """A session being prepared: nobody but its hosts sees it until it is published.

    :raises Refused: ``by`` does not work for the place or the organisation, or does not run the one it is like.
    :raises Invalid: naming the field.
    """
    about = draft.about
    gate(by, PLAN, Proposal(about.kind, about.place_id, about.organisation_id))
    if draft.like is not None:
        gate(by, HOST, draft.like)
    fields = cleaned_about(about)
    roles = cleaned_roles(about.roles, about.kind)
    check_span(draft.starts_at, draft.ends_at)
    fields |= {"starts_at": draft.starts_at, "ends_at": draft.ends_at, "copied_from": draft.like}
    return _made_like(draft.like, own_nonce(draft.nonce, by), fields, roles, by=by, action="gatherings.plan")


def copy_session(
    session: Session, *, starts_at: datetime, by: Actor, nonce: str | None = None, where: str = ""
) -> Session:
    """Same as last time: everything but the people, for another time of the same length.

    :param where: another spot; empty: the same one. The point on the map belongs to the old spot and goes.
    :raises Refused: ``by`` does not run the one it is like. :raises Invalid: the time (field ``starts_at``).
    """
    gate(by, HOST, session)
    gate(by, PLAN, session)
    check_start(starts_at)
    ends_at = starts_at + (session.ends_at - session.starts_at)
    check_span(starts_at, ends_at)
    fields = about_of(session) | {"starts_at": starts_at, "ends_at": ends_at, "copied_from": session}
    fields |= _elsewhere(session, where)
    roles = [role.as_template() for role in session.roles.all()]
    return _made_like(session, own_nonce(nonce, by), fields, roles, by=by, action="gatherings.copy")


def _made_like(
    like: Session | None,
    nonce: str | None,
    fields: Mapping[str, Any],
    roles: Sequence[Mapping[str, Any]],
    *,
    by: Actor,
    action: str,
) -> Session:
    with transaction.atomic():
        made = _once(nonce, fields, roles, by=by, action=action)
        if like is not None and not made.material.exists():
            copy_material(like, made)
    return made


def _elsewhere(session: Session, where: str) -> dict[str, Any]:
    said = clean_words(where, field="where", limit=WHERE, required=False)
    if not said or said == session.where:
        return {}
    return {"where": said, "latitude": None, "longitude": None, "checks_place": False}


def make_session(
    fields: Mapping[str, Any],
    roles: Sequence[Mapping[str, Any]],
    *,
    by: Actor | None,
    action: str,
    series: Series | None = None,
    occurrence: date | None = None,
) -> Session:
    """Write a session with its roles; what it is made of was checked. Call inside a transaction."""
    person = by.person if by is not None else None
    session = Session.objects.create(**fields, series=series, occurrence=occurrence, made_by=person)
    SessionRole.objects.bulk_create([SessionRole(session=session, **each) for each in roles])
    after = {"title": session.title, "starts_at": session.starts_at.isoformat()}
    after |= {"occurrence": occurrence.isoformat()} if occurrence else {}
    record(session.stream, action, by=person, after=after, place_path=session.place_id)
    like, kind = series or session.copied_from, kind_of(session.kind)
    if like is not None and like.kind == session.kind and kind is not None and kind.after_made is not None:
        kind.after_made(session, like)
    return session


def _once(
    nonce: str | None,
    fields: Mapping[str, Any],
    roles: Sequence[Mapping[str, Any]],
    *,
    by: Actor,
    action: str,
) -> Session:
    """A form that is sent twice plans one session."""
    try:
        with transaction.atomic():
            return make_session({**fields, "nonce": nonce}, roles, by=by, action=action)
    except IntegrityError:
        sent = Session.objects.filter(nonce=nonce).first() if nonce else None
        if sent is None:
            raise
        return sent
