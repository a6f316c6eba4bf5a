"""Giving a role: to whom and where first, then the organisation and the days."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.domain.grants import grant_role
from jiayuan.foundation.access.enums import GRANTABLE, ORGANISATION_ROLES, Role
from jiayuan.foundation.access.rules import grantable_roles
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.places.enums import COMMUNITY_KINDS, STREET_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import inside

from ..domain.accounts import person_for_phone
from ..domain.profile import NAME_LENGTH
from ..interfaces.forms import GrantDetailsForm, GrantForm
from ..models import Person
from ..phones import normalise_phone, written_phone
from .ways import key_of, page

LEVELS = (PlaceKind.DISTRICT, *STREET_KINDS, *COMMUNITY_KINDS)
MANY = 300


@dataclass(frozen=True)
class Choice:
    """What was chosen on the first page."""

    role: Role
    place: Place
    person: Person | None
    phone: str
    name: str

    @property
    def written_phone(self) -> str:
        return written_phone(self.phone)

    @property
    def needs_organisation(self) -> bool:
        return self.role in ORGANISATION_ROLES


def _places(actor: Actor) -> list[Place]:
    """Where this actor gives roles: district, streets and communities."""
    paths = actor.reach.paths_for(*GRANTABLE)
    places = Place.objects.current().of_kind(*LEVELS).filter(inside(paths))
    return list(places.defer("boundary").order_by("path"))


def _organisations(place: Place) -> list[Any]:
    """Those that lie inside the place. Organisations stand above people, hence by name."""
    model = apps.get_model("organisations", "Organisation")
    return list(model.objects.within(place.path).current().order_by("name", "pk")[:MANY])


def _known_person(request: Visit) -> Person | None:
    key = key_of(request.POST.get("person") or request.GET.get("person") or "")
    if not key:
        return None
    return Person.objects.visible_to(request.actor).filter(pk=key).first()


def _choice(request: Visit) -> Choice:
    role, path = request.POST.get("role", ""), request.POST.get("place", "")
    if role not in Role.values:
        raise Invalid(_("No role is chosen."), _("Choose the role to give."), field="role")
    place = Place.objects.current().filter(path=path).first()
    if place is None:
        raise Invalid(_("No place is chosen."), _("Choose where the role holds."), field="place")
    known = _known_person(request)
    phone = known.phone or "" if known else normalise_phone(request.POST.get("phone", ""))
    name = clean_words(request.POST.get("name", ""), field="name", limit=NAME_LENGTH, required=False)
    return Choice(Role(role), place, known, phone, name)


def _day(request: Visit, field: str) -> date | None:
    text = request.POST.get(field, "").strip()
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise Invalid(_("This is not a day."), _("Write it like 2026-03-01."), field=field)
    return day


def _organisation(request: Visit, choice: Choice) -> Any:
    key = key_of(request.POST.get("organisation", ""))
    if not choice.needs_organisation or not key:
        return None
    return next((each for each in _organisations(choice.place) if each.pk == key), None)


def _give(request: Visit, choice: Choice) -> Person:
    with transaction.atomic():
        holder = choice.person or person_for_phone(choice.phone, name=choice.name, by=request.actor.person)
        grant_role(
            person=holder,
            role=choice.role,
            place=choice.place,
            organisation=_organisation(request, choice),
            since=_day(request, "since") or today(),
            until=_day(request, "until"),
            by=request.actor,
        )
    return holder


@console_view(*GRANTABLE)
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: Visit) -> HttpResponse:
    """Both pages at one address; nothing personal in it, hence POST from the first to the second."""
    if request.method != "POST":
        return _first(request)
    try:
        choice = _choice(request)
    except DomainError as error:
        return _first(request, error)
    if request.POST.get("step") != "give":
        return _second(request, choice)
    try:
        holder = _give(request, choice)
    except DomainError as error:
        return _second(request, choice, error)
    messages.success(
        request, _("%(name)s now holds the role: %(role)s.") % {"name": holder, "role": choice.role.label}
    )
    return redirect("console-person", pk=holder.pk)


def _first(request: Visit, error: DomainError | None = None) -> HttpResponse:
    person = _known_person(request)
    form = GrantForm(
        request.POST if error is not None else None,
        roles=grantable_roles(request.actor),
        places=_places(request.actor),
        is_known=person is not None,
    )
    if error is not None:
        form.blame(error)
    return page(request, "console/grant", error, person=person, form=form)


def _second(request: Visit, choice: Choice, error: DomainError | None = None) -> HttpResponse:
    organisations = _organisations(choice.place) if choice.needs_organisation else None
    form = GrantDetailsForm(
        request.POST if error is not None else None,
        organisations=organisations,
        initial={"since": today().isoformat()},
    )
    if error is not None:
        form.blame(error)
    return page(
        request, "console/grant_details", error, choice=choice, organisations=organisations, form=form
    )
