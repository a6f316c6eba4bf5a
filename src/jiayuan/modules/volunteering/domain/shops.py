"""Visiting shops about the five duties before their door 门前五包: what is not right becomes a case, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.services.cases.domain.given import ReportDraft
from jiayuan.services.cases.domain.report import report_case
from jiayuan.services.cases.models import Case
from jiayuan.services.gatherings.domain.locks import lock_session
from jiayuan.services.gatherings.domain.nonces import own_nonce
from jiayuan.services.gatherings.enums import State
from jiayuan.services.gatherings.models import Session

from ..activity_rules import TAKE_PART
from ..models import ShopVisit
from ..models.activity import KindContent
from .activities import WRITABLE, activity_of

CATEGORY = "E0502"
"""Goods outside a shop, the five duties before the door: see the catalogue of cases."""


@dataclass(frozen=True)
class VisitDraft:
    """``missing``: codes of the points that are not right. A position in WGS-84 degrees, where the phone knows it."""

    shop: str
    missing: Sequence[str] = ()
    words: str = ""
    latitude: float | None = None
    longitude: float | None = None
    photo_ids: Sequence[UUID] = ()
    upload_token: str = ""


def visit_shop(session_id: int, draft: VisitDraft, *, by: Actor, nonce: str) -> ShopVisit:
    """Write a visit down; the same ``nonce`` gives the same visit and case.

    :raises Refused: takes no part. :raises Invalid: names the field. :raises Conflict: no shops are visited here, or
        not now.
    """
    kept = own_nonce(nonce, by)
    if kept is None:
        raise Invalid(_("This form is incomplete."), _("Reload the page and enter it again."))
    try:
        with transaction.atomic():
            session = lock_session(session_id)
            gate(by, TAKE_PART, session)
            known = ShopVisit.objects.select_related("case").filter(nonce=kept).first()
            return known if known is not None else _write(session, draft, by, kept)
    except IntegrityError:
        known = ShopVisit.objects.select_related("case").filter(nonce=kept).first()
        if known is None:
            raise
        return known


def _write(session: Session, draft: VisitDraft, by: Actor, nonce: str) -> ShopVisit:
    activity = activity_of(session)
    if activity is None or not activity.content.visits_shops:
        raise Conflict(_("No shops are visited here."), _("Ask whoever leads it."))
    if State(session.state) not in WRITABLE:
        raise Conflict(_("Visits can no longer be entered."), _("Report what you see as a case instead."))
    named = dict(activity.content.named_checks())
    missing = [code for code in named if code in set(draft.missing)]
    if set(draft.missing) - set(named):
        raise Invalid(_("This point is not on the list."), _("Reload the page."), field="missing")
    shop = clean_words(draft.shop, field="shop", limit=60)
    words = clean_words(draft.words, field="words", limit=200, required=False)
    case = None
    if missing:
        said = _said(shop, activity.content, missing, words)
        case = _report(session, draft, said, by=by, nonce=nonce)
    visit = ShopVisit.objects.create(
        session=session, shop=shop, missing=missing, missing_count=len(missing), words=words, case=case,
        visited_by=by.person, visited_at=now(), nonce=nonce,
    )  # fmt: skip
    after = {"shop": shop, "missing": missing, "case": case.number if case else ""}
    record(session.stream, "volunteering.visit_shop", by=by.person, after=after, place_path=session.place_id)
    return visit


def _said(shop: str, kind: KindContent, missing: Sequence[str], words: str) -> str:
    """In the district's language, whichever the phone speaks: others work with it."""
    with translation.override(settings.LANGUAGE_CODE):
        named = dict(kind.named_checks())
        points = _("; ").join(named[code] for code in missing)
        said = _("Found before the door of “%(shop)s”: %(points)s.") % {"shop": shop, "points": points}
    return f"{said} {words}".strip()


def _report(session: Session, draft: VisitDraft, said: str, *, by: Actor, nonce: str) -> Case:
    report = ReportDraft(
        category_code=CATEGORY, words=said, latitude=draft.latitude, longitude=draft.longitude,
        place_path=session.place_id, address=draft.shop, photo_ids=draft.photo_ids, upload_token=draft.upload_token,
    )  # fmt: skip
    return report_case(report, by=by, nonce=f"shop-visit/{nonce}").case
