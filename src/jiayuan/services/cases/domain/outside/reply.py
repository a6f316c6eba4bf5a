"""Somebody of the unit takes note of an answer from outside, and perhaps replies."""

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ...models import OutsideAnswer
from ...outside_enums import OutsideKind
from ..locking import lock_case
from ..perform import role_of
from .send import PERMISSION


def note_answer(answer_id: int, *, by: Actor, reply: str = "", nonce: str | None = None) -> OutsideAnswer:
    """It no longer waits in the inbox. The reply stands on the page of the link; a question needs one.

    What was noted before stays as it is: the first reply holds.
    """
    with transaction.atomic():
        held = OutsideAnswer.objects.filter(pk=answer_id).values_list("link__case_id", flat=True).first()
        if held is None:
            raise Missing(_("There is no such answer."), _("Look at the case again."))
        case = lock_case(held)
        gate(by, PERMISSION, case)
        answer = (
            OutsideAnswer.objects.select_related("link").select_for_update(of=("self",)).get(pk=answer_id)
        )
        if answer.seen_at is not None:
            return answer
        needed = answer.kind == OutsideKind.ASK
        answer.reply = clean_words(reply, field="reply", limit=500, required=needed)
        answer.seen_at, answer.seen_by = now(), by.person
        answer.save(update_fields=["seen_at", "seen_by", "reply"])
        record(
            case.stream,
            "cases.outside_noted",
            by=by.person,
            after={
                "link": answer.link_id, "answer": answer.pk, "name": answer.link.name, "words": answer.reply,
                "role": role_of(case, by),
            },
            place_path=case.place_id,
            nonce=nonce,
        )  # fmt: skip
        return answer
