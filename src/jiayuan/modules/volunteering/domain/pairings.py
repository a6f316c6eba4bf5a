"""Pairings: proposed by one side, agreed by another, ended for a reason. Never changed back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.masks import mask_name, mask_phone
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.organisations.phones import normalise_contact_phone
from jiayuan.foundation.places.enums import COMMUNITY_KINDS
from jiayuan.foundation.places.models import Place

from ..enums import PairingAction, PairingOrigin, PairingState
from ..lifecycle import BY_ACTION
from ..models import JointActivity, Pairing, Season
from ..rules import NOTE_ACTIVITY, PROPOSE, REVEAL_CONTACT, Bond, side_of

REASON_LENGTH = 200


@dataclass(frozen=True)
class PairingDraft:
    """``since``: the first day. Whom to call at the organisation is a name and a number, or nothing."""

    organisation_id: int
    community_path: str
    since: date
    contact_name: str = ""
    contact_phone: str = ""
    season: Season | None = None
    origin: str = PairingOrigin.BY_HAND
    why: Mapping[str, Any] = field(default_factory=dict)


def propose_pairing(draft: PairingDraft, *, by: Actor) -> Pairing:
    """Propose that an organisation serves a community.

    :raises Refused: ``by`` is neither side. :raises Invalid: names the field.
    :raises Conflict: the two are paired already.
    """
    if not draft.organisation_id or not draft.community_path:
        raise _unnamed("community" if draft.organisation_id else "organisation")
    gate(by, PROPOSE, Bond(draft.organisation_id, draft.community_path))
    _check_sides(draft)
    side = side_of(by, draft.organisation_id, draft.community_path)
    name = clean_words(draft.contact_name, field="contact_name", limit=40, required=False)
    phone = normalise_contact_phone(draft.contact_phone) if draft.contact_phone.strip() else ""
    try:
        with transaction.atomic():
            pairing = Pairing.objects.create(
                organisation_id=draft.organisation_id,
                community_id=draft.community_path,
                season=draft.season,
                since=draft.since,
                origin=draft.origin,
                contact_name=name,
                contact_phone=phone,
                proposed_by=by.person,
                proposed_side=side,
                why=dict(draft.why),
            )
            after = {
                "organisation": pairing.organisation_id,
                "place": pairing.community_id,
                "since": pairing.since,
                "contact": mask_name(name),
                "phone": mask_phone(phone),
            }
            _record(pairing, "volunteering.propose_pairing", by, after=after)
    except IntegrityError as error:
        raise Conflict(
            _("These two are paired already."),
            _("Open their pairing; end it first if it is to begin anew."),
            code="paired",
        ) from error
    return pairing


def _unnamed(field: str) -> Invalid:
    return Invalid(_("Who is paired with whom?"), _("Choose both from the lists."), field=field)


def _check_sides(draft: PairingDraft) -> None:
    if not Organisation.objects.current().filter(pk=draft.organisation_id).exists():
        raise Invalid(
            _("There is no such organisation."), _("Choose it again from the list."), field="organisation"
        )
    place = Place.objects.current().filter(pk=draft.community_path).defer("boundary").first()
    if place is None or place.kind not in COMMUNITY_KINDS:
        raise Invalid(
            _("A pairing is with one community."), _("Choose a community from the list."), field="community"
        )


def lock_pairing(pk: int) -> Pairing:
    """The pairing, locked. :raises Missing: there is none."""
    pairing = lock_first(Pairing.objects.select_related("organisation"), pk)
    if pairing is None:
        raise Missing(_("There is no such pairing."), _("Look for it in the list of pairings."))
    return pairing


def perform(
    pk: int, action: PairingAction, *, by: Actor, reason: str = "", until: date | None = None
) -> Pairing:
    """Do one action of the table with a pairing.

    :param until: for an end: the last day; today where it is not said.
    :raises Refused: not for this actor. :raises Conflict: the table has no such step from its state.
    :raises Invalid: no reason, or a last day before the first or after today.
    """
    step = BY_ACTION[action]
    with transaction.atomic():
        pairing = lock_pairing(pk)
        gate(by, step.permission, pairing)
        if pairing.state not in step.sources:
            raise Conflict(
                _("This pairing is “%(state)s” meanwhile.") % {"state": pairing.get_state_display()},
                _("Reload the page to see how it stands."),
            )
        before, after = {"state": pairing.state}, {"state": step.target.value}
        if step.needs_reason:
            after["reason"] = pairing.reason = clean_words(reason, field="reason", limit=REASON_LENGTH)
        if action == PairingAction.AGREE:
            pairing.agreed_by, pairing.agreed_at = by.person, now()
        else:
            pairing.until = _last_day(pairing, until)
            after["until"] = pairing.until.isoformat()
        pairing.state = step.target
        pairing.save()
        _record(pairing, f"volunteering.{action}_pairing", by, before=before, after=after)
    return pairing


def _last_day(pairing: Pairing, until: date | None) -> date:
    day = until or max(today(), pairing.since)
    if day < pairing.since or (until is not None and until > today()):
        raise Invalid(
            _("It cannot end on this day."),
            _("Choose a day from its beginning up to today."),
            field="until",
        )
    return day


def note_activity(pk: int, *, on: date, words: str, by: Actor, source: str = "") -> JointActivity:
    """Write down what a pair did together. With ``source`` (a ledger stream) the same activity counts once.

    :raises Refused: not their pairing, or it has ended. :raises Invalid: a day to come, or before the pairing.
    """
    with transaction.atomic():
        pairing = lock_pairing(pk)
        gate(by, NOTE_ACTIVITY, pairing)
        if not pairing.since <= on <= today():
            raise Invalid(
                _("The two were not paired on this day, or it has not come yet."),
                _("Choose a day from the beginning of the pairing up to today."),
                field="on",
            )
        if pairing.state != PairingState.AGREED:
            raise Conflict(_("This pairing is not agreed yet."), _("Agree to it first."))
        said = clean_words(words, field="words", limit=120)
        activity = JointActivity.objects.create(
            pairing=pairing, on=on, words=said, source=source, noted_by=by.person
        )
        _record(pairing, "volunteering.note_activity", by, after={"on": on, "words": said})
    return activity


def reveal_pairing_contact(pairing: Pairing, *, by: Actor, reason: str) -> tuple[str, str]:
    """Name and number in full, for a reason that the ledger keeps.

    :raises Refused: not a side of it. :raises Invalid: no reason.
    """
    gate(by, REVEAL_CONTACT, pairing)
    said = clean_words(reason, field="reason", limit=REASON_LENGTH)
    with transaction.atomic():
        _record(pairing, "volunteering.reveal_contact", by, after={"reason": said})
    return pairing.contact_name, pairing.contact_phone


def _record(pairing: Pairing, action: str, by: Actor, **payload: Any) -> None:
    record(pairing.stream, action, by=by.person, place_path=pairing.community_id, **payload)
