"""Shapes at the edge: places, organisations, messages, and what is about oneself."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema

from .schemas import _STRICT


class PlaceOut(Schema):
    path: str = Field(
        description="The statistical code as a path: what lies inside a place begins with its path."
    )
    kind: str
    name: str
    within: str = Field(description="The name of the place around it.")
    latitude: float | None = Field(description="WGS-84 degrees.")
    longitude: float | None = None


class PlaceDetailOut(PlaceOut):
    code: str = Field(description="The printed code, filled up with zeros to twelve digits.")
    around: list[PlaceOut] = Field(description="The places around it, from the district down.")
    opened_on: date | None = None
    closed_on: date | None = Field(None, description="Not empty: it was merged, split or moved.")


class PlacesOut(Schema):
    places: list[PlaceOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class WhereOut(Schema):
    place: PlaceOut | None = Field(
        description="The community that the position lies in; null outside the district."
    )
    nearest: list[PlaceOut] = Field(description="The five nearest communities.")


class OrganisationOut(Schema):
    id: int
    name: str
    short_name: str
    kind: str
    kind_label: str
    function: str
    function_label: str
    place: str
    place_name: str
    address: str
    closed_on: date | None = None


class OrganisationsOut(Schema):
    organisations: list[OrganisationOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class MessageOut(Schema):
    at: datetime
    title: str
    words: str
    url: str
    is_new: bool


class MessagesOut(Schema):
    messages: list[MessageOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class RoleOut(Schema):
    role: str
    label: str
    place: str
    place_name: str
    organisation: int | None = None
    until: date | None = None


class PreferencesOut(Schema):
    language: str = Field(description="zh or en.")
    care: bool = Field(description="Large type.")
    theme: str = Field(description="auto, light or dark.")


class PreferencesIn(Schema):
    """What is left out stays as it is."""

    model_config = _STRICT | {"json_schema_extra": {"examples": [{"language": "en"}]}}

    language: Literal["zh", "en"] | None = None
    care: bool | None = None
    theme: Literal["auto", "light", "dark"] | None = None


class MeOut(Schema):
    name: str
    phone: str = Field(description="Masked. The whole of it is in /api/me/export.")
    home_place: str | None = None
    roles: list[RoleOut]
    preferences: PreferencesOut
    scopes: list[str] | None = Field(None, description="With a token: what it may do.")
    reaches: str | None = Field(None, description="With a token: the place it does not reach beyond.")
    token_until: date | None = None


class ExportOut(Schema):
    made_at: datetime
    parts: dict[str, Any] = Field(description="Part by part, each with its label and data.")
