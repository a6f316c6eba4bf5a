"""The settings page's links to what other rooms manage; a room may announce a better one under the same name."""

from collections.abc import Callable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import CONSOLE_ROLES, PEOPLE_STAFF, Role
from jiayuan.foundation.common.registers import SettingsPage, registers

ABOVE = (Role.DISTRICT_OFFICER, Role.IT_STAFF)
Words = str | Promise

PAGES: tuple[tuple[str, Words, Words, str, Sequence[Role]], ...] = (
    (
        "console-categories",
        _("Categories and promises"),
        _("What may be reported, who handles it, how soon"),
        "tag",
        CONSOLE_ROLES,
    ),
    (
        "console-lifecycle",
        _("The way of a case"),
        _("States and actions, who may do what"),
        "route",
        CONSOLE_ROLES,
    ),
    (
        "console-people",
        _("People and roles"),
        _("Who works where, by whose word, until when"),
        "users",
        PEOPLE_STAFF,
    ),
    (
        "console-organisations",
        _("Organisations"),
        _("Units, institutions, property companies and their contacts"),
        "building-2",
        CONSOLE_ROLES,
    ),
    (
        "console-places",
        _("Places"),
        _("Streets, communities, estates, with their history"),
        "map-pinned",
        CONSOLE_ROLES,
    ),
    ("console-ledger", _("Ledger"), _("Every change, provable"), "shield-check", ABOVE),
    ("me", _("My account"), _("My devices, my second factor, my data"), "circle-user", CONSOLE_ROLES),
)


def _holding(roles: Sequence[Role]) -> Callable[[Actor], bool]:
    return lambda actor: bool(actor.reach.has_any(roles))


def register_settings_pages() -> None:
    for url_name, label, hint, icon, roles in PAGES:
        if url_name not in registers.settings_pages.names():
            page = SettingsPage(label, hint, icon, url_name, _holding(roles))
            registers.settings_pages.add(url_name, page)
