"""One charity hour that was held, with all that followed from it, written in one go.

Sessions of years ago are not signed up for person by person: rows are written as the domain would have left them, and
the ledger says of each what was confirmed. ``ledger verify`` and the sums of hours hold as for any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.people.models import Person
from jiayuan.services.gatherings.domain.presences import minutes_of
from jiayuan.services.gatherings.enums import PresenceSource, SignUpState, State
from jiayuan.services.gatherings.models import Presence, Session, SessionRole, SignUp

from ..domain.claims import deadline_of, facts_of, source_of
from ..hour_enums import Because, ClaimState, HourKind
from ..models import HourClaim, HourEntry
from .texts import HeldText

HOUR = timedelta(hours=1)
SOURCES = (PresenceSource.QR,) * 6 + (PresenceSource.HOST, PresenceSource.SHEET, PresenceSource.OFFLINE)


@dataclass(frozen=True)
class Held:
    """``people``: who came, the leader first. ``worker`` published it and confirms. ``until``: how far its claims are.
    ``forgot``: so many of the last of them never checked out."""

    path: str
    starts_at: datetime
    text: HeldText
    people: Sequence[Person]
    worker: Person
    random: Random
    until: ClaimState = ClaimState.CONFIRMED
    forgot: int = 0
    kind: HourKind = field(default=HourKind.SERVICE)
    because: Because = field(default=Because.ORGANISED)


def hold(held: Held) -> tuple[Session, list[HourEntry]]:
    """Six statements, and three for each entry."""
    ends_at = held.starts_at + HOUR
    with at(held.starts_at - timedelta(hours=32)):
        session = _session(held, ends_at)
    presences = _presences(held, session)
    sure = [each for each in presences if each.minutes]
    with at(ends_at + timedelta(days=1, hours=16)):
        claims = HourClaim.objects.bulk_create([_claim(held, session, each) for each in sure])
        if held.until != ClaimState.CONFIRMED:
            return session, []
        entries = HourEntry.objects.bulk_create([_entry(held, each) for each in claims])
        for entry in entries:
            record(
                f"hours/{entry.person_id}", "volunteering.confirm_hours", by=held.worker, on_behalf_of=entry.person,
                after={"session": session.pk, **facts_of(entry)}, place_path=held.path,
            )  # fmt: skip
    return session, entries


def _session(held: Held, ends_at: datetime) -> Session:
    is_done = held.until == ClaimState.CONFIRMED
    text = held.text
    return Session.objects.create(
        kind="charity_hour", place_id=held.path, title=text.title, title_en=text.title_en, where=text.where,
        words=text.words, starts_at=held.starts_at, ends_at=ends_at, state=State.FILED if is_done else State.CLOSED,
        published_at=held.starts_at - timedelta(hours=32), closed_at=ends_at + timedelta(minutes=3),
        made_by=held.worker, is_demo=True,
    )  # fmt: skip


def _presences(held: Held, session: Session) -> list[Presence]:
    """Everybody has a seat, and came within some minutes of the beginning."""
    count = len(held.people)
    leading = SessionRole(session=session, name="领队", name_en="Leader", seats=1, leads=True, tickets=1)
    plain = SessionRole(
        session=session, name="参加者", name_en="Participants", seats=max(count, 8), tickets=count - 1
    )
    SessionRole.objects.bulk_create([plain, leading])
    seats = [(leading, 1), *((plain, number) for number in range(1, count))]
    sign_ups = SignUp.objects.bulk_create([
        SignUp(
            session=session, role=role, person=person, state=SignUpState.HELD, seat=seat, ticket=seat,
            signed_at=held.starts_at - timedelta(hours=held.random.randint(2, 30)),
        )
        for person, (role, seat) in zip(held.people, seats, strict=True)
    ])  # fmt: skip
    rows = [
        _presence(held, session, each, number >= count - held.forgot) for number, each in enumerate(sign_ups)
    ]
    return Presence.objects.bulk_create(rows)


def _presence(held: Held, session: Session, sign_up: SignUp, forgot: bool) -> Presence:
    source = held.random.choice(SOURCES)
    came = held.starts_at + timedelta(minutes=held.random.choice((0, 0, 0, 2, 5)))
    presence = Presence(sign_up=sign_up, in_at=came, in_source=source)
    if not forgot:
        went = session.ends_at + timedelta(minutes=held.random.choice((0, 0, 0, -10, -15, 15)))
        presence.out_at, presence.out_source = went, source
    presence.minutes = minutes_of(presence, session)
    return presence


def _claim(held: Held, session: Session, presence: Presence) -> HourClaim:
    leader, ends_at = held.people[0], session.ends_at
    claim = HourClaim(
        session=session, presence=presence, person=presence.sign_up.person, minutes=presence.minutes or 0,
        kind=held.kind, because=held.because, source=source_of(presence), confirm_by=deadline_of(ends_at),
        state=held.until,
    )  # fmt: skip
    if held.until != ClaimState.PREPARED:
        claim.words, claim.marked_by, claim.marked_at = session.title, leader, ends_at + HOUR
    if held.until == ClaimState.CONFIRMED:
        claim.decided_by, claim.decided_at = held.worker, ends_at + timedelta(days=3)
    return claim


def _entry(held: Held, claim: HourClaim) -> HourEntry:
    presence, written_at = claim.presence, claim.decided_at
    assert presence.out_at is not None  # noqa: S101 (only who left has a claim)
    assert written_at is not None  # noqa: S101 (and only who was confirmed has an entry)
    return HourEntry(
        person=claim.person, minutes=claim.minutes, kind=claim.kind, because=claim.because, words=claim.words,
        starts_at=presence.in_at, ends_at=presence.out_at, place_id=held.path, source=claim.source,
        session=claim.session, presence=presence, written_by=held.worker, written_at=written_at,
    )  # fmt: skip
