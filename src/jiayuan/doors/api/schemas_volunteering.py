"""Shapes of volunteering: hours and certificates of one's own, pairings, lists of a year, volunteers."""

from datetime import date, datetime

from ninja import Field, Schema

from .schemas import _STRICT


class PageQuery(Schema):
    after: str = Field("", max_length=400, description="`next` of the page before.")


class HourOut(Schema):
    id: int
    minutes: int = Field(description="Below zero for a reversal.")
    kind: str = Field(description="service or training.")
    kind_label: str
    counts: bool = Field(description="Does it count as volunteer service? Reversals count against it.")
    because: str = Field(description="Why it counts, or why not.")
    because_label: str
    words: str
    starts_at: datetime
    ends_at: datetime
    place: str
    place_name: str
    unit: str = Field(description="The recording unit.")
    source: str
    reverses: int | None = Field(None, description="The entry that it takes off.")
    is_reversed: bool = Field(description="It was taken off; what was right is written anew.")


class WaitingHourOut(Schema):
    words: str
    minutes: int
    state: str
    state_label: str
    reason: str = Field(description="Why it was not confirmed; else empty.")
    confirm_by: datetime


class HoursOut(Schema):
    minutes: int = Field(description="Service that counts, reversals taken off.")
    training_minutes: int = Field(description="Training, which is never service.")
    waiting: list[WaitingHourOut] = Field(description="Not confirmed yet, or refused lately.")
    entries: list[HourOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class CorrectionIn(Schema):
    model_config = _STRICT | {"json_schema_extra": {"examples": [{"minutes": 45, "words": "提前一刻钟走的"}]}}

    minutes: int = Field(ge=0, le=1440, description="What it should be; 0 takes the entry off.")
    words: str = Field(description="Why, in at most 200 characters.")


class CorrectionOut(Schema):
    id: int
    entry: int
    minutes: int
    words: str
    state: str
    state_label: str
    reason: str
    asked_at: datetime


class CertificateOut(Schema):
    number: str
    state: str
    state_label: str
    minutes: int
    first: date = Field(description="The first day of service in it.")
    last: date = Field(description="The last day of service in it.")
    unit: str
    issued_on: date
    replaced_by: str | None = None
    reason: str
    digest: str = Field(description="SHA-256 of the frozen content; it is printed too.")
    verify: str = Field(description="The address that its code leads to.")


class CertificatesOut(Schema):
    certificates: list[CertificateOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class VerifiedOut(Schema):
    """Of one that is not valid any more only that."""

    number: str
    state: str
    state_label: str
    replaced_by: str | None = None
    name: str | None = Field(None, description="Masked; only of a valid one.")
    minutes: int | None = None
    unit: str | None = None
    issued_on: date | None = None


class PairingsQuery(PageQuery):
    """What a filter cannot mean is left out."""

    state: str = Field("", description="proposed, agreed or ended; else those that live.")
    place: str = Field("", description="Path of a place; everything inside it counts.")
    q: str = Field("", max_length=60, description="Part of a name.")
    silent: str = Field("", description="1: nothing was done together for long.")


class PairingOut(Schema):
    id: int
    organisation: int
    organisation_name: str
    community: str
    community_name: str
    state: str
    state_label: str
    since: date
    until: date | None = None
    last_activity: date | None = None


class PairingsOut(Schema):
    pairings: list[PairingOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class ListsQuery(PageQuery):
    """What a filter cannot mean is left out."""

    place: str = Field("", description="Path of a place; everything inside it counts.")
    year: str = Field("", description="Four digits; else every year.")


class YearlyItemOut(Schema):
    id: int
    kind: str = Field(description="need, resource or project.")
    kind_label: str
    year: int
    words: str
    skill: str | None = None
    state: str
    state_label: str
    community: str
    community_name: str
    organisation_name: str | None = Field(None, description="Whose offer it is; needs have none.")
    matched: int | None = Field(None, description="The item that meets it.")


class YearlyItemsOut(Schema):
    items: list[YearlyItemOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class VolunteersQuery(PageQuery):
    """What a filter cannot mean is left out."""

    place: str = Field("", description="Path of a place; everything inside it counts.")
    skill: str = Field("", description="Code of a skill.")
    q: str = Field("", max_length=60, description="Part of a name.")


class VolunteerOut(Schema):
    id: int
    name: str = Field(description="Masked. The console shows the whole for a reason that is kept.")
    phone: str = Field(description="Masked.")
    community: str
    community_name: str
    since: date
    skills: list[str]
    is_minor: bool
    may_take_part: bool = Field(description="Of age, or the guardian agreed.")


class VolunteersOut(Schema):
    volunteers: list[VolunteerOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")
