"""“Wish or report?”: what is for an office to put right becomes a case, and whoever wished becomes its reporter."""

from typing import Any

from jiayuan.foundation.access.actor import Actor
from jiayuan.services.cases.domain.given import ReportDraft, ToldElsewhere
from jiayuan.services.cases.domain.report import report_case

from ..models import Wish, WishContact


def become_a_report(wish: Wish, category_code: str, words: str, *, by: Actor) -> dict[str, Any]:
    """Write the report inside the same transaction, with ``words`` of the desk where the wish was only spoken.

    :raises Invalid: no such category.
    """
    contact = WishContact.objects.filter(wish=wish).first()
    draft = ReportDraft(
        category_code=category_code,
        words=wish.words or words,
        place_path=wish.place_id,
        address=wish.address,
        contact_name=contact.name if contact else "",
        contact_phone=contact.phone if contact else "",
        consent=wish.consent,
        told=ToldElsewhere(wish.wisher, wish.token_hash),
    )
    wish.case = report_case(draft, by=by).case
    return {"case": wish.case.number}
