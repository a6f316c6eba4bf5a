"""What stands beside a gathering: its photos, and the material with who brings it."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.evidence.pairs import Pair, pair

from ...enums import PhotoSide
from ...models import Material, Promise, Session, SessionPhoto


@dataclass(frozen=True)
class Brought:
    """One thing: how much of it is promised, by whom, and how much by the reader."""

    material: Material
    promises: Sequence[Promise]
    own: int

    @property
    def left(self) -> int:
        return max(self.material.wanted - sum(each.count for each in self.promises), 0)

    @property
    def possible(self) -> int:
        """As many as the reader can bring."""
        return self.left + self.own


def material_of(session: Session, actor: Actor) -> list[Brought]:
    """Two queries."""
    rows = Material.objects.filter(session=session).prefetch_related("promises__person")
    return [_brought(each, list(each.promises.all()), actor) for each in rows]


def _brought(material: Material, promises: list[Promise], actor: Actor) -> Brought:
    own = sum(each.count for each in promises if each.person_id == actor.pk)
    return Brought(material, promises, own)


def photos_of(session: Session) -> list[Pair[SessionPhoto]]:
    """Before and after side by side. One query."""
    rows = list(SessionPhoto.objects.filter(session=session))
    sides = [[each for each in rows if each.side == side] for side in (PhotoSide.BEFORE, PhotoSide.AFTER)]
    return pair(*sides)
