"""Kinds of activity as a district wants them. What took place keeps the version that it went by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.services.gatherings.enums import State

from ..activity_enums import Measure
from ..activity_rules import KEEP_KINDS
from ..hour_enums import Because
from ..models import ActivityKind, ActivityVersion, SessionActivity
from ..models.activity import CONTENT

MOST_CHECKS, CHECK, MOST_KINDS = 15, 40, 40
NAME, NAME_EN, CHECK_EN = 40, 60, 80


@dataclass(frozen=True)
class KindDraft:
    """``checks``: each (name, English name). A point that keeps its name keeps its code."""

    name: str
    name_en: str = ""
    checks: Sequence[tuple[str, str]] = ()
    measures: Sequence[str] = ()
    visits_shops: bool = False
    because: str = Because.ORGANISED


def add_kind(draft: KindDraft, *, by: Actor) -> ActivityKind:
    """:raises Refused: not the district. :raises Invalid: naming the field. :raises Conflict: too many."""
    gate(by, KEEP_KINDS, None)
    fields = _cleaned(draft, ())
    with transaction.atomic():
        codes = set(ActivityKind.objects.select_for_update().values_list("pk", flat=True))
        _check_name(fields["name"], "")
        if len(codes) >= MOST_KINDS:
            raise Conflict(
                _("There are %(most)s kinds already.") % {"most": MOST_KINDS},
                _("Change one of them instead."),
            )
        code = next(f"own-{number}" for number in range(1, MOST_KINDS + 2) if f"own-{number}" not in codes)
        order = (ActivityKind.objects.aggregate(last=Max("order"))["last"] or 0) + 10
        kind = ActivityKind.objects.create(code=code, order=order, **fields)
        _record(kind, "volunteering.add_kind", by, None, fields)
    return kind


def change_kind(code: str, draft: KindDraft, *, is_active: bool, seen: int, by: Actor) -> ActivityKind:
    """Change a kind from now on. Charity hours that are published or later keep what it was; those being prepared
    follow.

    :param seen: the number of versions that the form was drawn from.
    :raises Refused: not the district. :raises Invalid: naming the field. :raises Conflict: changed meanwhile.
    """
    gate(by, KEEP_KINDS, None)
    with transaction.atomic():
        kind = ActivityKind.objects.select_for_update().filter(pk=code).first()
        if kind is None:
            raise no_such_kind()
        number = last_version(kind) + 1
        if number != seen + 1:
            raise Conflict(
                _("Somebody changed this kind meanwhile."), _("Look at it anew, then change what is left."),
                code="seen",
            )  # fmt: skip
        fields = _cleaned(draft, kind.checks)
        _check_name(fields["name"], code)
        before = {name: getattr(kind, name) for name in CONTENT}
        changed = {name: value for name, value in fields.items() if before[name] != value}
        if changed:
            _keep_version(kind, number, before)
        if not changed and kind.is_active == is_active:
            return kind
        for name, value in changed.items():
            setattr(kind, name, value)
        former, kind.is_active = kind.is_active, is_active
        kind.save(update_fields=[*changed, "is_active"])
        _record(
            kind, "volunteering.change_kind", by,
            {name: before[name] for name in changed} | {"is_active": former},
            changed | {"is_active": is_active},
        )  # fmt: skip
    return kind


def last_version(kind: ActivityKind) -> int:
    """The number of its newest earlier version; 0 where it was never changed."""
    return kind.versions.aggregate(last=Max("number"))["last"] or 0


def no_such_kind() -> Missing:
    return Missing(_("There is no such kind of activity."), _("Choose one of the list."))


def _keep_version(kind: ActivityKind, number: int, content: dict[str, Any]) -> None:
    """What went by the kind as it was stays with what it was."""
    kept = ActivityVersion.objects.create(kind=kind, number=number, until=now(), **content)
    went_by = SessionActivity.objects.filter(kind=kind, version=None).exclude(session__state=State.DRAFT)
    went_by.update(version=kept)


def _cleaned(draft: KindDraft, known: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if set(draft.measures) - set(Measure.values):
        raise Invalid(_("This is not counted here."), _("Choose one of those shown."), field="measures")
    if draft.because not in Because.values:
        raise Invalid(_("Please choose one."), _("Choose one of those shown."), field="because")
    return {
        "name": clean_words(draft.name, field="name", limit=NAME),
        "name_en": clean_words(draft.name_en, field="name_en", limit=NAME_EN, required=False),
        "checks": _checks(draft.checks, known),
        "measures": [each for each in Measure.values if each in draft.measures],
        "visits_shops": draft.visits_shops,
        "because": str(draft.because),
    }


def _checks(lines: Sequence[tuple[str, str]], known: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    if not 1 <= len(lines) <= MOST_CHECKS:
        raise Invalid(
            _("A check list has between 1 and %(most)s points.") % {"most": MOST_CHECKS},
            _("Write one a line."),
            field="checks",
        )
    names = [clean_words(name, field="checks", limit=CHECK) for name, _english in lines]
    if len(set(names)) < len(names):
        raise Invalid(_("Two points are the same."), _("Take one of them out."), field="checks")
    codes = {each["name"]: each["code"] for each in known}
    free = (f"p{number}" for number in range(1, 1000) if f"p{number}" not in set(codes.values()))
    return [
        {
            "code": codes.get(name) or next(free),
            "name": name,
            "name_en": clean_words(english, field="checks", limit=CHECK_EN, required=False),
        }
        for name, (_name, english) in zip(names, lines, strict=True)
    ]


def _check_name(name: str, code: str) -> None:
    if ActivityKind.objects.filter(name=name).exclude(pk=code).exists():
        raise Invalid(_("There is a kind of this name."), _("Choose another name."), field="name")


def _record(
    kind: ActivityKind, action: str, by: Actor, before: dict[str, Any] | None, after: dict[str, Any]
) -> None:
    record(kind.stream, action, by=by.person, before=before, after=after)
