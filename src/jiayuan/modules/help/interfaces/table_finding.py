"""Stations and their posts as people name them in a table; those of some hundred rows in two queries."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.cells import Cell, text_of, unknown
from jiayuan.foundation.common.cells import words as line_of
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.sheets import Column, Row
from jiayuan.foundation.common.text import clean
from jiayuan.foundation.places.interfaces.finding import (
    PlaceFinder,
    community_path,
    example_code,
    place_cell,
    place_names,
)
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import ESTATE_LENGTH

from ..models import Post, Station
from ..rules import DESK, MANAGE

NAME_LENGTH = 40
COMMUNITY = Column(
    "community", gettext_lazy("Community"), place_cell, required=True, example="桃园三社区", choices=place_names,
    help=gettext_lazy("Name or code of the community whose help station it is."),
    aliases=("社区", "所属社区", "微帮站", "党建微帮站", "站点", "station"),
)  # fmt: skip
POST = Column(
    "post", pgettext_lazy("help station", "Post"), lambda cell: line(NAME_LENGTH, cell), required=True,
    example="桃园互助队", help=gettext_lazy("Its name as it stands on the page of the station."),
    aliases=("队伍", "服务队", "服务点", "所属队伍", "名称", "team"),
)  # fmt: skip


def line(limit: int, cell: Cell) -> str:
    """A line of text without what cannot be seen."""
    return clean(line_of(limit)(text_of(cell)))


def keeps(actor: Actor) -> bool:
    return actor.reach.has_any(DESK)


def kept_stations(actor: Actor) -> Sequence[Station]:
    """A few of those that this actor keeps, for examples."""
    rows = Station.objects.open().within(*actor.reach.paths_for(*DESK)).order_by("community_id")
    return list(rows[:3])


def example_community(actor: Actor) -> str:
    return next((each.community_id for each in kept_stations(actor)), example_code())


class NetworkFinder:
    """``prepare`` looks up what the rows name; all else asks the database nothing."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.places = actor, PlaceFinder()
        self.stations: dict[str, Station] = {}
        self.posts: dict[str, list[Post]] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.places.prepare(text for row in rows for text in (row["community"], row.get("place")))
        paths = {path for row in rows if (path := self._path(row))}
        self.look_up(paths)

    def look_up(self, paths: set[str]) -> None:
        """Those of these communities as they are now."""
        self.stations.update(
            {each.community_id: each for each in Station.objects.open().filter(community__in=paths)}
        )
        self.posts.update({path: [] for path in paths})
        found = Post.objects.filter(station__community__in=paths, station__closed_on=None)
        for each in found.select_related("station").order_by("pk"):
            self.posts[each.station.community_id].append(each)

    def _path(self, row: Row) -> str:
        try:
            return community_path(self.places, row["community"])
        except DomainError:
            return ""

    def station(self, row: Row) -> Station:
        """:raises Refused: it is not theirs to keep. :raises Invalid: no community, or none of its own."""
        path = community_path(self.places, row["community"])
        gate(self.actor, MANAGE, path)
        if path not in self.stations:
            raise Invalid(
                _("This community has no help station yet."),
                _("Open one on the page “Help stations” first."),
                field="community",
                code="no-station",
            )
        return self.stations[path]

    def named(self, station: Station, text: str) -> Sequence[Post]:
        """All posts that were ever called so, in either language."""
        wanted = text.lower()
        known = self.posts.get(station.community_id, [])
        return [each for each in known if wanted in (each.name.lower(), each.name_en.lower())]

    def active(self, station: Station, text: str) -> Post | None:
        return next((each for each in self.named(station, text) if each.ended_on is None), None)

    def post(self, row: Row) -> Post:
        """:raises Invalid: the station has none of this name now, with the likeliest."""
        station = self.station(row)
        return self.active(station, row["post"]) or self._no_post(station, row["post"])

    def _no_post(self, station: Station, text: str) -> Post:
        known = [each.name for each in self.posts[station.community_id] if each.ended_on is None]
        error = unknown(text, known, _("Bring in the posts first, with the list “Posts of help stations”."))
        error.field = "post"
        raise error

    def place_of(self, row: Row, station: Station) -> Place:
        """Where a post is: among places of one name that in its own community. :raises Invalid: none, or outside."""
        text = row["place"]
        here = [each for each in self.places.names.get(text, []) if inside_of(each, station)]
        place = here[0] if len(here) == 1 else self.places.find(text)
        if not inside_of(place, station):
            raise Invalid(
                _("The post lies outside the community."), _("Choose a place inside it."), field="place",
                code="outside",
            )  # fmt: skip
        return place


def inside_of(place: Place, station: Station) -> bool:
    return place.path.startswith(station.community_id)


def written_place(place: Place) -> str:
    """As it can be read in again: houses are called alike everywhere."""
    return place.name if len(place.path) <= ESTATE_LENGTH else place.code
