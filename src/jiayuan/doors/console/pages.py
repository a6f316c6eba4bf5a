"""The settings page's links to what other rooms manage; a room that announces its page itself is not linked twice."""

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
    announced = {page.url_name for page in registers.settings_pages}
    for url_name, label, hint, icon, roles in PAGES:
        if url_name not in announced:
            page = SettingsPage(label, hint, icon, url_name, _holding(roles))
            registers.settings_pages.add(url_name, page)
