"""Shapes of help stations: wishes with their parts and claims, stations with their posts, services, the fund's year."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from .schemas import _STRICT, Key

Of = Literal["mine", "offered", "taken", "desk"]


class WishesQuery(Schema):
    of: Of = Field(
        "mine",
        description="mine: what I wished. offered: what I could take on. taken: what I hold or did. desk: of the "
        "places I work for.",
    )
    state: str = Field("", max_length=10, description="For `desk`: a state, `live` or `need`.")
    after: str = Field("", max_length=400, description="`next` of the page before.")


class WishCardOut(Schema):
    """What everybody may read of it; ``title`` and ``public_words`` are empty where it has no card yet."""

    number: str
    kind: str
    kind_label: str
    title: str
    public_words: str
    place: str
    place_name: str
    urgency: str
    state: str = Field(
        description="posted, open, claimed, done, split, fulfilled, partly, withdrawn, declined, moved or unmet."
    )
    state_label: str
    tier: str = Field("", description="To whom it is offered: point, team, centre, street, merchant or fund.")
    seats: int
    part: int | None = Field(None, description="Of a part: which one.")


class WishesOut(Schema):
    wishes: list[WishCardOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class ClaimOut(Schema):
    id: int
    wish: str
    state: str = Field(description="held, contacted, done, returned, lapsed or released.")
    state_label: str
    contact_by: datetime
    fulfil_by: datetime
    done_at: datetime | None = None
    words: str = ""


class ThanksOut(Schema):
    score: int
    words: str


class WishOut(WishCardOut):
    """What is left out this reader does not see."""

    reader: str = Field(description="As whom: stranger, helper, claimer, wisher, desk or checker.")
    said: str = Field(description="How it stands, in words.")
    concern: str | None = Field(None, description="For whom it is.")
    words: str | None = Field(None, description="What was wished.")
    address: str | None = None
    reason: str = Field("", description="Why it ended so.")
    revision: int | None = Field(
        None, description="For who wished and the desk: send it along with an action."
    )
    climbs_at: datetime | None = Field(None, description="When it is offered further up.")
    claim: ClaimOut | None = Field(None, description="One's own.")
    whole: str | None = Field(
        None, description="Of a part, for who wished and the desk: the wish it was split off."
    )
    parts: list[WishCardOut] = Field([], description="Its parts; of a part the others.")
    thanks: ThanksOut | None = None


class WishIn(Schema):
    model_config = _STRICT | {
        "json_schema_extra": {
            "examples": [
                {"words": "纱窗坏了，想找人修一下", "place": "140106004010", "kind": "repair",
                 "contact_phone": "13800000000"}
            ]
        }
    }  # fmt: skip

    words: str = Field(description="What is wished, at most 1,000 characters.")
    place: str = Field(description="Path of the community or the courtyard.")
    kind: str = Field("errand", description="repair, errand, thing, advice, company or dispute.")
    urgency: str = Field("week", description="today, week or calm.")
    concern: str = Field("anybody", description="anybody, elder, child, disabled or hardship.")
    address: str = Field("", description="House and door, for who takes it on.")
    contact_name: str = Field("", description="Shown to nobody without a recorded reason.")
    contact_phone: str = Field(
        description="By which the house passes on what a helper asks; shown to no helper."
    )


class WishPostedOut(Schema):
    number: str
    token: str = Field(description="Send it as X-Case-Token to see the wish without an account.")
    link: str
    look_by: datetime = Field(description="Somebody looks at it by then.")


class WishSeenIn(Schema):
    model_config = _STRICT | {"json_schema_extra": {"examples": [{"revision": 3, "words": "不用了，谢谢"}]}}

    revision: Key = Field(description="The revision that was read.")
    words: str = Field("", description="Why, or what is still missing; at most 200 characters.")


class ConfirmIn(Schema):
    model_config = _STRICT | {
        "json_schema_extra": {"examples": [{"revision": 5, "score": 5, "thanks": "谢谢"}]}
    }

    revision: Key = Field(description="The revision that was read.")
    score: int | None = Field(None, ge=1, le=5, description="Stars for this one wish, 1 to 5, or none.")
    thanks: str = Field("", description="A word to who helped, at most 200 characters; with stars.")
    wall: bool = Field(False, description="The photos of it may hang on the wall.")


class TakeOnIn(Schema):
    model_config = _STRICT

    post: Key | None = Field(None, description="For which of one's posts; without it the nearest.")


class DeedIn(Schema):
    model_config = _STRICT | {"json_schema_extra": {"examples": [{"words": "换好了纱窗"}]}}

    words: str = Field("", description="What was done, or why not; at most 200 characters.")


class StationsQuery(Schema):
    place: str = Field("", max_length=24, description="Path of a place; everything inside it counts.")
    after: str = Field("", max_length=400, description="`next` of the page before.")


class StationCardOut(Schema):
    id: int
    name: str
    community: str
    community_name: str
    address: str
    hours: str = Field("", description="When it is open, in words.")
    is_open: bool
    phone: str


class StationsOut(Schema):
    stations: list[StationCardOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")


class PostOut(Schema):
    id: int
    tier: str = Field(description="centre, team, point or merchant.")
    tier_label: str
    name: str
    place: str
    place_name: str
    service: str = Field("", description="What it is known for.")
    helpers: int = Field(description="Verified helpers.")


class FundYearOut(Schema):
    """Sums of the year that runs, in fen, and nobody's name."""

    year: int
    opening: int
    granted: int
    donated: int
    paid: dict[str, int] = Field(description="Kind of payment: what was paid for it, less what came back.")
    spent: int
    closing: int


class StationOut(StationCardOut):
    posts: list[PostOut]
    things: list[str] = Field(description="Which of the six things were seen there.")
    fund: FundYearOut | None = None


class ServicesQuery(Schema):
    after: str = Field("", max_length=400, description="`next` of the page before.")


class ServiceLineOut(Schema):
    id: int
    day: date
    post: int
    kind: str
    kind_label: str
    people: int = Field(description="Person-times.")
    minutes: int | None = None
    words: str = ""
    wish: str | None = Field(None, description="Of a seat of a fulfilled wish: its number.")
    is_struck: bool


class ServicesOut(Schema):
    lines: list[ServiceLineOut]
    next: str | None = Field(None, description="Send as `after` for the next page.")
