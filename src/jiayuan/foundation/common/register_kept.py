"""What a room answers for: data about people, what was signed, its words in the ledger, its duties and notices."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class PersonalDataHolder:
    """A module that holds data about a person: how to hand it out, and how to forget it."""

    label: Any
    export: Callable[[Any], Any]
    """person -> JSON-ready data."""
    erase: Callable[[Any], int]
    """person -> how many records were made anonymous. Runs inside the erasing transaction."""
    covers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Model (``cases.Case``) -> those of its columns that are handed out and forgotten here."""
    lock: Callable[[Any], None] | None = None
    """person -> locks the rows of theirs that are everywhere locked before people. Called first of all."""


@dataclass(frozen=True)
class Signed:
    """A column that says who did something for an office: ``asked_by`` of a request, with the words that went with it.

    It is handed out to them. It is kept when they are forgotten, since what was decided must stay to be read; whom
    the row points to then has neither name nor number.
    """

    model: str
    person: str
    at: str
    words: Sequence[str] = ()


@dataclass(frozen=True)
class LedgerWords:
    """How a room's entries are called on the ledger's pages. Whatever is left out is shown in its technical form."""

    subjects: Mapping[str, Any] = field(default_factory=dict)
    """Stream prefix (``case`` of ``case/42``) -> what such a thing is called."""
    actions: Mapping[str, Any] = field(default_factory=dict)
    """Action code (``cases.file``) -> what was done."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Field of ``before`` and ``after`` -> its name."""


@dataclass(frozen=True)
class DemoChapter:
    """A module's part of the demonstration district."""

    label: Any
    build: Callable[..., None]
    """Called with the :class:`DemoContext` of ``doors.cli``; must be repeatable from its seed."""
    after: Sequence[str] = ()


@dataclass(frozen=True)
class Duty:
    """What has to happen by the clock. Safe to run at any time and twice at once, as every domain function is."""

    name: str
    label: Any
    every: int
    """Seconds from the beginning of one run to the beginning of the next."""
    work: Callable[[], Any]
    """Its result, a number or a few words, stands in the log of ``jiayuan tick --once``."""
    alarm_after: int
    """Seconds without a good end after which somebody is told."""
    lease: int = 600
    """Seconds after which a run that did not end is taken for dead, and another may begin."""
    apart: bool = False
    """Has a thread of its own, so that it neither waits for the others nor makes them wait."""


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice: people choose by kind how it reaches them. Every notice also stands on the messages page."""

    name: str
    label: Any
    hint: Any
    channels: Sequence[str] = ()
    """Unless a person chose otherwise it goes out over the first of these that reaches them."""
    is_urgent: bool = False
    """Goes out in quiet hours too."""
    link: Callable[[Any], str] | None = None
    """(notice) -> its address, found when it is sent: for one that is a secret and must not lie in a table."""
    for_roles: Sequence[Any] = ()
    """Shown among the choices of holders of these roles; empty: of everybody."""
