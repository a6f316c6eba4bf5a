"""Shapes of gatherings at the edge."""

from datetime import datetime
from typing import Literal

from ninja import Field, Schema

from .schemas import _STRICT, Key

Within = Literal["in", "out"]


class GatheringsQuery(Schema):
    place: str = Field("", max_length=24, description="Path of a community; without it, everywhere.")
    after: str = Field("", max_length=400, description="`next` of the page before.")


class PageQuery(Schema):
    after: str = Field("", max_length=400, description="`next` of the page before.")


class SeatsOut(Schema):
    id: int = Field(description="Send it as `role` to sign up.")
    name: str
    seats: int
    free: int
    waiting: int = Field(description="How many wait for a seat.")
    min_age: int | None = None


class SignUpOut(Schema):
    id: int = Field(description="Cancels it, or takes the seat that is offered.")
    gathering: int
    role: int
    state: str = Field(description="held, waiting, offered, walked_in, cancelled or lapsed.")
    state_label: str
    name: str = Field("", description="Of a companion without an account.")
    ahead: int | None = Field(None, description="How many are before it on the waiting list.")
    offered_until: datetime | None = None
    came: datetime | None = None
    went: datetime | None = None
    minutes: int | None = None


class GatheringOut(Schema):
    id: int
    kind: str
    title: str
    words: str = ""
    place: str
    place_name: str
    where: str
    starts_at: datetime
    ends_at: datetime
    state: str = Field(description="draft, published, running, closed, filed or cancelled.")
    state_label: str
    roles: list[SeatsOut]
    mine: SignUpOut | None = None


class GatheringsOut(Schema):
    gatherings: list[GatheringOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class SignUpsOut(Schema):
    sign_ups: list[SignUpOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class SignUpIn(Schema):
    model_config = _STRICT | {"json_schema_extra": {"examples": [{"role": 1, "companions": ["小李"]}]}}

    role: Key = Field(description="The `id` of one of its roles.")
    companions: list[str] = Field(
        [], max_length=20, description="Names of those who come along: seats for all together, or none."
    )
    all_old_enough: bool = Field(
        False, description="For a role with `min_age`: everybody signed up is old enough."
    )


class PartyIn(Schema):
    model_config = _STRICT | {"json_schema_extra": {"examples": [{"whole_group": True}]}}

    whole_group: bool = Field(False, description="With those who were signed up together.")


class CheckIn(Schema):
    model_config = _STRICT | {"json_schema_extra": {"examples": [{"way": "in", "code": "TSMVLTSHTA"}]}}

    way: Within = Field(description="in or out.")
    code: str = Field(
        max_length=20, description="What the host's screen shows; it changes every half minute."
    )
    kept_at: str = Field(
        "",
        max_length=40,
        description="Only for what a device kept without network: its own time, ISO 8601 with an offset. The time that "
        "counts is that of the code.",
    )
    latitude: float | None = Field(
        None, description="WGS-84 degrees. Only whether it is at the place is kept."
    )
    longitude: float | None = Field(None, description="WGS-84 degrees.")


class MarkIn(Schema):
    model_config = _STRICT | {"json_schema_extra": {"examples": [{"sign_up": 1, "way": "in"}]}}

    sign_up: Key
    way: Within = Field(description="in or out.")
    at: str = Field("", max_length=40, description="When, ISO 8601 with an offset; without it, now.")


class AttendanceOut(Schema):
    id: int
    name: str = Field(description="Masked.")
    role: str
    state: str = Field(description="held, waiting, offered, walked_in, cancelled or lapsed.")
    came: datetime | None = None
    went: datetime | None = None
    minutes: int | None = None
    presence: str | None = Field(None, description="sure, pending (the host is asked) or denied.")


class AttendancesOut(Schema):
    attendance: list[AttendanceOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")
