"""Shapes at the edge."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema


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


class PlaceOut(Schema):
    path: str
    kind: str
    name: str
    within: str
    latitude: float | None
    longitude: float | None


class ReportIn(Schema):
    category: str = Field(max_length=12)
    words: str = Field(description="What is wrong, at most 2,000 characters.")
    latitude: float | None = Field(None, description="WGS-84 degrees.")
    longitude: float | None = None
    place: str = Field("", max_length=24, description="Path of a community, where no position is known.")
    address: str = ""
    answers: dict[str, str] = {}
    photos: list[UUID] = []
    contact_name: str = ""
    contact_phone: str = ""


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
    closed_at: datetime | None
    public_words: str
    photos: list[dict[str, str]] = []
    latitude: float | None = Field(
        None, description="Exact for those who work on it, to 100 m for the public."
    )
    longitude: float | None = None
    revision: int | None = None
    words: str | None = None
    address: str | None = None
    answers: dict[str, Any] | None = None
    unit: str | None = None
    due: DueOut | None = None
    timeline: list[LineOut] | None = None


class ListQuery(Schema):
    """The filters of a list. A state, or ``open``; a category or the beginning of its code; red, amber or green."""

    state: str = ""
    category: str = ""
    place: str = ""
    unit: str = ""
    light: str = ""
    q: str = ""
    after: str = ""


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
    """Send the ``revision`` that was shown; an action on a case that moved on is answered with 409."""

    revision: int
    words: str = ""
    category: str = Field("", max_length=12)
    unit: int | None = None
    photos: list[UUID] = []
    days: int | None = None
    score: int | None = None
    public_words: str | None = None
    is_public: bool | None = None


class TransitionOut(Schema):
    action: str
    label: str
    sources: list[str]
    target: str | None
    needs: list[str]
