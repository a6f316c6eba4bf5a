"""Reading stations and their posts."""

from collections.abc import Sequence

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH

from ...models import Post, Station


def station_near(home: Place | None) -> Station | None:
    """The station of the community that somebody belongs to."""
    if home is None or len(home.path) < COMMUNITY_LENGTH:
        return None
    return Station.objects.open().filter(community_id=home.path[:COMMUNITY_LENGTH]).first()


def posts_to_join(pk: int) -> tuple[Station, Sequence[Post]]:
    """A station with its posts and how many help in each (``helpers``). Two queries.

    :raises Missing: there is no such station.
    """
    station = Station.objects.open().select_related("community").filter(pk=pk).first()
    if station is None:
        raise Missing(_("There is no such station."), _("Look at the list of stations."))
    current = Q(members__until=None, members__verified_at__isnull=False)
    posts = Post.objects.active().filter(station=station).select_related("place", "organisation")
    return station, list(posts.annotate(helpers=Count("members", filter=current)).order_by("tier", "pk"))
