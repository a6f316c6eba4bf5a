"""How far an actor may go who comes with a token: some permissions, inside one place, never more than the person."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jiayuan.foundation.places.domain.queries import ranges_of_communities
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH


@dataclass(frozen=True)
class Scope:
    """``permissions`` are names of scopes; ``path`` is the place that nothing reaches beyond."""

    permissions: frozenset[str]
    path: str

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The place and, for a community, those whose records it carries on."""
        if len(self.path) != COMMUNITY_LENGTH:
            return (self.path,)
        return tuple(ranges_of_communities([self.path])[self.path])

    def covers(self, path: str) -> bool:
        return any(path.startswith(each) for each in self.paths)

    def cut(self, path: str) -> tuple[str, ...]:
        """What of ``path`` lies inside: itself, the narrower places of this scope, or nothing."""
        if self.covers(path):
            return (path,)
        return tuple(each for each in self.paths if each.startswith(path))

    def allows(self, name: str, target: Any = None) -> bool:
        """Is ``name`` among the permissions and, if ``target`` lies somewhere, does it lie inside?"""
        where = next((getattr(target, each) for each in _WHERE if hasattr(target, each)), None)
        return name in self.permissions and (where is None or self.covers(str(where)))


_WHERE = ("place_id", "place_path", "path")
