"""Volunteers with what they can do, two teams, papers, thanks, and a call that is open."""

from datetime import timedelta
from typing import Any

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH, inside
from jiayuan.services.gatherings.models import SignUp

from ..domain.honours import agree_to_be_named
from ..domain.musters import answer_muster, call_muster
from ..domain.qualifications import add_qualification, verify_qualification
from ..domain.teams import TeamDraft, add_member, choose_leader, form_team
from ..domain.volunteers import Profile, register_volunteer, say_thanks
from ..enums import HonourPurpose
from ..models import Skill, Volunteer

MOST = 60
AT_HOME = 9
"""So many help in the demonstration's own community, wherever they live."""
WORDS = ("雪天也来扫雪，谢谢", "帮老人修好了灯", "每周都在垃圾分类岗", "教会了我用手机挂号")
CHILD_AGE = 14
LONGEST = 2500
"""Days since who is longest here became a volunteer."""
NEIGHBOURS, COMMUNITIES = 5, 7
"""So many neighbours each of so many communities are volunteers as well."""


def build_people(context: DemoContext) -> list[Volunteer]:
    """The volunteers who are of age."""
    office = Actor(person=context.people["community"])
    volunteers = _volunteers(context)
    own = [each for each in volunteers if each.community_id == _home(context)]
    _resident(context)
    _child(context)
    _papers(context, own, office)
    _teams(context, own, office)
    for number, volunteer in enumerate(own[:8]):
        with at(context.now - timedelta(days=40 - number)):
            agree_to_be_named(volunteer.pk, HonourPurpose.COMMUNITY, by=Actor(person=volunteer.person))
            if number % 2 == 0:
                agree_to_be_named(volunteer.pk, HonourPurpose.DISTRICT, by=Actor(person=volunteer.person))
            say_thanks(volunteer.pk, WORDS[number % len(WORDS)], by=office)
    return volunteers


def _home(context: DemoContext) -> str:
    path: str = context.people["community"].grants.first().place_id
    return path


def _volunteers(context: DemoContext) -> list[Volunteer]:
    """Whoever holds the role of a volunteer; the demonstration's own community first."""
    random, skills = context.random("volunteers"), list(Skill.objects.values_list("pk", flat=True))
    grants = RoleGrant.objects.filter(role=Role.VOLUNTEER).select_related("person").order_by("pk")
    seen: dict[int, RoleGrant] = {}
    for grant in sorted(grants, key=lambda each: each.place_id[:COMMUNITY_LENGTH] != _home(context)):
        if len(grant.place_id) >= COMMUNITY_LENGTH:
            seen.setdefault(grant.person_id, grant)
    who = [
        (_home(context) if number < AT_HOME else grant.place_id[:COMMUNITY_LENGTH], grant.person)
        for number, grant in enumerate(list(seen.values())[:MOST])
    ]
    made = []
    everybody = [*who, *_neighbours(context, {each.pk for _where, each in who})]
    for number, (where, person) in enumerate(everybody):
        days = random.randint(60, LONGEST) if number else LONGEST // 2
        with at(context.now - timedelta(days=days)):
            profile = Profile(
                where, random.sample(skills, random.randint(1, 3)), ["mandarin", "dialect"],
                random.sample(["evening", "weekend", "weekday"], 2), "家人", "13900012345", "区志愿服务统一保险",
            )  # fmt: skip
            made.append(register_volunteer(profile, by=Actor(person=person)))
    return made


def _neighbours(context: DemoContext, known: set[int]) -> list[tuple[str, Person]]:
    """Residents who help where they live, in the demonstration's own community and where most do."""
    own = {person.pk for person in context.people.values()} | known
    people = Person.objects.filter(is_demo=True).exclude(home_place=None).exclude(pk__in=own).order_by("pk")
    if context.small:
        return [(_home(context), person) for person in people[:NEIGHBOURS]]
    homes: dict[str, list[Person]] = {}
    for person in people:
        homes.setdefault(str(person.home_place_id)[:COMMUNITY_LENGTH], []).append(person)
    many = sorted(homes, key=lambda path: (path != _home(context), -len(homes[path]), path))[
        : 1 if context.small else COMMUNITIES
    ]
    return [(path, person) for path in many for person in homes[path][-NEIGHBOURS:]]


def _resident(context: DemoContext) -> None:
    """Whoever comes to charity hours and leads some of them is a volunteer, and of age."""
    profile = Profile(_home(context), ["arts"], ["mandarin"], ["evening"])
    with at(context.now - timedelta(days=LONGEST // 4)):
        register_volunteer(profile, by=Actor(person=context.people["resident"]))


def _child(context: DemoContext) -> None:
    """A pupil who wants to help, and came to nothing yet: the guardian is still to be asked."""
    own = [each.pk for each in context.people.values()]
    rows = Person.objects.filter(is_demo=True, volunteer=None).exclude(home_place=None).exclude(pk__in=own)
    went = SignUp.objects.filter(person__isnull=False).values("person")
    near = inside([_home(context)], field="home_place_id")
    child = rows.exclude(pk__in=went).filter(near).order_by("-pk").first()
    if child is None:
        return
    born = f"{context.now.year - CHILD_AGE}-05"
    with at(context.now - timedelta(days=2)):
        profile = Profile(
            _home(context),
            ["arts"],
            born=born,
            guardian_name=f"{child.name[:1]}父",
            guardian_phone="13900012346",
        )
        register_volunteer(profile, by=Actor(person=child))


def _papers(context: DemoContext, own: list[Volunteer], office: Actor) -> None:
    today = context.now.date()
    kinds = (("急救员证", 20), ("电工作业证", 400), ("社会工作者证", None))
    for volunteer, (kind, days) in zip(own, kinds, strict=False):
        expires = today + timedelta(days=days) if days else None
        with at(context.now - timedelta(days=30)):
            paper = add_qualification(
                volunteer.pk, kind=kind, issued_on=today - timedelta(days=700), expires_on=expires,
                by=Actor(person=volunteer.person),
            )  # fmt: skip
            if kind != "电工作业证":
                verify_qualification(paper.pk, by=office)


def _teams(context: DemoContext, own: list[Volunteer], office: Actor) -> None:
    drafts = (
        TeamDraft("青年先锋队", _home(context), "civil", "Young pioneers"),
        TeamDraft("铲雪应急队", _home(context), "safety", "Snow and emergencies"),
    )
    for number, draft in enumerate(drafts):
        members: list[Any] = own[number:][:6]
        if not members:
            return
        with at(context.now - timedelta(days=200)):
            team = form_team(draft, by=office)
            for volunteer in members:
                add_member(team.pk, volunteer.pk, by=office)
            choose_leader(team.pk, members[0], by=office)
        if number:
            with at(context.now - timedelta(hours=2)):
                call = call_muster(words="今晚有雪，请带铁锹", meet_at="社区服务站门口", team=team, by=office)
                for volunteer in members[1:4]:
                    answer_muster(call.pk, "coming", by=Actor(person=volunteer.person))
