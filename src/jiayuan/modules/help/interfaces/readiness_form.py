"""How a helper wants to be asked: choices of the form, and from what was sent to what the domain takes."""

from collections.abc import Sequence
from datetime import date

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid
from jiayuan.services.cases.interfaces.sheet import whole_number

from ..domain.readiness import DECLINED, Wanted
from ..enums import Concern, WishKind
from ..limits import MOST_HELD
from ..models import Readiness
from .match_words import way

REACHES = (500, 1_500, 3_000, 10_000)


def choices(said: Readiness) -> dict[str, Sequence[tuple[object, str | Promise, bool]]]:
    """Each with its name and whether it is chosen."""
    reach = min(REACHES, key=lambda each: abs(each - said.reach))
    names = {**dict(WishKind.choices), **dict(Concern.choices)}
    return {
        "capacities": [(each, str(each), each == said.capacity) for each in range(1, MOST_HELD + 1)],
        "reaches": [(each, way(each), each == reach) for each in REACHES],
        "kinds": [(each, names[each], each in said.declines) for each in DECLINED],
    }


def wanted_of(post: QueryDict) -> Wanted:
    """:raises Invalid: a day that is none."""
    return Wanted(
        capacity=whole_number(post.get("capacity", "")) or 0,
        reach=whole_number(post.get("reach", "")) or 0,
        declines=post.getlist("declines"),
        paused_until=_day(post.get("paused_until", "").strip()),
    )


def _day(text: str) -> date | None:
    try:
        found = parse_date(text) if text else None
    except ValueError:
        found = None
    if text and found is None:
        raise Invalid(_("This is no day."), _("Write it like 2026-09-01."), field="paused_until")
    return found
