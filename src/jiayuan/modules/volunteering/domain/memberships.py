"""Out of all teams at once, when somebody is no volunteer any more. Who led one leads it no more."""

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.ledger.domain.record import record

from ..models import Team, TeamMember, Volunteer


def lock_teams_led_by(volunteer_pk: int) -> None:
    """Before the volunteer: a team is locked before who is in it."""
    list(
        Team.objects.select_for_update()
        .filter(leader=volunteer_pk)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def leave_teams(volunteer: Volunteer, *, by: Actor | None) -> None:
    """Inside the transaction in which they leave. ``by`` None: their data are forgotten."""
    rows = TeamMember.objects.current().filter(volunteer=volunteer).select_related("team")
    for member in rows.order_by("team_id"):
        member.until = today()
        member.save(update_fields=["until"])
        record(
            member.team.stream,
            "volunteering.remove_member",
            by=by.person if by is not None else None,
            after={"volunteer": volunteer.pk},
            place_path=member.team.place_id,
        )
    Team.objects.filter(leader=volunteer).update(leader=None)
