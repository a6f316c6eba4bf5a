"""A month's inputs are frozen: rows that nobody changes, and a hash of them in the ledger."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.source import Source, current_source
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.hashing import canonical, spell_moment
from jiayuan.foundation.ledger.models import Entry

from ...models import ScoreCorrection, ScoreLine, ScoreMonth, ScoreTotal
from .corrections import found_since
from .lines import lines_of
from .months import hold_frozen, months_due
from .sums import summed, totals_of

BATCH = 1000
FREEZE = "cases.freeze_month"
_LINE = ("case_id", "round", "run_id", "unit_id", "place_id", "is_late", "why", "paused_minutes", "extra_days",
         "rated", "satisfied", "stars")  # fmt: skip
_MOMENTS = ("since", "due_at", "done_at", "closed_at")


def freeze_due() -> int:
    """Freeze what is over and not frozen; safe to run at any time and twice at once. Returns how many months."""
    return sum(freeze_month(month) is not None for month in months_due())


def freeze_month(month: date) -> ScoreMonth | None:
    """All of it or nothing. None: somebody else has frozen it."""
    try:
        with transaction.atomic():
            hold_frozen()
            lines = list(lines_of(month))
            later = found_since(month)
            frozen = ScoreMonth.objects.create(
                month=month,
                frozen_at=now(),
                line_count=len(lines),
                digest=digest_of(lines, [*_published(month), *later]),
            )
            _write(frozen, lines, later)
            return frozen
    except IntegrityError:
        if ScoreMonth.objects.filter(month=month).exists():
            return None
        raise


def _write(frozen: ScoreMonth, lines: Sequence[ScoreLine], later: Sequence[ScoreCorrection]) -> None:
    for line in lines:
        line.month = frozen
    ScoreLine.objects.bulk_create(lines, batch_size=BATCH)
    ScoreCorrection.objects.bulk_create(later, batch_size=BATCH)
    ScoreTotal.objects.bulk_create(totals_of(frozen, summed(lines)), batch_size=BATCH)
    record(
        frozen.stream,
        FREEZE,
        after={"month": f"{frozen.month:%Y-%m}", "lines": len(lines), "digest": frozen.digest},
        source=Source.DEMO if current_source() == Source.DEMO else Source.SYSTEM,
    )


def published_with(frozen: ScoreMonth) -> "QuerySet[ScoreCorrection]":
    """The corrections of earlier months that came between the freezing before and this one."""
    rows = ScoreCorrection.objects.filter(at__lte=frozen.frozen_at).exclude(line__month=frozen)
    before = ScoreMonth.objects.filter(month__lt=frozen.month).order_by("-month").first()
    return rows.filter(at__gt=before.frozen_at) if before else rows


def _published(month: date) -> Sequence[ScoreCorrection]:
    before = ScoreMonth.objects.filter(month__lt=month).order_by("-month").first()
    return list(ScoreCorrection.objects.filter(at__gt=before.frozen_at).order_by("pk")) if before else []


def digest_of(lines: Iterable[ScoreLine], corrections: Iterable[ScoreCorrection]) -> str:
    """SHA-256 over all that was frozen, in its order: one line of JSON each."""
    digest = hashlib.sha256()
    for line in lines:
        facts = [getattr(line, name) for name in _LINE] + [
            spell_moment(getattr(line, name)) for name in _MOMENTS
        ]
        digest.update(canonical(facts).encode() + b"\n")
    for each in corrections:
        facts = [
            each.line_id,
            each.kind,
            spell_moment(each.at),
            each.is_late,
            each.why,
            each.rated,
            each.satisfied,
            each.stars,
        ]
        digest.update(canonical(facts).encode() + b"\n")
    return digest.hexdigest()


def is_intact(frozen: ScoreMonth) -> bool:
    """Do the rows still give the hash that the ledger holds?"""
    entry = Entry.objects.filter(stream_id=frozen.stream, action=FREEZE).first()
    kept = ((entry.payload or {}).get("after") or {}).get("digest") if entry else None
    found = digest_of(
        frozen.lines.order_by("pk").iterator(chunk_size=BATCH), published_with(frozen).order_by("pk")
    )
    return kept == frozen.digest == found
