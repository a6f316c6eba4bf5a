"""How many organisations of each kind there are."""

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.figures import Line, Scope, Shape, figure
from jiayuan.foundation.places.paths import inside

from .enums import OrganisationKind
from .models import Organisation

DEFINITION = _("Organisations of this kind that stand in this place on the day.")
UNDATED = _("An organisation without an opening day counts as having always been there.")
UNIT_NAME = pgettext_lazy("unit of a figure", "organisations")


def _line(organisation: Organisation, is_public: bool) -> Line:
    address = "" if is_public else reverse("console-organisation", args=[organisation.pk])
    return Line(
        organisation.display_name, f"{organisation.get_kind_display()} · {organisation.place}", address
    )


ORGANISATION = Shape("organisation", _line, ("place",), ("place__boundary",))
IDS = {
    OrganisationKind.INSTITUTION: "institutions",
    OrganisationKind.UNIT: "units",
    OrganisationKind.MERCHANT: "merchants",
    OrganisationKind.PROPERTY_COMPANY: "property_companies",
    OrganisationKind.OPERATOR: "operators",
    OrganisationKind.PARTY_BRANCH: "party_branches",
    OrganisationKind.SOCIAL_ORGANISATION: "social_organisations",
}


def of_kind(kind: OrganisationKind) -> "Callable[[Scope], QuerySet[Organisation]]":
    """The rows of the figure of one kind."""

    def rows(scope: Scope) -> "QuerySet[Organisation]":
        stood = Q(opened_on=None) | Q(opened_on__lte=scope.day)
        stood &= Q(closed_on=None) | Q(closed_on__gt=scope.day)
        return Organisation.objects.filter(stood, inside(scope.paths, field="place_id"), kind=kind)

    return rows


for _kind, _id in IDS.items():
    figure(
        f"organisations.{_id}", name=_kind.label, unit="organisation", unit_name=UNIT_NAME, definition=DEFINITION,
        shape=ORGANISATION, limits=UNDATED,
    )(of_kind(_kind))  # fmt: skip
