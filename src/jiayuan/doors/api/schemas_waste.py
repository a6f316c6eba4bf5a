"""Shapes of waste sorting: streams, bin days and drop points, and appointments."""

from datetime import date, datetime

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
    moved_from: date | None = Field(
        description="The day whose collection is moved here, for a holiday or so."
    )


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


class AppointmentsQuery(Schema):
    after: str = Field("", max_length=400, description="`next` of the page before.")


class AppointmentOut(Schema):
    id: int
    state: str
    state_label: str
    stream: str
    stream_name: str
    day: date
    starts_at: str = Field(examples=["08:30"])
    ends_at: str = Field(examples=["11:30"])
    estate: str
    estate_name: str
    items: str = Field(description="Empty once it is over, as are address, name and number.")
    pieces: int
    address: str
    contact_name: str
    contact_phone: str = Field(description="Masked.")
    photo: str | None = Field(description="Where it is shown, to who may see it.")
    booked_at: datetime
    ended_at: datetime | None
    next_steps: list[str] = Field(
        description="What who booked it can do now: amend, cancel, move (to other hours)."
    )


class AppointmentsOut(Schema):
    appointments: list[AppointmentOut]
    next: str | None
