"""Teams: made by the office of their place, joined and left."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing
from jiayuan.foundation.common.locking import lock_first
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.models import Place

from ..enums import TeamPurpose
from ..models import Team, TeamMember, Volunteer
from ..volunteer_rules import KEEP_TEAM, LEAD_TEAM
from .volunteers import lock_volunteer


@dataclass(frozen=True)
class TeamDraft:
    name: str
    place_path: str
    purpose: str
    name_en: str = ""
    organisation_id: int | None = None


def form_team(draft: TeamDraft, *, by: Actor) -> Team:
    """Form a team. :raises Refused, Invalid, Conflict: each in words."""
    if not draft.place_path:
        raise _no_place()
    gate(by, KEEP_TEAM, draft.place_path)
    if draft.purpose not in TeamPurpose.values:
        raise Invalid(_("What is the team for?"), _("Choose one from the list."), field="purpose")
    if not Place.objects.current().filter(pk=draft.place_path).exists():
        raise _no_place()
    name = clean_words(draft.name, field="name", limit=40)
    try:
        with transaction.atomic():
            team = Team.objects.create(
                name=name,
                name_en=clean_words(draft.name_en, field="name_en", limit=60, required=False),
                place_id=draft.place_path,
                purpose=draft.purpose,
                organisation_id=draft.organisation_id,
            )
            _record(team, "volunteering.form_team", by, after={"name": name, "purpose": team.purpose})
    except IntegrityError as error:
        raise Conflict(
            _("There is a team of this name at this place."), _("Choose another name."), code="name-taken"
        ) from error
    return team


def _no_place() -> Invalid:
    return Invalid(_("There is no such place."), _("Choose it again from the list of places."), field="place")


def lock_team(pk: int) -> Team:
    """The living team, locked. :raises Missing: there is none. :raises Conflict: it was dissolved."""
    team = lock_first(Team.objects.select_related("leader"), pk)
    if team is None:
        raise Missing(_("There is no such team."), _("Look for it in the list of teams."))
    if team.ended_on is not None:
        raise Conflict(_("This team was dissolved."), _("Form it anew if it is needed again."))
    return team


def add_member(team_pk: int, volunteer_pk: int, *, by: Actor) -> TeamMember:
    """Take a volunteer into a team.

    :raises Refused: neither leader nor office. :raises Conflict: in it already, or one who may not take part.
    """
    try:
        with transaction.atomic():
            team = lock_team(team_pk)
            gate(by, LEAD_TEAM, team)
            volunteer = lock_volunteer(volunteer_pk)
            if not volunteer.may_take_part:
                raise Conflict(
                    _("This volunteer has left, or the guardian has not agreed yet."),
                    _("Write down first that the guardian agreed."),
                )
            member = TeamMember.objects.create(team=team, volunteer=volunteer, since=today())
            _record(team, "volunteering.add_member", by, after={"volunteer": volunteer.pk})
    except IntegrityError as error:
        raise Conflict(
            _("This volunteer is in the team already."), _("Nothing more needs to be done.")
        ) from error
    return member


def remove_member(team_pk: int, member_pk: int, *, by: Actor) -> None:
    """Out of the team, by the leader, the office or the member. Who led it leads it no more."""
    with transaction.atomic():
        team = lock_team(team_pk)
        member = team.members.current().select_related("volunteer").filter(pk=member_pk).first()
        if member is None:
            raise Missing(_("This volunteer is not in the team."), _("Open the team again."))
        if member.volunteer.person_id != by.pk:
            gate(by, LEAD_TEAM, team)
        member.until = today()
        member.save(update_fields=["until"])
        if team.leader_id == member.volunteer_id:
            team.leader = None
            team.save(update_fields=["leader", "updated_at"])
        _record(team, "volunteering.remove_member", by, after={"volunteer": member.volunteer_id})


def choose_leader(team_pk: int, volunteer: Volunteer, *, by: Actor) -> Team:
    """Say who leads a team: one of its members. :raises Refused: not the office. :raises Invalid: no member."""
    with transaction.atomic():
        team = lock_team(team_pk)
        gate(by, KEEP_TEAM, team.place_id)
        if not team.members.current().filter(volunteer=volunteer).exists():
            raise Invalid(_("A team is led by one of its members."), _("Take them in first."), field="leader")
        team.leader = volunteer
        team.save(update_fields=["leader", "updated_at"])
        _record(team, "volunteering.choose_leader", by, after={"volunteer": volunteer.pk})
    return team


def dissolve_team(pk: int, *, by: Actor) -> Team:
    """The team is no more; who was in it stays on record."""
    with transaction.atomic():
        team = lock_team(pk)
        gate(by, KEEP_TEAM, team.place_id)
        team.ended_on = today()
        team.save(update_fields=["ended_on", "updated_at"])
        team.members.current().update(until=today())
        _record(team, "volunteering.dissolve_team", by)
    return team


def _record(team: Team, action: str, by: Actor, **payload: Any) -> None:
    record(team.stream, action, by=by.person, place_path=team.place_id, **payload)
