"""Wishes, claims, stations and services as the API writes them: no more than a page shows the same reader."""

from typing import Any

from jiayuan.modules.help.domain.queries.fund_statement import Statement
from jiayuan.modules.help.domain.queries.parts import parts_of, parts_seen
from jiayuan.modules.help.domain.queries.progress import said_of
from jiayuan.modules.help.domain.queries.seen import Reader, Seen
from jiayuan.modules.help.domain.queries.thanks import thanks_of
from jiayuan.modules.help.models import Claim, Post, ServiceRecord, Station, Wish

OWN = (Reader.WISHER, Reader.DESK)


def wish_card_out(wish: Wish) -> dict[str, Any]:
    """Before the community has looked at it the words for a card are a proposal of a machine, and nobody's to read."""
    has_card = bool(wish.title)
    return {
        **{
            name: getattr(wish, name)
            for name in ("number", "kind", "title", "urgency", "state", "tier", "seats", "part")
        },
        "kind_label": wish.get_kind_display(),
        "public_words": wish.public_words if has_card else "",
        "place": wish.place_id,
        "place_name": wish.place.display_name,
        "state_label": wish.get_state_display(),
    }


def wish_out(seen: Seen) -> dict[str, Any]:
    wish, is_own = seen.wish, seen.reader in OWN
    parts = parts_of(wish) if seen.reader is Reader.DESK else parts_seen(seen)
    found = wish_card_out(wish) | {
        "reader": seen.reader.value,
        "said": str(said_of(wish, to_wisher=seen.reader is Reader.WISHER)),
        "reason": seen.told(wish.reason) if seen.shows_reason else "",
        "climbs_at": wish.climbs_at,
        "claim": claim_out(seen.claim, wish) if seen.claim is not None else None,
        "parts": [wish_card_out(each) for each in parts],
    }
    if seen.shows_concern:
        found["concern"] = wish.concern
    if seen.shows_words:
        found |= {"words": seen.told(wish.own_words), "address": "" if seen.by_slip else wish.address}
    if is_own:
        found |= {"revision": wish.revision, "whole": wish.parent.number if wish.parent is not None else None}
    if (thanks := thanks_of(seen)) is not None:
        found["thanks"] = {"score": thanks.score, "words": thanks.words}
    return found


def claim_out(claim: Claim, wish: Wish) -> dict[str, Any]:
    names = ("state", "contact_by", "fulfil_by", "done_at", "words")
    return {name: getattr(claim, name) for name in names} | {
        "id": claim.pk,
        "wish": wish.number,
        "state_label": claim.get_state_display(),
    }


def station_card_out(station: Station) -> dict[str, Any]:
    return {
        **{name: getattr(station, name) for name in ("address", "phone")},
        "id": station.pk,
        "name": str(station),
        "community": station.community_id,
        "community_name": station.community.display_name,
        "hours": station.spoken_hours,
        "is_open": station.open_now is not None,
    }


def post_out(post: Post) -> dict[str, Any]:
    """``helpers`` was counted with it."""
    return {
        **{name: getattr(post, name) for name in ("tier", "service", "helpers")},
        "id": post.pk,
        "name": str(post),
        "tier_label": post.get_tier_display(),
        "place": post.place_id,
        "place_name": post.place.display_name,
    }


def fund_out(year: Statement) -> dict[str, Any]:
    names = ("year", "opening", "granted", "donated", "spent", "closing")
    return {name: getattr(year, name) for name in names} | {
        "paid": {kind.value: fen for kind, fen in year.paid.items() if fen}
    }


def service_out(row: ServiceRecord) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("day", "kind", "people", "minutes", "words")},
        "id": row.pk,
        "post": row.post_id,
        "kind_label": row.get_kind_display(),
        "wish": row.claim.wish.number if row.claim is not None else None,
        "is_struck": row.struck_at is not None,
    }
