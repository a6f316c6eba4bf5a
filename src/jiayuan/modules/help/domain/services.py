"""Help that was given, written down once: of each seat of a fulfilled wish by the platform, else by the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import clean_nonce, record
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH

from ..enums import ClaimState, Tier, WishKind
from ..limits import MOST_SERVED, MOST_SERVICE_MINUTES, SERVICE_WORDS
from ..models import Claim, Payment, Post, ServiceRecord, Station, Wish
from ..rules import STRIKE
from ..special_rules import SERVE
from .checks import one_of


@dataclass(frozen=True)
class ServiceDraft:
    """A line as the desk fills it in: what a post did on a day without a wish, and for how many."""

    post_id: int
    day: date
    people: int
    kind: str = WishKind.ERRAND
    words: str = ""
    minutes: int | None = None


def count_services(wish: Wish) -> None:
    """Of a wish that was fulfilled: the seats that were done; where none was and the fund paid, one for the wish. The
    caller holds the wish and records its end."""
    if not count_seats(wish):
        ServiceRecord.objects.bulk_create(_paid_for(wish))


def count_seats(wish: Wish) -> int:
    """One person-time a seat that was done, on the day it was done; how many. The caller holds the wish, which ends."""
    done = Claim.objects.filter(wish=wish, state=ClaimState.DONE).order_by("pk")
    rows = [_counted(wish, each.post_id, each.done_at, claim=each) for each in done]
    return len(ServiceRecord.objects.bulk_create(rows))


def count_payment(wish: Wish) -> None:
    """Of a wish that was fulfilled before: what was paid anew after its payment was reversed counts as that did."""
    if not Claim.objects.filter(wish=wish, state=ClaimState.DONE).exists():
        ServiceRecord.objects.bulk_create(_paid_for(wish))


def _paid_for(wish: Wish) -> Sequence[ServiceRecord]:
    """Counted for the centre of the community's station; where there is none, nobody helped but the fund."""
    paid = Payment.objects.standing().filter(wish=wish).order_by("-pk").first()
    community = wish.place_id[:COMMUNITY_LENGTH]
    centres = Post.objects.active().filter(tier=Tier.CENTRE, station__community_id=community)
    centre = centres.first() if paid is not None else None
    return [_counted(wish, centre.pk, paid.paid_at, payment=paid)] if paid and centre else []


def _counted(wish: Wish, post_id: int, moment: datetime | None, **source: Any) -> ServiceRecord:
    return ServiceRecord(
        post_id=post_id,
        kind=wish.kind,
        day=timezone.localdate(moment, timezone.get_default_timezone()),
        people=1,
        written_at=now(),
        **source,
    )


def write_service(draft: ServiceDraft, *, by: Actor, nonce: str | None = None) -> ServiceRecord:
    """Write down help without a wish. A second sending of ``nonce`` gives the same line.

    :raises Missing: no such post. :raises Refused: neither its keeper nor the desk.
    :raises Invalid: naming the field, for a day, a number or words that will not do.
    """
    kept = clean_nonce(nonce)
    with transaction.atomic():
        post = Post.objects.select_related("station").filter(pk=draft.post_id).first()
        if post is None:
            raise Missing(_("There is no such post."), _("Look at the stations near you."))
        lock_first(Station.objects.all(), post.station_id)
        gate(by, SERVE, post)
        if (sent := _sent(kept)) is not None:
            return sent
        check_service(draft, post)
        row = ServiceRecord.objects.create(
            post=post,
            kind=one_of(draft.kind, WishKind, "kind"),
            words=clean_words(draft.words, field="words", limit=SERVICE_WORDS),
            day=draft.day,
            people=draft.people,
            minutes=draft.minutes,
            written_by=by.person,
            written_at=now(),
        )
        note_service(
            row, "help.serve", by, {"day": str(row.day), "people": row.people, "post": post.pk}, kept
        )
    return row


def strike_service(pk: int, *, reason: str, by: Actor) -> ServiceRecord:
    """Struck out, it counts no more and stays readable. Struck out twice it is once.

    :raises Missing, Invalid: each in words. :raises Refused: not of this desk, or it counts a fulfilled wish.
    """
    with transaction.atomic():
        row = lock_first(ServiceRecord.objects.select_related("post__station"), pk)
        if row is None:
            raise Missing(_("There is no such line."), _("Look at the list of the station."))
        gate(by, STRIKE, row)
        if row.struck_at is None:
            row.reason = clean_words(reason, field="reason", limit=SERVICE_WORDS)
            row.struck_by, row.struck_at = by.person, now()
            row.save()
            note_service(row, "help.strike", by, {"words": row.reason})
    return row


def _sent(nonce: str | None) -> ServiceRecord | None:
    entry = Entry.objects.filter(nonce=nonce, action="help.serve").first() if nonce else None
    if entry is None or entry.payload is None:
        return None
    return ServiceRecord.objects.filter(pk=entry.payload["after"]["service"]).first()


def check_service(draft: ServiceDraft, post: Post) -> None:
    """:raises Invalid, Conflict: its numbers or its day cannot be."""
    if not 1 <= draft.people <= MOST_SERVED:
        raise Invalid(
            _("One line counts from 1 to %(most)s person-times.") % {"most": MOST_SERVED},
            _("Write more than that on several lines, one for each occasion."),
            field="people",
        )
    if draft.minutes is not None and not 1 <= draft.minutes <= MOST_SERVICE_MINUTES:
        raise Invalid(
            _("From %(least)s to %(most)s is possible.") % {"least": 1, "most": MOST_SERVICE_MINUTES},
            _("Choose a number in between."),
            field="minutes",
        )
    if draft.day > today():
        raise Invalid(
            _("This day has not come yet."), _("Write down what was done once it is done."), field="day"
        )
    if draft.day < post.since or (post.ended_on is not None and draft.day > post.ended_on):
        raise Conflict(
            _("The post did not exist on that day."),
            _("Choose the post that helped then."),
            field="day",
            code="day",
        )


def note_service(
    row: ServiceRecord, action: str, by: Actor, after: dict[str, object], nonce: str | None = None
) -> None:
    """Into the chain of the station."""
    record(
        row.post.station.stream,
        action,
        by=by.person,
        after={"service": row.pk, **after},
        place_path=row.post.station.community_id,
        nonce=nonce,
    )
