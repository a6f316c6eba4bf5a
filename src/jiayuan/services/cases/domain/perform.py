"""The one write door of a case: an action of the table, by somebody who may, on the case as they saw it."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import COMMUNITY_STAFF, Role
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.common.violations import is_taken
from jiayuan.foundation.ledger.domain.record import clean_nonce, record
from jiayuan.foundation.ledger.models import Entry

from ..enums import Action, State
from ..lifecycle import BY_ACTION, Need, Transition
from ..models import Case
from ..rules import has_joined, is_at_the_desk, is_of_the_unit, is_the_reporter, works_here
from .clockwork import follow_state
from .dispatch.suggest import why_unit
from .doubts.raising import follow_doubts
from .effects import EFFECTS
from .given import Given
from .locking import lock_case
from .merging import keys_to_lock
from .replies.gaps import check_filled
from .replies.offered import note_use
from .splitting import tell_lead_of

RECORDED = (
    "state",
    "unit_id",
    "handler_id",
    "verifier_id",
    "version_id",
    "due_at",
    "round",
    "is_public",
    "public_words",
)


def perform_action(
    case_id: int,
    action: Action,
    *,
    by: Actor,
    given: Given | None = None,
    revision: int | None = None,
    nonce: str | None = None,
) -> Case:
    """Do ``action`` to a case: lock, see that it is still as the page showed it, ask the rule, write, record.

    :param revision: the case's revision on the page the form came from; None only where nothing was shown.
    :param nonce: once-only number of the form; the second sending changes nothing and gives the same case.
    :raises Refused: the rule says no. :raises Conflict: somebody was quicker. :raises Invalid: something is missing.
    """
    given, transition, nonce = given or Given(), BY_ACTION[action], clean_nonce(nonce)
    try:
        with transaction.atomic():
            case = lock_case(case_id, keys_to_lock(case_id, action, given))
            if nonce and Entry.objects.filter(nonce=nonce, stream_id=case.stream).exists():
                return case
            _check_current(case, transition, revision)
            gate(by, f"cases.{action}", case)
            words = _check_needs(transition, given)
            before = {name: getattr(case, name) for name in RECORDED}
            told = _carry_out(case, transition, given, words, by)
            # The chain of the case that leads before that of its part, as everywhere.
            tell_lead_of(case, action, by)
            _record(case, transition, given, words=words, before=before, told=told, by=by, nonce=nonce)
            follow_doubts(case, action)
            if given.reply_id is not None:
                note_use(case, by, given.reply_id)
            return case
    except IntegrityError as error:
        case = Case.objects.get(pk=case_id)
        if nonce and Entry.objects.filter(nonce=nonce, stream_id=case.stream).exists():
            return case
        if not is_taken(error):
            raise
        raise Conflict(
            _("Somebody else just changed this case."), _("Look at it again and decide anew.")
        ) from error


def _check_current(case: Case, transition: Transition, revision: int | None) -> None:
    if State(case.state) not in transition.sources:
        raise Conflict(
            _("“%(action)s” is no longer possible: the case is now “%(state)s”.")
            % {"action": transition.action.label, "state": case.get_state_display()},
            _("Look at it again; what can be done now is shown there."),
            code="state",
        )
    # A note changes nothing that somebody else could have decided meanwhile: it fits the case as it is now too.
    if transition.action != Action.NOTE and revision is not None and revision != case.revision:
        raise Conflict(
            _("This page is out of date: meanwhile something was done to this case."),
            _("What you typed is kept. Look at what happened and send it again if it still fits."),
            code="stale",
        )


def _check_needs(transition: Transition, given: Given) -> str:
    words = clean_words(given.words, field="words", limit=1000, required=Need.WORDS in transition.needs)
    check_filled(words)
    if Need.UNIT in transition.needs and given.unit_id is None:
        raise Invalid(_("No unit is chosen."), _("Choose who is to handle it."), field="unit_id")
    if Need.DAYS in transition.needs and not 1 <= (given.days or 0) <= 60:
        raise Invalid(
            _("Between 1 and 60 working days can be asked for."), _("Write a whole number."), field="days"
        )
    if Need.SCORE in transition.needs and not 1 <= (given.score or 0) <= 5:
        raise Invalid(_("Choose from one to five stars."), _("Three is neither good nor bad."), field="score")
    if transition.grounds is not None and given.ground not in transition.grounds.values:
        raise Invalid(_("No ground is named."), _("Choose the one that it is."), field="ground")
    return words


def _carry_out(
    case: Case, transition: Transition, given: Given, words: str, by: Actor
) -> Mapping[str, object]:
    """What happens; and what of it is recorded beside the fields that changed."""
    effect, source = EFFECTS.get(transition.action), State(case.state)
    told = effect(case, given, words, by) if effect is not None else None
    target = transition.target_of(source)
    if target is not None:
        case.state = target
        if transition.action != Action.RESUME:
            follow_state(case, target)
    case.revision += 1
    case.save()
    return told or {}


def role_of(case: Case, by: Actor) -> str:
    """In which part somebody acts on this case: what the reporter sees instead of a name."""
    if is_at_the_desk(by, case) or works_here(by, case):
        return "desk"
    if is_of_the_unit(by, case):
        return "unit"
    if is_the_reporter(by, case):
        return "reporter"
    return "joined" if has_joined(by, case) else "other"


def office_of(case: Case, by: Actor) -> str:
    """Of somebody at the desk who acts for no community: the office above that acts. Empty for everybody else."""
    if by.reach.holds(COMMUNITY_STAFF, case.place_id):
        return ""
    for role, office in ((Role.STREET_OFFICER, "street"), (Role.DISTRICT_OFFICER, "district")):
        if by.reach.holds([role], case.place_id):
            return office
    return ""


def _record(
    case: Case,
    transition: Transition,
    given: Given,
    *,
    words: str,
    before: dict[str, object],
    told: Mapping[str, object],
    by: Actor,
    nonce: str | None,
) -> None:
    after = {name: getattr(case, name) for name in RECORDED}
    changed = [name for name in RECORDED if after[name] != before[name]]
    extra: dict[str, object] = {"words": words, "role": role_of(case, by), **told}
    if extra["role"] == "desk" and (office := office_of(case, by)):
        extra["office"] = office
    if given.photos_public is not None:
        extra["photos_public"] = given.photos_public
    if transition.action in (Action.DISPATCH, Action.ACCEPT, Action.HAND_IN) and case.unit is not None:
        extra["unit"] = case.unit.name
    if transition.action in (Action.ACCEPT, Action.HAND_IN) and not is_of_the_unit(by, case):
        extra["stands_in"] = True
    if transition.action == Action.HAND_IN and given.outside_id is not None:
        extra["outside_answer"] = given.outside_id
    if transition.action == Action.DISPATCH:
        extra["why"] = why_unit(case)
    record(
        case.stream,
        f"cases.{transition.action}",
        by=by.person,
        on_behalf_of=by.on_behalf_of,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed} | extra,
        place_path=case.place_id,
        nonce=nonce or None,
    )
