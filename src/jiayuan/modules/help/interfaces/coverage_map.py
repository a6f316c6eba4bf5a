"""Needs and helpers as points of a map, and what its signs mean."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..domain.queries.coverage import Answer, Coverage, Row


@dataclass(frozen=True)
class Sign:
    label: object
    tone: str
    icon: str


SIGNS = {
    Answer.LONELY: Sign(gettext_lazy("Needs without helpers"), "warning", "triangle-alert"),
    Answer.IDLE: Sign(gettext_lazy("Helpers without needs"), "info", "hand-heart"),
    Answer.MET: Sign(gettext_lazy("Needs and helpers"), "success", "check"),
    Answer.BARE: Sign(pgettext_lazy("community", "Nobody helps here yet"), "error", "user-plus"),
}


def legend(found: Coverage) -> Sequence[tuple[Sign, int]]:
    """Each sign with how many there are."""
    return [(SIGNS[answer], len(rows)) for answer, rows in found.by_answer().items()]


def features(found: Coverage) -> Sequence[dict[str, object]]:
    return [_feature(SIGNS[answer], row) for answer, row in found.on_map()]


def link_of(row: Row) -> str:
    """To what lies below; of a courtyard to its needs."""
    if row.opens:
        return f"{reverse('console-coverage')}?place={row.place.path}"
    return f"{reverse('console-wishes')}?state=need&place={row.place.path}"


def _feature(sign: Sign, row: Row) -> dict[str, object]:
    told = _("Needs %(needs)s, helpers %(helpers)s") % {"needs": row.needs, "helpers": row.own}
    if row.from_around:
        told = _("%(told)s, and %(more)s of the whole community") % {"told": told, "more": row.from_around}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [row.place.longitude, row.place.latitude]},
        "properties": {
            "title": str(row.place),
            "url": link_of(row),
            "meta": told,
            "label": str(sign.label),
            "tone": sign.tone,
            "icon": sign.icon,
        },
    }
