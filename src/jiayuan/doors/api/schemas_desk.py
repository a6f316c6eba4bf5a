"""Shapes of what desks and units keep and owe: words for answers, supervision orders."""

from datetime import datetime

from ninja import Field, Schema

from .schemas import _STRICT, Key, Word


class OrdersQuery(Schema):
    """What a filter cannot mean is left out."""

    state: str = Field("", description="A state, or live, or late.")
    level: str = Field("", description="Which office issued it.")
    place: str = Field("", description="Path of a place; everything inside it counts.")
    after: str = Field("", max_length=400, description="`next` of the page before.")


class OrderOut(Schema):
    number: str = Field(description="Such as 2026-0012.")
    case: str = Field(description="The printed number of its case.")
    category_name: str
    place: str
    place_name: str
    unit: str | None = None
    state: str
    state_label: str
    level: str
    level_label: str
    reason: str
    wanted: str
    days: int = Field(description="Working days for the answer.")
    issued_at: datetime
    due_at: datetime
    is_late: bool = Field(description="An answer is owed and was due before now.")
    answer: str
    answered_at: datetime | None = None
    remark: str
    judged_at: datetime | None = None


class OrdersOut(Schema):
    orders: list[OrderOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class RepliesQuery(Schema):
    after: str = Field("", max_length=400, description="`next` of the page before.")


class ReplyKeptOut(Schema):
    id: int
    name: str
    name_en: str
    words: str
    words_en: str
    action: str = Field(description="The action it is offered with; empty: any.")
    category: str = Field(description="The category it is offered for, and what is below; empty: any.")
    place: str = Field(description="Path of the place that keeps it, else empty.")
    unit: int | None = Field(description="The unit that keeps it, else null.")
    keeper: str
    revision: int = Field(description="Send it with a change.")
    uses: int = Field(description="How often it was sent.")
    changed_at: datetime
    may_change: bool


class RepliesOut(Schema):
    replies: list[ReplyKeptOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class ReplyWriteIn(Schema):
    model_config = _STRICT | {
        "json_schema_extra": {
            "examples": [{"name": "已受理", "words": "编号 {编号}。", "place": "140106001001"}]
        }
    }

    name: str = Field(description="At most 60 characters; once for each keeper.")
    words: str = Field(description="In Chinese, at most 1,000 characters.")
    name_en: str = ""
    words_en: str = ""
    action: Word = Field("", description="One of the actions of a case; empty: any.")
    category: str = Field("", max_length=12, description="A code of /api/categories; empty: any.")
    place: Word = Field("", description="Path of the place that keeps it; or send a unit.")
    unit: Key | None = Field(None, description="The unit that keeps it; or send a place.")


class ReplySeenIn(Schema):
    model_config = _STRICT

    revision: int = Field(ge=0, le=2**31 - 1, description="The revision that was read.")


class ReplyChangeIn(ReplyWriteIn):
    revision: int = Field(ge=0, le=2**31 - 1, description="The revision that was read.")
