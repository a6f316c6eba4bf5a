"""What things are worth in a relaxation: the shadow prices of what communities ask for."""

from dataclasses import dataclass

from .costs import Floats


@dataclass(frozen=True)
class Shadow:
    """What a partner, a good partner and a met need (skill × community) are worth, in metres, none below 0."""

    wanted: Floats
    fair: Floats
    needs: Floats

    def toward(self, other: "Shadow", share: float) -> "Shadow":
        """A point between this (``share`` 0) and the other (1)."""
        mixed = ((1 - share) * here + share * there for here, there in zip(self.all, other.all, strict=True))
        return Shadow(*mixed)

    @property
    def all(self) -> tuple[Floats, Floats, Floats]:
        return self.wanted, self.fair, self.needs
