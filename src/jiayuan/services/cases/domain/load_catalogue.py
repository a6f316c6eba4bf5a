"""The catalogue of categories, brought up to date with its facts."""

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from jiayuan.foundation.access.actor import SYSTEM, Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.ledger.models import Entry

from ..models import Category, CategoryVersion

FACTS = Path(__file__).resolve().parents[1] / "facts" / "categories.csv"
STREAM = "catalogue"
ACTION = "cases.load_catalogue"


@dataclass(frozen=True)
class Promise:
    """What a category version says. Hours are working hours, for what is urgent hours around the clock."""

    name: str
    name_en: str
    plain_words: str
    function: str
    handle_amount: int
    handle_unit: str
    proof: str
    reopen_days: int
    is_urgent: bool = False
    is_private: bool = False
    filing_hours: int = 4
    dispatch_hours: int = 4
    verify_hours: int = 7
    questions: Sequence[Mapping[str, Any]] = field(default_factory=list)

    @property
    def digest(self) -> str:
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Listed:
    """One row of the facts: where it stands in the catalogue, and what is promised."""

    code: str
    kind: str
    parent: str | None
    icon: str
    order: int
    promise: Promise


@dataclass(frozen=True)
class Loaded:
    """How many categories were new, got a new version, and stayed as they were."""

    created: int
    changed: int
    unchanged: int


def read_catalogue(path: Path = FACTS) -> list[Listed]:
    """The facts, groups before what stands in them."""
    with path.open(encoding="utf-8", newline="") as file:
        return sorted(
            (_listed(row) for row in csv.DictReader(file)), key=lambda row: (len(row.code), row.code)
        )


def _listed(row: Mapping[str, str]) -> Listed:
    is_urgent = row["is_urgent"] == "1"
    promise = Promise(
        name=row["name"],
        name_en=row["name_en"],
        plain_words=row["plain_words"],
        function=row["function"],
        handle_amount=int(row["handle_amount"]),
        handle_unit=row["handle_unit"],
        proof=row["proof"],
        reopen_days=int(row["reopen_days"]),
        is_urgent=is_urgent,
        is_private=row["is_private"] == "1",
        filing_hours=1 if is_urgent else 4,
        dispatch_hours=1 if is_urgent else 4,
        questions=json.loads(row["questions"]),
    )
    return Listed(row["code"], row["kind"], row["parent"] or None, row["icon"], int(row["order"]), promise)


def load_catalogue(rows: Iterable[Listed] | None = None, *, by: Actor = SYSTEM) -> Loaded:
    """Bring the categories up to date with the facts; running it again changes nothing.

    A promise that changed in the facts becomes a new version from today on. A category whose current version the
    district published itself keeps that version.

    :param rows: other facts than those that ship.
    :raises Refused: ``by`` is neither the platform nor of the district office.
    """
    if by is not SYSTEM:
        gate(by, "cases.manage_categories")
    wanted = list(read_catalogue() if rows is None else rows)
    with transaction.atomic():
        known = {each.pk: each for each in Category.objects.select_for_update()}
        before = _loaded_before()
        Category.objects.bulk_create([_category(row) for row in wanted if row.code not in known])
        _rearrange(wanted, known)
        fresh = [row for row in wanted if row.code not in known]
        changed = _changed(wanted, before)
        _publish([*fresh, *changed])
        if fresh or changed:
            _record(wanted, fresh, changed, by)
    return Loaded(len(fresh), len(changed), len(wanted) - len(fresh) - len(changed))


def _loaded_before() -> dict[str, str]:
    """Code -> digest of the promise that was loaded last."""
    entry = Entry.objects.filter(stream_id=STREAM, action=ACTION).order_by("number").last()
    payload: Any = entry.payload if entry else None
    facts: dict[str, str] = payload["after"]["facts"] if payload else {}
    return facts


def _category(row: Listed) -> Category:
    return Category(code=row.code, kind=row.kind, parent_id=row.parent, icon=row.icon, order=row.order)


def _rearrange(wanted: Iterable[Listed], known: Mapping[str, Category]) -> None:
    """Where a category stands and its icon are no promise: they are simply put right."""
    moved = []
    for row in wanted:
        category = known.get(row.code)
        if category is not None and (category.parent_id, category.icon, category.order) != (
            row.parent,
            row.icon,
            row.order,
        ):
            category.parent_id, category.icon, category.order = row.parent, row.icon, row.order
            moved.append(category)
    Category.objects.bulk_update(moved, ["parent", "icon", "order"])


def _promise_of(version: CategoryVersion) -> Promise:
    return Promise(**{name: getattr(version, name) for name in Promise.__dataclass_fields__})


def _changed(wanted: Iterable[Listed], before: Mapping[str, str]) -> list[Listed]:
    """Facts that differ from those loaded last, where the loaded version is still the current one."""
    differing = [row for row in wanted if before.get(row.code) not in (None, row.promise.digest)]
    if not differing:
        return []
    current = {
        version.category_id: _promise_of(version).digest for version in CategoryVersion.objects.current()
    }
    return [row for row in differing if current.get(row.code) == before[row.code]]


def _publish(rows: Sequence[Listed]) -> None:
    codes = [row.code for row in rows]
    numbers = dict(
        CategoryVersion.objects.filter(category_id__in=codes)
        .order_by("version")
        .values_list("category_id", "version")
    )
    CategoryVersion.objects.current().filter(category_id__in=codes).update(valid_until=today())
    CategoryVersion.objects.bulk_create(
        [
            CategoryVersion(
                category_id=row.code,
                version=numbers.get(row.code, 0) + 1,
                valid_from=today(),
                **{name: getattr(row.promise, name) for name in Promise.__dataclass_fields__},
            )
            for row in rows
        ]
    )


def _record(wanted: Iterable[Listed], fresh: Sequence[Listed], changed: Sequence[Listed], by: Actor) -> None:
    after = {
        "created": [row.code for row in fresh],
        "changed": [row.code for row in changed],
        "facts": {row.code: row.promise.digest for row in wanted},
    }
    record(STREAM, ACTION, by=by.person, after=after)
