"""Shapes of what stands beside a case: links for somebody outside, proof files, signs, and frozen months."""

from datetime import datetime
from typing import Literal

from ninja import Field, Schema

from .figures import Day
from .schemas import _STRICT


class OutsideIn(Schema):
    model_config = _STRICT | {
        "json_schema_extra": {
            "examples": [
                {
                    "name": "市供水公司",
                    "matter": "井盖松动",
                    "asked": "请看看是不是你们的井",
                    "until": "2030-01-31",
                }
            ]
        }
    }

    name: str = Field(description="Who is asked, at most 60 characters.")
    matter: str = Field(
        description="What it is about, at most 200 characters; what points to a person is taken out."
    )
    asked: str = Field(description="What they are asked to do, at most 500 characters.")
    until: Day = Field(description="By which day an answer is needed: from today to ninety days on.")
    phone: str = Field("", description="A mobile number; the link then leaves as a text message.")
    shows_place: bool = Field(True, description="Whether they see exactly where it is.")
    shows_photos: bool = Field(True, description="Whether they see the photos.")


class OutsideAnswerOut(Schema):
    id: int
    kind: str
    kind_label: str
    at: datetime
    words: str
    is_noted: bool = Field(description="Somebody of the unit took note of it.")
    reply: str


class OutsideOut(Schema):
    id: int
    name: str
    matter: str
    asked: str
    sent_at: datetime
    until: datetime
    standing: str = Field(description="How it stands, in words.")
    waits: bool = Field(description="An answer can still come.")
    link: str = Field(
        description="The whole link while an answer can come, else empty. Who has it answers by it."
    )
    answers: list[OutsideAnswerOut]


class ReplyIn(Schema):
    model_config = _STRICT

    reply: str = Field(
        "", description="Stands on the page of the link; a question needs one. At most 500 characters."
    )


class DossierIn(Schema):
    model_config = _STRICT

    kind: Literal["office", "reporter"] = Field(
        "office", description="For those who work on the case, or for whoever reported it."
    )


class DossierOut(Schema):
    id: int
    kind: str
    state: str = Field(description="waiting, ready, failed or forgotten; it is kept for seven days.")
    asked_at: datetime
    bytes: int
    sha256: str
    file: str = Field(description="Where it is fetched once it is ready, else empty.")


class DoubtOut(Schema):
    id: int
    kind: str
    state: str
    state_label: str
    round: int
    raised_at: datetime
    words: str = Field(description="What was seen, and what would have been usual.")
    other: str = Field(description="The number of another case that it is about, else empty.")
    reason: str
    may_decide: bool


class VerdictIn(Schema):
    model_config = _STRICT

    verdict: Literal["real", "explained"] = Field(description="real: it was not done. explained: it was.")
    reason: str = Field(description="What was found, at most 500 characters.")


class MonthOut(Schema):
    month: str = Field(description="Such as 2026-10.")
    frozen_at: datetime
    lines: int
    digest: str = Field(description="SHA-256 over all that was frozen; the ledger holds the same.")


class SumsOut(Schema):
    lines: int = Field(description="Closings.")
    timed: int = Field(description="Those of which the time counts.")
    in_time: int
    rated: int = Field(description="How many rated what counts.")
    satisfied: int = Field(description="How many of them gave four stars or five.")
    stars: int = Field(description="All their stars.")


class MonthRowOut(Schema):
    unit: int | None = None
    place: str | None = None
    name: str
    frozen: SumsOut
    present: SumsOut = Field(description="With what was corrected since.")
