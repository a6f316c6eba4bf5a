"""Two reports of one problem become one: the merged one points to the lead, and who followed it follows the lead. How
it stood is kept with the tie; ``unmerging.py`` goes the way back."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.domain.record import record

from ..enums import OPEN_STATES, Action, TieKind
from ..models import Case, Contact, Joining, Recall, Tie
from ..numbers import key_of
from ..piece_rules import is_piece
from ..rules import is_at_the_desk
from .given import Given
from .requests import let_requests_fall

LARGEST_KEY = 2**63 - 1


def keys_to_lock(case_id: int, action: Action, given: Given) -> Sequence[int]:
    """The cases that an action holds besides its own, so that two that cross wait for one another: so a part
    that is opened again and the closing of the case that leads it."""
    if action == Action.MERGE:
        key = key_of(given.lead)
        return [key] if key is not None and key <= LARGEST_KEY else []
    if action in (Action.UNMERGE, Action.REOPEN):
        return list(Tie.objects.filter(case=case_id, lead__isnull=False).values_list("lead_id", flat=True))
    return []


def merge(case: Case, given: Given, words: str, by: Actor) -> None:  # noqa: ARG001
    """:raises Invalid: the lead is not one. :raises Refused: it lies elsewhere. :raises Conflict: it is no longer open,
    or others were merged into this one."""
    lead = _lead(case, given, by)
    check_open(lead)
    if Tie.objects.filter(case=case).exists():
        raise Conflict(
            _("Others were merged into this one already."),
            _("Merge the other case into this one instead, or take those out first."),
            code="leads",
        )
    at = now()
    if case.unit is not None:
        reason = _("Merged into %(number)s") % {"number": lead.number}
        Recall.objects.create(case=case, unit=case.unit, handler=case.handler, reason=reason, at=at)
    let_requests_fall(case, at)
    _tie(case, lead, at)
    case.unit = case.handler = case.verifier = None
    _bring_along(case, lead)
    tell_lead(lead, case, "cases.take_in", by)


def _lead(case: Case, given: Given, by: Actor) -> Case:
    key = key_of(given.lead)
    lead = (
        Case.objects.select_related("tie").filter(pk=key).first()
        if key is not None and key <= LARGEST_KEY
        else None
    )
    if lead is None or lead.pk == case.pk:
        raise Invalid(
            _("There is no other case with this number."), _("Copy the number from its page."), field="lead"
        )
    if is_piece(lead):
        raise Invalid(
            _("This is a part of another case."),
            _("Give the number of the case that leads it."),
            field="lead",
        )
    if not is_at_the_desk(by, lead):
        raise Refused(
            _("The other case is not at your desk."),
            _("Ask the office of its place, or the street above both."),
            field="lead",
        )
    return lead


def check_open(lead: Case) -> None:
    if lead.state not in OPEN_STATES:
        raise Conflict(
            _("The leading case is no longer open."),
            _("Look at it: open it again, or choose another."),
            code="lead-ended",
        )


def _tie(case: Case, lead: Case, at: datetime) -> None:
    leading, _is_new = Tie.objects.get_or_create(case=lead, defaults={"kind": TieKind.LEAD, "at": at})
    Tie.objects.create(
        case=case,
        kind=TieKind.MERGED,
        lead=leading,
        at=at,
        state_before=case.state,
        unit_before=case.unit,
        handler_before=case.handler,
        verifier_before=case.verifier,
    )


def _bring_along(case: Case, lead: Case) -> None:
    """The reporter and those who joined follow the lead, each once, with the token they hold."""
    contact = Contact.objects.filter(case=case).first()
    phone = contact.phone if contact is not None and case.reporter_id is None else ""
    coming = [Joining(person_id=case.reporter_id, token_hash=case.token_hash, phone=phone)]
    coming += list(case.joinings.all())
    there = list(lead.joinings.all())
    people = {each.person_id for each in there} | {lead.reporter_id}
    phones = {each.phone for each in there}
    for each in coming:
        if each.person_id is not None and each.person_id in people:
            continue
        kept = each.phone if each.phone not in phones else ""
        people.add(each.person_id)
        phones.add(kept)
        Joining.objects.create(
            case=lead,
            person_id=each.person_id,
            token_hash=each.token_hash,
            phone=kept,
            joined_at=now(),
            via=case,
        )


def tell_lead(lead: Case, case: Case, act: str, by: Actor) -> None:
    record(
        lead.stream,
        act,
        by=by.person,
        on_behalf_of=by.on_behalf_of,
        after={"merged": case.number, "role": "desk"},
        place_path=lead.place_id,
    )
