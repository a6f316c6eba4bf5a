"""How many organisations serve communities, how many communities are served, and what charity hours brought."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.figures import Line, Scope, Shape, Total, figure
from jiayuan.foundation.common.joined import told_of
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside
from jiayuan.services.gatherings.enums import State

from .activity_enums import Measure
from .models import ActivityResult, Pairing, ShopVisit


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


def _result(each: ActivityResult, is_public: bool) -> Line:
    address = "" if is_public else reverse("console-hours-activity", args=[each.session_id])
    return Line(
        told_of(each.session.display_title, f"{each.amount} {each.get_measure_display()}"),
        str(each.session.place),
        address,
    )


def _visit(each: ShopVisit, is_public: bool) -> Line:
    address = "" if is_public else reverse("console-hours-activity", args=[each.session_id])
    return Line(each.session.display_title if is_public else each.shop, str(each.session.place), address)


_RELATED, _DEFERRED = ("session__place",), ("session__place__boundary", "session__words", "session__secret")
RESULT = Shape("result", _result, _RELATED, _DEFERRED)
VISIT = Shape("shop-visit", _visit, _RELATED, _DEFERRED)
HELD = (State.CLOSED, State.FILED)
IN_HALL = (Measure.BAGS,)
"""Of the measures the one that everybody pictures at once: a hall has room for few."""


def _in_scope(rows: "QuerySet[Any]", scope: Scope) -> "QuerySet[Any]":
    """Of charity hours that are over: by the place that held them and by when they began."""
    found = rows.filter(inside(scope.paths, field="session__place_id"), session__state__in=HELD)
    found = found.filter(session__starts_at__lte=scope.as_of)
    return found.filter(session__starts_at__gte=scope.since) if scope.since is not None else found


def _declare_measure(measure: Measure, name: Any) -> None:
    def rows(scope: Scope) -> "QuerySet[ActivityResult]":
        return _in_scope(ActivityResult.objects.filter(measure=measure, amount__gt=0), scope)

    figure(
        f"hour.{measure}",
        name=name,
        unit=measure.value,
        unit_name=measure.label,
        definition=_(
            "What those who took part wrote down, of charity hours held in this place; each person's last word."
        ),
        shape=RESULT,
        measure=Total("amount"),
        is_flow=True,
        is_public=True,
        in_hall=measure in IN_HALL,
    )(rows)


for _measure, _name in (
    (Measure.BAGS, _("Litter collected in charity hours")),
    (Measure.METRES, _("Roads and stairways cleaned in charity hours")),
    (Measure.ADS, _("Small ads taken off in charity hours")),
    (Measure.VEHICLES, _("Vehicles put straight in charity hours")),
    (Measure.BINS, _("Bins at which sorting was explained in charity hours")),
    (Measure.HOUSEHOLDS, _("Households visited in charity hours")),
):
    _declare_measure(_measure, _name)


@figure(
    "hour.shops",
    name=_("Shops visited in charity hours"),
    unit="shop visit",
    unit_name=pgettext_lazy("unit of a figure", "visits"),
    definition=_("Visits about the five duties before the door, of charity hours held in this place."),
    shape=VISIT,
    is_flow=True,
    is_public=True,
)
def shops(scope: Scope) -> "QuerySet[ShopVisit]":
    return _in_scope(ShopVisit.objects.all(), scope)


@figure(
    "hour.shop_findings",
    name=_("Findings at shops in charity hours"),
    unit="case",
    unit_name=pgettext_lazy("unit of a figure", "cases"),
    definition=_("Visits to shops at which something was not right; each is a case."),
    shape=VISIT,
    is_flow=True,
)
def shop_findings(scope: Scope) -> "QuerySet[ShopVisit]":
    return _in_scope(ShopVisit.objects.filter(case__isnull=False), scope)
