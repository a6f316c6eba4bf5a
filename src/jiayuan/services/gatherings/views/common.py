"""What several pages need."""

from base64 import b64encode
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from jiayuan.foundation.access.enums import DESK_STAFF, Role
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.documents.codes import qr_drawing
from jiayuan.foundation.places.models import Place

from ..codes import code_of, seconds_left, step_of
from ..domain.locks import no_such_gathering
from ..enums import Way
from ..models import Session, SignUp
from ..rules import HOST, SEE

MOST_PLACES = 200
HOSTS = (*DESK_STAFF, Role.INSTITUTION_CONTACT)
"""For whose roles the console offers gatherings; which of them, the rules say."""


def shown_session(request: Visit, pk: int) -> Session:
    """:raises Missing: there is none, or it is not for this reader."""
    session = Session.objects.select_related("place", "organisation").filter(pk=pk).first()
    if session is None or not may(request.actor, SEE, session):
        raise no_such_gathering()
    return session


def hosted_session(request: Visit, pk: int) -> Session:
    """:raises Missing: there is none that this person runs."""
    session = Session.objects.select_related("place", "organisation").filter(pk=pk).first()
    if session is None or not may(request.actor, HOST, session):
        raise no_such_gathering()
    return session


def places_to_plan(request: Visit) -> QuerySet[Place]:
    """Where this person may plan."""
    found = Place.objects.none()
    for path in request.actor.reach.paths_for(*HOSTS):
        found = found | Place.objects.current().within(path)
    kinds = ("district", "street", "community")
    return found.filter(kind__in=kinds).defer("boundary").order_by("path")[:MOST_PLACES]


def own_organisation(request: Visit) -> int | None:
    """For whose contact plans: the organisation whose gathering it is; None for the staff of a place."""
    own = request.actor.reach.organisations(Role.INSTITUTION_CONTACT)
    return own[0] if own and not request.actor.reach.has_any(DESK_STAFF) else None


def runs_a_desk(request: Visit) -> bool:
    """Does the console open for this person? Who leads by a seat has only a phone."""
    return bool(request.actor.reach.has_any(HOSTS))


def own_row(session: Session, sign_up_id: int) -> int:
    """The key of a sign-up, if it is one of this session. :raises Missing: it is not."""
    if not SignUp.objects.filter(pk=sign_up_id, session=session).exists():
        raise no_such_gathering()
    return sign_up_id


def shown_code(request: Visit, session: Session) -> dict[str, Any]:
    """The code of this half minute, to be scanned from a big screen or the phone of whoever leads it."""
    way = Way.OUT if request.GET.get("way") == Way.OUT else Way.IN
    shown = code_of(bytes(session.secret), way, step_of(now()))
    address = absolute(request, reverse("gathering-scanned", args=[session.pk, way, shown]))
    return {
        "way": way,
        "code": shown,
        "picture": b64encode(qr_drawing(address)).decode(),
        "left": seconds_left(now()),
    }
