"""What another decision would change: solved anew, and compared pair by pair."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .model import Ids, Instance, Plan
from .solve import solve


@dataclass(frozen=True)
class Difference:
    """``extra``: metres more (or fewer); it is exact if both plans are proven."""

    plan: Plan
    extra: int
    gone: tuple[Ids, ...]
    come: tuple[Ids, ...]


def what_if(
    instance: Instance,
    plan: Plan,
    *,
    fixed: Iterable[Ids] = (),
    forbidden: Iterable[Ids] = (),
    seconds: float = 60.0,
) -> Difference:
    """The plan if these pairs were fixed or forbidden too. :raises Faults: there is none."""
    other = replace(
        instance, fixed=instance.fixed | set(fixed), forbidden=instance.forbidden | set(forbidden)
    )
    anew = solve(other, seconds=seconds)
    before, after = ({(each.organisation, each.community) for each in some.pairs} for some in (plan, anew))
    return Difference(
        anew, anew.cost - plan.cost, tuple(sorted(before - after)), tuple(sorted(after - before))
    )
