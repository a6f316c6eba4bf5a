"""A case of which somebody outside was asked."""

from datetime import timedelta
from typing import Any

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.services.cases.domain.outside.answer import OutsideGiven, answer_outside
from jiayuan.services.cases.domain.outside.send import OutsideDraft, send_link
from jiayuan.services.cases.domain.outside.tokens import token_of
from jiayuan.services.cases.models import OutsideAnswer, OutsideLink
from jiayuan.services.cases.outside_enums import OutsideKind
from tests.factories import PhotoFactory
from tests.services.cases.story import Story

NUMBER = "13900001111"


def draft(**changes: Any) -> OutsideDraft:
    fields: dict[str, Any] = {
        "name": "市供水公司", "matter": "井盖松动", "asked": "请看看是不是你们的井",
        "until": today() + timedelta(days=3), "phone": NUMBER,
    } | changes  # fmt: skip
    return OutsideDraft(**fields)


def ask(story: Story, by: Actor | None = None, nonce: str | None = None, **changes: Any) -> OutsideLink:
    return send_link(story.case.pk, draft(**changes), by=by or story.handler, nonce=nonce)


def photos(session: str, many: int = 1) -> list[Any]:
    from jiayuan.foundation.access.actor import hash_token

    return [PhotoFactory(upload_token=hash_token(session), uploaded_by=None).pk for _ in range(many)]


def answer(
    link: OutsideLink, kind: OutsideKind, words: str = "好的", nonce: str | None = None, **given: Any
) -> OutsideAnswer:
    if kind == OutsideKind.TAKE:
        given.setdefault("expected_on", today() + timedelta(days=1))
    if kind == OutsideKind.DONE:
        given = {"photo_ids": photos("outside"), "upload_token": "outside"} | given
    return answer_outside(
        token_of(link.seed), kind, OutsideGiven(words=words, **given), by=Actor(), nonce=nonce
    )
