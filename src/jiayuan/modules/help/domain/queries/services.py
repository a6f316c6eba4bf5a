"""Help that was given without a wish, as the desk and the keepers of posts read it."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Missing

from ...models import Post, ServiceRecord, Station
from ...special_rules import SERVE

SHOWN = 10


def services_of(station: Station) -> "QuerySet[ServiceRecord]":
    """All lines of a station, with those that were struck out; the newest first."""
    rows = ServiceRecord.objects.filter(post__station=station)
    return rows.select_related("post", "written_by", "struck_by", "claim__wish").order_by("-pk")


def kept_post(pk: int, actor: Actor) -> Post:
    """:raises Missing: there is none. :raises Refused: they do not keep it."""
    post = Post.objects.active().select_related("station").filter(pk=pk).first()
    if post is None:
        raise Missing(_("There is no such post."), _("Look at the stations near you."))
    gate(actor, SERVE, post)
    return post


def last_of(post: Post) -> Sequence[ServiceRecord]:
    """What was written down of late."""
    return list(ServiceRecord.objects.standing().filter(post=post).order_by("-pk")[:SHOWN])
