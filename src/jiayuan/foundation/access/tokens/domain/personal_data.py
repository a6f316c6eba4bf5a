"""What tokens hold about a person: to take along, and to forget."""

from typing import Any

from jiayuan.foundation.clock.now import now

from ..models import ApiToken


def export_tokens(person: Any) -> list[dict[str, Any]]:
    """Names, beginnings and days; never the token itself, which is not kept."""
    return [
        {
            "name": each.name,
            "begins_with": each.prefix,
            "scopes": each.scopes,
            "place": each.place_id,
            "until": each.until.isoformat(),
            "last_used_on": each.last_used_on.isoformat() if each.last_used_on else None,
            "revoked_at": each.revoked_at.isoformat() if each.revoked_at else None,
        }
        for each in ApiToken.objects.filter(person=person).order_by("pk")
    ]


def erase_tokens(person: Any) -> int:
    """They open nothing any more, and their names are gone; how many there were."""
    rows = ApiToken.objects.filter(person=person)
    rows.filter(revoked_at=None).update(revoked_at=now(), revoked_by=person)
    return rows.update(name="", last_used_on=None)
