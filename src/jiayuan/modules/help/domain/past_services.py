"""Help without a wish that was written down elsewhere and is brought in here, each line once."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.locking import lock_rows

from ..models import Post, ServiceRecord, Station
from .services import ServiceDraft, write_service


def is_written_down(draft: ServiceDraft, lines: Iterable[ServiceRecord]) -> bool:
    """Is this among the lines of its post and day? Day, kind and words say what was done; empty minutes leave them be.

    :raises Conflict: it is there with other numbers, or it was struck out.
    """
    alike = [each for each in lines if (each.day, each.kind, each.words) == _key(draft)]
    standing = [each for each in alike if each.struck_at is None]
    if any(_has_numbers(each, draft) for each in standing):
        return True
    if standing:
        raise _other_numbers(standing[0], draft)
    struck = next((each for each in alike if _has_numbers(each, draft)), None)
    if struck is not None:
        raise Conflict(
            _("This line was struck out: %(reason)s") % {"reason": struck.reason},
            _("Leave the row out, or write it down on the page of the station if it was right after all."),
            code="struck",
        )
    return False


def _has_numbers(line: ServiceRecord, draft: ServiceDraft) -> bool:
    return line.people == draft.people and draft.minutes in (None, line.minutes)


def _key(draft: ServiceDraft) -> tuple[object, str, str]:
    return draft.day, draft.kind, draft.words


def _other_numbers(known: ServiceRecord, draft: ServiceDraft) -> Conflict:
    return Conflict(
        _("This is written down already with other numbers: %(people)s person-times, %(minutes)s minutes.")
        % {"people": known.people, "minutes": known.minutes or "–"},
        _(
            "If the file is right, strike the line out on the page of the station; then bring the row in again."
        ),
        field="people" if known.people != draft.people else "minutes",
        code="other-numbers",
    )


def lines_by_hand(posts: Iterable[int], days: Iterable[date]) -> list[ServiceRecord]:
    """What was written down of these posts and days without a wish, struck out or not. One query."""
    rows = ServiceRecord.objects.filter(post__in=set(posts), day__in=set(days), claim=None, payment=None)
    return list(rows.order_by("pk"))


def bring_in_service(draft: ServiceDraft, *, by: Actor) -> ServiceRecord | None:
    """Written down unless it is already; who comes second waits, and then finds it.

    :raises Refused, Invalid, Conflict: each in words.
    """
    with transaction.atomic():
        station = Post.objects.filter(pk=draft.post_id).values_list("station", flat=True)
        lock_rows(Station, station)
        if is_written_down(draft, lines_by_hand([draft.post_id], [draft.day])):
            return None
        return write_service(draft, by=by)
