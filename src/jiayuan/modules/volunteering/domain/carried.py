"""What is done goes along: from a series into what it makes, from an earlier charity hour into one like it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.services.gatherings.domain.locks import lock_session
from jiayuan.services.gatherings.domain.series import lock_series
from jiayuan.services.gatherings.enums import State
from jiayuan.services.gatherings.models import Series, Session

from ..enums import CHARITY_HOUR, PairingState
from ..hour_enums import Because, HourKind
from ..models import SeriesActivity, SessionActivity
from ..models.activity import ActivityChoice
from .activities import cleaned_choice


def choose_series_activity(
    series_id: int,
    kind: str,
    *,
    by: Actor,
    because: str = Because.ORGANISED,
    hours: str = HourKind.SERVICE,
    partner_id: int | None = None,
) -> SeriesActivity:
    """Say what each charity hour of a series does. Those being prepared for which nobody chose otherwise follow; what
    is published keeps what people read when they signed up.

    :raises Refused: ``by`` may not plan it. :raises Invalid: names the field.
    :raises Conflict: no charity hours, or the series has ended.
    """
    with transaction.atomic():
        series = lock_series(series_id, by=by)
        if series.kind != CHARITY_HOUR:
            raise Conflict(
                _("This is no charity hour."), _("Only charity hours have activities with a list.")
            )
        fields = cleaned_choice(series.place_id, kind, because=because, hours=hours, partner_id=partner_id)
        before = SeriesActivity.objects.select_related("kind", "partner").filter(series=series).first()
        former = before.as_template() if before is not None else None
        activity, _made = SeriesActivity.objects.update_or_create(series=series, defaults=fields)
        record(
            series.stream, "volunteering.choose_activity", by=by.person,
            after={"activity": kind, "because": str(because), "kind": str(hours), "pairing": partner_id},
            place_path=series.place_id,
        )  # fmt: skip
        _hand_on(series, activity, former)
    return activity


def _hand_on(series: Series, activity: SeriesActivity, former: dict[str, Any] | None) -> None:
    drafts = Session.objects.filter(series=series, state=State.DRAFT)
    for key in list(drafts.order_by("pk").values_list("pk", flat=True)):
        session = lock_session(key)
        known = SessionActivity.objects.select_related("kind", "partner").filter(session=session).first()
        if session.state != State.DRAFT or (known is not None and known.as_template() != former):
            continue
        carry(activity, session)


def after_made(session: Any, like: Any) -> None:
    """A session came about after a series, or after an earlier one: what that one does, it does."""
    choices: dict[type, Any] = {Series: SeriesActivity, Session: SessionActivity}
    field = "series" if isinstance(like, Series) else "session"
    rows = choices[type(like)].objects.select_related("kind", "partner").filter(**{field: like})
    found = rows.first()
    if found is not None:
        carry(found, session)


def carry(activity: ActivityChoice, session: Session) -> None:
    """Leaves out a kind that is no longer in use, and a pairing that no longer stands."""
    fields = activity.as_template()
    if not activity.kind.is_active:
        return
    if activity.partner is not None and activity.partner.state != PairingState.AGREED:
        fields["partner"] = None
    if not activity.kind.counts and activity.because == Because.ORGANISED:
        fields["because"] = activity.kind.because
    SessionActivity.objects.update_or_create(session=session, defaults=fields)
    after = {"activity": activity.kind_id, "because": str(fields["because"]), "kind": str(activity.hours)}
    record(session.stream, "volunteering.choose_activity", after=after, place_path=session.place_id)
