"""Shapes at the edge."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict, Strict

Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Word = Annotated[str, Field(max_length=24)]
PhotoKey = Annotated[UUID, Strict(False)]
_STRICT = ConfigDict(strict=True, extra="forbid")
"""What comes in is what it says: no number for a text, no text for a number, and nothing that nobody reads. A field
misspelt and dropped without a word would be lost to whoever sent it."""


class QuestionOut(Schema):
    key: str
    words: str
    kind: str
    required: bool
    choices: list[dict[str, str]] = []


class CategoryOut(Schema):
    code: str
    name: str
    group: str
    handled_by: str
    promised: str
    proof: str
    is_urgent: bool
    is_private: bool
    reopen_days: int
    questions: list[QuestionOut]


class ReportIn(Schema):
    model_config = _STRICT | {
        "json_schema_extra": {
            "examples": [{"category": "0105", "words": "井盖松动", "latitude": 37.861, "longitude": 112.571}]
        }
    }

    category: str = Field(max_length=12, description="A code of /api/categories.")
    words: str = Field(description="What is wrong, at most 2,000 characters.")
    latitude: float | None = Field(None, description="WGS-84 degrees.")
    longitude: float | None = Field(None, description="WGS-84 degrees.")
    place: Word = Field("", description="Path of a community, where no position is known.")
    address: str = Field("", description="Where exactly, at most 120 characters.")
    answers: dict[str, str] = Field({}, description="Answers to the category's questions, by their key.")
    photos: list[PhotoKey] = Field([], description="Photos sent before to /api/photos; at most six.")
    contact_name: str = Field("", description="Whom to ask back. Shown to nobody without a recorded reason.")
    contact_phone: str = Field("", description="How to reach them; masked everywhere.")


class SimilarIn(Schema):
    model_config = _STRICT | {
        "json_schema_extra": {
            "examples": [
                {"category": "E0101", "words": "便道上堆货", "latitude": 37.861, "longitude": 112.571}
            ]
        }
    }

    category: str = Field(max_length=12, description="A code of /api/categories.")
    words: str = Field("", description="What is wrong, at most 2,000 characters.")
    latitude: float | None = Field(None, description="WGS-84 degrees.")
    longitude: float | None = Field(None, description="WGS-84 degrees.")
    place: Word = Field("", description="Path of a community, where no position is known.")
    photos: list[PhotoKey] = Field([], description="Photos sent before to /api/photos; at most six.")


class SimilarOut(Schema):
    number: str
    because: str = Field(description="Why it may be the same, in a sentence.")
    metres: int | None = Field(description="Rounded; from the middle of the 100-metre square it lies in.")
    category: str
    state: str
    state_label: str
    public_words: str
    reported_at: datetime
    neighbours: int = Field(description="How many reported it, the first included.")


class JoinIn(Schema):
    model_config = _STRICT | {"json_schema_extra": {"examples": [{"words": "我家门口也是"}]}}

    words: str = Field("", description="A word on it, at most 500 characters. Seen by those who work on it.")
    phone: str = Field("", description="For somebody without an account: told when it is put right.")
    photos: list[PhotoKey] = Field([], description="Photos sent before to /api/photos; at most six.")
    reopen_because: str = Field(
        "",
        description="For a case that was closed although it is not put right: why it is to be opened again.",
    )


class JoinedOut(Schema):
    number: str
    token: str = Field(
        description="Opens the case without an account, in X-Case-Token. Shown only here; empty if known already."
    )
    link: str = Field(description="Where it is followed with the token; empty without one.")
    neighbours: int = Field(description="How many reported it, the first included.")


class ReportedOut(Schema):
    number: str
    token: str = Field(description="Opens the case without an account. Shown only here; keep it.")
    link: str
    due_at: datetime | None


class LineOut(Schema):
    at: datetime
    action: str
    what: str
    who: str
    words: str
    state: str


class DueOut(Schema):
    at: datetime
    light: str
    because: str
    remaining: str
    stage: str


class SuspendedOut(Schema):
    until: datetime = Field(description="When the clock goes on by itself.")
    because: str


class PhotoOut(Schema):
    role: str = Field(description="report, before, after or verify.")
    url: str = Field(description="The picture, JPEG, under the same right of reading.")
    thumb: str = Field(description="A small one.")


class PieceOut(Schema):
    number: str
    unit: str
    words: str
    state: str
    state_label: str
    is_awaited: bool = Field(description="Whether the case that leads waits for it.")
    due_at: datetime | None


class PieceIn(Schema):
    model_config = _STRICT

    unit: Key = Field(description="The organisation that does this part.")
    words: str = Field(description="What it is to do, at most 500 characters; the reporter reads it too.")
    category: str = Field(
        "", max_length=12, description="Whose promise counts for it; without one, the case's."
    )


class CaseOut(Schema):
    """The private fields are left out for those who may see only the public page."""

    number: str
    state: str
    state_label: str
    category: str
    category_name: str
    place: str
    place_name: str
    reported_at: datetime
    closed_at: datetime | None = None
    public_words: str
    neighbours: int | None = Field(
        None, description="How many reported it, the first included; for one case."
    )
    photos: list[PhotoOut] = []
    latitude: float | None = Field(
        None, description="Exact for those who work on it, to 100 m for the public."
    )
    longitude: float | None = None
    revision: int | None = Field(None, description="Send it back with an action, in the body or in If-Match.")
    words: str | None = None
    address: str | None = None
    answers: dict[str, Any] | None = None
    unit: str | None = None
    part_of: str | None = Field(None, description="The number of the case that leads, of a part of one.")
    parts: list[PieceOut] | None = Field(None, description="The parts it was divided in, for one case.")
    due: DueOut | None = None
    suspended: SuspendedOut | None = None
    timeline: list[LineOut] | None = None


class ListQuery(Schema):
    """Filters as in the console's list; what a filter cannot mean is left out."""

    state: str = Field("", description="A state of /api/lifecycle, or `open`.")
    category: str = Field("", description="A category's code, or the beginning of one.")
    place: str = Field("", description="Path of a place; everything inside it counts.")
    unit: str = Field("", description="The number of an organisation.")
    light: str = Field("", description="red (overdue), amber (due today) or green.")
    mine: str = Field("", description="1: what I or my unit handle or verify.")
    period: str = Field("", description="reported-30 or closed-30: the last thirty days.")
    q: str = Field("", max_length=60, description="Words, an address or a case number.")
    after: str = Field("", max_length=400, description="`next` of the page before.")


class CasesOut(Schema):
    cases: list[CaseOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class OfferOut(Schema):
    action: str
    label: str
    allowed: bool
    because: str = ""
    remedy: str = ""
    needs: list[str]
    target: str | None


class ActionIn(Schema):
    """What the action needs (see /api/lifecycle), and the ``revision`` that was shown."""

    model_config = _STRICT | {"json_schema_extra": {"examples": [{"revision": 3, "words": "已经更换井盖"}]}}

    revision: Key | None = Field(
        None, description="The revision that was read; or send its ETag in If-Match. One of both is needed."
    )
    words: str = Field("", description="A reason, a note, or what was done; at most 1,000 characters.")
    category: str = Field("", max_length=12, description="For `file`.")
    unit: Key | None = Field(
        None,
        description="An organisation: for `dispatch`; in a `dispute` who should have it; to `approve` one, where to.",
    )
    photos: list[PhotoKey] = Field([], description="Photos sent before to /api/photos.")
    photos_before: list[PhotoKey] = Field([], description="For `hand_in`: photos from before the work.")
    ground: str = Field(
        "", max_length=24, description="A ground of /api/lifecycle, for the actions that name one."
    )
    wanted: str = Field("", description="For `issue_order`: what is to be done; at most 1,000 characters.")
    lead: str = Field("", max_length=20, description="For `merge`: the number of the case that leads.")
    parts: list[PieceIn] = Field(
        [], max_length=9, description="For `split`: the units that each do a part. The case itself leads."
    )
    days: int | None = Field(
        None, description="For asking to suspend or for more time: working days, 1 to 60."
    )
    score: int | None = Field(None, description="For `rate`: 1 to 5.")
    public_words: str | None = Field(
        None, description="For `file` and `edit_public`: what everybody may read."
    )
    is_public: bool | None = Field(
        None, description="For `file` and `edit_public`: may everybody see it? For `close`: its photos?"
    )
    photos_public: bool | None = Field(None, description="For `edit_public`: may everybody see its photos?")


class PhotoSentOut(Schema):
    id: UUID = Field(description="Send it in `photos` of a report or an action within two days.")
    url: str
    thumb: str
    upload_token: str = Field(
        description="For somebody without a name: send it in X-Upload-Token with what uses the photo. Else empty."
    )


class TransitionOut(Schema):
    action: str
    label: str
    sources: list[str]
    target: str | None
    otherwise: dict[str, str] = Field({}, description="Sources from which it leads elsewhere.")
    comes_back: list[str] = Field([], description="Without a target: it comes back to the one it had before.")
    needs: list[str]
    grounds: dict[str, str] = Field({}, description="The grounds to choose from, with their names.")
