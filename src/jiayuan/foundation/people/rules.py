"""Who may see, act for and forget people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import CONSOLE_ROLES, DESK_STAFF, GRANTABLE, PEOPLE_STAFF
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.access.permissions import check, declare

ACT_FOR_OTHERS = "people.act_for_others"
WITHDRAW_CONSENT = "people.withdraw_consent"
REVEAL = "people.reveal"
ERASE = "people.erase"
EXPORT = "people.export"
ENTER = "people.enter"


@check(
    _("Only community workers and officers act for somebody else."),
    _("Ask at your community office; they will do it with you."),
)
def is_desk_staff(actor: Actor, _target: Any) -> bool:
    return actor.reach.has_any(DESK_STAFF)


@check(
    _("Only the two who agreed can end this consent."),
    _("Ask the person it was given for, or the one who acts."),
)
def took_part(actor: Actor, consent: Any) -> bool:
    return actor.is_signed_in and actor.pk in (consent.helper_id, consent.beneficiary_id)


@check(
    _("Phone numbers are shown only to those who work in the same place."),
    _("Ask the community office of that place to call."),
)
def works_with_them(actor: Actor, person: Any) -> bool:
    paths = actor.reach.paths_for(*PEOPLE_STAFF)
    return bool(paths) and RoleGrant.objects.standing().within(*paths).filter(person=person).exists()


@check(_("Only the person themselves can do this."), _("Sign in with your own phone."))
def is_the_person(actor: Actor, person: Any) -> bool:
    return actor.is_signed_in and actor.pk == person.pk


@check(
    _("Your account still holds a role that others rely on."),
    _("Hand your roles back on the page “Mine” first; then your data can be erased."),
)
def holds_no_staff_role(actor: Actor, person: Any) -> bool:
    return not RoleGrant.objects.standing().filter(person=person, role__in=CONSOLE_ROLES).exists()


@check(
    _("Accounts for others are made by staff who may give roles."),
    _("Ask your street office, the district office or the IT staff."),
)
def may_enter_people(actor: Actor, _path: Any) -> bool:
    return actor.reach.has_any(GRANTABLE)


@check(
    _("This person would belong to a place where you do not work."),
    _("Choose a place you work for, or leave it empty."),
)
def works_there(actor: Actor, path: Any) -> bool:
    """``path``: the place the person belongs to, or empty."""
    return not path or actor.reach.holds(GRANTABLE, str(path))


declare(ENTER, may_enter_people, works_there)
declare(ACT_FOR_OTHERS, is_desk_staff)
declare(WITHDRAW_CONSENT, took_part)
declare(REVEAL, works_with_them)
declare(EXPORT, is_the_person)
declare(ERASE, is_the_person, holds_no_staff_role)
