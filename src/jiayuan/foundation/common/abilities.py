"""What people can do: one room knows it, others ask. See ``registers.abilities``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ability:
    """Of one person: codes of skills, of languages and of the times at which they usually can, and qualifications that
    were verified and have not run out. ``may_help`` is False for a minor without the guardian's word."""

    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    may_help: bool = True


@dataclass(frozen=True)
class AbilitySource:
    """``names`` gives the skills in use by their codes, in the order of a form; ``of`` what these people can do, those
    that said nothing left out; each in a constant number of queries. ``url`` leads to where people say it."""

    names: Callable[[], Mapping[str, Any]]
    of: Callable[[Sequence[int]], Mapping[int, Ability]]
    url: Callable[[], str]


def skill_names() -> Mapping[str, Any]:
    """Code -> what it is called, of every room that knows skills."""
    from .registers import registers

    return {code: name for source in registers.abilities for code, name in source.names().items()}


def abilities_of(people: Sequence[int]) -> Mapping[int, Ability]:
    """person -> what they can do; nothing is known of those left out."""
    from .registers import registers

    found: dict[int, Ability] = {}
    for source in registers.abilities:
        found.update(source.of(people))
    return found


def ability_pages() -> Sequence[str]:
    """Where people say what they can do."""
    from .registers import registers

    return [source.url() for source in registers.abilities]
