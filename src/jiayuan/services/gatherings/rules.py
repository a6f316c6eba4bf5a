"""Who may do what with a gathering."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import check, declare
from jiayuan.foundation.clock.now import now

from .enums import PUBLIC_STATES, State
from .kinds import kind_of
from .limits import CLOSE_AFTER, EARLY
from .models import Session, SignUp

PLAN = "gatherings.plan"
HOST = "gatherings.host"
SEE = "gatherings.see"
SIGN_UP = "gatherings.sign_up"
LEAVE = "gatherings.leave"
NAME = "gatherings.name"
RECOGNISE = "gatherings.recognise"
_ASK_HOST = _("Ask the community office, or whoever leads it.")


@dataclass(frozen=True)
class Proposal:
    """A gathering that somebody is about to plan."""

    kind: str
    place_id: str
    organisation_id: int | None = None


def runs(actor: Actor, target: Any) -> bool:
    """By a role for the place, or for the organisation named; ``target`` has kind, place_id and organisation_id."""
    kind = kind_of(target.kind)
    if kind is None:
        return False
    own = target.organisation_id in actor.reach.organisations(*kind.organisation_hosts)
    return actor.reach.holds(kind.hosts, target.place_id) or (target.organisation_id is not None and own)


def leads(actor: Actor, session: Session) -> bool:
    """Has a seat in a role that leads."""
    return (
        actor.person is not None
        and SignUp.objects.leading().filter(session=session.pk, person=actor.person).exists()
    )


@check(_("Gatherings are planned by those who work for the place or the organisation."), _ASK_HOST)
def plans_there(actor: Actor, target: Any) -> bool:
    return runs(actor, target)


@check(_("Only those who run this gathering may do this."), _ASK_HOST)
def hosts_it(actor: Actor, session: Session) -> bool:
    return runs(actor, session) or leads(actor, session)


@check(
    _("Names are printed in full only for those who work for the place or the organisation."),
    _("Print it with the names shortened; the codes of the rows are enough to enter it afterwards."),
)
def works_for_it(actor: Actor, session: Session) -> bool:
    return runs(actor, session)


@check(
    _(
        "Names are shown in full only while people come and go: from half an hour before until two hours after."
    ),
    _("Open this page again when it begins."),
)
def is_checking_in(_actor: Actor, session: Session) -> bool:
    """Whoever stands at the door has to tell two people of one family name apart; nobody needs to before or after."""
    is_near = session.starts_at - EARLY <= now() <= session.ends_at + CLOSE_AFTER
    return session.state in (State.PUBLISHED, State.RUNNING) and is_near


@check(_("There is no such gathering."), _("See what else is near and soon."))
def is_shown(actor: Actor, session: Session) -> bool:
    return session.state in PUBLIC_STATES or hosts_it(actor, session)


@check(_("To sign up we need to know who you are."), _("Sign in with your phone; it takes a minute."))
def is_somebody(actor: Actor, _session: Session) -> bool:
    return actor.is_signed_in


@check(_("This is not published yet."), _("Publish it first."))
def is_published(_actor: Actor, session: Session) -> bool:
    return session.state != State.DRAFT


@check(_("Only who signed up, and those who run the gathering, can cancel this."), _ASK_HOST)
def is_theirs(actor: Actor, sign_up: SignUp) -> bool:
    """Own; entered by oneself, as for a companion; or of a session one hosts."""
    if not actor.is_signed_in:
        return False
    return actor.pk in (sign_up.person_id, sign_up.entered_by_id) or hosts_it(actor, sign_up.session)


declare(PLAN, plans_there)
declare(HOST, hosts_it)
declare(SEE, is_shown)
declare(SIGN_UP, is_somebody, is_published)
declare(LEAVE, is_theirs)
declare(NAME, works_for_it)
declare(RECOGNISE, hosts_it, is_checking_in)
