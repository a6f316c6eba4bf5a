"""The console's navigation, drawn once for all who see the same of it."""

from typing import Any

from django.db import DatabaseError
from django.template import Context, engines
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

TEMPLATE = "shell/_console_nav.html"
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
    """``/console/cases/`` of everything that lies below it: no link of the navigation leads deeper."""
    return "/".join(path.split("/", 3)[:3]) + ("/" if path.count("/") > 2 else "")


def _draw(context: Context) -> SafeString:
    found: Any = engines["django"].get_template(TEMPLATE)
    with context.push():
        return mark_safe(found.template.render(context))  # noqa: S308
