"""What has to hold of the lines that are taken over from a weekly plan: their days are as they were drawn and hold by
then, the unit fetches them still, and no truck is booked for them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.spoken import day_with_weekday
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.models import Place

from ...models import CollectionDay, RoundStop
from ...round_enums import StopState
from ..naming import named
from .needs import Load, in_force

Lines = Sequence[Mapping[str, Any]]


def check_lines(operator: Organisation, taken: Lines, since: date) -> None:
    """With their estates locked, and the days that can be planned by now.

    :raises Invalid, Conflict: naming the estates or the days. Nothing is written.
    """
    _check_begun(taken, since)
    _check_unchanged(taken, since)
    _check_fetched(operator, taken, since)
    _check_not_planned(taken, since)


def _check_begun(taken: Lines, since: date) -> None:
    """Days that begin after ``since`` would come back on their day: the new ones would hold until then only."""
    rows = CollectionDay.objects.filter(pk__in=[each["row"] for each in taken], since__gt=since)
    later = dict(rows.exclude(until=F("since")).values_list("pk", "since"))
    if later:
        loads = [_load(each) for each in taken if each["row"] in later]
        raise Invalid(
            _("The days that the plan changes do not hold yet by then: %(what)s.") % {"what": named(loads)},
            _("Choose %(day)s or later.") % {"day": day_with_weekday(max(later.values()))},
            field="since",
        )


def _check_unchanged(taken: Lines, since: date) -> None:
    """Neither other days nor an end were entered since."""
    estates = {each["estate"] for each in taken}
    standing = _standing(estates, since)
    living = set(Place.objects.current().filter(pk__in=estates).values_list("pk", flat=True))
    changed = [
        _load(each)
        for each in taken
        if each["estate"] not in living
        or standing.get(_load(each)) != [(each["row"], each["now"], each["at"], None)]
    ]
    if changed:
        raise Conflict(
            _("Days were changed meanwhile at: %(estates)s.") % {"estates": named(changed)},
            _("Leave these lines out, or have the week planned anew. Nothing was changed."),
            code="stale",
        )


def _standing(estates: set[str], since: date) -> dict[Load, list[tuple[int, int, str, date | None]]]:
    """What holds on the day or begins later, by estate and stream. One query."""
    rows = CollectionDay.objects.filter(estate__in=estates).exclude(until=F("since"))
    found: dict[Load, list[tuple[int, int, str, date | None]]] = {}
    for row in rows.filter(Q(until=None) | Q(until__gt=since)).order_by("pk"):
        held = (row.pk, row.weekdays, f"{row.at:%H:%M}", row.until)
        found.setdefault((row.estate_id, row.stream), []).append(held)
    return found


def _check_fetched(operator: Organisation, taken: Lines, since: date) -> None:
    """A plan waits for as long as nobody decides; meanwhile a vehicle can end, or a nearer unit begin."""
    ours = {each.pk for each in in_force(operator, since, {each["stream"] for each in taken})}
    others = [_load(each) for each in taken if each["row"] not in ours]
    if others:
        raise Conflict(
            _("This unit does not collect it any more on %(day)s: %(what)s.")
            % {"day": day_with_weekday(since), "what": named(others)},
            _("Leave these lines out. Nothing was changed."),
            code="elsewhere",
        )


def _check_not_planned(taken: Lines, since: date) -> None:
    """A truck that is booked by the old days would come all the same."""
    loads = {_load(each) for each in taken}
    rows = RoundStop.objects.filter(
        day__gte=since, state=StopState.WAITING, estate__in={estate for estate, _stream in loads}
    )
    stops = rows.order_by("day").values_list("day", "estate", "stream")
    days = dict.fromkeys(day for day, estate, stream in stops if (estate, stream) in loads)
    if days:
        raise Conflict(
            _("Rounds to these estates are set already: %(days)s.")
            % {"days": _(", ").join(day_with_weekday(each) for each in days)},
            _(
                "Call these rounds off first and have the days planned anew afterwards, or choose a later day."
            ),
            field="since",
            code="planned",
        )


def _load(line: Mapping[str, Any]) -> Load:
    return line["estate"], line["stream"]
