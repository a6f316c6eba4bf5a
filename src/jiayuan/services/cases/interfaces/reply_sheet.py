"""The form of kept words. Its field ``keeper`` is ``place:<path>`` or ``unit:<number>``."""

from ..domain.replies.keep import ReplyDraft
from ..models import ReplyTemplate
from .sheet import Sheet, whole_number

FIELDS = ("name", "name_en", "words", "words_en", "action")


def draft_of_reply(sheet: Sheet) -> ReplyDraft:
    kind, _colon, which = sheet.get("keeper").partition(":")
    return ReplyDraft(
        **{name: sheet.get(name) for name in FIELDS},
        category=sheet.get("category"),
        place=which if kind == "place" else "",
        unit_id=whole_number(which) if kind == "unit" else None,
    )


def sheet_of_reply(reply: ReplyTemplate) -> Sheet:
    """Kept words, ready to be changed."""
    keeper = f"place:{reply.place_id}" if reply.place_id else f"unit:{reply.unit_id}"
    values = {name: str(getattr(reply, name)) for name in FIELDS}
    return Sheet(values=values | {"category": reply.category_id or "", "keeper": keeper})
