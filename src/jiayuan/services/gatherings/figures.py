"""The numbers that gatherings answer for: how many were held, how many could come and came, and who said what of it.

The first three hang on the moment a gathering ended, so that those of one period are about the same gatherings.
"""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from jiayuan.foundation.clock.spoken import when
from jiayuan.foundation.common.figures import Line, Scope, Shape, Total, figure
from jiayuan.foundation.common.joined import listed, told_of
from jiayuan.foundation.places.paths import inside
from jiayuan.services.voice.models import Rating

from .enums import PresenceState, State
from .models import Presence, Session, SessionRole

HELD = (State.CLOSED, State.FILED)
"""What was called off was not held; who forgot to end it has it ended by the clock."""


def _of(session: Session, title: str, is_public: bool) -> Line:
    address = reverse("gathering" if is_public else "console-gathering", args=[session.pk])
    return Line(title, f"{session.place} · {when(session.starts_at)}", address)


def _session(each: Session, is_public: bool) -> Line:
    return _of(each, each.display_title, is_public)


def _role(each: SessionRole, is_public: bool) -> Line:
    seats = ngettext("%(n)s seat", "%(n)s seats", each.seats) % {"n": each.seats}
    return _of(
        each.session, told_of(each.session.display_title, listed([each.display_name, seats])), is_public
    )


def _presence(each: Presence, is_public: bool) -> Line:
    """In which role somebody came, and not who."""
    session = each.sign_up.session
    return _of(session, told_of(session.display_title, each.sign_up.role.display_name), is_public)


def _rating(each: Rating, _is_public: bool) -> Line:
    key = each.subject.removeprefix("gathering/")
    title = _("%(score)s of 5 for a gathering") % {"score": each.score}
    address = reverse("console-gathering", args=[key])
    return Line(title, f"{each.place} · {when(each.rated_at)}", address)


def _shape(prefix: str, line: Any, to_session: str) -> Shape:
    """``to_session`` leads from the row to its session, such as ``session__``."""
    heavy = tuple(f"{to_session}{name}" for name in ("place__boundary", "words", "secret"))
    return Shape(prefix, line, (f"{to_session}place",), heavy)


SESSION = _shape("gathering", _session, "")
ROLE = _shape("gathering-role", _role, "session__")
PRESENCE = Shape(
    "presence",
    _presence,
    ("sign_up__role", "sign_up__session__place"),
    ("sign_up__session__place__boundary", "sign_up__session__words", "sign_up__session__secret"),
)
RATING = Shape("rating", _rating, ("place",), ("place__boundary",))


def _held(rows: "QuerySet[Any]", scope: Scope, to_session: str = "") -> "QuerySet[Any]":
    """Rows of gatherings that ended in the period, by the place that held them."""
    asked = {f"{to_session}state__in": HELD, f"{to_session}closed_at__lte": scope.as_of}
    if scope.since is not None:
        asked[f"{to_session}closed_at__gte"] = scope.since
    return rows.filter(inside(scope.paths, field=f"{to_session}place_id"), **asked)


@figure(
    "gatherings.held",
    name=gettext_lazy("Gatherings held"),
    unit="gathering",
    unit_name=pgettext_lazy("unit of a figure", "gatherings"),
    definition=gettext_lazy(
        "Gatherings of every kind in this place that ended in the period. What was called off is left out."
    ),
    shape=SESSION,
    is_flow=True,
    is_public=True,
    in_hall=True,
)
def held(scope: Scope) -> "QuerySet[Session]":
    return _held(Session.objects.all(), scope)


@figure(
    "gatherings.seats",
    name=gettext_lazy("Seats offered at gatherings"),
    unit="seat",
    unit_name=pgettext_lazy("unit of a figure", "seats"),
    definition=gettext_lazy(
        "Seats in all roles of the gatherings that ended in the period, whether anybody took them or not."
    ),
    shape=ROLE,
    measure=Total("seats"),
    is_flow=True,
    is_public=True,
)
def seats(scope: Scope) -> "QuerySet[SessionRole]":
    return _held(SessionRole.objects.all(), scope, "session__")


@figure(
    "gatherings.came",
    name=gettext_lazy("Times somebody came to a gathering"),
    unit="attendance",
    unit_name=pgettext_lazy("unit of a figure", "attendances"),
    definition=gettext_lazy(
        "Those whose presence at a gathering that ended in the period is confirmed, also who came without a seat."
        " Who came to three gatherings counts three times."
    ),
    limits=gettext_lazy("Who is entered, confirmed or denied afterwards changes the day on which it ended."),
    shape=PRESENCE,
    is_flow=True,
    is_public=True,
    in_hall=True,
)
def came(scope: Scope) -> "QuerySet[Presence]":
    rows = Presence.objects.filter(state=PresenceState.SURE)
    return _held(rows, scope, "sign_up__session__")


@figure(
    "gatherings.feedback",
    name=gettext_lazy("Feedback on gatherings"),
    unit="rating",
    unit_name=pgettext_lazy("unit of a figure", "ratings"),
    definition=gettext_lazy(
        "How often somebody who was there said in the period, in stars and words, what they thought of a gathering."
    ),
    shape=RATING,
    is_flow=True,
)
def feedback(scope: Scope) -> "QuerySet[Rating]":
    rows = Rating.objects.filter(
        inside(scope.paths, field="place_id"), service="gatherings", rated_at__lte=scope.as_of
    )
    return rows if scope.since is None else rows.filter(rated_at__gte=scope.since)
