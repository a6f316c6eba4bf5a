"""What tokens offer to the floors above."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.registers import PersonalDataHolder, SettingsPage, registers

from ..enums import CONSOLE_ROLES
from . import rules  # noqa: F401  declares the permissions
from .domain.personal_data import erase_tokens, export_tokens


def announce() -> None:
    registers.settings_pages.add(
        "tokens",
        SettingsPage(
            _("Tokens for programs"),
            _("Let a program work in your name, as far as you allow"),
            "key-round",
            "console-tokens",
            _may,
        ),
    )
    registers.personal_data.add(
        "tokens",
        PersonalDataHolder(
            _("Tokens for programs"), export_tokens, erase_tokens, {"access.ApiToken": ("person", "name")}
        ),
    )
    registers.sign("access.ApiToken", issued_by=("created_at",), revoked_by=("revoked_at",))
    registers.sign("access.SystemAccount", opened_by=("created_at", "purpose"))


def _may(actor: Any) -> bool:
    return bool(actor.reach.has_any(CONSOLE_ROLES))
