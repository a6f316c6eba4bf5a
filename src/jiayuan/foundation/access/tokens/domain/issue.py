"""Issuing a token and taking it back."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ...actor import Actor, Reach, hash_token, with_former_places
from ...enums import Role
from ...models import RoleGrant
from ...permissions import gate
from ..models import ApiToken
from ..rules import ISSUE, REVOKE_TOKEN, TokenProposal
from ..scopes import scopes

LONGEST_LIFE = timedelta(days=365)
NAME_LENGTH = 60
MOST_A_PERSON = 20
PREFIX_LENGTH = 11
BEGINS = "jy_"


@dataclass(frozen=True)
class Issued:
    """The token, and the only time its text is seen."""

    token: ApiToken
    text: str


def issue_token(
    *, person: Any, name: str, permissions: Sequence[str], place: Any, until: date, by: Actor
) -> Issued:
    """Issue a token for oneself or, as IT staff, for a system.

    :param permissions: names of offered scopes; :param place: nothing outside it can be reached;
    :param until: its last day, at most a year from today.
    :raises Refused: ``by`` may not. :raises Invalid: naming the field. :raises Conflict: a live token has this name.
    """
    gate(by, ISSUE, TokenProposal(person, place.path))
    name = clean_words(name, field="name", limit=NAME_LENGTH)
    chosen = _offered(permissions)
    _check_day(until)
    _check_place(person, place)
    text = BEGINS + secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            owner: Any = get_user_model().objects.select_for_update().get(pk=person.pk)
            _check_number(owner)
            token = ApiToken.objects.create(
                person=owner,
                name=name,
                prefix=text[:PREFIX_LENGTH],
                hash=hash_token(text),
                scopes=chosen,
                place=place,
                until=until,
                issued_by=by.person,
            )
            after = {
                "name": name,
                "token": token.prefix,
                "scopes": chosen,
                "place": place.path,
                "until": until,
            }
            record(f"person/{owner.pk}", "token.issued", by=by.person, after=after, place_path=place.path)
    except IntegrityError as error:
        raise Conflict(
            _("There is a token of this name already."),
            _("Choose another name, or revoke the old one first."),
        ) from error
    return Issued(token, text)


def _offered(permissions: Sequence[str]) -> list[str]:
    chosen = [name for name in scopes.names() if name in permissions]
    if not chosen or len(chosen) < len(set(permissions)):
        raise Invalid(
            _("Choose what the token may do."), _("As little as its program needs."), field="permissions"
        )
    return chosen


def _check_day(until: date) -> None:
    if not today() <= until <= today() + LONGEST_LIFE:
        raise Invalid(
            _("A token lives for at most one year."),
            _("Choose a day within the next year; a new one can follow."),
            field="until",
        )


def _check_place(person: Any, place: Any) -> None:
    """Somewhere in reach of the person: a token that opens nothing would only be mistaken for one that does."""
    rows = RoleGrant.objects.in_force().filter(person=person)
    grants = tuple(
        (Role(role), path, org) for role, path, org in rows.values_list("role", "place_id", "organisation_id")
    )
    reach = Reach(with_former_places(grants))
    held = reach.paths_for(*Role)
    if not any(place.path.startswith(path) or path.startswith(place.path) for path in held):
        raise Invalid(
            _("No role is held at this place."), _("Choose a place where the roles hold."), field="place"
        )


def _check_number(owner: Any) -> None:
    if ApiToken.objects.in_force().filter(person=owner).count() >= MOST_A_PERSON:
        raise Conflict(_("There are twenty tokens already."), _("Revoke those that are not used any more."))


def revoke_token(token: ApiToken, *, by: Actor) -> ApiToken:
    """It opens nothing from now on. Revoking twice changes nothing.

    :raises Refused: it is somebody else's.
    """
    with transaction.atomic():
        held = ApiToken.objects.select_for_update().select_related("person").get(pk=token.pk)
        gate(by, REVOKE_TOKEN, held)
        if held.revoked_at is not None:
            return held
        held.revoked_at, held.revoked_by = now(), by.person
        held.save(update_fields=["revoked_at", "revoked_by", "updated_at"])
        record(
            f"person/{held.person_id}",
            "token.revoked",
            by=by.person,
            after={"name": held.name, "token": held.prefix},
            place_path=held.place_id,
        )
    return held
