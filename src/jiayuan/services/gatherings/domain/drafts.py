"""What somebody wants to plan, and whether it can be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.models import Place

from ..kinds import kind_of
from ..limits import (
    EARLIEST_REMINDER,
    FARTHEST,
    LONGEST,
    MOST_REMINDERS,
    MOST_ROLES,
    MOST_SEATS,
    REMIND_BEFORE,
    ROLE_NAME,
    SOONEST_REMINDER,
    TITLE,
    WHERE,
    WORDS,
)
from ..models import Session

A_WEEK_IN_MINUTES = 7 * 24 * 60
OLDEST = 120


@dataclass(frozen=True)
class RoleDraft:
    """A role with its seats; ``needs`` are codes that the kind knows."""

    name: str
    seats: int
    name_en: str = ""
    min_age: int | None = None
    needs: Sequence[str] = ()
    leads: bool = False


@dataclass(frozen=True)
class AboutDraft:
    """What, for whom, where. Minutes and WGS-84 degrees as in the model; ``place_id`` is the organising place."""

    kind: str
    place_id: str
    title: str
    roles: Sequence[RoleDraft]
    title_en: str = ""
    words: str = ""
    where: str = ""
    latitude: float | None = None
    longitude: float | None = None
    organisation_id: int | None = None
    grace_minutes: int = 120
    hold_minutes: int = 120
    remind_minutes: Sequence[int] = REMIND_BEFORE
    checks_place: bool = False
    is_demo: bool = False


@dataclass(frozen=True)
class SessionDraft:
    """A session to plan: what, and from when until when (aware). ``like``: the earlier one that it was started from."""

    about: AboutDraft
    starts_at: datetime
    ends_at: datetime
    nonce: str | None = field(default=None)
    like: Session | None = None


def cleaned_about(draft: AboutDraft) -> dict[str, Any]:
    """The fields of a row. :raises Invalid: naming the field."""
    if kind_of(draft.kind) is None:
        raise Invalid(_("This kind of gathering is not known."), _("Choose one of the list."), field="kind")
    check_position(draft)
    check_minutes(draft)
    return {
        "kind": draft.kind,
        "place_id": _place(draft.place_id),
        "organisation_id": _organisation(draft.organisation_id),
        "title": clean_words(draft.title, field="title", limit=TITLE),
        "title_en": clean_words(draft.title_en, field="title_en", limit=TITLE * 2, required=False),
        "words": clean_words(draft.words, field="words", limit=WORDS, required=False),
        "where": clean_words(draft.where, field="where", limit=WHERE, required=False),
        "latitude": draft.latitude,
        "longitude": draft.longitude,
        "grace_minutes": draft.grace_minutes,
        "hold_minutes": draft.hold_minutes,
        "remind_minutes": cleaned_reminders(draft.remind_minutes),
        "checks_place": draft.checks_place,
        "is_demo": draft.is_demo,
    }


def cleaned_roles(drafts: Sequence[RoleDraft], kind_code: str) -> list[dict[str, Any]]:
    """The roles as templates. :raises Invalid: none or too many, named alike, without seats, or unknown needs."""
    if not drafts or len(drafts) > MOST_ROLES:
        raise Invalid(
            _("There are between one and %(most)s roles.") % {"most": MOST_ROLES},
            _("One called “Participants” is enough for most gatherings."),
            field="roles",
        )
    roles = [_cleaned_role(each, kind_code) for each in drafts]
    if len({each["name"] for each in roles}) < len(roles):
        raise Invalid(_("Two roles have the same name."), _("Give each a name of its own."), field="roles")
    return roles


def check_seats(seats: int) -> None:
    """:raises Invalid: fewer than one, or more than any hall has."""
    if not 1 <= seats <= MOST_SEATS:
        raise Invalid(
            _("There are between 1 and %(most)s seats.") % {"most": MOST_SEATS},
            _("Write how many can take part."),
            field="seats",
        )


def check_asked(kind_code: str, min_age: int | None, needs: Sequence[str]) -> None:
    """:raises Invalid: no age, or something that this kind of gathering cannot ask for."""
    kind = kind_of(kind_code)
    if set(needs) - set(kind.needs if kind else ()):
        raise Invalid(_("This kind of gathering cannot ask for that."), _("Leave it out."), field="needs")
    if min_age is not None and not 1 <= min_age <= OLDEST:
        raise Invalid(_("This is no age."), _("Write a number of years."), field="min_age")


def check_span(starts_at: datetime, ends_at: datetime) -> None:
    """:raises Invalid: over already, too far ahead, ends before it begins, or longer than twelve hours."""
    check_start(starts_at)
    check_length(starts_at, ends_at)


def check_start(starts_at: datetime) -> None:
    """Before anything is reckoned from it: to the last day of the calendar not even an hour can be added.

    :raises Invalid: over already, or too far ahead.
    """
    if starts_at <= now():
        raise Invalid(_("This lies in the past."), _("Choose a time to come."), field="starts_at")
    if starts_at > now() + FARTHEST:
        raise Invalid(_("This is more than a year away."), _("Choose a nearer day."), field="starts_at")


def check_length(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Invalid(_("It ends before it begins."), _("Choose a later end."), field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise Invalid(
            _("It is longer than twelve hours."), _("Plan one gathering for each day."), field="ends_at"
        )


def check_position(draft: AboutDraft) -> None:
    latitude, longitude = draft.latitude, draft.longitude
    if (latitude is None) != (longitude is None):
        raise Invalid(_("Half of a position is missing."), _("Choose the point anew."), field="latitude")
    if latitude is not None and longitude is not None and not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise Invalid(_("This point is not on Earth."), _("Choose the point anew."), field="latitude")
    if draft.checks_place and latitude is None:
        raise Invalid(
            _("Phones can be asked whether they are at the place only where the place is a point."),
            _("Choose the point, or do not ask."),
            field="checks_place",
        )


def check_minutes(draft: AboutDraft) -> None:
    for name in ("grace_minutes", "hold_minutes"):
        if not 0 <= getattr(draft, name) <= A_WEEK_IN_MINUTES:
            raise Invalid(
                _("Between nothing and a week is possible."), _("Write a number of minutes."), field=name
            )


def cleaned_reminders(minutes: Sequence[int]) -> list[int]:
    """Each once, the earliest first; none means nobody is reminded. :raises Invalid: too many, too early or late."""
    found = sorted(set(minutes), reverse=True)
    fits = all(SOONEST_REMINDER <= each <= EARLIEST_REMINDER for each in found)
    if len(found) > MOST_REMINDERS or not fits:
        raise Invalid(
            _("One is reminded at most %(most)s times, from three days to ten minutes before.")
            % {"most": MOST_REMINDERS},
            _("Choose from the list."),
            field="remind_minutes",
        )
    return found


def _cleaned_role(draft: RoleDraft, kind_code: str) -> dict[str, Any]:
    check_seats(draft.seats)
    check_asked(kind_code, draft.min_age, draft.needs)
    return {
        "name": clean_words(draft.name, field="roles", limit=ROLE_NAME),
        "name_en": clean_words(draft.name_en, field="roles", limit=ROLE_NAME * 2, required=False),
        "seats": draft.seats,
        "min_age": draft.min_age,
        "needs": list(draft.needs),
        "leads": draft.leads,
    }


def _place(path: str) -> str:
    if not Place.objects.current().filter(pk=path).exists():
        raise Invalid(_("There is no such place."), _("Choose one of the list."), field="place")
    return path


def _organisation(key: int | None) -> int | None:
    if key is not None and not Organisation.objects.current().filter(pk=key).exists():
        raise Invalid(_("There is no such organisation."), _("Choose one of the list."), field="organisation")
    return key
