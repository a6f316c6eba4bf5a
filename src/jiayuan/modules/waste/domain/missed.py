"""A missed collection becomes a case; what was told once is not told again."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_name
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.domain.given import ReportDraft, Reported
from jiayuan.services.cases.domain.report import case_of, report_case
from jiayuan.services.cases.models import Case

from ..models import MissedCollection
from .checks import note_estate
from .queries.near import Expected, could_be_missed, estate_of

CATEGORY = "P0301"
"""垃圾桶满溢破损: what was not fetched overflows, and the same unit clears it."""
WORDS = 200


@dataclass(frozen=True)
class MissedDraft:
    estate: str
    stream: str
    day: date
    words: str = ""
    contact_name: str = ""
    contact_phone: str = ""


def report_missed(draft: MissedDraft, *, by: Actor, nonce: str | None = None) -> Reported:
    """Everybody may tell it; who told it before is led to what they told.

    :raises Missing, Invalid: each in words. :raises Conflict: a neighbour told it.
    """
    estate = estate_of(None, draft.estate)
    if estate is None:
        raise Missing(_("There is no such estate."), _("Choose yours from the list."))
    due = _due(draft, estate)
    words = clean_words(draft.words, field="words", limit=WORDS, required=False)
    with transaction.atomic():
        lock_name(f"waste-missed/{estate.path}/{draft.stream}/{draft.day}")
        told = MissedCollection.objects.filter(estate=estate, stream=draft.stream, day=draft.day)
        known = told.select_related("case").first()
        if known is not None and _is_own(known.case, by):
            return Reported(known.case, "", is_new=False)
        if known is not None and known.case != case_of(nonce):
            raise Conflict(
                _("A neighbour has told this already: number %(number)s.") % {"number": known.case.number},
                _("You need do nothing more. It is being looked into."),
                code="told",
            )
        reported = report_case(_as_report(draft, estate, due, words), by=by, nonce=nonce)
        if reported.is_new:
            _keep(draft, estate, reported, by)
    return reported


def _is_own(case: Case, by: Actor) -> bool:
    """By account, or by the link that the phone keeps."""
    return case.token_hash in by.tokens or (by.pk is not None and case.reporter_id == by.pk)


def _due(draft: MissedDraft, estate: Place) -> Expected:
    for each in could_be_missed(estate):
        if each.row.stream == draft.stream and each.day == draft.day:
            return each
    raise Invalid(
        _("Nothing of this kind should have been fetched by now."),
        _("Choose one of those shown."),
        field="due",
    )


def _as_report(draft: MissedDraft, estate: Place, due: Expected, words: str) -> ReportDraft:
    said = _("Not collected: %(stream)s at %(estate)s, expected on %(day)s at about %(time)s.") % {
        "stream": due.row.get_stream_display(), "estate": estate.name, "day": day_with_weekday(due.day),
        "time": f"{due.row.at:%H:%M}",
    }  # fmt: skip
    return ReportDraft(
        category_code=CATEGORY, words=f"{said} {words}".strip(), place_path=estate.path, address=estate.name,
        contact_name=draft.contact_name, contact_phone=draft.contact_phone,
    )  # fmt: skip


def _keep(draft: MissedDraft, estate: Place, reported: Reported, by: Actor) -> None:
    MissedCollection.objects.create(estate=estate, stream=draft.stream, day=draft.day, case=reported.case)
    note_estate(
        estate.path, "waste.report_missed", by, stream=draft.stream, day=draft.day.isoformat(),
        case=reported.case.number,
    )  # fmt: skip
