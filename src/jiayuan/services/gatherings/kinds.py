"""What modules add to gatherings, registered from their ``AppConfig.ready``.

A module registers a :class:`GatheringKind` for what it gathers people for, and :class:`Need` for what a role of it may
ask of those who sign up. Gatherings know no module by name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.common.registers import Register


@dataclass(frozen=True)
class Unmet:
    """Why somebody cannot have a role, and what to do instead; both translated."""

    because: Any
    remedy: Any = ""


@dataclass(frozen=True)
class Need:
    """A qualification that a role may ask for. ``unmet(person, session)`` says what is missing, None if nothing is.

    It is asked inside the locks of signing up: at most a query or two. ``person`` is None for a companion who has no
    account.
    """

    code: str
    label: Any
    unmet: Callable[[Any, Any], Unmet | None]


@dataclass(frozen=True)
class GatheringKind:
    """A kind of gathering.

    ``hosts`` may plan and run it in the places their role is held for; ``organisation_hosts`` those that the
    organisation named on it runs. ``after_presence(presence, entry)`` is called in the transaction of every change to
    somebody's presence, once both times are known: checked out, repaired, confirmed, denied. It may raise a domain
    error to refuse the change. ``after_action(session, entry)`` likewise with every step of a session: published,
    begun, ended, filed, called off; the session is locked. ``phone_part(session, actor)`` gives a template and what it
    shows on the phone page of a session, in a constant number of queries; ``console_page(session)`` the name and
    address of a page beside its own in the console, ``series_page(series)`` of one beside a series. ``after_made(
    session, like)`` is called in the transaction that makes a session after a series or an earlier session of the same
    kind, so that what the module keeps about that one goes along. ``needs`` are the codes that its roles may ask for.
    """

    code: str
    label: Any
    icon: str = "calendar"
    hosts: Sequence[Role] = DESK_STAFF
    organisation_hosts: Sequence[Role] = (Role.INSTITUTION_CONTACT,)
    needs: Sequence[str] = ()
    after_presence: Callable[[Any, Any], None] | None = None
    after_action: Callable[[Any, Any], None] | None = None
    phone_part: Callable[[Any, Any], tuple[str, Mapping[str, Any]] | None] | None = None
    console_page: Callable[[Any], tuple[Any, str]] | None = None
    series_page: Callable[[Any], tuple[Any, str]] | None = None
    after_made: Callable[[Any, Any], None] | None = None


kinds: Register[GatheringKind] = Register()
needs: Register[Need] = Register()


def register_kind(kind: GatheringKind) -> GatheringKind:
    return kinds.add(kind.code, kind)


def register_need(need: Need) -> Need:
    return needs.add(need.code, need)


def kind_of(code: str) -> GatheringKind | None:
    """None where the module that knew this kind is no longer installed: nobody may plan or host it then."""
    return kinds.get(code)
