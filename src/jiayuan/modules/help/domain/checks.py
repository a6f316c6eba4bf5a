"""What is asked of values that came in."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.common.abilities import skill_names
from jiayuan.foundation.common.errors import Conflict, Invalid

from ..models import Wish


def one_of(value: str, choices: Any, field: str) -> str:
    """:raises Invalid: it is none of them."""
    if value not in choices.values:
        raise Invalid(_("Please choose one."), _("Choose one of those shown."), field=field)
    return value


def known_skills(codes: Sequence[str]) -> list[str]:
    """In their order, each once. :raises Invalid: one is not known."""
    wanted, known = list(dict.fromkeys(codes)), skill_names() if codes else {}
    if any(each not in known for each in wanted):
        raise Invalid(_("This skill is not known."), _("Choose among those shown."), field="skills")
    return wanted


def check_revision(wish: Wish, revision: int | None) -> None:
    """:raises Conflict: the page that a form came from is out of date."""
    if revision is not None and revision != wish.revision:
        raise Conflict(
            _("This page is out of date: meanwhile something was done about this wish."),
            _("What you typed is kept. Look at what happened and send it again if it still fits."),
            code="stale",
        )
