"""What a token may be given: the rooms and doors say it, each under the name of the permission it stands for."""

from dataclasses import dataclass
from typing import Any

from jiayuan.foundation.common.registers import Register


@dataclass(frozen=True)
class ScopeOffer:
    """One box to tick. ``group`` gathers those that belong together."""

    name: str
    label: Any
    group: Any
    changes: bool = False
    """Does it let something be changed?"""


scopes: Register[ScopeOffer] = Register()


def offer_scope(name: str, label: Any, group: Any, *, changes: bool = False) -> None:
    """Offer a scope; call it from ``AppConfig.ready``. A name offered twice is one."""
    scopes.add(name, ScopeOffer(name, label, group, changes))


def grouped_scopes() -> list[tuple[Any, list[ScopeOffer]]]:
    """The offers by group, in the order in which they were announced."""
    found: dict[str, tuple[Any, list[ScopeOffer]]] = {}
    for each in scopes:
        found.setdefault(str(each.group), (each.group, []))[1].append(each)
    return list(found.values())
