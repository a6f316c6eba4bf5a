"""What comes in with a report or an action. Plain data; the domain decides whether it will do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from jiayuan.foundation.people.models import Consent, Person

from ..models import Case


@dataclass(frozen=True)
class ToldElsewhere:
    """Who told it by another door, as a wish, and the hash of the token by which they follow it: the report is theirs,
    whoever writes it."""

    person: Person | None
    token_hash: str


@dataclass(frozen=True)
class ReportDraft:
    """A report as it was filled in. Position in WGS-84 degrees; a position or a place path is needed.

    ``is_of_another``: somebody brings in what another told elsewhere. It is not theirs: they are told nothing as its
    reporter, and see it only while they work there. With ``consent`` it is that of whom it names.
    """

    category_code: str
    words: str
    latitude: float | None = None
    longitude: float | None = None
    place_path: str = ""
    address: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    photo_ids: Sequence[UUID] = ()
    upload_token: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    consent: Consent | None = None
    is_of_another: bool = False
    told: ToldElsewhere | None = None


@dataclass(frozen=True)
class Reported:
    """The case, and the token with which its reporter follows it without an account. The token is not stored."""

    case: Case
    token: str
    is_new: bool = True


@dataclass(frozen=True)
class PieceDraft:
    """One part of a case that is divided: who does what. Without a category, that of the case."""

    unit_id: int | None
    words: str
    category_code: str = ""


@dataclass(frozen=True)
class Given:
    """What an action brings along; each action takes what it needs (see ``Transition.needs``)."""

    words: str = ""
    category_code: str = ""
    unit_id: int | None = None
    photo_ids: Sequence[UUID] = ()
    before_ids: Sequence[UUID] = ()
    """Photos from before the work, where a report as done brings them along."""
    outside_id: int | None = None
    """An answer from outside whose photos become those of the report as done."""
    upload_token: str = ""
    ground: str = ""
    wanted: str = ""
    """What a supervision order asks for."""
    lead: str = ""
    """The printed number of the case that leads."""
    pieces: Sequence[PieceDraft] = ()
    days: int | None = None
    score: int | None = None
    public_words: str | None = None
    is_public: bool | None = None
    reply_id: int | None = None
    """The kept words that ``words`` were begun with."""
    photos_public: bool | None = None
    """Whether everybody sees the photos; None leaves it as it is."""
