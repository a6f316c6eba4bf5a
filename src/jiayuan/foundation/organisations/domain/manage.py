"""Entering, correcting and closing organisations."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.ledger.domain.record import record

from ..models import Organisation
from ..rules import MANAGE, Seat
from .drafts import OrganisationDraft, check_draft


def create_organisation(draft: OrganisationDraft, *, by: Actor) -> Organisation:
    """Enter an organisation.

    :raises Refused: not this kind, or not this place, for this actor. :raises Invalid: names the field.
    :raises Conflict: a living one has this name there.
    """
    gate(by, MANAGE, Seat(draft.kind, draft.place_path))
    checked = check_draft(draft)
    with transaction.atomic():
        organisation = Organisation(**checked.fields())
        _save(organisation)
        _record(organisation, "organisation.opened", by, after=checked.fields())
    return organisation


def edit_organisation(pk: int, draft: OrganisationDraft, *, by: Actor) -> Organisation:
    """Correct an organisation; kind and place may change where the actor keeps both the old and the new.

    :raises Refused, Invalid, Conflict, Missing: each in words.
    """
    with transaction.atomic():
        organisation = lock_organisation(pk)
        gate(by, MANAGE, Seat.of(organisation))
        gate(by, MANAGE, Seat(draft.kind, draft.place_path))
        wanted = check_draft(draft).fields()
        before = {field: getattr(organisation, field) for field in wanted}
        changed = [field for field, value in wanted.items() if before[field] != value]
        if changed:
            for field in changed:
                setattr(organisation, field, wanted[field])
            _save(organisation)
            _record(
                organisation, "organisation.corrected", by,
                before={field: before[field] for field in changed}, after={field: wanted[field] for field in
                changed},
            )  # fmt: skip
    return organisation


def close_organisation(pk: int, *, on: date, by: Actor) -> Organisation:
    """It does not exist any more from ``on`` on; its records stay.

    :raises Refused: not for this actor. :raises Conflict: it was closed already, or people still act for it.
    :raises Invalid: a day that has not come, or before it was there.
    """
    with transaction.atomic():
        organisation = lock_organisation(pk)
        gate(by, MANAGE, Seat.of(organisation))
        if on > today() or (organisation.opened_on is not None and on < organisation.opened_on):
            raise Invalid(_("It cannot be closed on this day."), _("Choose a day up to today."), field="on")
        grants: Any = organisation.grants
        if grants.standing().exists():
            raise Conflict(
                _("People still act for this organisation."),
                _("Take their roles back first; they are listed below."),
            )
        organisation.closed_on = on
        organisation.save()
        _record(organisation, "organisation.closed", by, after={"on": on})
    return organisation


def lock_organisation(pk: int) -> Organisation:
    """The living organisation, locked. :raises Missing: not there. :raises Conflict: closed."""
    organisation = Organisation.objects.select_for_update().filter(pk=pk).first()
    if organisation is None:
        raise Missing(_("There is no such organisation."), _("Look for it in the list of organisations."))
    if organisation.closed_on is not None:
        raise Conflict(_("This organisation was closed."), _("Enter it anew if it exists again."))
    return organisation


def _save(organisation: Organisation) -> None:
    """The database decides whether the name is free: two people may enter the same shop at the same time."""
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise Conflict(
            _("An organisation of this name is entered at this place already."),
            _("Open that one, or make the names differ."),
            code="name-taken",
        ) from error


def _record(organisation: Organisation, action: str, by: Actor, **payload: Any) -> None:
    record(organisation.stream, action, by=by.person, place_path=organisation.place_id, **payload)
