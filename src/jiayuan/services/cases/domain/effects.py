"""What each action does to a case, besides moving it along the table. Called with the case locked and gated."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.services.voice.domain.rate import rate_service

from ..enums import Action, PhotoRole, RequestKind, RequestState, State
from ..models import Case, Recall, Request
from ..rules import rater_of
from . import clockwork
from .attach import attach_photos, named_photos
from .demand_effects import (
    ask_second_look,
    confirm_mark,
    decline_mark,
    keep_mark,
    lift_mark,
    propose_mark,
)
from .dispute_effects import dispute, uphold
from .given import Given
from .merging import merge
from .order_effects import accept_answer, answer_order, issue_order, return_answer, withdraw_order
from .outside.adopt import adopt_answer
from .parts import note_handler, note_verifier
from .proof import attach_before, check_proof
from .publicity import edit_public, hide_if_private, show_photos
from .requests import let_requests_fall
from .sending import send_to, unit_here
from .splitting import go_on, split
from .unmerging import unmerge

Effect = Callable[[Case, Given, str, Actor], Mapping[str, object] | None]
"""What it gives back is recorded beside what changed."""


def _file(case: Case, given: Given, words: str, by: Actor) -> None:
    from .report import current_version

    if not given.category_code:
        raise Invalid(
            _("Choose what it is about."),
            _("If nothing fits, choose “Something else”."),
            field="category_code",
        )
    if given.category_code != case.version.category_id:
        case.version = current_version(given.category_code)
    if given.public_words is not None:
        case.public_words = clean_words(given.public_words, field="public_words", limit=500, required=False)
    if given.is_public is not None:
        case.is_public = given.is_public
    hide_if_private(case)


def _reclassify(case: Case, given: Given, words: str, by: Actor) -> None:
    """The same problem under another name: its promise counts from when the present stage began."""
    from .report import current_version

    if given.category_code == case.version.category_id:
        raise Invalid(
            _("It is in this category already."), _("Choose the one it belongs to."), field="category_code"
        )
    case.version = current_version(given.category_code)
    hide_if_private(case)
    clockwork.promise_anew(case)


def _dispatch(case: Case, given: Given, words: str, by: Actor) -> None:
    send_to(case, unit_here(case, given.unit_id), by)


def _recall(case: Case, given: Given, words: str, by: Actor) -> None:
    """The unit may have begun already: it is told that the case is gone, and why."""
    if case.unit is not None:  # always so in these states; a constraint holds it
        Recall.objects.create(case=case, unit=case.unit, handler=case.handler, reason=words, at=now())
    case.unit = case.handler = None
    let_requests_fall(case)


def _take(case: Case, given: Given, words: str, by: Actor) -> None:
    case.handler = by.person
    case.verifier = None
    note_handler(case, by)


def _show_before(case: Case, given: Given, words: str, by: Actor) -> Mapping[str, object]:
    attached = attach_before(case, given.photo_ids, by=by, upload_token=given.upload_token)
    if not attached:
        raise Invalid(_("No photo came along."), _("Take one photo of how it is now."), field="photos")
    return named_photos(attached)


def _hand_in(case: Case, given: Given, words: str, by: Actor) -> Mapping[str, object]:
    token = given.upload_token
    before = attach_before(case, given.before_ids, by=by, upload_token=token)
    after = attach_photos(case, given.photo_ids, PhotoRole.AFTER, by=by, upload_token=token)
    adopted = adopt_answer(case, given.outside_id) if given.outside_id is not None else []
    check_proof(case, has_after=any(each.role == PhotoRole.AFTER for each in [*after, *adopted]))
    note_handler(case, by)
    let_requests_fall(case)
    return named_photos([*before, *after, *adopted])


def _ask(kind: RequestKind) -> Effect:
    def ask(case: Case, given: Given, words: str, by: Actor) -> None:
        Request.objects.create(
            case=case,
            kind=kind,
            days=given.days or 1,
            reason=words[:500],
            unit=case.unit,
            round=case.round,
            asked_by=by.person,
            asked_at=now(),
        )

    return ask


def _pending(case: Case) -> Request:
    asked = case.requests.select_for_update().filter(state=RequestState.PENDING).first()
    if asked is None:
        raise Conflict(_("Nothing is waiting for a decision."), _("Look at the case again."))
    return asked


def _decide(case: Case, by: Actor, state: RequestState, words: str) -> Request:
    asked = _pending(case)
    asked.state, asked.decided_by, asked.decided_at, asked.answer = state, by.person, now(), words
    asked.save()
    return asked


def _approve(case: Case, given: Given, words: str, by: Actor) -> Mapping[str, object]:
    asked = _decide(case, by, RequestState.APPROVED, words)
    told: Mapping[str, object] = {}
    if asked.kind == RequestKind.DISPUTE:
        told = uphold(case, asked, given, words, by)
    elif asked.kind == RequestKind.EXTENSION:
        clockwork.extend(case, asked.days or 0)
    else:
        clockwork.pause(case, asked.days or 0, asked.reason)
        case.state = State.SUSPENDED
    return {"request": asked.kind, **told}


def _decline(case: Case, given: Given, words: str, by: Actor) -> Mapping[str, object]:
    return {"request": _decide(case, by, RequestState.DECLINED, words).kind}


def _resume(case: Case, given: Given, words: str, by: Actor) -> None:
    clockwork.resume(case)


def _verify(case: Case, given: Given, words: str, by: Actor) -> Mapping[str, object]:
    note_verifier(case, by)
    token = given.upload_token
    attached = attach_photos(case, given.photo_ids, PhotoRole.VERIFY, by=by, upload_token=token)
    case.verifier = by.person
    return named_photos(attached)


def _close(case: Case, given: Given, words: str, by: Actor) -> None:
    case.closed_at = now()
    if given.is_public is not None and not case.version.is_private:
        show_photos(case, is_public=given.is_public)


def _reject(case: Case, given: Given, words: str, by: Actor) -> None:
    case.closed_at = now()


def _rate(case: Case, given: Given, words: str, by: Actor) -> None:
    rate_service(
        case.stream,
        service="cases",
        round_number=case.round,
        place=case.place,
        score=given.score or 0,
        words=words[:500],
        by=by,
        rater=rater_of(by, case),
    )


def _reopen(case: Case, given: Given, words: str, by: Actor) -> Mapping[str, object]:
    case.round += 1
    token = given.upload_token
    attached = attach_photos(case, given.photo_ids, PhotoRole.REPORT, by=by, upload_token=token)
    case.unit = case.handler = case.verifier = None
    case.closed_at = None
    return named_photos(attached)


EFFECTS: dict[Action, Effect] = {
    Action.FILE: _file,
    Action.REJECT: _reject,
    Action.DISPATCH: _dispatch,
    Action.RECLASSIFY: _reclassify,
    Action.RECALL: _recall,
    Action.ACCEPT: _take,
    Action.TAKE_OVER: _take,
    Action.DISPUTE: dispute,
    Action.SHOW_BEFORE: _show_before,
    Action.HAND_IN: _hand_in,
    Action.ASK_SUSPENSION: _ask(RequestKind.SUSPENSION),
    Action.ASK_EXTENSION: _ask(RequestKind.EXTENSION),
    Action.APPROVE: _approve,
    Action.DECLINE: _decline,
    Action.RESUME: _resume,
    Action.PASS: _verify,
    Action.FAIL: _verify,
    Action.CLOSE: _close,
    Action.RATE: _rate,
    Action.REOPEN: _reopen,
    Action.EDIT_PUBLIC: edit_public,
    Action.MERGE: merge,
    Action.UNMERGE: unmerge,
    Action.SPLIT: split,
    Action.GO_ON: go_on,
    Action.MARK_DEMAND: propose_mark,
    Action.CONFIRM_MARK: confirm_mark,
    Action.DECLINE_MARK: decline_mark,
    Action.ASK_SECOND_LOOK: ask_second_look,
    Action.KEEP_MARK: keep_mark,
    Action.LIFT_MARK: lift_mark,
    Action.ISSUE_ORDER: issue_order,
    Action.ANSWER_ORDER: answer_order,
    Action.ACCEPT_ANSWER: accept_answer,
    Action.RETURN_ANSWER: return_answer,
    Action.WITHDRAW_ORDER: withdraw_order,
}
