"""Shapes of waste sorting: streams, bin days and drop points."""

from datetime import date

from ninja import Field, Schema


class StreamOut(Schema):
    code: str
    name: str
    colour: str = Field(description="Of its bin by GB/T 19095-2019; empty where no bin stands for it.")
    hex: str


class CollectionOut(Schema):
    day: date
    stream: str
    stream_name: str
    at: str = Field(description="About which hour of the day, in the district's time.", examples=["09:15"])


class OpeningHoursOut(Schema):
    weekdays: list[int] = Field(description="0 is Monday.")
    opens_at: str
    closes_at: str


class PointOut(Schema):
    id: int
    name: str
    where: str
    estate: str
    estate_name: str
    latitude: float | None
    longitude: float | None
    metres: int | None = Field(description="From the middle of the place that was asked for.")
    is_open: bool
    hours: list[OpeningHoursOut]


class BinsOut(Schema):
    place: str
    place_name: str
    collections: list[CollectionOut] = Field(
        description="Today and the six days after it; of an estate only."
    )
    points: list[PointOut] = Field(
        description="The nearest of the community, those of the estate itself first."
    )
