"""What somebody wants printed, as they chose it on the page; what is missing is said beside its field."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.places.open_points import OpenPoint, point_with

from ..domain.game import BINS
from ..domain.prints import LABEL_PAPERS, LANGUAGES, POSTER_PAPERS, draw_cards, draw_label, draw_poster

LABEL, POSTER, CARDS = "label", "poster", "cards"
KINDS = (LABEL, POSTER, CARDS)


@dataclass(frozen=True)
class Wanted:
    kind: str
    stream: str
    paper: str
    language: str
    point: OpenPoint | None

    @property
    def file_name(self) -> str:
        parts = (self.kind, self.stream, self.paper, self.language)
        return "-".join(each for each in parts if each) + ".pdf"


def read_wanted(request: HttpRequest) -> Wanted:
    """:raises Invalid: naming the field that does not say what to print."""
    asked = {
        name: request.GET.get(name, "")[:60] for name in ("kind", "stream", "paper", "language", "point")
    }
    kind = _one_of(asked["kind"], KINDS, "kind")
    papers = {LABEL: LABEL_PAPERS, POSTER: POSTER_PAPERS, CARDS: ("",)}[kind]
    here = (get_language() or "").lower()
    return Wanted(
        kind=kind,
        stream=_one_of(asked["stream"], BINS, "stream") if kind == LABEL else "",
        paper="" if kind == CARDS else _one_of(asked["paper"] or "a4", papers, "paper"),
        language=_one_of(asked["language"] or here, LANGUAGES, "language"),
        point=_point(asked["point"]) if kind == CARDS else None,
    )


def draw(wanted: Wanted, request: HttpRequest) -> bytes:
    if wanted.point is not None:
        return draw_cards(wanted.point, language=wanted.language, address=absolute(request, wanted.point.url))
    address = absolute(request, reverse("sorting"))
    if wanted.kind == LABEL:
        return draw_label(wanted.stream, wanted.paper, language=wanted.language, address=address)
    return draw_poster(wanted.paper, language=wanted.language, address=address)


def _one_of(given: str, known: tuple[str, ...], field: str) -> str:
    if given not in known:
        raise Invalid(_("This cannot be printed."), _("Choose one from the list."), field=field)
    return given


def _point(key: str) -> OpenPoint:
    found = point_with(key)
    if found is None:
        raise Invalid(_("Which drop point is it?"), _("Choose one from the list."), field="point")
    return found
