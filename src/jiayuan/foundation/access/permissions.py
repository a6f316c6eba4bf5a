"""Permissions: named rules, each made of predicates that can say why not.

A module's ``rules.py`` composes them::

    declare("cases.verify", is_desk_staff_here, did_not_handle)

``gate`` asks them in order and raises the first reason; ``may`` answers without raising, for buttons that stay
visible and say why they are off. The same composition is registered with django-rules.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.errors import Refused

from .actor import Actor


@dataclass(frozen=True)
class Check:
    """A predicate and what to say when it fails."""

    test: Callable[[Actor, Any], bool]
    because: Any
    remedy: Any = ""
    name: str = ""

    def __call__(self, actor: Actor, target: Any) -> bool:
        return self.test(actor, target)


def check(because: Any, remedy: Any = "") -> Callable[[Callable[[Actor, Any], bool]], Check]:
    """Make a predicate (actor, target) -> bool into a :class:`Check` with its spoken reason (lazy translations)."""

    def wrap(test: Callable[[Actor, Any], bool]) -> Check:
        return Check(test, because, remedy, test.__name__)

    return wrap


@dataclass(frozen=True)
class Verdict:
    allowed: bool
    because: Any = ""
    remedy: Any = ""

    def __bool__(self) -> bool:
        return self.allowed


_BEYOND = Verdict(False, _("This token does not reach that far."), _("Issue one whose scopes and place do."))
_permissions: dict[str, tuple[Check, ...]] = {}


def declare(name: str, *checks: Check) -> None:
    """Declare permission ``name``: every check must hold, asked in this order."""
    _permissions[name] = checks
    predicate = rules.Predicate(lambda actor, target: all(each(actor, target) for each in checks), name=name)
    if rules.perm_exists(name):
        rules.set_perm(name, predicate)
    else:
        rules.add_perm(name, predicate)


def permissions() -> dict[str, tuple[Check, ...]]:
    """All declared permissions, for the documentation and the access table."""
    return dict(_permissions)


def may(actor: Actor, name: str, target: Any = None) -> Verdict:
    """Would ``gate`` let this pass? An undeclared permission is a programming error (KeyError), never a yes."""
    checks = _permissions[name]
    if actor.scope is not None and not actor.scope.allows(name, target):
        return _BEYOND
    for each in checks:
        if not each(actor, target):
            return Verdict(False, each.because, each.remedy)
    return Verdict(True)


def gate_scope(actor: Actor, name: str, target: Any = None) -> None:
    """For what everybody may do: raise :class:`Refused` only for a token that does not reach that far."""
    if actor.scope is not None and not actor.scope.allows(name, target):
        raise Refused(_BEYOND.because, _BEYOND.remedy)


def gate(actor: Actor, name: str, target: Any = None) -> None:
    """Raise :class:`Refused` with the first reason that stands against it."""
    verdict = may(actor, name, target)
    if not verdict:
        raise Refused(verdict.because, verdict.remedy)
