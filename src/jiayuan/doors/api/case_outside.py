"""Cases: asking somebody outside by a link, and what came back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.addresses import absolute
from jiayuan.services.cases.domain.outside.reply import note_answer
from jiayuan.services.cases.domain.outside.send import (
    PERMISSION,
    OutsideDraft,
    remind_outside,
    revoke_outside,
    send_link,
)
from jiayuan.services.cases.domain.outside.tokens import path_of
from jiayuan.services.cases.domain.queries.opened import no_such_case
from jiayuan.services.cases.domain.queries.outside import Asked, asked_of, standing_of
from jiayuan.services.cases.models import Case, OutsideAnswer, OutsideLink

from .cases import Number, opened_in_full
from .outermost import nonce_of
from .schemas import Key
from .schemas_beside import OutsideIn, OutsideOut, ReplyIn
from .scopes import ASK_OUTSIDE
from .visitors import Door, actor_of

router = Router(tags=["cases"], auth=Door(ASK_OUTSIDE))


def _case(request: HttpRequest, number: str) -> Case:
    case = opened_in_full(request, number)
    gate(actor_of(request), PERMISSION, case)
    return case


def _out(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    link = asked.link
    path = path_of(link) if asked.standing.waits else ""
    return {name: getattr(link, name) for name in ("name", "matter", "asked", "sent_at", "until")} | {
        "id": link.pk,
        "standing": str(asked.standing.label),
        "waits": asked.standing.waits,
        "link": absolute(request, path) if path else "",
        "answers": [
            {
                "id": each.pk,
                "kind": each.kind,
                "kind_label": each.get_kind_display(),
                "at": each.at,
                "words": each.words,
                "is_noted": each.seen_at is not None,
                "reply": each.reply,
            }
            for each in asked.answers
        ],
    }


def _link_out(request: HttpRequest, case: Case, link: OutsideLink) -> dict[str, Any]:
    return _out(request, Asked(link, standing_of(link, case), list(link.answers.all())))


def _link(case: Case, pk: int) -> OutsideLink:
    link = case.outside_links.filter(pk=pk).first()
    if link is None:
        raise no_such_case()
    return link


@router.get("/{number}/outside", response=list[OutsideOut], summary="Who outside was asked")
def read(request: HttpRequest, number: Number) -> Any:
    """The newest first, with the answers. For the unit that has the case, and the community's desk."""
    return [_out(request, each) for each in asked_of(_case(request, number))]


def _may_ask(request: HttpRequest, number: str, **_more: Any) -> None:
    _case(request, number)


FIRST = Door(ASK_OUTSIDE, rule=_may_ask)


@router.post("/{number}/outside", response={201: OutsideOut}, auth=FIRST, summary="Ask somebody outside")
def send(request: HttpRequest, number: Number, payload: OutsideIn) -> Any:
    """They answer by a link, without an account. The unit stays responsible, and the clock runs on."""
    case = _case(request, number)
    draft = OutsideDraft(**payload.dict())
    link = send_link(case.pk, draft, by=actor_of(request), nonce=nonce_of(request))
    return Status(201, _link_out(request, case, link))


@router.post("/{number}/outside/{link}/remind", response=OutsideOut, summary="Remind them")
def remind(request: HttpRequest, number: Number, link: Key) -> Any:
    """The same link once more as a text message; at most once a day and three times."""
    case = _case(request, number)
    held = remind_outside(_link(case, link).pk, by=actor_of(request), nonce=nonce_of(request))
    return _link_out(request, case, held)


@router.post("/{number}/outside/{link}/revoke", response=OutsideOut, summary="Take a link back")
def revoke(request: HttpRequest, number: Number, link: Key) -> Any:
    """It opens nothing any more; what was answered stays."""
    case = _case(request, number)
    held = revoke_outside(_link(case, link).pk, by=actor_of(request), nonce=nonce_of(request))
    return _link_out(request, case, held)


@router.post(
    "/{number}/outside/{link}/answers/{answer}/note",
    response={204: None},
    auth=FIRST,
    summary="Take note of an answer",
)
def note(request: HttpRequest, number: Number, link: Key, answer: Key, payload: ReplyIn) -> Any:
    """It no longer waits in the inbox. The first reply holds."""
    held = _link(_case(request, number), link)
    if not OutsideAnswer.objects.filter(link=held, pk=answer).exists():
        raise no_such_case()
    note_answer(answer, by=actor_of(request), reply=payload.reply, nonce=nonce_of(request))
    return HttpResponse(status=204)
