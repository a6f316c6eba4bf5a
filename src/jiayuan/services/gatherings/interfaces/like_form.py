"""A form of planning that starts from an earlier gathering."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import QueryDict

from ..domain.drafts import AboutDraft, RoleDraft
from ..models import Session
from ..models.common import about_of
from .entered import count_of

GOES_ALONG = ("grace_minutes", "hold_minutes", "remind_minutes", "checks_place", "latitude", "longitude")
"""What the form does not ask for."""


def filled_from(session: Session, roles: Sequence[RoleDraft], starts_at: datetime) -> dict[str, Any]:
    """What stands in the form: as it was, for another time."""
    minutes = int((session.ends_at - session.starts_at).total_seconds()) // 60
    return {
        "title": session.title,
        "place": session.place_id,
        "where": session.where,
        "words": session.words,
        "starts_at": f"{starts_at:%Y-%m-%dT%H:%M}",
        "minutes": minutes,
        "seats": roles[main_role(roles)].seats if roles else "",
    }


def roles_of(session: Session) -> list[RoleDraft]:
    return [RoleDraft(**each.as_template()) for each in session.roles.order_by("pk")]


def main_role(roles: Sequence[RoleDraft]) -> int:
    """Which one the number of seats in the form is for: the first that does not lead."""
    return next((number for number, each in enumerate(roles) if not each.leads), 0)


def about_like(
    session: Session, roles: Sequence[RoleDraft], post: QueryDict, organisation_id: int | None
) -> AboutDraft:
    """What was typed, with all that goes along. Another spot leaves the point on the map behind; another title the
    English one. :raises Invalid: no number of seats."""
    main, seats = main_role(roles), count_of(post, "seats")
    given = [replace(each, seats=seats) if number == main else each for number, each in enumerate(roles)]
    title, place = post.get("title", ""), post.get("place", "")
    where = post.get("where", "")
    along = {name: value for name, value in about_of(session).items() if name in GOES_ALONG}
    if (place, where.strip()) != (session.place_id, session.where):
        along |= {"latitude": None, "longitude": None, "checks_place": False}
    return AboutDraft(
        session.kind, place, title, given,
        title_en=session.title_en if title.strip() == session.title else "",
        words=post.get("words", ""), where=where, organisation_id=organisation_id, **along,
    )  # fmt: skip
