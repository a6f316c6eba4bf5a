"""Shapes of the lines of frozen months and of their appeals."""

from datetime import datetime
from typing import Literal

from ninja import Field, Schema

from .schemas import _STRICT, Key, PhotoKey


class ScoreLinesQuery(Schema):
    """What a filter cannot mean is left out."""

    unit: int | None = Field(None, ge=1, le=2**63 - 1, description="The number of an organisation.")
    place: str = Field("", max_length=24, description="Path of a place; everything inside it counts.")
    show: str = Field("", description="timed, in_time, late, rated, satisfied or out; empty: all lines.")
    after: str = Field("", max_length=400, description="`next` of the page before.")


class ScoreFactsOut(Schema):
    is_late: bool
    why: str = Field(description="Why it counts, or does not: counts, set_aside and others.")
    rated: int
    satisfied: int
    stars: int = Field(description="All their stars.")


class ScoreLineOut(Schema):
    id: int
    case: str = Field(description="The printed number of its case.")
    round: int
    unit: int
    unit_name: str
    place: str
    category_name: str
    since: datetime
    due_at: datetime
    done_at: datetime
    closed_at: datetime
    paused_minutes: int
    extra_days: int
    frozen: ScoreFactsOut
    present: ScoreFactsOut = Field(description="With what was corrected since.")
    appeal_until: datetime
    appeal: int | None = Field(description="The appeal of it, if there is one.")


class ScoreLinesOut(Schema):
    lines: list[ScoreLineOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class AppealsQuery(Schema):
    """What a filter cannot mean is left out."""

    state: str = Field("", description="waiting, left_out, in_time, late or declined.")
    month: str = Field("", description="A frozen month.")
    mine: str = Field("", description="1: those that I have to decide.")
    after: str = Field("", max_length=400, description="`next` of the page before.")


class AppealOut(Schema):
    id: int
    line: int
    month: str = Field(description="Such as 2026-10.")
    case: str = Field(description="The printed number of its case.")
    category_name: str
    who: str = Field(description="Whose appeal it is: the unit's, or that of the place.")
    ground: str
    ground_label: str
    words: str
    asked_at: datetime
    decide_by: datetime
    state: str
    state_label: str
    reason: str
    decided_at: datetime | None = None


class AppealsOut(Schema):
    appeals: list[AppealOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class AppealIn(Schema):
    model_config = _STRICT

    line: Key = Field(description="The number of a line of a frozen month.")
    ground: str = Field(max_length=12, description="times, waited, beyond, not_ours or rating.")
    words: str = Field(description="Why it is wrong, at most 500 characters.")
    photo: PhotoKey | None = Field(None, description="One photo sent before to /api/photos.")


class DecisionIn(Schema):
    model_config = _STRICT

    outcome: Literal["left_out", "in_time", "late", "declined"] = Field(
        description="What becomes of the line; only what changes something can be chosen, else decline."
    )
    reason: str = Field(description="Why, at most 500 characters. Both sides read it.")
