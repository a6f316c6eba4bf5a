"""How somebody wants to be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.registers import NoticeKind, registers
from jiayuan.foundation.people.models import Person

from ..enums import MOVE, Because, Event, State, Way
from ..models import Choice, Delivery, QuietHours
from .quiet import NEVER, Quiet, quiet_of_the_district
from .reach import addresses_of, choices_of, ways_to


@dataclass(frozen=True)
class Line:
    """One kind on the page of choices: each way that reaches the person, and whether it is used."""

    kind: NoticeKind
    ways: Sequence[tuple[Way, bool]]


def kinds_for(actor: Any) -> Sequence[NoticeKind]:
    """The kinds that can come to this actor."""
    return [
        kind for kind in registers.notices if not kind.for_roles or actor.standing.has_any(kind.for_roles)
    ]


def choices_page(actor: Any) -> Sequence[Line]:
    """Two queries beside those of the rooms that know addresses."""
    person, kinds = actor.person, kinds_for(actor)
    addresses = addresses_of([person])
    reaching = [way for way in Way if person.pk in addresses.get(way, {})]
    chosen = choices_of([person], [kind.name for kind in kinds])
    lines = []
    for kind in kinds:
        used = ways_to(person.pk, kind, addresses, chosen.get((person.pk, kind.name), {}))
        lines.append(Line(kind, [(way, way in used) for way in reaching]))
    return lines


def choose(person: Person, wanted: Mapping[str, set[str]], *, ways: Sequence[str]) -> None:
    """Keep for each kind which of ``ways`` are wanted; what waits over another way, was refused or
    given up does not go out any more, whoever tries it again.

    Not in the ledger: how somebody likes to read concerns nobody else, as their language or type size.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        for kind, chosen in wanted.items():
            Choice.objects.filter(person=person, kind=kind, way__in=ways).delete()
            Choice.objects.bulk_create(
                Choice(person=person, kind=kind, way=way, is_wanted=way in chosen) for way in ways
            )
            unwanted = [way for way in ways if way not in chosen]
            unsent = Delivery.objects.filter(notice__person=person, notice__kind=kind, way__in=unwanted)
            unsent.filter(state__in=MOVE[Event.CANCEL].sources).update(
                state=State.CANCELLED, because=Because.OPTED_OUT, ended_at=now()
            )


def quiet_hours_of(person: Person) -> Quiet:
    """Their own, else the district's."""
    own = QuietHours.objects.filter(person=person).first()
    return Quiet(own.begins, own.ends) if own else quiet_of_the_district()


def choose_quiet_hours(person: Person, *, begins: str, ends: str, none: bool = False) -> None:
    """``22:00`` and ``07:00``; ``none``: there are to be none, whatever the two say.

    :raises Invalid: no time of day, or twice the same (field ``begins`` or ``ends``).
    """
    times = NEVER if none else Quiet(_time(begins, "begins"), _time(ends, "ends"))
    if not none and times.begins == times.ends:
        raise Invalid(
            _("From %(time)s until %(time)s could mean always or never.") % {"time": f"{times.begins:%H:%M}"},
            _("Choose another end, or tick “No quiet hours”."),
            field="ends",
        )
    QuietHours.objects.update_or_create(person=person, defaults={"begins": times.begins, "ends": times.ends})


def _time(text: str, field: str) -> time:
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise Invalid(_("This is not a time of day."), _("Write it like 22:00."), field=field) from error
