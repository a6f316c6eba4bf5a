"""Gatherings: what is on, signing up, being there, and who came."""

from contextlib import nullcontext
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Status

from jiayuan.doors.phone.offline import entered_by
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.masks import mask_name
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.common.source import Source, coming_from
from jiayuan.services.cases.interfaces.sheet import whole_number
from jiayuan.services.gatherings.domain.leave import accept_offer, cancel_sign_up
from jiayuan.services.gatherings.domain.locks import no_such_gathering
from jiayuan.services.gatherings.domain.presence import Scan, check_by_code, check_by_host
from jiayuan.services.gatherings.domain.queries.upcoming import (
    Mine,
    Seats,
    mine_in,
    seats_of,
    sign_ups_of,
    upcoming,
)
from jiayuan.services.gatherings.domain.sign_up import SignUpDraft, sign_up
from jiayuan.services.gatherings.enums import LIVE, Way
from jiayuan.services.gatherings.models import Presence, Session, SignUp

from .outermost import nonce_of
from .schemas import Key
from .schemas_gatherings import (
    AttendanceOut,
    AttendancesOut,
    CheckIn,
    GatheringOut,
    GatheringsOut,
    GatheringsQuery,
    MarkIn,
    PageQuery,
    PartyIn,
    SignUpIn,
    SignUpOut,
    SignUpsOut,
)
from .scopes import GATHERINGS_HOST, GATHERINGS_LEAVE, GATHERINGS_SEE, GATHERINGS_SIGN_UP
from .visitors import Door, actor_of

router = Router(tags=["gatherings"])
A_PAGE = 50
Gathering = Annotated[int, Path(ge=1, le=2**63 - 1, description="The `id` of a gathering.")]


@router.get("", response=GatheringsOut, auth=Door(GATHERINGS_SEE), exclude_none=True, summary="What is on")
def read_list(request: HttpRequest, query: Query[GatheringsQuery]) -> Any:
    """Published and not over, the next first: of a community with what the places around it offer, or everywhere."""
    rows = upcoming(query.place)
    actor = actor_of(request)
    rows = rows if actor.scope is None else rows.within(*actor.scope.paths)
    page = page_of(rows, by="starts_at", after=query.after, size=A_PAGE)
    seats = seats_of([session.pk for session in page])
    found = [_gathering_out(session, seats.get(session.pk, [])) for session in page]
    return {"gatherings": found, "next": page.next_cursor}


@router.get(
    "/mine",
    response=SignUpsOut,
    auth=Door(GATHERINGS_SEE, named=True),
    exclude_none=True,
    summary="What I signed up for",
)
def read_mine(request: HttpRequest, query: Query[PageQuery]) -> Any:
    """The latest first, with what was cancelled."""
    rows = sign_ups_of(actor_of(request)).select_related("presence")
    page = page_of(rows, by="-id", after=query.after, size=A_PAGE)
    return {"sign_ups": [_sign_up_out(row) for row in page], "next": page.next_cursor}


@router.get(
    "/{gathering}",
    response=GatheringOut,
    auth=Door(GATHERINGS_SEE),
    exclude_none=True,
    summary="One gathering",
)
def read_one(request: HttpRequest, gathering: Gathering) -> Any:
    """With its roles, how full they are, and one's own sign-up."""
    session = _shown(request, gathering)
    mine = mine_in(session, actor_of(request))
    found = _gathering_out(session, seats_of([session.pk]).get(session.pk, []))
    return found | {"words": session.words, "mine": _own_out(mine) if mine else None}


@router.post(
    "/{gathering}/sign-ups",
    response={201: list[SignUpOut]},
    auth=Door(GATHERINGS_SIGN_UP, named=True),
    exclude_none=True,
    summary="Sign up",
)
def join(request: HttpRequest, gathering: Gathering, payload: SignUpIn) -> Any:
    """Seats, or a turn on the waiting list where there are not enough. A token needs `gatherings.see` as well."""
    session = _shown(request, gathering)
    if not session.roles.filter(pk=payload.role).exists():
        raise Invalid(_("This gathering has no such role."), _("Read its roles again."), field="role")
    draft = SignUpDraft(payload.role, payload.companions, None, payload.all_old_enough)
    done = sign_up(draft, by=actor_of(request), nonce=nonce_of(request))
    return Status(201, [_sign_up_out(row) for row in done.rows])


@router.post(
    "/sign-ups/{sign_up_id}/cancel",
    response=list[SignUpOut],
    auth=Door(GATHERINGS_LEAVE, named=True),
    exclude_none=True,
    summary="Cancel a sign-up",
)
def cancel(request: HttpRequest, sign_up_id: Key, payload: PartyIn) -> Any:
    """Gives back a seat, an offer or a turn; it goes to who waits."""
    rows = cancel_sign_up(sign_up_id, by=actor_of(request), whole_group=payload.whole_group)
    return [_sign_up_out(row) for row in rows]


@router.post(
    "/sign-ups/{sign_up_id}/accept",
    response=list[SignUpOut],
    auth=Door(GATHERINGS_LEAVE, named=True),
    exclude_none=True,
    summary="Take the seat that is offered",
)
def accept(request: HttpRequest, sign_up_id: Key) -> Any:
    """For the whole group that it was offered to."""
    return [_sign_up_out(row) for row in accept_offer(sign_up_id, by=actor_of(request))]


@router.post(
    "/{gathering}/check",
    response=SignUpOut,
    auth=Door(GATHERINGS_SIGN_UP, named=True),
    exclude_none=True,
    summary="Check in or out by the code",
)
def check(request: HttpRequest, gathering: Gathering, payload: CheckIn) -> Any:
    """The code proves its own moment. One that a device kept is sent with `kept_at` and an Idempotency-Key: it counts
    once, until two days after the end; later than ten minutes after it was shown, the host is asked."""
    session = _shown(request, gathering)
    scan = Scan(
        Way(payload.way), payload.code.strip(), nonce_of(request) or "", payload.latitude, payload.longitude
    )
    kept = (
        coming_from(Source.OFFLINE, entered=entered_by(payload.kept_at)) if payload.kept_at else nullcontext()
    )
    with kept:
        presence = check_by_code(session.pk, scan, by=actor_of(request))
    return _sign_up_out(presence.sign_up, presence)


@router.get(
    "/{gathering}/attendance",
    response=AttendancesOut,
    auth=Door(GATHERINGS_HOST, named=True),
    exclude_none=True,
    summary="Who comes, and who was there",
)
def read_attendance(request: HttpRequest, gathering: Gathering, query: Query[PageQuery]) -> Any:
    """For those who run it; names masked."""
    session = _hosted(request, gathering)
    rows = SignUp.objects.filter(session=session, state__in=LIVE)
    rows = rows.select_related("person", "role", "presence")
    page = page_of(rows, by="id", after=query.after, size=A_PAGE)
    return {"attendance": [_attendance_out(row) for row in page], "next": page.next_cursor}


def _runs(request: HttpRequest, gathering: str) -> None:
    """Who does not run it does not learn from faults of the body that there is one. It comes as in the address."""
    _hosted(request, whole_number(gathering) or 0)


@router.post(
    "/{gathering}/attendance",
    response=AttendanceOut,
    auth=Door(GATHERINGS_HOST, named=True, rule=_runs),
    exclude_none=True,
    summary="Enter that somebody came or went",
)
def mark(request: HttpRequest, gathering: Gathering, payload: MarkIn) -> Any:
    """By the host, now or at a time of the gathering."""
    session = _hosted(request, gathering)
    if not SignUp.objects.filter(pk=payload.sign_up, session=session).exists():
        raise Invalid(_("This gathering has no such sign-up."), _("Read who comes again."), field="sign_up")
    moment = _moment(payload.at) if payload.at else None
    check_by_host(payload.sign_up, Way(payload.way), by=actor_of(request), at=moment, nonce=nonce_of(request))
    rows = SignUp.objects.select_related("person", "role", "presence")
    return _attendance_out(rows.get(pk=payload.sign_up))


def _moment(text: str) -> datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid(_("This is no moment."), _("Send it as 2026-03-02T18:00:00+08:00."), field="at")
    return found


def _shown(request: HttpRequest, key: int) -> Session:
    session = Session.objects.select_related("place", "organisation").filter(pk=key).first()
    if session is None or not may(actor_of(request), GATHERINGS_SEE, session):
        raise no_such_gathering()
    return session


def _hosted(request: HttpRequest, key: int) -> Session:
    session = Session.objects.filter(pk=key).first()
    if session is None or not may(actor_of(request), GATHERINGS_HOST, session):
        raise no_such_gathering()
    return session


def _gathering_out(session: Session, roles: list[Seats]) -> dict[str, Any]:
    return {
        "id": session.pk,
        "kind": session.kind,
        "title": session.display_title,
        "place": session.place_id,
        "place_name": session.place.display_name,
        "where": session.where,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "state": session.state,
        "state_label": session.get_state_display(),
        "roles": [
            {
                "id": each.role.pk,
                "name": each.role.display_name,
                "seats": each.role.seats,
                "free": each.free,
                "waiting": each.waiting,
                "min_age": each.role.min_age,
            }
            for each in roles
        ],
    }


def _own_out(mine: Mine) -> dict[str, Any]:
    found = _sign_up_out(mine.sign_up, mine.presence)
    return found | ({"ahead": mine.ahead} if mine.sign_up.state == "waiting" else {})


def _times(presence: Presence | None) -> dict[str, Any]:
    return {
        "came": presence.in_at if presence else None,
        "went": presence.out_at if presence else None,
        "minutes": presence.minutes if presence else None,
    }


def _sign_up_out(row: SignUp, presence: Presence | None = None) -> dict[str, Any]:
    return {
        "id": row.pk,
        "gathering": row.session_id,
        "role": row.role_id,
        "state": row.state,
        "state_label": row.get_state_display(),
        "name": row.name,
        "offered_until": row.offered_until,
        **_times(presence or getattr(row, "presence", None)),
    }


def _attendance_out(row: SignUp) -> dict[str, Any]:
    presence = getattr(row, "presence", None)
    return {
        "id": row.pk,
        "name": mask_name(row.display_name),
        "role": row.role.display_name,
        "state": row.state,
        "presence": presence.state if presence else None,
        **_times(presence),
    }
