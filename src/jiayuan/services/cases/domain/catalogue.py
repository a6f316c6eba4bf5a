"""A category's promise changes: a new version from today on; old cases keep the old one."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.term import TermUnit
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.enums import UnitFunction

from ..enums import ProofPolicy
from ..models import Category, CategoryVersion

MANAGE = "cases.manage_categories"
LONGEST = {
    "filing_hours": 200,
    "dispatch_hours": 200,
    "handle_amount": 365,
    "verify_hours": 200,
    "reopen_days": 365,
}
"""The most that can be promised: in the unit of each field."""
RECORDED = (
    "name", "name_en", "plain_words", "function", "filing_hours", "dispatch_hours", "handle_amount", "handle_unit",
    "verify_hours", "proof", "reopen_days", "is_urgent", "is_private",
)  # fmt: skip


@dataclass(frozen=True)
class VersionDraft:
    """A category's wording and promise as it is to be from now on. The questions stay those of the version before."""

    name: str
    name_en: str
    plain_words: str
    function: str
    filing_hours: int | None
    dispatch_hours: int | None
    handle_amount: int | None
    handle_unit: str
    verify_hours: int | None
    proof: str
    reopen_days: int | None
    is_urgent: bool = False
    is_private: bool = False


def current_of(code: str) -> CategoryVersion:
    """The version of a category that holds today. :raises Missing: there is no such category."""
    rows = CategoryVersion.objects.current().select_related("category__parent")
    version = rows.filter(category_id=code).first()
    if version is None:
        raise Missing(_("There is no such category."), _("Choose one from the list."))
    return version


def publish_version(code: str, draft: VersionDraft, *, seen: int, by: Actor) -> CategoryVersion:
    """Make ``draft`` the current version of category ``code``.

    :param seen: number of the version that the draft was made from.
    :raises Refused: not of the district office. :raises Conflict: somebody published meanwhile, or nothing changes.
    """
    gate(by, MANAGE)
    with transaction.atomic():
        if not Category.objects.select_for_update().filter(pk=code).exists():
            raise Missing(_("There is no such category."), _("Choose one from the list."))
        current = CategoryVersion.objects.current().get(category_id=code)
        if current.version != seen:
            raise Conflict(
                _("Meanwhile another version was published."),
                _(
                    "What you typed is kept. Compare it with the new version and publish it again if it still fits."
                ),
                code="stale",
            )
        fields = _checked(draft)
        if all(getattr(current, name) == value for name, value in fields.items()):
            raise Conflict(_("Nothing has changed."), _("Change what is to be promised, then publish it."))
        fresh = _replace(current, fields)
        record(
            f"category/{code}",
            "cases.publish_version",
            by=by.person,
            before={name: getattr(current, name) for name in RECORDED} | {"version": current.version},
            after={name: getattr(fresh, name) for name in RECORDED} | {"version": fresh.version},
        )
    return fresh


def _replace(current: CategoryVersion, fields: dict[str, Any]) -> CategoryVersion:
    current.valid_until = today()
    current.save(update_fields=["valid_until"])
    return CategoryVersion.objects.create(
        category_id=current.category_id,
        version=current.version + 1,
        questions=current.questions,
        valid_from=today(),
        **fields,
    )


def _checked(draft: VersionDraft) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "name": clean_words(draft.name, field="name", limit=40),
        "name_en": clean_words(draft.name_en, field="name_en", limit=80),
        "plain_words": clean_words(draft.plain_words, field="plain_words", limit=300, required=False),
        "is_urgent": draft.is_urgent,
        "is_private": draft.is_private,
    }
    known = {"function": UnitFunction.values, "handle_unit": TermUnit.values, "proof": ProofPolicy.values}
    for name, values in known.items():
        fields[name] = _one_of(getattr(draft, name), values, name)
    for name, most in LONGEST.items():
        fields[name] = _whole(getattr(draft, name), most, name)
    return fields


def _one_of(given: str, values: list[str], field: str) -> str:
    if given not in values:
        raise Invalid(_("Choose one of those offered."), _("Open the list and choose."), field=field)
    return given


def _whole(given: int | None, most: int, field: str) -> int:
    if given is None or not 1 <= given <= most:
        raise Invalid(
            _("Write a whole number from 1 to %(most)s.") % {"most": most},
            _("A promise has to be kept: choose what can be done."),
            field=field,
        )
    return given
