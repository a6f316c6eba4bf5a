"""Shapes of dispatch rules, of what a draft would have done, and of how good suggestions are."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import Strict

from .schemas import _STRICT

Day = Annotated[date, Strict(False)]


class RuleOut(Schema):
    position: int
    name: str
    conditions: list[str] = Field(description="Of cases that fit all of them.")
    target: str = Field(
        description="Where such a case goes; where that is nowhere near, the next rule is asked."
    )


class RuleSetOut(Schema):
    number: int | None = Field(description="None: built in, or not published yet.")
    state: str = Field(description="current, past or draft.")
    revision: int
    reason: str
    published_at: datetime | None
    rules: list[RuleOut]


class DryRunIn(Schema):
    model_config = _STRICT

    since: Day | None = Field(None, description="First day; empty: ninety days before the last.")
    until: Day | None = Field(None, description="Last day; empty: today.")


class UnitOut(Schema):
    unit: int
    name: str


class MoveOut(Schema):
    from_: UnitOut | None = Field(alias="from", description="None: no rule led to a unit.")
    to: UnitOut | None = Field(description="None: no rule led to a unit.")
    many: int
    examples: list[str] = Field(description="Numbers of some of the cases.")


class DryRunResultOut(Schema):
    cases: int
    without: int = Field(description="Cases that no rule of the draft leads to a unit.")
    sent: int = Field(description="Cases that were sent to a unit in their time.")
    changed: int
    same: int
    rest: int = Field(description="Cases of smaller moves that are not listed.")
    share_before: int | None = Field(description="Per cent that the rules in force sent where people did.")
    share_after: int | None = Field(description="The same of the draft.")
    moves: list[MoveOut]


class DryRunOut(Schema):
    id: int
    revision: int = Field(description="Of the draft that was tried.")
    is_stale: bool = Field(description="The draft was changed since.")
    since: date
    until: date
    asked_at: datetime
    finished_at: datetime | None = Field(description="None: it is being worked out.")
    result: DryRunResultOut | None


class ShareOut(Schema):
    part: int
    whole: int


class BinOut(Schema):
    low: int
    high: int
    right: ShareOut


class OfCategoryOut(Schema):
    name: str
    first: ShareOut
    three: ShareOut
    taken: list[dict[str, Any]] = Field(description="For which others it was taken most, and how often.")


class MeasuredOut(Schema):
    first: ShareOut = Field(description="Right at once.")
    three: ShareOut = Field(description="Right among three.")
    proposed: ShareOut = Field(description="Texts for which something is proposed at all.")
    right: ShareOut = Field(description="How many of those were right.")
    bins: list[BinOut] = Field(description="Said with a confidence from low to high per cent, and right.")
    categories: list[OfCategoryOut]


class UsedOut(Schema):
    where: str
    first: ShareOut = Field(description="How often the first was chosen.")
    among: ShareOut = Field(description="How often one of those shown was chosen.")


class QualityOut(Schema):
    learnt_at: datetime | None = Field(description="None: nothing was learnt yet.")
    measured: MeasuredOut | None
    used: list[UsedOut]


class VersionOut(Schema):
    version: int
    valid_from: date
    valid_until: date | None = Field(description="None: it holds today.")
    name: str
    handled_by: str
    promised: list[str] = Field(description="What is promised from the report to the end, a stretch each.")
    proof: str
    reopen_days: int
    is_urgent: bool
    is_private: bool
