"""Questions that are put again and again, translated into SQL once.

To put a queryset together and to translate it costs Django far more than the database takes to answer it: of a page of
the console that was most of the work. A prepared question is translated once in each process; asked again, only what
stands in its slots is new, and rows become models by Django's own way.

    BY_KEY = Prepared(lambda: Case.objects.filter(pk=Slot("key", Case, "pk")).select_related("place"))
    BY_KEY.first(key=42)

What the question is must not depend on anything but its slots: no moment, no person, no setting is baked into it. Where
its shape depends on the reader (on how many places they work for), keep one for each: :func:`prepared_for`.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from copy import copy
from functools import partial
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, router
from django.db.models import Field, Model, QuerySet, Value
from django.db.models.query import prefetch_related_objects

Row = TypeVar("Row")
Kept = TypeVar("Kept")
MOST = 1_000
"""Questions kept for readers; past it all are forgotten, and asking again prepares again."""


class Slot(Value):
    """Stands in a condition for a value that is given when the question is asked, as the field of a model takes it."""

    def __init__(self, name: str, model: type[Model], field: str, at: int | None = None) -> None:
        """:param at: which of the values given for it; past their end the last, so that some are as good as many."""
        found: Any = model._meta.pk if field == "pk" else model._meta.get_field(field)  # noqa: SLF001
        self.name, self.kind, self.at = name, _target(found), at
        super().__init__(name, output_field=self.kind)

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]

    def value_of(self, given: Mapping[str, Any]) -> Any:
        """As the database's driver takes it. :raises KeyError: if nothing was given for it."""
        value = given[self.name]
        if self.at is not None:
            value = value[min(self.at, len(value) - 1)]
        return self.kind.get_db_prep_value(value, connection)


def _target(field: Any) -> "Field[Any, Any]":
    """A foreign key is compared as what it points to."""
    while field.is_relation:
        field = field.target_field
    return field


class Slots(Value):
    """For ``field__in=Slots(…)``: places for one to ``many`` values."""

    def __init__(self, name: str, model: type[Model], field: str, many: int) -> None:
        self.places = [Slot(name, model, field, at) for at in range(many)]
        super().__init__((name, many), output_field=self.places[0].kind)

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return f"({', '.join(['%s'] * len(self.places))})", list(self.places)


def values_for(parameters: Iterable[Any], given: Mapping[str, Any]) -> tuple[Any, ...]:
    """The parameters of a translated question, with the slots among them filled."""
    return tuple(each.value_of(given) if isinstance(each, Slot) else each for each in parameters)


class Prepared(Generic[Row]):
    """``build`` gives the queryset, of models or of values, with slots; it is called once for each kind of database."""

    def __init__(self, build: "Callable[[], QuerySet[Any, Row]]") -> None:
        self._build = build
        self._made: dict[str, _Made | None] = {}

    def rows(self, **given: Any) -> list[Row]:
        """One query, and one for each prefetch. :param given: a value for each slot, by name."""
        if connection.vendor not in self._made:
            self._made[connection.vendor] = _made(self._build())
        made = self._made[connection.vendor]
        return made.rows(given) if made is not None else []

    def first(self, **given: Any) -> Row | None:
        """The first of :meth:`rows`; all are read, so ask for one."""
        return next(iter(self.rows(**given)), None)


class _Made:
    def __init__(self, rows: "QuerySet[Any, Any]") -> None:
        self.queryset: Any = rows
        self.compiler: Any = rows.query.get_compiler(using=router.db_for_read(rows.model))
        self.sql, self.parameters = self.compiler.as_sql()
        self.converters: Any = None

    def rows(self, given: Mapping[str, Any]) -> list[Any]:
        values = values_for(self.parameters, given)
        compiler = copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_arguments, **_options: (self.sql, values)
        compiler.get_converters = self._converters
        whole = self.queryset
        translated: Any = _Translated(compiler)
        asked: Any = QuerySet(whole.model, translated, using=connection.alias)
        asked._fields = whole._fields
        found = list(whole._iterable_class(asked))  # noqa: SLF001
        if found and whole._prefetch_related_lookups:  # noqa: SLF001
            prefetch_related_objects(found, *whole._prefetch_related_lookups)  # noqa: SLF001
        return found

    def _converters(self, columns: Any) -> Any:
        """How each column becomes a value: of the columns and the kind of database, whichever the connection."""
        if self.converters is None:
            self.converters = self.compiler.get_converters(columns)
        return self.converters


class _Translated:
    """What Django's iterables ask of a query: nothing but its compiler."""

    def __init__(self, compiler: Any) -> None:
        self.compiler, self.query = compiler, compiler.query

    def get_compiler(self, *_arguments: Any, **_options: Any) -> Any:
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self.query, name)


def _made(rows: "QuerySet[Any, Any]") -> _Made | None:
    """None if it cannot find anything, such as in the places of somebody who has none."""
    try:
        return _Made(rows)
    except EmptyResultSet:
        return None


_kept: dict[Hashable, Prepared[Any]] = {}


def prepared_for(key: Hashable, build: "Callable[[], QuerySet[Any, Row]]") -> Prepared[Row]:
    """The question known by ``key``, which says everything its shape and its fixed values follow from."""
    return kept_in(_kept, key, lambda: Prepared(build))


def kept_in(store: dict[Hashable, Kept], key: Hashable, make: Callable[[], Kept]) -> Kept:
    """What ``store`` holds under ``key``; made if it holds nothing. Threads that come at once may make it twice, and
    one may empty a full store while another is served: none finds anything gone."""
    found = store.get(key)
    if found is None:
        if len(store) >= MOST:
            store.clear()
        found = store[key] = make()
    return found


SIZES = (4, 32, 128)


def asked_in_parts(
    key: Hashable, build: "Callable[[int], QuerySet[Any, Row]]", name: str, values: Sequence[Any]
) -> list[Row]:
    """All rows for any number of ``values``: one query for each :data:`SIZES`' greatest, and none without values.

    :param build: how many slots -> the queryset, with ``Slots(name, …, many)`` in it.
    """
    found: list[Row] = []
    for start in range(0, len(values), SIZES[-1]):
        part = values[start : start + SIZES[-1]]
        many = next(size for size in SIZES if size >= len(part))
        found += prepared_for((key, many), partial(build, many)).rows(**{name: part})
    return found


def put_along(instance: Model, name: str, rows: Sequence[Any]) -> None:
    """What ``prefetch_related(name)`` would read along with one instance, where ``rows`` were read already."""
    found: Any = getattr(instance, name).get_queryset()
    for row in rows:
        setattr(row, getattr(instance, name).field.name, instance)
    found._result_cache, found._prefetch_done = list(rows), True  # noqa: SLF001
    vars(instance).setdefault("_prefetched_objects_cache", {})[name] = found
