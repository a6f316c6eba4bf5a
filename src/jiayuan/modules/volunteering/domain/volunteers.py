"""Becoming a volunteer, by oneself or entered by the community; keeping one's profile; taking leave."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.people.domain.consent import record_consent
from jiayuan.foundation.people.enums import ConsentManner
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.people.phones import normalise_phone
from jiayuan.foundation.places.enums import COMMUNITY_KINDS
from jiayuan.foundation.places.models import Place

from ..enums import Slot, Speech
from ..models import Skill, Thanks, Volunteer
from ..models.volunteer import is_minor
from ..volunteer_rules import EDIT, ENTER, GUARDIAN, LEAVE, REGISTER, REVEAL, THANK
from .memberships import leave_teams, lock_teams_led_by

_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
REASON_LENGTH = 200


@dataclass(frozen=True)
class Profile:
    """What somebody offers. ``born`` (``2012-05``) only of minors, together with the guardian."""

    community_path: str
    skills: Sequence[str] = ()
    languages: Sequence[str] = ()
    availability: Sequence[str] = ()
    emergency_name: str = ""
    emergency_phone: str = ""
    insurance: str = ""
    born: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""


def register_volunteer(profile: Profile, *, by: Actor) -> Volunteer:
    """Become a volunteer oneself. Who was one before comes back.

    :raises Refused: without an account. :raises Invalid: names the field. :raises Conflict: is one already.
    """
    gate(by, REGISTER)
    return _enter(by.person, profile, by, consent=None)


def enter_volunteer(person: Person, profile: Profile, *, manner: str, by: Actor) -> Volunteer:
    """Enter somebody who asked for it.

    :param manner: how they agreed (``ConsentManner``). :raises Refused, Invalid, Conflict: each in words.
    """
    gate(by, ENTER, profile.community_path)
    _check_place(profile.community_path)
    with transaction.atomic():
        consent = record_consent(
            helper=by, purpose=str(_("To be entered as a volunteer")), manner=manner, beneficiary=person
        )
        return _enter(person, profile, by, consent=consent)


def _enter(person: Person, profile: Profile, by: Actor, consent: Any) -> Volunteer:
    fields = check_profile(profile)
    try:
        with transaction.atomic():
            volunteer = Volunteer.objects.select_for_update().filter(person=person).first()
            if volunteer is not None and volunteer.ended_on is None:
                raise _already()
            if volunteer is None:
                volunteer = Volunteer(person=person, since=today())
            _check_still_minor(volunteer, fields, by)
            volunteer.ended_on, volunteer.consent = None, consent
            _write(volunteer, fields, profile)
            _record(volunteer, "volunteering.register_volunteer", by, after={"place": profile.community_path})
    except IntegrityError as error:
        raise _already() from error
    return volunteer


def _already() -> Conflict:
    return Conflict(_("This person is a volunteer already."), _("Open the profile and change it there."))


def edit_profile(pk: int, profile: Profile, *, by: Actor) -> Volunteer:
    """Change what one offers. The ledger keeps which fields changed, not what stood in them."""
    with transaction.atomic():
        volunteer = lock_volunteer(pk)
        gate(by, EDIT, volunteer)
        fields = check_profile(profile)
        changed = sorted(name for name, value in fields.items() if getattr(volunteer, name) != value)
        _check_still_minor(volunteer, fields, by)
        _write(volunteer, fields, profile)
        _record(volunteer, "volunteering.edit_volunteer", by, after={"changed": ", ".join(changed)})
    return volunteer


def _check_still_minor(volunteer: Volunteer, fields: dict[str, Any], by: Actor) -> None:
    """Nobody comes of age by leaving the month out: then no guardian would be asked."""
    if volunteer.is_minor and not fields["born"] and by.pk == volunteer.person_id:
        raise Invalid(
            _("By what was written down you are under 18."),
            _("Leave the month as it is. If it is wrong, ask the community office to enter you anew."),
            field="born",
        )


def _write(volunteer: Volunteer, fields: dict[str, Any], profile: Profile) -> None:
    """A guardian's word holds for the guardian and the child it was given for."""
    if any(getattr(volunteer, name) != fields[name] for name in ("guardian_name", "guardian_phone", "born")):
        fields |= {"guardian_manner": "", "guardian_at": None, "guardian_noted_by": None}
    for name, value in fields.items():
        setattr(volunteer, name, value)
    volunteer.save()
    volunteer.skills.set(Skill.objects.filter(pk__in=list(profile.skills), is_active=True))


def check_profile(profile: Profile) -> dict[str, Any]:
    """The fields as they are kept. :raises Invalid: names the field."""
    _check_place(profile.community_path)
    fields: dict[str, Any] = {
        "community_id": profile.community_path,
        "languages": [each for each in profile.languages if each in Speech.values],
        "availability": [each for each in profile.availability if each in Slot.values],
        "insurance": clean_words(profile.insurance, field="insurance", limit=120, required=False),
        "born": "",
    }
    fields |= _contact(profile.emergency_name, profile.emergency_phone, "emergency", required=False)
    born = profile.born.strip()
    if born and not _MONTH.fullmatch(born):
        raise Invalid(_("This is no month of birth."), _("Write year and month, like 2012-05."), field="born")
    minor = bool(born) and is_minor(born, today())
    if minor:
        fields["born"] = born
    return fields | _contact(
        profile.guardian_name if minor else "",
        profile.guardian_phone if minor else "",
        "guardian",
        required=minor,
    )


def _check_place(path: str) -> None:
    if not Place.objects.current().filter(pk=path, kind__in=COMMUNITY_KINDS).exists():
        raise Invalid(
            _("There is no such community."), _("Choose a community from the list."), field="community"
        )


def _contact(name: str, phone: str, prefix: str, *, required: bool) -> dict[str, str]:
    said = clean_words(name, field=f"{prefix}_name", limit=40, required=required)
    number = phone.strip()
    if number or said:
        try:
            number = normalise_phone(number)
        except Invalid as error:
            error.field = f"{prefix}_phone"
            raise
    return {f"{prefix}_name": said, f"{prefix}_phone": number}


def lock_volunteer(pk: int) -> Volunteer:
    """The volunteer, locked. :raises Missing: there is none."""
    volunteer = lock_first(Volunteer.objects.select_related("person"), pk)
    if volunteer is None:
        raise Missing(_("There is no such volunteer."), _("Look for them in the list of volunteers."))
    return volunteer


def note_guardian(pk: int, *, manner: str, by: Actor) -> Volunteer:
    """Write down that the guardian of a minor agreed, and how.

    :raises Refused: not the office of their community, or for oneself. :raises Invalid: it is not said how.
    :raises Conflict: no minor.
    """
    if manner not in ConsentManner.values:
        raise Invalid(_("It is not said how it was agreed."), _("Choose one of the answers."), field="manner")
    with transaction.atomic():
        volunteer = lock_volunteer(pk)
        gate(by, GUARDIAN, volunteer)
        if not volunteer.is_minor:
            raise Conflict(_("This volunteer is of age."), _("No guardian needs to agree."))
        volunteer.guardian_manner, volunteer.guardian_at = manner, now()
        volunteer.guardian_noted_by = by.person
        volunteer.save()
        _record(volunteer, "volunteering.note_guardian", by, after={"manner": manner})
    return volunteer


def leave(pk: int, *, by: Actor) -> Volunteer:
    """No volunteer any more: out of all teams, named nowhere. What was given stays on record.

    :raises Refused: not for this actor. :raises Conflict: has left before.
    """
    with transaction.atomic():
        lock_teams_led_by(pk)
        volunteer = lock_volunteer(pk)
        gate(by, LEAVE, volunteer)
        if volunteer.ended_on is not None:
            raise Conflict(_("This volunteer has left already."), _("They can come back at any time."))
        volunteer.ended_on = today()
        volunteer.save()
        leave_teams(volunteer, by=by)
        volunteer.honours.filter(withdrawn_at=None).update(withdrawn_at=now())
        _record(volunteer, "volunteering.leave_volunteer", by)
    return volunteer


def say_thanks(pk: int, words: str, *, by: Actor) -> Thanks:
    """A word of thanks that stands beside the name of who agreed to be named."""
    with transaction.atomic():
        volunteer = lock_volunteer(pk)
        gate(by, THANK, volunteer)
        said = clean_words(words, field="words", limit=120)
        thanks = volunteer.thanks.create(words=said, said_by=by.person, said_at=now())
        _record(volunteer, "volunteering.thank", by, after={"words": said})
    return thanks


def reveal_volunteer(volunteer: Volunteer, *, by: Actor, reason: str) -> dict[str, str]:
    """Numbers of the volunteer, of whom to call in an emergency and of the guardian, for a reason that is kept.

    :raises Refused: not the office of their community. :raises Invalid: no reason.
    """
    gate(by, REVEAL, volunteer)
    said = clean_words(reason, field="reason", limit=REASON_LENGTH)
    with transaction.atomic():
        _record(volunteer, "volunteering.reveal_volunteer", by, after={"reason": said})
    names = ("emergency_name", "emergency_phone", "guardian_name", "guardian_phone", "insurance")
    return {"phone": volunteer.person.phone or "", **{name: getattr(volunteer, name) for name in names}}


def _record(volunteer: Volunteer, action: str, by: Actor, **payload: Any) -> None:
    other = by.pk is not None and by.pk != volunteer.person_id
    record(
        volunteer.stream,
        action,
        by=by.person,
        on_behalf_of=volunteer.person if other else None,
        place_path=volunteer.community_id,
        **payload,
    )
