"""What a form says of a station or of a post of it, judged and written into the row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.opening import Opening, check_openings
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.models import Place

from ..enums import POST_TIERS, Tier
from ..models import Post, Station
from .checks import one_of

EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class StationDraft:
    name: str
    name_en: str = ""
    address: str = ""
    openings: Sequence[Opening] = ()
    opens_on_holidays: bool = False
    hours_note: str = ""
    phone: str = ""


@dataclass(frozen=True)
class PostDraft:
    tier: str
    name: str
    place_path: str
    name_en: str = ""
    service: str = ""
    organisation_id: int | None = None
    since: date | None = None
    """The day on which it began, where that was before it is entered."""


@dataclass(frozen=True)
class PostNames:
    """What of a post may be corrected: where it stands and on which tier decides who is asked, so that stays."""

    name: str
    name_en: str = ""
    service: str = ""


def fill_station(station: Station, draft: StationDraft) -> None:
    station.name = clean_words(draft.name, field="name", limit=40)
    station.name_en = clean_words(draft.name_en, field="name_en", limit=80, required=False)
    station.address = clean_words(draft.address, field="address", limit=120, required=False)
    check_openings(draft.openings)
    station.opening = [each.kept for each in draft.openings]
    station.opens_on_holidays = draft.opens_on_holidays
    station.hours_note = clean_words(draft.hours_note, field="hours_note", limit=80, required=False)
    station.phone = clean_words(draft.phone, field="phone", limit=20, required=False)


def check_since(since: date) -> None:
    """:raises Invalid: the day lies ahead, or so far back that it is a slip of the pen."""
    if not EARLIEST <= since <= today():
        raise Invalid(
            _("A post began on a day between %(first)s and today.") % {"first": EARLIEST},
            _("Write the day on which it began, or leave it empty."),
            field="since",
            code="since",
        )


def fill_post(post: Post, draft: PostDraft) -> None:
    if draft.since is not None:
        check_since(draft.since)
        post.since = draft.since
    post.tier = one_of(draft.tier, Tier, "tier")
    if post.tier not in POST_TIERS or post.tier == Tier.CENTRE:
        raise Invalid(_("Which tier is it?"), _("A team, a point or a merchant’s station."), field="tier")
    fill_names(post, draft)
    place = Place.objects.current().filter(pk=draft.place_path).first()
    if place is None or not place.path.startswith(post.station.community_id):
        raise Invalid(
            _("The post lies outside the community."), _("Choose a place inside it."), field="place_path"
        )
    post.place = place
    if post.tier == Tier.MERCHANT:
        post.organisation = Organisation.objects.filter(pk=draft.organisation_id or 0).first()
        if post.organisation is None:
            raise Invalid(
                _("Which merchant or institution is it?"), _("Choose one of the list."), field="organisation"
            )


def fill_names(post: Post, draft: PostDraft | PostNames) -> None:
    post.name = clean_words(draft.name, field="name", limit=40)
    post.name_en = clean_words(draft.name_en, field="name_en", limit=80, required=False)
    post.service = clean_words(draft.service, field="service", limit=60, required=False)
