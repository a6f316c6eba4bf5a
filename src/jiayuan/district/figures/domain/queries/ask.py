"""Asking declared figures about a place and a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Invalid, Missing
from jiayuan.foundation.common.figures import Figure, Scope, Value, declared
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.places.domain.queries import ranges_of
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import path_of_printed_code

from .together import measured_together

A_MINUTE = 60
LATELY = 30
"""Days, the present one included, that pages look back unless they are asked otherwise."""
EARLIEST = date(1949, 10, 1)


@dataclass(frozen=True)
class Answer:
    """A figure and its value in one scope."""

    figure: Figure
    scope: Scope
    value: Value


def scope_for(
    place: Place, *, day: date | None = None, since: date | None = None, is_public: bool = False
) -> Scope:
    """``place`` at the end of ``day`` (today: at this moment); for events, from the beginning of ``since`` on.

    :raises Invalid: the day is in the future or ``since`` comes after it.
    """
    asked = day or today()
    if not EARLIEST <= asked <= today():
        raise Invalid(
            _("There are no figures of that day."), _("Choose today or a day before it."), field="as_of"
        )
    if since is not None and not EARLIEST <= since <= asked:
        raise Invalid(
            _("The period ends before it begins."), _("Choose an earlier first day."), field="since"
        )
    is_live = asked == today()
    return Scope(
        path=place.path,
        paths=tuple(ranges_of(place)),
        as_of=now() if is_live else _midnight(asked + timedelta(days=1)) - timedelta(microseconds=1),
        day=asked,
        since=None if since is None else _midnight(since),
        is_live=is_live,
        is_public=is_public,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def lately(day: date | None = None) -> date:
    """The first of the last thirty days up to ``day``."""
    return (day or today()) - timedelta(days=LATELY - 1)


def answer(figure: Figure, scope: Scope) -> Answer:
    """One value."""
    return _answers([figure], scope)[0]


def answers(scope: Scope, *, prefix: str = "") -> list[Answer]:
    """Every figure that may be asked in this scope."""
    return _answers(list(_askable(declared(prefix), scope)), scope)


def hall_answers(place: Place) -> list[Answer]:
    """What hangs in a hall: a few public figures of the last thirty days."""
    scope = scope_for(place, since=lately(), is_public=True)
    return _answers([each for each in _askable(declared(), scope) if each.in_hall], scope)


def _answers(figures: Sequence[Figure], scope: Scope) -> list[Answer]:
    """What is public is the same for everybody, and is worked out once a minute."""
    values = _kept(figures, scope) if scope.is_public else _values(figures, scope)
    return [Answer(each, scope, values[each.id]) for each in figures]


def _kept(figures: Sequence[Figure], scope: Scope) -> dict[str, Value]:
    """All that are asked at once lie under one key: one question to the cache, however many they are."""
    asked = sha256(",".join(each.id for each in figures).encode()).hexdigest()
    key = f"figures:{asked}:{scope.path}:{scope.day}:{scope.since and scope.since.date()}"
    kept: dict[str, Value] | None = cache.get(key)
    if kept is None:
        kept = _values(figures, scope)
        cache.set(key, kept, A_MINUTE)
    return kept


def _values(figures: Sequence[Figure], scope: Scope) -> dict[str, Value]:
    """One query for all that count or add up, a constant number for each other."""
    plain = [each for each in figures if each.is_plain]
    return measured_together(plain, scope) | {
        each.id: each.value(scope) for each in figures if not each.is_plain
    }


def _askable(figures: Iterable[Figure], scope: Scope) -> Iterable[Figure]:
    return (each for each in figures if each.is_public or not scope.is_public)


def figure_by_id(figure_id: str, *, is_public: bool = False) -> Figure:
    """:raises Missing: there is none, or none for everybody."""
    found = registers.figures[figure_id] if figure_id in registers.figures.names() else None
    if found is None or (is_public and not found.is_public):
        raise Missing(_("There is no such figure."), _("Look for it in the list of figures."))
    figure: Figure = found
    return figure


def place_called(text: str) -> Place:
    """By its path, its printed code or its whole name, also a closed one.

    :raises Invalid: there is none, or several are called so.
    """
    rows = Place.objects.defer("boundary")
    asked = text.strip()
    if asked.isascii() and asked.isdigit():
        found = list(rows.filter(pk=path_of_printed_code(asked)))
    else:
        found = list(rows.filter(name=asked)[:2])
    if len(found) > 1:
        raise Invalid(
            _("Several places are called “%(name)s”.") % {"name": asked}, _("Give its code."), field="place"
        )
    if not found:
        raise Invalid(
            _("There is no place “%(name)s”.") % {"name": asked[:60]},
            _("Give a code or a whole name."),
            field="place",
        )
    return found[0]
