"""Changing what is still to come of a series: from one of its sessions on, and its roles."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.ledger.domain.record import record

from ..enums import State
from ..models import Series, Session, SessionRole, SignUp
from .amend import TEXTS, apply_changes, cleaned_changes
from .drafts import RoleDraft, cleaned_roles
from .locks import lock_session, no_such_gathering
from .series import SHORTEST, lock_series

NOT_BEGUN = (State.DRAFT, State.PUBLISHED)


def amend_following(session_id: int, changes: Mapping[str, Any], *, by: Actor) -> int:
    """Change this session, all that follow it, and those still to be made; how many that are there were changed.

    Those that somebody changed by hand, have begun or were called off keep what they are. Times move by the clock: the
    day of each stays.

    :param changes: as for :func:`.amend.amend_session`.
    :raises Invalid: naming the field; another day. :raises Refused: ``by`` may not plan the series.
    :raises Conflict: the series has ended, or the session can no longer be changed.
    """
    wanted = cleaned_changes(changes)
    known = Session.objects.filter(pk=session_id).values_list("series_id", flat=True).first()
    if known is None:
        raise no_such_gathering()
    with transaction.atomic():
        series = lock_series(known, by=by)
        chosen = lock_session(session_id)
        fields = {name: value for name, value in wanted.items() if getattr(chosen, name) != value}
        if not fields:
            return 0
        starts, minutes = _clock_of(chosen, fields)
        texts = {name: value for name, value in fields.items() if name in TEXTS}
        changed = 0
        coming = _coming(series, chosen)
        if chosen not in coming:
            raise Conflict(_("This can no longer be changed."), _("Plan another one like it."), code="state")
        _write_series(series, texts | ({"starts": starts, "minutes": minutes} if starts else {}), by)
        for session in coming:
            own = dict(texts)
            if starts:
                own["starts_at"] = _at(session, starts)
                own["ends_at"] = own["starts_at"] + timedelta(minutes=minutes)
            changed += apply_changes(session, own, by=by, by_hand=False)
    return changed


def change_series_roles(series_id: int, drafts: Sequence[RoleDraft], *, by: Actor) -> Series:
    """Other roles for what is still to be made, and for those being prepared that nobody changed. What is published
    keeps its roles: people have seats in them.

    :raises Invalid: naming what is wrong. :raises Refused, Conflict: as :func:`.series.lock_series`.
    """
    with transaction.atomic():
        series = lock_series(series_id, by=by)
        roles = cleaned_roles(drafts, series.kind)
        if roles == series.roles:
            return series
        before, series.roles = series.roles, roles
        series.save(update_fields=["roles", "updated_at"])
        record(
            series.stream, "gatherings.change_roles", by=by.person, before={"roles": before}, after={"roles": roles},
            place_path=series.place_id,
        )  # fmt: skip
        drafts_there = Session.objects.filter(
            series=series, state=State.DRAFT, is_edited=False, starts_at__gt=now()
        )
        for key in list(drafts_there.order_by("pk").values_list("pk", flat=True)):
            session = lock_session(key)
            if session.state == State.DRAFT:
                replace_roles(session, roles, by=by)
    return series


def replace_roles(session: Session, roles: Sequence[Mapping[str, Any]], *, by: Actor) -> None:
    """In a session that is locked and being prepared: nobody has a seat in it."""
    if SignUp.objects.filter(session=session).exists():
        return
    before = [role.as_template() for role in session.roles.order_by("pk")]
    session.roles.all().delete()
    SessionRole.objects.bulk_create([SessionRole(session=session, **each) for each in roles])
    record(
        session.stream, "gatherings.change_roles", by=by.person, before={"roles": before},
        after={"roles": list(roles)}, place_path=session.place_id,
    )  # fmt: skip


def _clock_of(chosen: Session, fields: Mapping[str, Any]) -> tuple[time | None, int]:
    """When it begins on its day and how long it lasts, if either changes. :raises Invalid: another day."""
    starts_at, ends_at = fields.get("starts_at", chosen.starts_at), fields.get("ends_at", chosen.ends_at)
    if (starts_at, ends_at) == (chosen.starts_at, chosen.ends_at):
        return None, 0
    if local(starts_at).date() != local(chosen.starts_at).date():
        raise Invalid(
            _("The day can be changed only for this one."),
            _("End the series and plan another for the new day."),
            field="starts_at",
        )
    minutes = int((ends_at - starts_at).total_seconds()) // 60
    if not SHORTEST <= minutes <= 720:
        raise Invalid(
            _("It lasts between five minutes and twelve hours."), _("Choose another end."), field="ends_at"
        )
    return local(starts_at).time(), minutes


def _at(session: Session, starts: time) -> datetime:
    day = local(session.starts_at).date()
    return timezone.make_aware(datetime.combine(day, starts), timezone.get_default_timezone())


def _write_series(series: Series, fields: Mapping[str, Any], by: Actor) -> None:
    before = {name: str(getattr(series, name)) for name in fields}
    for name, value in fields.items():
        setattr(series, name, value)
    series.save(update_fields=[*fields, "updated_at"])
    record(
        series.stream, "gatherings.amend_series", by=by.person, before=before,
        after={name: str(value) for name, value in fields.items()}, place_path=series.place_id,
    )  # fmt: skip


def _coming(series: Series, chosen: Session) -> list[Session]:
    """The chosen one and those after it that may follow, each locked, in the order of their keys."""
    rows = Session.objects.filter(series=series, starts_at__gte=chosen.starts_at)
    keys = rows.order_by("pk").values_list("pk", flat=True)
    locked = [lock_session(key) for key in list(keys)]
    return [
        each
        for each in locked
        if each.state in NOT_BEGUN and each.starts_at > now() and (each.pk == chosen.pk or not each.is_edited)
    ]
