"""Rows of a form in which the roles of a gathering are written: a name and a number of seats each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid

from ..domain.drafts import RoleDraft
from ..kinds import kind_of, needs
from ..limits import MOST_ROLES
from .entered import count_of

FEWEST_ROWS = 3


@dataclass(frozen=True)
class RoleRow:
    """One row as it stands in the form; ``wants`` are the codes that are ticked."""

    number: int
    name: str = ""
    name_en: str = ""
    seats: str = ""
    min_age: str = ""
    wants: Sequence[str] = ()
    leads: bool = False


def shown_rows(templates: Sequence[Mapping[str, Any]]) -> list[RoleRow]:
    """Roles as they are, with a blank row or two after them."""
    rows = [
        RoleRow(
            number, each["name"], each["name_en"], str(each["seats"]), str(each["min_age"] or ""),
            tuple(each["needs"]), each["leads"],
        )
        for number, each in enumerate(templates)
    ]  # fmt: skip
    wanted = min(max(len(rows) + 1, FEWEST_ROWS), MOST_ROLES)
    return rows + [RoleRow(number) for number in range(len(rows), wanted)]


def typed_rows(post: QueryDict) -> list[RoleRow]:
    """What was sent, also where it is wrong."""
    rows = [
        RoleRow(
            number, post.get(f"role-{number}-name", "").strip(), post.get(f"role-{number}-name_en", "").strip(),
            post.get(f"role-{number}-seats", "").strip(), post.get(f"role-{number}-min_age", "").strip(),
            tuple(post.getlist(f"role-{number}-needs")), f"role-{number}-leads" in post,
        )
        for number in range(MOST_ROLES)
        if f"role-{number}-name" in post
    ]  # fmt: skip
    return rows or [RoleRow(number) for number in range(FEWEST_ROWS)]


def role_drafts_of(post: QueryDict) -> list[RoleDraft]:
    """The roles that were named. :raises Invalid: seats without a name, or no number where one belongs."""
    found = []
    for row in typed_rows(post):
        if not row.name:
            if row.seats or row.name_en:
                raise Invalid(
                    _("A role has no name."), _("Write what one is there, or empty the row."), field="roles"
                )
            continue
        seats = count_of({"seats": row.seats}, "seats")
        age = count_of({"min_age": row.min_age}, "min_age") if row.min_age else None
        found.append(RoleDraft(row.name, seats, row.name_en, age, row.wants, row.leads))
    return found


def needs_of(kind_code: str) -> list[tuple[str, Any]]:
    """What a role of this kind of gathering may ask for."""
    kind = kind_of(kind_code)
    return [each for each in possible_needs() if kind is not None and each[0] in kind.needs]


def possible_needs() -> list[tuple[str, Any]]:
    """What a role may ask for: (code, label)."""
    return [(each.code, each.label) for each in needs]
