"""Kept words: what is said again and again in answers, by place and by unit."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.common.paging import page_of
from jiayuan.services.cases.domain.replies.keep import (
    MANAGE,
    ReplyDraft,
    change_reply,
    reply_to_change,
    retire_reply,
    write_reply,
)
from jiayuan.services.cases.domain.replies.offered import kept_replies
from jiayuan.services.cases.interfaces.reply_table import keeps_words
from jiayuan.services.cases.models import ReplyTemplate

from .outermost import nonce_of
from .schemas import Key
from .schemas_desk import RepliesOut, RepliesQuery, ReplyChangeIn, ReplyKeptOut, ReplySeenIn, ReplyWriteIn
from .scopes import KEEP_REPLIES
from .visitors import Door, actor_of

A_PAGE = 50
PLAIN = ("name", "name_en", "words", "words_en", "action", "revision", "uses", "changed_at")


def _answers_people(request: HttpRequest, **_more: Any) -> None:
    if not keeps_words(actor_of(request)):
        raise Refused(
            _("Only desks and units keep words for their answers."),
            _("Ask for a role where you work."),
        )


router = Router(tags=["replies"], auth=Door(KEEP_REPLIES, named=True, rule=_answers_people))


def _reply_out(request: HttpRequest, reply: ReplyTemplate) -> dict[str, Any]:
    return {name: getattr(reply, name) for name in PLAIN} | {
        "id": reply.pk,
        "category": reply.category_id or "",
        "place": reply.place_id or "",
        "unit": reply.unit_id,
        "keeper": reply.keeper,
        "may_change": bool(may(actor_of(request), MANAGE, reply)),
    }


def _draft(payload: ReplyWriteIn) -> ReplyDraft:
    values = payload.dict(exclude={"revision", "unit"})
    return ReplyDraft(**values, unit_id=payload.unit)


@router.get("", response=RepliesOut, summary="Kept words of my places and units")
def read_replies(request: HttpRequest, query: Query[RepliesQuery]) -> Any:
    """Of the places around and inside mine, and of my units; newest first."""
    rows = kept_replies(actor_of(request))
    page = page_of(rows, by="-id", after=query.after, size=A_PAGE)
    return {"replies": [_reply_out(request, each) for each in page], "next": page.next_cursor}


@router.post("", response={201: ReplyKeptOut}, summary="Keep words")
def write(request: HttpRequest, payload: ReplyWriteIn) -> Any:
    """For a place or for a unit that I work for. Gaps such as `{number}` are filled in from the case."""
    written = write_reply(_draft(payload), by=actor_of(request), nonce=nonce_of(request))
    return Status(201, _reply_out(request, written))


@router.post("/{reply}", response=ReplyKeptOut, summary="Change kept words")
def change(request: HttpRequest, reply: Key, payload: ReplyChangeIn) -> Any:
    """All of it anew. Changed by somebody else since `revision` is answered with 409 and the code `stale`."""
    by, nonce = actor_of(request), nonce_of(request)
    found = reply_to_change(reply, by=by, nonce=nonce)
    changed = change_reply(found.pk, _draft(payload), seen=payload.revision, by=by, nonce=nonce)
    return _reply_out(request, changed)


@router.post("/{reply}/retire", response={204: None}, summary="Put kept words away")
def retire(request: HttpRequest, reply: Key, payload: ReplySeenIn) -> Any:
    """No longer offered; what was sent with them stays as it is."""
    by, nonce = actor_of(request), nonce_of(request)
    found = reply_to_change(reply, by=by, nonce=nonce)
    retire_reply(found.pk, seen=payload.revision, by=by, nonce=nonce)
    return HttpResponse(status=204)
