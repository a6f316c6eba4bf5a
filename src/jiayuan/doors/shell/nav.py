"""The console's navigation, drawn once for all who see the same of it."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DatabaseError
from django.template import Context, engines
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

TEMPLATE = "shell/_console_nav.html"
STARTS = ("/", "/console/")
"""Every address lies below these, so only they themselves are there."""
_NAMES = re.compile(r"{% url '([\w-]+)'")
MOST = 2_000
_drawn: dict[Any, SafeString] = {}


def console_nav(context: Context) -> SafeString:
    """It shows which pages there are for the reader's roles, which of them is open, and how much waits; and these are
    what it is kept by."""
    key = _seen_by(context)
    if key is None:
        return _draw(context)
    if key not in _drawn:
        if len(_drawn) >= MOST:
            _drawn.clear()
        _drawn[key] = _draw(context)
    return _drawn[key]


def _seen_by(context: Context) -> Any:
    """None where it cannot be told: error pages are drawn with this too, also when the database is what failed."""
    actor, request = context.get("actor"), context.get("request")
    if actor is None or request is None:
        return None
    try:
        roles = frozenset(role for role, _path, _organisation in actor.reach.grants) if actor.person else None
        waiting = str(context.get("inbox_count"))
    except DatabaseError:
        return None
    shaped_by = (get_language(), get_urlconf(), get_script_prefix())
    return shaped_by, roles, waiting, _section(request.path)


def _section(path: str) -> str:
    """The deepest address of the navigation that this page is or lies below: ``/console/waste/rounds/``, and
    ``/console/waste/`` for all else of waste sorting. Empty where there is none."""
    found = [each for each in _addresses(get_urlconf(), get_script_prefix()) if lies_in(path, each)]
    return max(found, key=len, default="")


def lies_in(path: str, address: str) -> bool:
    """Is the page of this address, or below it?"""
    return path == address or (address not in STARTS and path.startswith(address))


@cache
def _addresses(_urlconf: Any, _prefix: str) -> Sequence[str]:
    """Of all that the navigation has links to, or counts as beside them."""
    found = (_address(name) for name in _NAMES.findall(_template().source))
    return [each for each in found if each]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # the link is left out then
        return ""


def _template() -> Any:
    found: Any = engines["django"].get_template(TEMPLATE)
    return found.template


def _draw(context: Context) -> SafeString:
    request = context.get("request")
    with context.push(section=_section(request.path) if request is not None else ""):
        return mark_safe(_template().render(context))  # noqa: S308
