"""Who is acting: a person, or a visitor who holds tokens of what they reported."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.prepared import Prepared, Slot
from jiayuan.foundation.places.domain.queries import ranges_of_communities
from jiayuan.foundation.places.models import Place, PlaceSuccession
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH

from .enums import CONSOLE_ROLES, ORGANISATION_ROLES, Role
from .models import RoleGrant
from .scope import Scope


def hash_token(token: str) -> str:
    """Tokens are stored and compared as hashes, so that a leaked table opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


Grants = tuple[tuple[Role, str, int | None], ...]
"""(role, place path, organisation or None) of each grant in force."""


def _held() -> Any:
    earlier = PlaceSuccession.objects.filter(is_principal=True, after_id=OuterRef("place_id"))
    rows = RoleGrant.objects.in_force(Slot("day", RoleGrant, "since"))
    rows = rows.filter(person_id=Slot("person", RoleGrant, "person")).annotate(carries_on=Exists(earlier))
    return rows.values("role", "place_id", "organisation_id", "place__name", "place__pinyin", "carries_on")


_HELD = Prepared(_held)


@dataclass(frozen=True)
class Reach:
    """Where a person's roles hold. Paths are place paths; read once a request."""

    grants: Grants = ()

    def paths_for(self, *roles: Role) -> list[str]:
        """The places for which any of ``roles`` is held, without those inside another."""
        paths = sorted({path for role, path, _ in self.grants if role in roles})
        kept: list[str] = []
        for path in paths:
            if not any(path.startswith(outer) for outer in kept):
                kept.append(path)
        return kept

    def holds(self, roles: Iterable[Role], path: str) -> bool:
        """Is one of ``roles`` held for ``path`` or a place around it?"""
        wanted = set(roles)
        return any(role in wanted and path.startswith(inner) for role, inner, _ in self.grants)

    def has_any(self, roles: Iterable[Role]) -> bool:
        wanted = set(roles)
        return any(role in wanted for role, _, _ in self.grants)

    def organisations(self, *roles: Role) -> list[int]:
        """The organisations this person acts for (any organisation role if none is named)."""
        wanted = roles or ORGANISATION_ROLES
        return sorted(
            {
                organisation
                for role, _, organisation in self.grants
                if role in wanted and organisation is not None
            }
        )


def with_former_places(grants: Grants) -> Grants:
    """A role for a community holds for the records of those that were merged into it, under their old paths."""
    communities = {path for _role, path, _organisation in grants if len(path) == COMMUNITY_LENGTH}
    if not communities:
        return grants
    ranges = ranges_of_communities(communities)
    return tuple(
        (role, former, organisation)
        for role, path, organisation in grants
        for former in ranges.get(path, [path])
    )


@dataclass(frozen=True)
class Actor:
    """The acting side of every permission question.

    ``person`` is None for a visitor without an account; ``tokens`` are hashes (:func:`hash_token`) of the tracking
    tokens that the session holds. ``on_behalf_of`` is the person for whom a worker acts, with recorded consent.
    """

    person: Any = None
    tokens: frozenset[str] = field(default_factory=frozenset)
    on_behalf_of: Any = None
    found: frozenset[str] = field(default_factory=frozenset)
    """Those of ``tokens`` that came with a slip alone: whoever finds one is not who told it."""
    is_proven: bool = True
    """False while a session lacks the second factor: the roles of the console then give no reach, at any door."""
    scope: Scope | None = None
    """Who comes with a token goes no farther than it allows; None for who comes in person."""

    @cached_property
    def reach(self) -> Reach:
        """Where this actor's roles hold now."""
        if self.is_proven:
            return self.standing
        return Reach(tuple(grant for grant in self.standing.grants if grant[0] not in CONSOLE_ROLES))

    @cached_property
    def standing(self) -> Reach:
        """Where the person's roles hold once they have shown their second factor."""
        if self.person is None:
            return Reach()
        grants = tuple((Role(row["role"]), row["place_id"], row["organisation_id"]) for row in self._held)
        if any(row["carries_on"] for row in self._held):
            grants = with_former_places(grants)
        return Reach(self._within_scope(grants))

    @cached_property
    def _held(self) -> Sequence[Mapping[str, Any]]:
        return _HELD.rows(day=today(), person=self.person.pk) if self.person is not None else ()

    def place_held(self, path: str) -> Place | None:
        """A place for which the person holds a role, as far as its name: read along with the roles."""
        row = next((each for each in self._held if each["place_id"] == path), None)
        return Place(path=path, name=row["place__name"], pinyin=row["place__pinyin"]) if row else None

    def _within_scope(self, grants: Grants) -> Grants:
        if self.scope is None:
            return grants
        return tuple(
            (role, inner, organisation)
            for role, path, organisation in grants
            for inner in self.scope.cut(path)
        )

    @property
    def is_signed_in(self) -> bool:
        return self.person is not None

    @property
    def pk(self) -> Any:
        return self.person.pk if self.person is not None else None


SYSTEM = Actor()
"""The platform itself, for scheduled work: holds no role; domain functions that allow it say so."""
