"""How many organisations serve communities, and how many communities are served."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.figures import Line, Scope, Shape, figure
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from .models import Pairing


def _standing(scope: Scope) -> "QuerySet[Pairing]":
    """Pairs that both had agreed to, and that stood on the day."""
    rows = Pairing.objects.on(scope.day).filter(agreed_at__lte=scope.as_of)
    return rows.filter(inside(scope.paths, field="community_id"))


def _organisation(organisation: Organisation, is_public: bool) -> Line:
    address = "" if is_public else reverse("console-organisation", args=[organisation.pk])
    return Line(
        organisation.display_name, f"{organisation.get_kind_display()} · {organisation.place}", address
    )


def _community(place: Place, is_public: bool) -> Line:
    address = "" if is_public else f"{reverse('console-pairings')}?place={place.path}"
    return Line(place.display_name, place.code, address)


ORGANISATION = Shape("organisation", _organisation, ("place",), ("place__boundary",))
COMMUNITY = Shape("place", _community, (), ("boundary",))


@figure(
    "hour.organisations",
    name=_("Institutions that take part in the charity hour"),
    unit="organisation",
    unit_name=pgettext_lazy("unit of a figure", "organisations"),
    definition=_(
        "Organisations with an agreed pairing that stands on the day with a community in this place."
    ),
    shape=ORGANISATION,
    is_public=True,
    in_hall=True,
)
def organisations(scope: Scope) -> "QuerySet[Organisation]":
    return Organisation.objects.filter(Exists(_standing(scope).filter(organisation=OuterRef("pk"))))


@figure(
    "hour.communities",
    name=_("Communities paired for the charity hour"),
    unit="community",
    unit_name=pgettext_lazy("unit of a figure", "communities"),
    definition=_("Communities in this place with an agreed pairing that stands on the day."),
    shape=COMMUNITY,
    is_public=True,
    in_hall=True,
)
def communities(scope: Scope) -> "QuerySet[Place]":
    return Place.objects.filter(Exists(_standing(scope).filter(community=OuterRef("pk"))))
