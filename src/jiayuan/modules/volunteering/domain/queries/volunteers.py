"""Reading volunteers, teams and musters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.people.models import Person

from ...models import (
    BranchReport,
    MusterAnswer,
    MusterCall,
    Qualification,
    Skill,
    Team,
    TeamMember,
    Volunteer,
)
from ...models.volunteer import VolunteerQuerySet

GUARDIAN, PAPER = "guardian", "paper"
MOST_MEMBERS = 200


@dataclass(frozen=True)
class VolunteerFilter:
    """``waiting``: ``guardian`` (a minor without the guardian's word) or ``paper`` (one to verify)."""

    skill: str = ""
    place: str = ""
    text: str = ""
    waiting: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str], skills: Sequence[Skill], text: str = "") -> "VolunteerFilter":
        skill, path, waiting = given.get("skill", ""), given.get("place", ""), given.get("waiting", "")
        return cls(
            skill if skill in {each.pk for each in skills} else "",
            path if path.isascii() and path.isdecimal() else "",
            text,
            waiting if waiting in (GUARDIAN, PAPER) else "",
        )


def listed_volunteers(actor: Actor, wanted: VolunteerFilter) -> VolunteerQuerySet:
    """Those of my places, with names, places and skills."""
    rows = Volunteer.objects.visible_to(actor).active()
    if wanted.skill:
        rows = rows.filter(skills=wanted.skill)
    if wanted.place:
        rows = rows.within(wanted.place)
    if wanted.text:
        rows = rows.filter(person__name__icontains=wanted.text)
    if wanted.waiting == GUARDIAN:
        rows = rows.minors().filter(guardian_at=None)
    elif wanted.waiting == PAPER:
        unseen = Qualification.objects.filter(verified_at=None).values("volunteer")
        rows = rows.filter(pk__in=unseen)
    return rows.select_related("person", "community").defer("community__boundary").prefetch_related("skills")


def waiting_counts(actor: Actor) -> dict[str, int]:
    """What waits for the office. Two queries."""
    return {
        name: listed_volunteers(actor, VolunteerFilter(waiting=name)).order_by().count()
        for name in (GUARDIAN, PAPER)
    }


def visible_volunteer(actor: Actor, pk: int) -> Volunteer:
    """:raises Missing: not there, or not for this actor to know of."""
    rows = Volunteer.objects.visible_to(actor).select_related("person", "community", "guardian_noted_by")
    found = rows.defer("community__boundary").prefetch_related("skills").filter(pk=pk).first()
    if found is None:
        raise Missing(_("There is no such volunteer."), _("Look for them in the list of volunteers."))
    return found


def volunteer_of(actor: Actor) -> Volunteer | None:
    """One's own profile, if there is one."""
    if actor.pk is None:
        return None
    rows = Volunteer.objects.filter(person_id=actor.pk).select_related("community", "person")
    return rows.defer("community__boundary").prefetch_related("skills").first()


def teams_for(actor: Actor) -> Any:
    """Living teams of my places, with how many are in them."""
    members = Count("members", filter=Q(members__until=None))
    rows = Team.objects.visible_to(actor).active().annotate(size=members)
    return rows.select_related("place", "leader__person").defer("place__boundary")


def visible_team(actor: Actor, pk: int) -> Team:
    rows = Team.objects.visible_to(actor).select_related("place", "leader__person", "organisation")
    found = rows.defer("place__boundary").filter(pk=pk).first()
    if found is None:
        raise Missing(_("There is no such team."), _("Look for it in the list of teams."))
    return found


def teams_of(volunteer: Volunteer) -> list[TeamMember]:
    """The teams somebody is in, each with its place."""
    rows = TeamMember.objects.current().filter(volunteer=volunteer).select_related("team__place")
    return list(rows.defer("team__place__boundary"))


def members_of(team: Team) -> list[TeamMember]:
    rows = team.members.current().select_related("volunteer__person")
    return list(rows.prefetch_related("volunteer__skills").order_by("pk")[:MOST_MEMBERS])


def candidates_for(team: Team) -> list[Volunteer]:
    """Volunteers of the team's place who are not in it yet."""
    rows = Volunteer.objects.active().within(team.place_id).select_related("person")
    return list(
        rows.exclude(memberships__in=team.members.current()).order_by("person__name", "pk")[:MOST_MEMBERS]
    )


def visible_call(actor: Actor, pk: int) -> MusterCall:
    answers = MusterAnswer.objects.select_related("volunteer__person").order_by("answer", "pk")
    rows = MusterCall.objects.visible_to(actor).select_related("team__leader", "place", "called_by")
    found = rows.defer("place__boundary").prefetch_related(Prefetch("answers", answers)).filter(pk=pk).first()
    if found is None:
        raise Missing(_("There is no such call."), _("Look at the page “Volunteering”."))
    return found


def open_calls_of(person: Person) -> list[MusterAnswer]:
    """What this person is called for now, with their answer."""
    rows = MusterAnswer.objects.filter(volunteer__person=person, call__closed_at=None)
    return list(rows.select_related("call__place").defer("call__place__boundary").order_by("-pk"))


def live_report_of(person: Person) -> BranchReport | None:
    rows = BranchReport.objects.live().filter(person=person).select_related("branch", "community")
    return rows.defer("community__boundary").first()
